import type { footprint as en } from '../en/footprint.js'

export const footprint: typeof en = {
  stores: 'Autres endroits examinés, et ce qui s’y trouvait',
  storesText: 'Tout a été supprimé. Un zéro indique que l’endroit a été examiné et ne contenait rien.',
  store: {
    dependents: 'Enregistrements qui en dépendaient',
    search: 'Index de recherche',
    exports: 'Fichiers exportés et importés (à supprimer aussitôt, avec leur propre certificat)',
    jobs: 'File des tâches : données d’entrée, journaux et résultats',
    locks: 'Verrous de documents ouverts',
    preferences: 'Préférences des personnes pour ces enregistrements',
    worklist: 'Mentions « traité »',
    receipts: 'Accusés de réception (le numéro reste et indique « supprimé »)',
    holds: 'Motifs des suspensions',
    ledger: 'Propos personnels au registre (leurs empreintes restent)',
    consents: 'Liens depuis les consentements',
    comments: 'Commentaires',
    moderation: 'Dossiers et signalements de la modération',
    mails: 'Courriels à leur sujet : brouillons et précisions',
    messages: 'Qui a répondu au message, et où on en est',
    unasked: 'Fichiers d’un dépôt à qui personne ne peut demander s’ils y sont encore',
  },
  beyond: {
    title: 'Hors de la portée de ce site',
    text: 'Ce qui a été supprimé peut s’y trouver encore jusqu’à la date indiquée. Une personne confirme ensuite qu’il n’en reste rien.',
    backups: 'Sauvegardes',
    logs: 'Journaux de l’hébergeur',
    mail: 'Courriels déjà envoyés',
    until: 'Plus rien à partir du {{when}}',
    open: 'Pas encore confirmé.',
    confirmed: 'Confirmé par {{by}} le {{when}}',
    note: 'Comment on le sait : {{note}}',
  },
  attest: {
    title: '{{place}} : n’en reste-t-il rien là non plus?',
    text_one:
      'Selon 1 certificat, des données ont été supprimées jusqu’au {{through}}; il ne devrait rien en rester là depuis le {{until}}. Vérifiez, ou demandez à qui s’en occupe, puis confirmez.',
    text_other:
      'Selon {{count}} certificats, des données ont été supprimées jusqu’au {{through}}; il ne devrait rien en rester là depuis le {{until}}. Vérifiez, ou demandez à qui s’en occupe, puis confirmez.',
    button: 'Confirmer qu’il n’en reste rien',
    confirmTitle: 'Confirmer pour : {{place}}?',
    confirmText:
      'Votre nom et ce que vous écrivez figureront sur les certificats et au registre. C’est irréversible.',
    note: 'Comment le savez-vous? (Qui a vérifié, où, quand)',
    confirm: 'Confirmer',
    cancel: 'Pas encore',
    done: 'Confirmé.',
    desk: 'À confirmer, il n’en reste rien là non plus : {{place}}',
  },
}
