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
    all: 'Ce que vous avez envoyé repose sur votre seul consentement : nous le supprimons maintenant, en général dans l’heure, sauf si la loi nous oblige à le garder.',
    rest: 'Ce que vous avez envoyé reste chez nous jusqu’au {{day}} au plus tard, parce que cela repose aussi sur {{bases}}. Nous ne l’utilisons plus à cette fin.',
  },
  page: {
    title: 'Ce à quoi vous avez consenti',
    given: 'Vous avez dit oui le {{when}} (toujours en vigueur).',
    refused: 'Vous n’avez pas dit oui. Nous n’utilisons pas ce que vous avez envoyé à cette fin.',
    withdrawn:
      'Retiré depuis le {{when}} : nous n’utilisons, ne communiquons et ne transmettons plus à cette fin ce que vous avez envoyé.',
    named:
      'Nous l’utilisons à cette fin sur un autre fondement, {{basis}}, depuis le {{when}} (vous pouvez nous interroger à ce sujet en tout temps).',
    withdraw: 'Retirer',
    copy: 'Enregistrer une copie de ces consentements (pour vos dossiers)',
  },
  confirm: {
    title: 'Retirer votre consentement?',
    what: 'Vous avez consenti à ce que nous utilisions ce que vous avez envoyé à cette fin :',
    doesTitle: 'Ce qui se passe quand vous le retirez',
    stops:
      'Dès ce moment, nous n’utilisons, ne communiquons et ne transmettons plus à cette fin ce que vous avez envoyé.',
    notTitle: 'Ce que le retrait ne fait pas',
    past: 'Il n’annule pas ce qui a été fait avant : cette page ne rappelle pas ce qui a été imprimé, publié ou remis à d’autres. Pour cela, adressez-vous à nous.',
    evidence:
      'Nous gardons une note indiquant que vous avez consenti puis retiré votre consentement, avec le numéro de votre reçu et sans votre nom.',
    submit: 'Retirer maintenant',
    back: 'Revenir au reçu sans rien changer',
  },
}
