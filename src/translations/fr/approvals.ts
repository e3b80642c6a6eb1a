export const approvals: typeof import('../en/approvals.js').approvals = {
  inbox: 'En attente d’approbation',
  inboxText:
    'Ce qui est soumis est lu par une personne qui ne l’a pas rédigé, puis publié tel qu’il a été approuvé.',
  show: 'Afficher',
  showAll: 'Tout afficher',
  overdue: 'En retard',
  more: 'Il y en a d’autres. Traitez d’abord ceux-ci.',
  submittedBy: '{{what}}, soumis par {{by}} le {{at}}',
  filter: {
    me: 'En attente de ma décision ({{count}})',
    mine: 'Soumis par moi ({{count}})',
    all: 'Tout ({{count}})',
  },
  none: {
    me: 'Rien n’attend votre approbation.',
    mine: 'Vous n’avez rien soumis qui soit encore ouvert.',
    all: 'Aucune révision n’est en cours.',
  },
  desk: {
    title: 'Approbations',
    text: 'Le contenu qu’une autre personne lit avant sa mise en ligne.',
    last: 'Dernière publication',
  },
  state: {
    draft: 'Brouillon',
    inReview: 'En révision',
    changesRequested: 'Modifications demandées',
    approved: 'Approuvé',
    void: 'Approbation annulée',
    publishing: 'Publication en cours',
    live: 'En ligne',
  },
  says: {
    new: 'Enregistrez d’abord un brouillon. Il pourra ensuite être soumis pour approbation.',
    draft: 'Ce brouillon n’est pas en ligne. Soumettez-le pour qu’une autre personne puisse l’approuver.',
    inReview: 'Soumis par {{by}} ({{at}}). En attente d’une approbation.',
    changesRequested: '{{by}} a demandé des modifications le {{at}} :',
    approved: 'Approuvé par {{by}} ({{at}}). Prêt à être publié.',
    void: 'Approuvé par {{by}} le {{at}}, mais modifié depuis. Soumettez-le de nouveau.',
    publishing: 'La publication a commencé ({{at}}). Si elle n’aboutit pas, publiez de nouveau.',
    live: 'Depuis le {{at}}, le public voit ce contenu.',
    liveBy: 'Publié par {{by}} ({{at}}). Le public voit ce contenu.',
    adopted: 'Publié avant la gouvernance. Le public voit ce contenu.',
  },
  editVoids: 'Si vous enregistrez une modification, l’approbation est annulée.',
  editExcludes: 'Si vous enregistrez une modification, vous ne pourrez pas approuver ce contenu.',
  ownWork: 'Vous avez travaillé à ce contenu : une autre personne doit l’approuver.',
  changed: 'Modifié depuis : {{fields}}',
  stillLive: 'Le public voit encore la version publiée précédemment.',
  saveFirst: 'Certaines modifications ne sont pas enregistrées. Enregistrez d’abord le brouillon.',
  action: {
    submit: 'Soumettre pour approbation',
    withdraw: 'Retirer la demande',
    requestChanges: 'Demander des modifications',
    approve: 'Approuver',
    publish: 'Publier la version approuvée',
    takedown: 'Retirer du site',
  },
  done: {
    submit: 'Soumis. Une personne qui approuve en est avisée par courriel.',
    submitNoMail:
      'Soumis. Ce site ne peut envoyer aucun courriel : avisez de vive voix une personne qui approuve.',
    withdraw: 'Demande retirée. C’est de nouveau un brouillon.',
    requestChanges: 'Renvoyé avec votre commentaire.',
    approve: 'Approuvé. Il peut être publié exactement tel quel.',
    publish: 'Publié. Le public le voit maintenant.',
    takedown: 'Retiré. Le public ne le voit plus.',
  },
  title: {
    panel: 'Approbation',
    approve: 'Approuver ce contenu?',
    requestChanges: 'Demander des modifications',
    takedown: 'Retirer ce contenu du site?',
  },
  ask: {
    approve:
      'Vous l’approuvez dans toutes les langues, exactement tel qu’il est enregistré. Lisez d’abord les deux langues.',
    requestChanges: 'La personne qui l’a rédigé verra votre commentaire ici.',
    takedown:
      'Le public cesse aussitôt de le voir. Le dernier contenu et votre motif sont conservés en cas d’appel.',
  },
  attest: {
    content:
      'J’ai lu ce contenu. Il est exact et professionnel, conforme à notre mission et respecte le droit d’auteur.',
  },
  comment: 'Que faut-il modifier?',
  reason: 'Motif',
  reasonHelp: 'Conservé avec le contenu retiré. Ne nommez aucune personne du public.',
  cancel: 'Annuler',
  mail: {
    awaiting: {
      subject: 'Un contenu attend votre approbation',
      body: 'Un contenu a été soumis pour approbation ({{what}}). Veuillez le lire et rendre une décision.',
    },
    changesRequested: {
      subject: 'Des modifications sont demandées',
      body: 'Le contenu que vous avez soumis ({{what}}) vous revient avec un commentaire.',
    },
    approved: {
      subject: 'Votre contenu est approuvé',
      body: 'Le contenu que vous avez soumis ({{what}}) est approuvé. Il peut être publié tel quel.',
    },
  },
}
