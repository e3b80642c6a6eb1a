import type * as en from '../en/platform.js'

export const publicPage: typeof en.publicPage = {
  neutralTitle: 'Renseignements',
  leave: 'Quitter cette page',
  exit: 'Sortie rapide',
  language: 'Langue',
  phone: 'Téléphone :',
  escape: 'La touche Échap permet aussi de quitter cette page.',
  history: 'Pour effacer cette page de l’historique, utilisez le menu de votre navigateur.',
  optional: '(facultatif)',
  safeToWrite: 'Peut-on vous écrire ici en toute sécurité?',
  safeToWriteHelp:
    'Si une autre personne peut lire vos courriels, répondez non. Sans réponse, nous n’écrivons pas.',
  yes: 'Oui',
  no: 'Non',
  orCall: 'Vous pouvez aussi téléphoner :',
  receiptTitle: 'Votre reçu',
  receiptKeep:
    'Conservez le numéro et le code, ou l’adresse complète de cette page. Personne d’autre ne peut l’ouvrir.',
  receiptReceived: 'Reçu le',
  receiptDeleted: 'Supprimé le',
  lookUpTitle: 'Voir où en sont les choses',
  lookUpText:
    'Quand vous nous avez écrit ou avez signalé quelque chose, vous avez reçu un numéro et un code. Inscrivez-les ici.',
  lookUpNumber: 'Numéro',
  lookUpCode: 'Code',
  lookUpCodeHelp: 'Vingt lettres et chiffres. Les majuscules et les traits d’union n’ont pas d’importance.',
  lookUp: 'Consulter',
  receiptCode: 'Code',
  receiptAsk: 'Pour toute question, donnez ce numéro. Vous n’avez pas à dire qui vous êtes.',
}

export const errors: typeof en.errors & Record<string, string> = {
  unexpected:
    'Un problème est survenu de notre côté. Rien de ce que vous voyez ici n’est perdu; veuillez réessayer.',
  notSignedIn: 'Veuillez d’abord ouvrir une session.',
  notAllowed: 'Votre rôle ne le permet pas.',
  separationOfDuties: 'Une autre personne doit le faire : vous avez vous-même travaillé à ce contenu.',
  conflictOfInterest: 'Une autre personne doit en décider : vous êtes directement concerné ou concernée.',
  raisesOneself: 'Nul ne peut s’attribuer un rôle à soi-même. Demandez à la direction générale.',
  lastHolder: 'C’est la dernière personne à tenir ce rôle. Attribuez-le d’abord à quelqu’un d’autre.',
  invalidInput: 'Il manque quelque chose ou un champ ne convient pas\u00a0: {{field}}. Veuillez vérifier.',
  missingAttestation: 'Avant d’approuver, veuillez cocher : {{missing}}.',
  translationMissing:
    'Le contenu doit être complet dans chaque langue avant d’être soumis. Il manque, en {{missing}}.',
  mediaRights:
    'Ce contenu utilise des médias sans licence valide : {{media}}. Complétez leurs droits, ou utilisez d’autres médias.',
  tooLarge: 'C’est trop long : au plus {{limit}} {{prefix}}o peuvent être envoyés.',
  tooFast: 'Trop de messages viennent d’être envoyés d’ici. Veuillez réessayer plus tard ou téléphoner.',
  notFound: 'Ceci n’existe pas, ou vous ne pouvez pas le voir.',
  receiptUnknown:
    'Ce reçu est introuvable. Vérifiez le numéro et le code, ou que toute l’adresse a été copiée.',
  addressUnreadable: 'L’adresse n’a pas pu être lue. Vérifiez qu’elle a été copiée en entier.',
  stateConflict:
    'Ce n’est plus possible dans l’état actuel. Rechargez la page pour voir ce qui s’est passé entre-temps.',
  alreadyDecided: 'Une décision a déjà été prise. Rechargez la page pour la voir.',
  claimedByOther:
    'Une ou un collègue s’en occupe en ce moment. Prenez le suivant, ou attendez qu’il soit libre.',
  changedSinceRead: 'Quelqu’un d’autre l’a modifié au même moment. Rechargez la page et réessayez.',
  approvalMissing:
    'Ce contenu n’est pas approuvé et ne peut donc pas être publié. Demandez d’abord une approbation.',
  approvalVoid: 'Le contenu a changé depuis l’approbation ({{field}}). Demandez une nouvelle approbation.',
  takedownNeeded:
    'Ce contenu est en ligne. Retirez-le avec un motif plutôt que de le dépublier ou de le supprimer.',
  fileIsLive: 'Ce fichier est en ligne. Téléversez la nouvelle version comme nouveau fichier.',
  appendOnly:
    'Les inscriptions de « {{collection}} » sont des preuves : elles ne peuvent être ni modifiées ni supprimées.',
  immutable: 'Une version publiée ne change plus. Créez une nouvelle version.',
  noNoticeInForce:
    'Aucun avis de confidentialité n’est en vigueur : le formulaire n’accepte rien pour le moment.',
  noticeChanged:
    'L’avis de confidentialité a changé pendant que vous écriviez. Veuillez le relire, puis envoyer de nouveau.',
  formClosed: 'Ce formulaire n’accepte rien pour le moment. Veuillez téléphoner.',
  formNotLabelled:
    'Ce formulaire ne peut pas encore accepter d’envois. {{details}} Ou décochez « Accepte ce que les gens envoient » et enregistrez-le fermé.',
  purposeNotNamed:
    'Ce formulaire demande quelque chose que l’avis de confidentialité en vigueur ne nomme pas : il n’accepte rien pour le moment. Veuillez téléphoner.',
  consentWithdrawn:
    'Vous avez retiré le consentement sur lequel repose ceci : {{field}}. Cochez la case qui le demande pour consentir de nouveau, ou ne remplissez pas ce qui est nommé.',
  underHold: 'Cet enregistrement est visé par une suspension : il ne peut pas être supprimé.',
  datedForDeletion:
    'La date de suppression de cet enregistrement a été fixée à la réception : elle ne peut être ni reportée ni retirée. Pour le garder plus longtemps, placez une suspension motivée.',
  deletedWithFootprint:
    'Cet enregistrement se supprime avec ses versions et ses fichiers, et avec un certificat. Ouvrez la liste de travail et utilisez « Traité, supprimer maintenant ».',
  beingDeleted: 'Cet enregistrement est déjà en cours de suppression.',
  setupIncomplete: 'La configuration de la gouvernance n’est pas terminée. Terminez-la d’abord.',
  leaseLost: 'Un autre processus a pris ce travail en charge.',
  clockWrong:
    'L’heure n’est pas sûre : rien n’est supprimé automatiquement avant qu’elle soit vérifiée. La liste de travail dit quoi faire.',
  restoredFromBackup:
    'La base de données a été rétablie à partir d’une sauvegarde : des enregistrements déjà supprimés peuvent y être revenus. Rien n’en est montré avant l’exécution de : npx payload governance:retention replay',
}

export const mail: typeof en.mail = {
  state: {
    waiting: 'En attente',
    collected: 'Dans le prochain courriel quotidien',
    digested: 'Dans un courriel quotidien',
    expanded: 'Envoyé à chaque personne',
    sending: 'Envoi en cours',
    interrupted: 'Interrompu, nouvel essai',
    sent: 'Envoyé',
    stopped: 'Non envoyé',
    unwanted: 'Non envoyé : la personne n’en veut pas',
    gone: 'Non envoyé : l’objet du message a été supprimé',
    dead: 'N’a pas pu être remis',
  },
  toKind: {
    user: 'Une ou un collègue',
    role: 'Toute personne ayant un rôle',
    address: 'Une adresse',
    contact: 'Une personne qui nous a écrit',
  },
  reason: {
    closed: 'Le serveur de courriel n’accepte aucun courriel de ce site.',
    concerned: 'Depuis sa rédaction, on a su que cela concerne cette personne.',
    notTheirs:
      'Depuis sa rédaction, cette personne a perdu le rôle, ou ne s’occupe plus de ce dont il est question.',
    interrupted: 'Le site s’est arrêté au milieu de chaque essai.',
    later: 'Le serveur de courriel a demandé de réessayer plus tard.',
    noAddress: 'Il n’y a plus de compte avec une adresse.',
    password: 'Le serveur de courriel n’a pas accepté le mot de passe de ce site.',
    refused: 'Le serveur de courriel a refusé ce courriel pour de bon. L’adresse est-elle exacte?',
    silent: 'Le serveur de courriel n’a pas répondu à temps.',
    unknown: 'L’envoi a échoué pour une raison inconnue.',
    unreachable: 'Le serveur de courriel est injoignable.',
    unsafe: 'Cette personne nous a dit qu’il n’est pas prudent de lui écrire à cette adresse.',
    vacant: 'Personne n’occupe le rôle auquel il est destiné.',
  },
  retry: { label: 'Réessayer', done: 'Un nouvel essai est en cours.' },
  lift: {
    label: 'C’est de nouveau sans danger',
    title: 'Peut-on de nouveau écrire à cette personne sans danger?',
    text: 'Les courriels à cette adresse repartiront dès maintenant. Si quelqu’un d’autre lit cette boîte, cette personne peut en subir les conséquences : vérifiez bien.',
    reason: 'Comment le savez-vous?',
    reasonHelp: 'Qui vous l’a dit, et de quelle façon. Ne nommez aucune personne du public.',
    cancel: 'Annuler',
    done: 'C’est noté, avec votre nom. Les courriels à cette personne repartent.',
  },
  open: 'Ouvrir (une connexion vous sera demandée)',
  digest: {
    subject: 'Ce qui vous attend ({{count}})',
    body: 'Depuis votre dernier courriel quotidien :\n\n{{lines}}',
  },
  choose: 'Choisir quand ces courriels arrivent, et lesquels',
  footer: 'Ce courriel ne nomme personne, volontairement. Veuillez ne pas y répondre.',
}

export const missing: typeof en.missing = {
  email:
    'Aucun courriel ne peut partir : configurez un adaptateur de courriel dans la configuration de Payload.',
  deadMail: 'Courriels qui n’ont pas pu être livrés : {{count}}. Voyez la raison et réessayez.',
}

export const refusals: typeof en.refusals = {
  picture:
    'Cette image n’a pas pu être débarrassée de ce qu’elle dit de vous (où et quand elle a été prise). Envoyez-la en JPEG ou en PNG.',
  holdValue: 'L’une des valeurs ne convient pas à son champ. Vérifiez les conditions.',
  holdField:
    'Une suspension ne peut porter que sur des champs simples de la collection. Choisissez un autre champ ou une autre comparaison.',
  holdLong: 'Les conditions sont trop nombreuses. Décidez plusieurs suspensions.',
  holdEmpty: 'Indiquez les enregistrements visés : au moins une condition.',
  holdAddress: 'Donnez une seule adresse courriel, par exemple nom@exemple.org.',
  recordsFull: 'Ce dossier a atteint le nombre maximal d’enregistrements.',
  keepOff: 'Ce site ne supprime rien : il n’y a rien à garder.',
  keptAlready: 'Ce qui appartient à ce dossier est déjà gardé.',
  notKept: 'Ce qui appartient à ce dossier n’est pas gardé.',
  otherSecret:
    '{{count}} empreintes de suppression ont été écrites avec un autre secret : ce qu’elles désignent est introuvable. Remettez le secret d’alors et recommencez.',
  goesWith:
    'Ce fichier est supprimé en même temps que l’enregistrement auquel il appartient, pas avant. Supprimez cet enregistrement : ses fichiers partent avec lui.',
  attested:
    'Rien n’attend cette confirmation : elle a déjà été donnée, ou ce n’est pas encore le moment. Rechargez la page pour voir où cela en est.',
  keptByHook:
    'Le code de ce site a refusé la suppression de cet enregistrement, qui est toujours là. Avertissez la personne qui exploite le site : la raison se trouve dans les journaux.',
  formHasMessages:
    'Ce formulaire ne peut pas être supprimé : il reste des messages reçus par son entremise ({{count}}). Fermez-le plutôt (décochez « Accepte ce que les gens envoient »), ou supprimez d’abord ses messages dans la liste de travail, où chaque suppression laisse un certificat.',
  noAddress:
    'Personne n’a laissé d’adresse dans ce message. S’il y a un numéro de téléphone, servez-vous-en.',
  notSafe:
    'Cette personne n’a pas dit qu’on peut lui écrire en toute sécurité. N’écrivez pas : quelqu’un d’autre pourrait lire cette boîte.',
  ownDecision: 'L’appel vise votre propre décision : une ou un collègue doit en juger.',
  appealed: 'Vous avez déjà fait appel. Le reçu dit ce qu’il en est.',
  nothingToAppeal: 'Rien n’a été retiré : il n’y a rien à porter en appel.',
  appealTooLate: 'Le délai d’appel est passé. Vous pouvez encore écrire à l’organisme.',
  undoOthers: 'Seule la personne qui a décidé peut revenir sur sa décision. L’auteur peut faire appel.',
  undoTooLate: 'Il est trop tard pour annuler : l’auteur peut en avoir été informé. Il peut faire appel.',
  originalGone: 'Ce qui a été retiré n’est plus conservé et ne peut donc pas être rétabli.',
  unclear: 'Il manque quelque chose ou un champ ne convient pas. Veuillez vérifier ce que vous avez envoyé.',
  unreadable: 'L’envoi n’a pas pu être lu. Envoyez un formulaire ou un objet JSON.',
  language: 'Ce site n’existe pas dans cette langue.',
  missing: 'Veuillez remplir ce champ\u00a0: {{field}}.',
  tooLong: 'C’est trop long\u00a0: {{field}} (au plus {{max}} caractères).',
  characters: 'Certains caractères ne peuvent pas être affichés\u00a0: {{field}}.',
  wholeNumber: 'Ce champ doit contenir un nombre entier\u00a0: {{field}}.',
  telephone: 'Aucun numéro de téléphone ne peut y être composé\u00a0: {{field}}.',
  text: 'Ce champ doit contenir du texte\u00a0: {{field}}.',
  notATime: 'Ce n’est pas une date et une heure\u00a0: {{field}}.',
  stillToCome:
    'Ce moment est encore à venir\u00a0: {{field}}. Indiquez quand c’est arrivé, ou laissez le champ vide.',
  staffName: 'Ce nom laisse croire à un membre du personnel de l’organisme. Veuillez en choisir un autre.',
  stale: 'Cette page est restée ouverte longtemps. Veuillez envoyer de nouveau.',
  trapped: 'L’envoi n’a pas pu se faire. Si vous êtes une personne, veuillez téléphoner.',
  safeAlready: 'Il est déjà noté qu’on peut de nouveau y écrire sans danger.',
  faster:
    'Une ou un collègue a été plus rapide. État actuel : {{state}}. Rechargez la page pour voir la décision.',
  notNow:
    'Ce n’est pas possible en ce moment. État actuel : {{state}}. Rechargez la page pour voir ce qui s’est passé.',
  notNowBy:
    'Ce n’est pas possible en ce moment. État actuel : {{state}} (par {{name}}, le {{at}}). Rechargez la page pour voir ce qui s’est passé.',
  gaps: 'Cette version ne peut pas encore entrer en vigueur. Il manque\u00a0: {{field}}. Complétez-la, enregistrez-la, puis réessayez.',
  // Of approvals and delegations.
  approvedAlready: 'Ce contenu est déjà approuvé. Il peut être publié.',
  approvedStep:
    'Vous avez déjà approuvé cette étape, ou quelqu’un l’a fait en votre nom. Une autre personne doit aussi l’approuver.',
  aYear: 'Une délégation dure au plus un an.',
  changedSince:
    'Le contenu a changé depuis son approbation ({{field}}). Soumettez-le de nouveau pour approbation.',
  changedSinceOpened:
    'Le contenu a changé depuis que vous l’avez ouvert ({{field}}). Rechargez la page, lisez ce qui a changé, puis décidez de nouveau.',
  colleague: 'Choisissez une ou un collègue qui peut ouvrir une session.',
  firstDay: 'Indiquez le premier jour.',
  future: 'Indiquez un moment à venir.',
  nothingToImport: 'Ce document ne contient aucun texte hormis un titre.',
  nestedTooDeep:
    'Des listes ou des citations de ce document sont imbriquées trop profondément pour être lisibles.',
  tooManyParts:
    'Ce document compte trop d’éléments (listes, liens et autres). Importez-le en plusieurs parties.',
  startInvalid: 'Indiquez un jour et une heure.',
  startPast:
    'Ce moment est passé. Indiquez-en un à venir, ou aucun : la version prend alors effet immédiatement.',
  startTooFar: 'C’est dans plus de dix ans. Vérifiez l’année.',
  startNotAfter:
    'Une autre version, déjà publiée, prend effet plus tard que ce moment. Indiquez un moment qui la suit.',
  laterPublished:
    'La version {{number}} est déjà publiée et prendra effet plus tard. Celle qui la suit doit prendre effet après elle : indiquez un moment.',
  inTrash: 'Ce contenu est dans la corbeille. Restaurez-le d’abord comme brouillon.',
  lastDay: 'Le dernier jour ne peut ni précéder le premier ni être déjà passé.',
  notApprovedYet: 'Seul un contenu approuvé peut être planifié. Faites-le d’abord approuver.',
  notApprover: 'Votre rôle ne permet pas d’approuver ce contenu. Adressez-vous à une personne qui approuve.',
  nothingPlanned: 'Aucune publication n’est planifiée.',
  nothingToApprove: 'Il n’y a rien à approuver : ce contenu est déjà en ligne.',
  nothingToPublish: 'Il n’y a rien à publier : ce contenu est déjà en ligne.',
  notLive: 'Ce contenu n’est pas en ligne : il n’y a rien à retirer.',
  notToPost:
    'Ce contenu n’est pas approuvé et publié ici : il ne doit pas être diffusé. Faites-le d’abord approuver, puis publiez-le.',
  onlyLeaders: 'Seules la direction générale et la direction générale adjointe publient en urgence.',
  nobody: 'La personne dont il s’agit n’a pas été trouvée. Choisissez-la dans la liste.',
  onlyOwn: 'Vous ne pouvez déléguer que vos propres décisions.',
  onlySubmitter: 'Seule la personne qui l’a soumis, ou une personne qui approuve, peut retirer la demande.',
  onlyTheirs: 'Seule cette personne peut vous déléguer ses décisions.',
  postAddress: 'Donnez l’adresse complète de la publication. Elle commence par https://',
  sayWhy: 'Indiquez le motif.',
  somebodyElse: 'Choisissez une autre personne.',
  whatChange: 'Indiquez ce qu’il faut modifier.',
  noticeGaps: 'L’avis est incomplet. Il manque : {{field}}.',
  unanswered: 'Répondez à cette question de l’évaluation : {{field}}.',
  nothingFailed: 'Aucun avis n’a échoué : il n’y a rien à renvoyer.',
  breachClosed: 'Cette atteinte est close. On n’y ajoute plus rien.',
  unreached:
    'Certaines personnes n’ont pu être jointes par courriel. Notez d’abord comment elles l’apprennent, par exemple par un avis sur le site.',
  manyChosen: 'Au plus 5000 messages peuvent être choisis un à un.',
  neverThere: 'Aucun message n’a jamais porté le numéro {{number}}.',
  notThere:
    'L’enregistrement numéro {{number}} n’existe pas, ou n’existe plus. Retirez-le de la liste : ce qui a été supprimé est compté d’après les certificats.',
  noForms:
    'Ce site n’a ni formulaire ni autre collection contenant des adresses où chercher. Notez plus bas comment les personnes sont mises au courant, ou consultez le ou la responsable du site.',
  spanBackwards: 'Le premier jour vient après le dernier, ou n’est pas encore venu.',
  fieldAndValue: 'Indiquez à la fois un champ et la réponse donnée.',
  fieldOfForm: 'Choisissez où chercher, puis l’un des champs proposés.',
  searchEmpty: 'Indiquez où chercher : un formulaire ou une autre collection, une période ou des numéros.',
  ownNotice: 'Vous avez écrit cet avis. Quelqu’un d’autre doit le lire et l’approuver.',
  otherPeople:
    'D’autres personnes ont été repérées depuis que vous avez ouvert cette page. Rechargez-la et vérifiez les nombres.',
  noticeChanged: 'L’avis a changé depuis que vous l’avez ouvert. Rechargez la page, lisez-le et réessayez.',
  // Of incidents.
  caseClosed: 'Ce dossier est clos. Plus rien ne s’y ajoute.',
  closedStays: 'L’un des deux dossiers est clos. Ce qui a été examiné reste tel quel.',
  intoMerged: 'Ce dossier est lui-même fusionné avec un autre. Choisissez celui qui reste.',
  isPart: 'Ce dossier est fusionné avec un autre. Poursuivez là-bas.',
  isTest: 'Un essai n’est pas un incident : il ne se fusionne avec aucun.',
  itself: 'Un dossier ne peut pas être fusionné avec lui-même. Choisissez l’autre.',
  mergedAlready: 'Ce dossier est déjà fusionné avec un autre.',
  mergedMeanwhile:
    'Quelqu’un a modifié l’autre dossier au même moment. Rechargez la page, puis essayez de nouveau.',
  notMerged: 'Ce dossier n’est pas fusionné avec un autre.',
  openTasks: 'Il reste des tâches dans ce dossier. Faites-les d’abord, ou fusionnez l’autre avec celui-ci.',
  violationStays:
    'L’un des deux est un manquement à la politique, que moins de personnes peuvent lire. Ils restent deux dossiers.',
  emptyFile: 'Ce fichier est vide.',
  fileKind: 'Les fichiers de ce type ne sont pas acceptés ici. Envoyez l’un de ceux-ci\u00a0: {{kinds}}.',
  fileMacros: 'Ce document contient des macros ou d’autres fichiers. Enregistrez-le en PDF, puis envoyez-le.',
  fileMany: 'Un seul fichier peut être envoyé ici. Veuillez en choisir un.',
  fileMismatch:
    'Le contenu de ce fichier n’est pas ce que son nom annonce. Enregistrez-le de nouveau dans le logiciel d’où il vient, puis envoyez-le.',
  fileOdd:
    'Ce fichier n’a pas pu être accepté. Enregistrez-le de nouveau dans le logiciel d’où il vient et choisissez-le encore une fois, ou envoyez le message sans lui.',
  fileSize: 'Ce fichier est trop gros\u00a0: au plus {{limit}} {{prefix}}o peuvent être envoyés ici.',
  fileType:
    'Ce type de fichier n’est pas accepté. Envoyez une image, un PDF, un document sans macros, du texte brut, un enregistrement ou une vidéo.',
  manyFiles: 'Un dossier compte au plus cinquante fichiers.',
  noFile: 'Choisissez un fichier.',
  dayOver: 'Ce jour est passé. Choisissez-en un autre.',
  isConcerned: 'Ce dossier porte sur cette personne. Choisissez-en une autre.',
  manyTasks: 'Un dossier compte au plus cent tâches.',
  noDay: 'Choisissez un jour.',
  onlyHelps:
    'On vous a demandé de l’aide pour ce dossier. Cette étape revient aux personnes qui en répondent.',
  onlyLeadersSee:
    'Seules la direction générale et la direction générale adjointe ont connaissance d’un manquement à la politique.',
  onlyReview:
    'Seules la direction générale et la direction générale adjointe closent un dossier : c’est leur examen.',
  taskDone: 'Cette tâche est déjà faite. Rechargez la page pour voir par qui.',
}

export const fields: typeof en.fields = {
  discoveredAt: 'date de la découverte',
  receivedFrom: 'reçus à partir du',
  receivedTo: 'reçus jusqu’au',
  fieldName: 'champ',
  fieldValue: 'réponse donnée',
  numbers: 'numéros des messages',
  risk: 'présence d’un risque réel',
  sensitivity: 'sensibilité des renseignements',
  harm: 'préjudice possible',
  access: 'qui a pu les voir',
  intent: 'accident ou non',
  protection: 'protection des renseignements',
  recovered: 'récupération des renseignements',
  exposure: 'durée de l’exposition',
  'en-notice-happened': 'anglais : ce qui s’est passé',
  'en-notice-involved': 'anglais : quels renseignements',
  'en-notice-doing': 'anglais : ce qui est fait',
  'en-notice-contact': 'anglais : à qui s’adresser',
  'en-notice-complain': 'anglais : où porter plainte',
  'fr-notice-happened': 'français : ce qui s’est passé',
  'fr-notice-involved': 'français : quels renseignements',
  'fr-notice-doing': 'français : ce qui est fait',
  'fr-notice-contact': 'français : à qui s’adresser',
  'fr-notice-complain': 'français : où porter plainte',
  about: 'ce dont il s’agit',
  address: 'adresse de la publication',
  at: 'moment',
  endsAt: 'dernier jour',
  field: 'champ',
  from: 'décisions de qui',
  items: 'ce qui est décidé ensemble',
  startsAt: 'premier jour',
  to: 'à qui',
  category: 'catégorie',
  changes: 'ce qui a changé depuis',
  changesEn: 'ce qui a changé (anglais)',
  changesFr: 'ce qui a changé (français)',
  comment: 'commentaire',
  contact: 'moyen de vous joindre',
  createdAt: 'date de création',
  decision: 'décision',
  deleteAfter: 'date de suppression',
  exitAddress: 'adresse de «\u00a0Quitter cette page\u00a0»',
  form: 'formulaire',
  governanceRoles: 'rôles',
  happened: 'ce qui s’est passé',
  happenedAt: 'moment où c’est arrivé',
  hash: 'état du texte qui a été lu',
  kind: 'de quoi il s’agit',
  locale: 'langue',
  name: 'nom',
  on: 'page dont il s’agit',
  people: 'personnes',
  person: 'collègue',
  file: 'fichier',
  into: 'dossier qui reste',
  day: 'jour',
  place: 'lieu de l’incident',
  reason: 'motif',
  record: 'enregistrement',
  requestKey: 'clé de la demande',
  rev: 'état du dossier qui a été lu',
  reviewAt: 'date de révision, à venir et d’ici dix ans',
  revision: 'état du commentaire qui a été lu',
  seen: 'état de l’ébauche qui a été lue',
  severity: 'gravité',
  submissionData: 'ce qui a été rempli',
  summary: 'ce qui s’est passé',
  text: 'texte',
  updatedAt: 'date de la dernière modification',
  values: 'ce qui a été rempli',
  version: 'numéro de la version',
  where: 'ce qui est cherché',
  why: 'motif',
  words: 'message',
  promises: 'engagements',
  whomToAsk: 'à qui s’adresser',
  keptAtMost: 'durée maximale de conservation',
  'en-title': 'le titre anglais',
  'en-content': 'le texte anglais',
  'en-changes': 'ce qui a changé, en anglais',
  'en-link': 'dans le texte anglais, un lien qui commence par https://, mailto: ou tel:',
  'en-node': 'une forme de texte qui peut être affichée, en anglais',
  'fr-title': 'le titre français',
  'fr-content': 'le texte français',
  'fr-changes': 'ce qui a changé, en français',
  'en-purposeKey': 'un nom court pour chaque finalité (minuscules, chiffres, traits d’union)',
  'en-purposeTwice': 'une finalité figure deux fois',
  'en-purposeLabel': 'une finalité, en anglais',
  'en-recipient': 'un destinataire, en anglais',
  'fr-purposeKey': 'un nom court pour chaque finalité (minuscules, chiffres, traits d’union)',
  'fr-purposeTwice': 'une finalité figure deux fois',
  'fr-purposeLabel': 'une finalité, en français',
  'fr-recipient': 'un destinataire, en français',
  'fr-link': 'dans le texte français, un lien qui commence par https://, mailto: ou tel:',
  'fr-node': 'une forme de texte qui peut être affichée, en français',
}
