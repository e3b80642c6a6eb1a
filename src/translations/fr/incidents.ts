import type * as en from '../en/incidents.js'

export const incidents: typeof en.incidents = {
  title: 'Incidents',
  intro: 'Les dossiers qui ne sont pas clos; ceux que personne n’a encore pris en charge sont en tête.',
  kind: {
    'privacy-breach': 'Atteinte à la vie privée',
    'unauthorized-access': 'Accès non autorisé',
    'lost-or-stolen': 'Appareil ou dossiers perdus ou volés',
    'malicious-content': 'Contenu malveillant',
    'policy-violation': 'Manquement à la politique',
    outage: 'Panne',
    danger: 'Une personne est peut-être en danger',
    other: 'Autre chose',
    test: 'Essai des alertes',
  },
  severity: { low: 'Faible', medium: 'Moyenne', high: 'Élevée', critical: 'Critique' },
  guidance: {
    low: 'Personne ne subit de tort et cela peut attendre au prochain jour ouvrable.',
    medium:
      'Une règle n’a pas été suivie ou un service est touché; aucun renseignement personnel n’est sorti.',
    high: 'Des renseignements personnels ont pu être vus, perdus ou modifiés par quelqu’un qui n’y avait pas droit.',
    critical: 'Une personne est peut-être en danger, ou cela se passe en ce moment même.',
  },
  // Why a case was opened that no person wrote.
  because: {
    form: 'Une personne qui a envoyé un formulaire a coché « une personne est peut-être en danger ». Lisez {{subject}} sans attendre.',
    commentReport:
      'Un signalement sur un commentaire dit qu’une personne est peut-être en danger. Lisez-le dans la file de modération.',
    refusals:
      'Un compte s’est vu refuser l’accès au moins {{count}} fois en {{minutes}} minutes. Demandez à la personne à qui il appartient ce qu’elle faisait; si elle n’en sait rien, verrouillez le compte.',
    refusalsOthers:
      'Un compte du site public s’est vu refuser l’accès au moins {{count}} fois en {{minutes}} minutes. La personne qui s’occupe du site devrait regarder de qui il s’agit.',
    lockouts:
      'De mauvais mots de passe ont verrouillé des comptes du personnel {{count}} fois en une heure. Quelqu’un essaie peut-être d’entrer. Adressez-vous à la personne qui s’occupe du site; le registre dit de quels comptes il s’agit.',
    deadMails:
      'Courriels qui n’ont pas pu être livrés en une journée : {{count}}. La liste des courriels dit pourquoi et permet de réessayer.',
    stalled:
      'Un travail que le site fait de lui-même s’est arrêté ({{what}}). Des courriels, des échéances ou des suppressions peuvent être en retard. La personne qui s’occupe du site devrait en consulter le journal technique.',
    test: 'Ceci n’est qu’un essai : il ne s’est rien passé. Une fois par mois, il montre que les alertes arrivent et que quelqu’un y répond. Appuyez sur « Je m’en occupe », et c’est terminé.',
    nothingThere:
      'Un signalement dit qu’une personne est peut-être en danger, mais le commentaire qu’il désigne n’existe pas ou n’existe plus. Regardez ce qui a été retiré récemment. D’autres signalements de ce genre, de la même source et dans l’heure, ne sont pas annoncés de nouveau.',
  },
  state: {
    reported: 'Personne ne l’a encore pris en charge',
    acknowledged: 'Pris en charge',
    contained: 'Maîtrisé',
    resolved: 'Résolu, examen à venir',
    closed: 'Clos',
  },
  age: {
    minutes: '{{count}} min',
    hours: '{{count}} h',
    days: '{{count}} j',
  },
  list: {
    count: 'Ouverts : {{open}}. Pas encore pris en charge : {{unacknowledged}}.',
    open: 'Ouverts',
    closed: 'Derniers dossiers clos',
    test: 'Essai des alertes',
    late: 'En retard : à prendre en charge avant le {{deadline}}',
    until: 'À prendre en charge avant le {{deadline}}',
    since: 'Signalé il y a {{age}}',
    reportedAt: 'Signalé le {{at}}',
    escalated_one: 'Transmis une fois',
    escalated_other: 'Transmis {{count}} fois',
    read: 'Lire',
    emptyTitle: 'Aucun incident ouvert',
    emptyText:
      'Ce que le personnel ou le public signale s’affiche ici, le plus urgent d’abord, et vous recevez aussitôt un courriel.',
  },
  case: {
    title: 'Incident',
    heading: '{{number}} : {{kind}}',
    summary: 'Ce qui a été signalé',
    place: 'Où',
    happenedAt: 'Quand c’est arrivé',
    subject: 'Concerne',
    concerned: 'Personnes visées, qui n’y ont pas accès',
    contact: 'On peut écrire ici',
    contactCovered: 'L’adresse est masquée',
    reporter: 'Signalé par',
    severity: 'Gravité',
    back: 'Tous les incidents',
    history: 'Historique',
    missingTitle: 'Ce dossier n’existe pas, ou vous ne pouvez pas le voir.',
    by: '{{what}}, {{name}}',
    escalatedTo: 'Personne ne l’avait pris en charge; transmis à : {{roles}} (tour {{round}})',
  },
  reporter: {
    anonymous: 'Un membre du personnel, sans nom',
    visitor: 'Une personne de passage',
    member: 'Un membre du site public',
    system: 'Le site lui-même',
    staff: 'Un membre du personnel',
  },
  role: {
    aed: 'DGA',
    ed: 'DG',
    aedDelegate: 'la personne qui décide à la place de la DGA',
    'privacy-officer': 'responsable de la protection de la vie privée',
  },
  timeline: {
    reported: 'Signalé',
    acknowledged: 'Pris en charge',
    contained: 'Maîtrisé',
    resolved: 'Résolu',
    closed: 'Clos après examen',
  },
  action: {
    acknowledge: 'Je m’en occupe',
    contain: 'C’est maîtrisé',
    resolve: 'Marquer comme résolu',
    close: 'Clore après examen',
    cancel: 'Annuler',
    resolveText:
      'Dites en quelques phrases ce qui s’est passé. Seules la direction générale et la direction générale adjointe peuvent le lire.',
    closeText: 'Dites ce qui change, pour que cela ne se reproduise pas.',
    happened: 'Ce qui s’est passé',
    changes: 'Ce qui change',
  },
  done: {
    acknowledge: 'Ce dossier est maintenant le vôtre. Plus personne d’autre n’est alerté.',
    contain: 'Noté comme maîtrisé.',
    resolve: 'Noté comme résolu. Le dossier est clos après un examen.',
    close: 'Dossier clos.',
  },
  report: {
    title: 'Signaler un incident',
    intro:
      'La direction générale adjointe en est avertie aussitôt. Elle et la direction générale sont seules à pouvoir lire vos mots. Dans le doute, signalez.',
    kind: 'De quoi s’agit-il?',
    choose: 'Choisir…',
    severity: 'Est-ce grave?',
    answered: 'D’ici le {{time}} au plus tard, quelqu’un s’en occupera.',
    summary: 'Que s’est-il passé?',
    summaryHelp: 'Quelques phrases suffisent. Vous n’avez pas besoin de preuves.',
    this: 'Signaler',
    about: 'Le signalement porte sur',
    aboutHelp: 'La personne qui lit le signalement reçoit un lien vers cet élément.',
    notAbout: 'Il porte sur autre chose',
    happenedAt: 'Quand? (facultatif)',
    happenedAtHelp: 'Un moment approximatif suffit. Laissez vide si vous ne le savez pas.',
    place: 'Où? (facultatif)',
    placeHelp: 'Une page, une pièce, un appareil, un compte.',
    concerned: 'Est-ce au sujet de quelqu’un de l’équipe? (facultatif)',
    concernedHelp:
      'Cette personne n’est pas avertie et ne peut pas voir le signalement, quel que soit son rôle.',
    nobody: 'Personne en particulier',
    inCharge: 'Direction',
    colleagues: 'Par nom',
    anonymous: 'Signaler sans mon nom',
    anonymousHelp:
      'Votre nom n’est alors pas conservé, et vous ne pouvez pas suivre le signalement ci-dessous. Gardez son numéro.',
    send: 'Envoyer le signalement',
    sent: 'Enregistré sous le numéro {{number}}',
    sentText:
      'La direction générale adjointe est alertée. Si personne ne répond à temps, la direction générale l’est aussi.',
    another: 'Signaler autre chose',
    mine: 'Mes signalements',
    mineEmpty: 'Vous n’avez rien signalé sous votre nom.',
  },
  banner: {
    waiting_one: 'Un incident que personne n’a encore pris en charge.',
    waiting_other: '{{count}} incidents que personne n’a encore pris en charge.',
    late_one: 'Un incident que personne n’a pris en charge à temps.',
    late_other: '{{count}} incidents que personne n’a encore pris en charge, dont {{overdue}} en retard.',
    open: 'Ouvrir la liste',
    label: 'Incidents',
  },
  desk: {
    title: 'Incidents',
    text: 'Ce qui a été signalé et n’est pas clos.',
    everyone: 'Avertissez la direction d’une atteinte, d’une perte ou de tout ce qui enfreint nos règles.',
    item: '{{number}} · {{severity}} · {{state}}',
    own: 'Votre signalement {{number}} : {{state}}',
    newest: 'Dernier signalement : {{number}}',
  },
  missing: {
    aed: 'Personne n’est à la direction générale adjointe : les incidents vont aussitôt à la direction générale.',
    ed: 'Personne n’est à la direction générale : un incident auquel la direction générale adjointe ne répond pas n’atteint personne d’autre.',
    testAnswer:
      'Personne n’a répondu au dernier essai mensuel des alertes : un véritable incident pourrait rester sans réponse, lui aussi. Demandez à la direction générale adjointe et à la direction générale si les courriels leur parviennent.',
  },
  mail: {
    test: {
      subject: 'Essai des alertes, {{number}} : il ne s’est rien passé',
      body: 'Ceci n’est qu’un essai des alertes, comme chaque mois. Il ne s’est rien passé.\n\nNuméro : {{number}}\n\nVeuillez ouvrir une session et appuyer sur « Je m’en occupe » avant le {{deadline}}; sinon, l’essai est transmis à la personne suivante, comme le serait un véritable incident. Il n’y a rien d’autre à faire.',
    },
    testEscalated: {
      subject: 'Essai des alertes, {{number}} : personne n’y a encore répondu',
      body: 'Ceci n’est qu’un essai des alertes, comme chaque mois. Il ne s’est rien passé, mais personne n’a répondu à l’essai à temps.\n\nNuméro : {{number}}\n\nVeuillez ouvrir une session et appuyer sur « Je m’en occupe ». Il n’y a rien d’autre à faire.',
    },
    alert: {
      subject: 'Incident {{number}} (gravité : {{severity}})',
      body: 'Un incident a été signalé.\n\nNuméro : {{number}}\nGenre : {{kind}}\nGravité : {{severity}}\n\nVeuillez indiquer « Je m’en occupe » avant le {{deadline}}; sinon, il sera transmis à l’échelon supérieur.',
    },
    escalated: {
      subject: 'Personne n’a pris en charge l’incident {{number}} (gravité : {{severity}})',
      body: 'Un incident a été signalé et personne ne l’a pris en charge à temps.\n\nNuméro : {{number}}\nGenre : {{kind}}\nGravité : {{severity}}\nÀ prendre en charge avant le {{deadline}}\n\nVeuillez ouvrir une session et appuyer sur « Je m’en occupe ».',
    },
  },
  public: {
    heading: 'Nous écrire',
    intro:
      'Dites-nous ce qui ne va pas : une personne en danger, des renseignements tombés entre de mauvaises mains, des abus. Vous n’avez besoin ni de compte ni de donner votre nom.',
    danger: 'Une personne est peut-être en danger',
    dangerHelp:
      'Nous sommes alertés aussitôt. En cas d’urgence, utilisez la ligne d’urgence au bas de cette page.',
    kind: 'De quoi s’agit-il?',
    words: 'Que s’est-il passé?',
    wordsHelp: 'N’écrivez que ce que vous voulez.',
    about: 'Est-ce au sujet de l’une de ces personnes?',
    aboutHelp: 'Elle n’en est alors pas avertie et ne peut pas le lire.',
    aed: 'La direction générale adjointe',
    ed: 'La direction générale',
    contact: 'Où pouvons-nous vous répondre?',
    contactHelp:
      'Une adresse de courriel ou un numéro de téléphone. Nous ne gardons ces coordonnées que si vous répondez oui ci-dessous.',
    send: 'Envoyer',
    thanks: 'Merci. Votre message est arrivé.',
    recorded: 'Il est enregistré sous ce numéro :',
    keep: 'Avec le numéro et le code, ou avec l’adresse ci-dessous, vous pourrez voir plus tard où en sont les choses. Ne les gardez que si personne d’autre ne peut les trouver.',
    lookUp: 'Vous avez déjà écrit? Voyez où en sont les choses.',
    follow: 'Voir où en sont les choses',
  },
  receipt: {
    state: 'Où en sont les choses',
    states: {
      reported: 'C’est arrivé. Personne n’a encore commencé.',
      acknowledged: 'Quelqu’un s’en occupe.',
      contained: 'Quelqu’un s’en occupe.',
      resolved: 'C’est résolu; un examen suivra.',
      closed: 'Le dossier est clos.',
    },
  },
}
