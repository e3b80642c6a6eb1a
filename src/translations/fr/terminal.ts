import type { terminal as en } from '../en/terminal.js'

export const terminal: typeof en = {
  arguments: 'Ces arguments ne sont pas compris : {{message}}',
  lang: '--lang prend « en » ou « fr ».',
  unmigrated:
    'La base de données n’a pas encore toutes les tables et colonnes de ce site. Lancez : npx payload migrate (auparavant, si cette migration n’existe pas encore : npx payload migrate:create governance)',
  doctor: {
    governed: 'CE QUI EST ENCADRÉ',
    unasked: '{{capability}} : n’a pas pu être interrogé ({{reason}})',
    timeZone: 'Fuseau horaire : {{zone}}',
    setUpOn: 'Configuration faite le {{day}}',
    notSetUp: 'Pas encore configuré',
    missing: 'CE QUI MANQUE',
    nothing: 'Rien.',
    added: 'CE QUI A ÉTÉ AJOUTÉ',
    collections: 'Collections : {{slugs}}',
    global: 'Global : {{slug}}',
    fields: 'Champs de « {{slug}} » : {{names}}',
    next: 'À FAIRE',
    well: 'Rien. Vérifiez de nouveau après chaque changement de personnel.',
    doSetUp: 'Ouvrez une session à {{address}}, ou lancez : npx payload governance:setup',
    doEmail:
      'Ajoutez `email` à la configuration de Payload, par exemple nodemailerAdapter de @payloadcms/email-nodemailer, puis redémarrez.',
    doMails: 'Ouvrez une session, puis {{address}} : chaque courriel y dit pourquoi il n’a pu être remis.',
    doLabels:
      'Ouvrez {{address}} et précisez, pour chaque champ de ces formulaires, la catégorie de données, la finalité et le fondement de la demande.',
    doNotice:
      'Ouvrez une session comme responsable de la protection de la vie privée, puis {{address}}, rédigez ou importez l’avis de confidentialité, puis faites-le publier. Une autre personne l’approuve d’abord, sauf si les approbations sont désactivées.',
    doOther: '{{what}} ({{address}})',
    sqliteIds:
      'SQLite redonne l’identifiant d’une ligne supprimée à une nouvelle. Mettez `autoIncrement: true` dans sqliteAdapter, pour qu’une preuve ne désigne jamais le mauvais enregistrement.',
    sqliteBusy:
      'SQLite refuse d’écrire pendant qu’un autre processus écrit. Mettez `busyTimeout: 5000` dans sqliteAdapter, pour qu’il attende.',
    role: '{{role}} : {{count}}',
    approvals: 'Les approbations encadrent : {{what}}.',
    approvalsNone: 'Les approbations n’encadrent rien (aucune collection n’a de brouillons).',
    forms: 'Formulaires : ce qui est envoyé à {{slugs}} est lié à l’avis de confidentialité en vigueur.',
    formsNone: 'Formulaires : le site n’a pas de collection {{slugs}}; rien n’est contrôlé.',
    incidents: 'Incidents ouverts : {{open}}; sans prise en charge : {{unacknowledged}}.',
    ledger: 'Registre vérifié, entrées scellées : {{count}}; en attente du sceau : {{unsealed}}.',
    ledgerBroken:
      'LE REGISTRE N’EST PAS INTACT. {{found}} Avertissez maintenant la direction générale adjointe.',
    ledgerFile:
      'Registre : son sceau n’a PAS pu être écrit dans « {{file}} » ({{problem}}). Donnez à `ledger.headsFile` un fichier que ce processus peut écrire.',
    moderationBefore: 'Modération : les commentaires sont dans « {{slug}} » et sont lus avant de paraître.',
    moderationAfter: 'Modération : les commentaires sont dans « {{slug}} » et sont lus après avoir paru.',
    moderationHost:
      'Modération : ce site a sa propre collection « {{slug}} ». On n’y touche pas; choisissez un autre nom avec `moderation.slug`.',
    notice: 'Avis de confidentialité « {{key}} » : depuis {{since}}, la version {{number}} est en vigueur.',
    noticeNext: 'À partir de {{from}}, ce sera la version {{number}}.',
    noticeNone:
      'Avis de confidentialité « {{key}} » : AUCUN EN VIGUEUR. Les formulaires refusent les envois jusqu’à la publication d’une version.',
    noticeNoneYet: 'Avis de confidentialité « {{key}} » : AUCUN EN VIGUEUR.',
    mail: 'Courriel : un adaptateur est configuré.',
    mailNone: 'Courriel : AUCUN adaptateur; les courriels attendent et ne partent pas.',
    mailDead: 'Courriels qui n’ont pu être remis : {{count}}.',
    retentionRule: 'Conservation : « {{collection}} » part après ce délai : {{rule}}.',
    retention:
      'Conservation : dernière exécution {{last}}; en retard : {{overdue}}; sans date : {{undated}}; suspendus : {{held}}.',
    never: 'jamais',
    retentionHolds:
      'Conservation : suspensions à revoir : {{count}}. La liste des suspensions montre lesquelles.',
    retentionFiles:
      'Conservation : les fichiers que « {{rule}} » nomme dans « {{uploads}} » ne partent avec lui que s’ils sont arrivés avec lui. Ajoutez « {{uploads}} » à retention.collections pour qu’aucun ne reste.',
  },
  ledger: {
    usage: `Emploi : payload governance:ledger verify [--head NUMÉRO:SCEAU|FICHIER] [--lang en|fr]
         payload governance:ledger erase --person RÉF|--subject RÉF|--entry NUMÉRO --under "MOTIF"`,
    ok: 'Le registre est intact. Inscriptions scellées : {{count}}; la dernière porte le numéro {{last}}.',
    broken:
      'LE REGISTRE N’EST PAS INTACT. Inscriptions scellées examinées : {{count}}. Avertissez maintenant la DGA.',
    more: '… et {{count}} de plus.',
    unsealed:
      'Pas encore scellées : les {{unsealed}} dernières. Elles le seront dans quelques secondes et ne sont pas protégées d’ici là.',
    erasedValues: 'Valeurs personnelles effacées selon les règles : {{erased}}.',
    removedTo:
      'Les inscriptions jusqu’au numéro {{removedTo}} ont été retirées selon la règle; un résumé scellé les remplace.',
    heads: 'Comparé à des sceaux gardés : {{compared}} ({{from}}).',
    noHeads:
      'Comparé à aucun sceau gardé : un registre réécrit en entier passerait aussi. Donnez-en un avec --head.',
    noHead: '« {{head}} » n’est ni un sceau (NUMÉRO:SCEAU) ni un fichier de sceaux.',
    erased:
      'Valeurs personnelles effacées, inscriptions touchées : {{entries}}. L’effacement est au registre.',
    nothingToErase: 'Il n’y a rien à effacer.',
  },
  setup: {
    usage: `Emploi : payload governance:setup --aed COURRIEL [--ed COURRIEL] [--approver COURRIEL] [--privacy COURRIEL]
         [--name-en TEXTE] [--name-fr TEXTE] [--emergency-en TEXTE] [--emergency-fr TEXTE]
         [--phone TEXTE] [--exit https://…] [--lang en|fr] [--yes]
Sans argument, la commande pose les questions, s’il y a un terminal pour y répondre.`,
    noAccount:
      'Aucun compte n’a l’adresse « {{email}} » (--{{place}}), ou il ne permet pas d’ouvrir une session. Comptes : {{known}}.',
    accounts: 'Comptes : {{known}}',
    none: 'aucun',
    noneYet: 'aucun pour l’instant',
    nobody: 'personne',
    address: 'Adresse',
    nameEn: 'Nom de l’organisation en anglais',
    nameFr: 'Nom de l’organisation en français',
    phone: 'Téléphone',
    exit: '--exit doit commencer par https://.',
    willSave: 'Voici ce qui sera enregistré :',
    organization: 'organisation',
    right: 'Est-ce exact? [o/N]',
    notSaved: 'Rien n’a été enregistré.',
    saved: 'Enregistré.',
    stillMissing: 'Il manque encore : {{what}}',
  },
}
