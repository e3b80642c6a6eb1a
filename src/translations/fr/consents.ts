import type * as en from '../en/consents.js'

export const consents: typeof en.consents = {
  basis: {
    voluntary: 'ce que vous avez choisi de nous dire',
    consent: 'un autre consentement que vous avez donné',
    service: 'ce que vous nous avez demandé',
    legalDuty: 'une obligation légale',
    emergency: 'une urgence',
    undeclared: 'd’autres parties de votre message',
  },
  outcome: {
    all: 'Ce que vous avez envoyé repose uniquement sur votre consentement : nous le supprimons maintenant, en général dans l’heure, sauf si la loi nous oblige à le garder.',
    byHand:
      'Ce que vous avez envoyé repose uniquement sur votre consentement : un membre de notre personnel le supprime dès que possible, sauf si la loi nous oblige à le garder.',
    gone: 'Ce que vous avez envoyé est déjà supprimé.',
    rest: 'Ce que vous avez envoyé reste chez nous jusqu’au {{day}} au plus tard, parce que cela repose aussi sur {{bases}}. Nous ne l’utilisons plus à cette fin.',
  },
  page: {
    title: 'Ce à quoi vous avez consenti',
    given: 'Vous avez dit oui le {{when}} (toujours en vigueur).',
    refused:
      'Vous n’avez pas dit oui. Nous n’avons pas conservé ce que seul votre oui nous aurait permis de garder.',
    withdrawn:
      'Retiré depuis le {{when}} (nous n’utilisons, ne communiquons ni ne transmettons plus à cette fin ce que vous avez envoyé).',
    elsewhere:
      'Vous avez retiré ce consentement le {{when}} avec un autre de vos messages : nous n’utilisons, ne communiquons ni ne transmettons plus à cette fin ce que vous avez envoyé.',
    named:
      'Nous l’utilisons à cette fin sur un autre fondement, {{basis}}, depuis le {{when}} (vous pouvez nous interroger à ce sujet en tout temps).',
    withdraw: 'Retirer',
    copy: 'Enregistrer une copie de ces consentements (pour vos dossiers)',
  },
  nav: 'Consentements',
  desk: {
    title: 'Consentements',
    text: 'Ce que des personnes ont accepté, refusé ou retiré.',
    item: 'Retiré, à supprimer manuellement : reçu {{number}}',
    last: 'Quelqu’un a consenti, refusé ou retiré son consentement.',
  },
  screen: {
    title: 'Consentements',
    intro:
      'Ce que des personnes ont accepté avec leurs messages, finalité par finalité. Personne n’est nommé ici : un consentement porte le numéro de son reçu.',
    emptyTitle: 'Aucun consentement n’a encore été demandé',
    emptyText:
      'Ajoutez une case à cocher à un formulaire et choisissez « Consentement » comme fondement de la demande, avec sa finalité. Chaque réponse, oui ou non, apparaît alors ici.',
    purposes: 'Par finalité',
    perMonth: 'Au cours des six derniers mois',
    total: '{{what}} : {{count}}',
    fewer: 'moins de {{count}}',
    column: { month: 'Mois', given: 'Donnés', refused: 'Refusés', withdrawn: 'Retirés' },
    state: { given: 'donné', refused: 'refusé', withdrawn: 'retiré' },
    since: {
      given: 'Donné le {{when}}',
      refused: 'Refusé le {{when}}',
      withdrawn: 'Retiré depuis le {{when}}',
    },
    bases: {
      service: 'Nécessaire à ce qui est demandé',
      legalDuty: 'Obligation légale',
      emergency: 'Urgence',
    },
    named: 'Utilisé sur un autre fondement depuis le {{when}} : {{basis}}',
    elsewhere:
      'N’est plus permis : la personne a retiré ce consentement le {{when}} avec un autre message (même compte).',
    because: '(« {{why}} »)',
    records: 'Par reçu',
    receipt: 'Reçu {{number}}',
    search: 'Numéro du reçu',
    find: 'Chercher',
    notFound: 'Aucun consentement ne porte ce numéro. Vérifiez-le auprès de la personne qui a appelé.',
    atMessage: 'Ce que la personne a accepté',
    waiting: {
      title: 'Retirés, mais pas encore supprimés',
      none: 'Rien : ce qui reposait uniquement sur un consentement retiré est supprimé.',
      since: '{{purposes}}, retiré depuis le {{when}}',
      open: 'pas encore examiné',
      due: 'sera supprimé au prochain passage',
      held: 'gardé par une suspension',
      ungoverned: 'à supprimer manuellement : la suppression automatique ne le vise pas',
    },
    cancel: 'Annuler',
    noNames: 'Sans noms ni numéros de téléphone, s’il vous plaît.',
    withdraw: 'Consigner un retrait',
    withdrawTitle: 'La personne retire son consentement : {{purpose}}',
    withdrawText:
      'Dès maintenant, il n’est plus permis d’utiliser, de communiquer ni d’exporter à cette fin ce qu’elle a envoyé. Ce qui repose uniquement sur ce consentement est supprimé. C’est irréversible : elle devrait consentir de nouveau.',
    withdrawWhy: 'Comment l’avez-vous appris?',
    withdrawConfirm: 'Retirer en son nom',
    withdrawDone: 'Le retrait est consigné.',
    name: 'Indiquer un autre fondement',
    nameTitle: 'Autre fondement que le consentement : {{purpose}}',
    nameText:
      'Dès maintenant, l’utilisation est permise sur ce fondement, même sans consentement ou malgré son retrait. C’est consigné au registre avec votre nom, et la personne lit ce fondement sur son reçu. Cela n’empêche aucune suppression : pour cela, placez une suspension.',
    basis: 'Fondement',
    choose: 'Choisir',
    nameWhy: 'Pourquoi s’applique-t-il?',
    nameDone: 'Le fondement est indiqué.',
    lift: 'Mettre fin à l’autre fondement',
    liftTitle: 'Mettre fin à l’autre fondement?',
    liftText: 'Dès maintenant, seul compte de nouveau ce que la personne a dit.',
    liftWhy: 'Pourquoi ne s’applique-t-il plus?',
    liftDone: 'Ce fondement ne s’applique plus.',
  },
  confirm: {
    title: 'Retirer votre consentement?',
    what: 'Vous avez consenti à ce que nous utilisions ce que vous avez envoyé à cette fin :',
    doesTitle: 'Ce qui se passe quand vous le retirez',
    stops:
      'Dès ce moment, nous n’utilisons, ne communiquons ni ne transmettons plus à cette fin ce que vous avez envoyé.',
    notTitle: 'Ce que le retrait ne fait pas',
    past: 'Il n’annule pas ce qui a été fait avant : cette page ne rappelle pas ce qui a été imprimé, publié ou remis à d’autres. Pour cela, adressez-vous à nous.',
    evidence:
      'Nous gardons une note indiquant que vous avez consenti puis retiré votre consentement, avec le numéro de votre reçu et sans votre nom.',
    submit: 'Retirer maintenant',
    back: 'Revenir au reçu sans rien changer',
  },
}
