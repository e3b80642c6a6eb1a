import type { retentionSafety as en } from '../en/retentionSafety.js'

export const retentionSafety: typeof en = {
  deciders:
    'La réponse revient à la personne responsable de la protection de la vie privée, à la direction générale adjointe ou à la direction générale.',
  restored: {
    title: 'La base de données a été rétablie à partir d’une sauvegarde',
    text: 'Des enregistrements supprimés depuis cette sauvegarde peuvent être revenus. Aucune donnée recueillie n’est montrée et rien n’est supprimé automatiquement tant que la personne qui exploite le site n’a pas exécuté cette commande, qui les supprime de nouveau :',
  },
  apart: {
    title: 'Deux horloges ne concordent pas : rien n’est supprimé automatiquement',
    text: 'Ce serveur indique {{machine}}; la base de données indique {{database}} : la personne qui exploite le site doit corriger celle qui se trompe. La suppression reprendra ensuite d’elle-même.',
  },
  clock: {
    title: 'L’heure est-elle juste? Rien n’est supprimé automatiquement avant votre réponse',
    text: 'La dernière exécution remonte au {{last}}, et la base de données indique maintenant {{database}} : soit rien ne s’est exécuté entre-temps, soit une horloge a été déréglée. Comparez avec votre propre horloge.',
    button: 'L’heure est juste',
    confirmTitle: 'Sommes-nous vraiment le {{database}}?',
    confirmText:
      'Si l’horloge avance, des données seraient supprimées trop tôt, et c’est irréversible. Votre nom est inscrit au registre.',
    confirm: 'Oui, l’heure est juste',
    cancel: 'Non',
    done: 'Confirmé. La suppression reprend à la prochaine exécution.',
  },
  share: {
    title: '{{what}} : {{due}} sur {{total}} à supprimer d’un coup',
    text: 'C’est plus que ce qu’une exécution peut supprimer d’elle-même; une règle ou une date est peut-être fausse. Rien de ce lot (échéances jusqu’au {{until}}) n’est supprimé avant qu’une personne le confirme. Entre-temps, des enregistrements prennent du retard.',
    button: 'Confirmer ce lot',
    confirmTitle: 'Laisser supprimer ces {{due}} enregistrements?',
    confirmText:
      'Ils seront supprimés avec leurs versions et leurs fichiers à la prochaine exécution. C’est irréversible. La réponse ne vaut que pour ce lot, et votre nom est inscrit au registre.',
    confirm: 'Supprimer ce lot',
    cancel: 'Pas encore',
    done: 'Confirmé. Le lot sera supprimé à la prochaine exécution.',
  },
  pause: {
    badge: 'En pause',
    title: 'La suppression automatique est en pause',
    text: 'Depuis le {{when}}, par {{who}}. Des enregistrements restent au-delà de leur date. La suppression à la main fonctionne toujours.',
    reason: 'Motif :',
    pause: 'Mettre la suppression en pause',
    pauseTitle: 'Mettre la suppression automatique en pause?',
    pauseText:
      'Rien ne sera supprimé automatiquement avant la reprise : entre-temps, ce qui a été promis aux gens n’est pas tenu. Pour garder un seul enregistrement, suspendez plutôt sa suppression.',
    pauseWhy: 'Pourquoi faut-il une pause?',
    paused: 'La suppression automatique est en pause.',
    resume: 'Reprendre',
    resumeTitle: 'Reprendre la suppression automatique?',
    resumeText: 'Ce qui est arrivé à échéance entre-temps sera supprimé à la prochaine exécution.',
    resumeWhy: 'Pourquoi peut-elle reprendre?',
    resumed: 'La suppression automatique reprend.',
    cancel: 'Annuler',
  },
  plan: {
    button: 'Que supprimerait-on maintenant?',
    title: 'Ce que la prochaine exécution supprimerait',
    text: 'Rien n’a été modifié pour le savoir. État au {{when}}',
    nothing: 'État au {{when}} : rien ne serait supprimé. Rien n’a été modifié pour le savoir.',
    rule: '{{what}} (enregistrements : {{records}}; versions et brouillons : {{versions}}; fichiers : {{files}})',
    term: '{{words}} : {{count}}',
    held: 'Gardés par une suspension : {{count}}',
    unconfirmed: 'D’avant la gouvernance, en attente de la confirmation du plan : {{count}}',
    undated: 'Sans date; la prochaine exécution leur en donne une : {{count}}',
    lookedAt: 'Nombre d’enregistrements examinés pour compter versions, fichiers et règles : {{count}}',
    asks: 'La part est si grande que l’exécution demande d’abord une confirmation.',
    close: 'Fermer',
    stopped: {
      paused: 'La suppression automatique est en pause : rien n’est supprimé automatiquement.',
      clock: 'L’heure n’est pas sûre : rien n’est supprimé automatiquement.',
      restored:
        'La base de données a été rétablie à partir d’une sauvegarde : rien n’est supprimé automatiquement avant la commande « replay ».',
    },
  },
  certificate: {
    ledgerHead: 'Tête du registre à ce moment',
    verify: 'Vérifier maintenant',
    verifying: 'Les suppressions sont recomptées et le registre est parcouru…',
    verified: 'Vérifié : {{when}}',
    verifiedHow:
      'Les comptes concordent avec les suppressions, ce certificat est bien celui du registre, et la chaîne est intacte (inscriptions scellées : {{entries}}).',
    notVerified: 'Tout n’est pas en ordre, avertissez la direction générale adjointe : {{when}}',
    chainBroken:
      'Le certificat concorde avec son inscription, mais le registre ne tient pas ailleurs (endroits : {{count}}). Ouvrez le registre.',
  },
  coming: {
    title: 'Ce qui sera supprimé au cours des {{count}} prochaines semaines',
    none: 'Rien ne sera supprimé au cours des {{count}} prochaines semaines.',
    week: 'Semaine du',
    goes: 'À supprimer',
    held: 'Suspendus',
    rule: 'Au cours des {{weeks}} prochaines semaines (à supprimer : {{goes}}; gardés par une suspension : {{held}})',
  },
  mail: {
    share: {
      subject: 'Une suppression attend votre réponse',
      body: 'Collection : {{what}}\nEnregistrements à supprimer d’un coup : {{due}}\nEnregistrements en tout : {{total}}\n\nC’est plus que ce qu’une exécution peut supprimer d’elle-même. Ouvrez la liste de travail et vérifiez si la règle et les dates sont justes. Rien de ce lot n’est supprimé avant qu’une personne le confirme.',
    },
    clock: {
      subject: 'La suppression est arrêtée : quelle heure est la bonne?',
      body: 'Horloge du serveur : {{machine}}\nHorloge de la base de données : {{database}}\n\nL’heure n’est pas sûre : rien n’est supprimé automatiquement. Ouvrez la liste de travail : elle dit quoi faire.',
    },
  },
  terminal: {
    usage: `Utilisation : payload governance:retention plan [--lang en|fr]
              payload governance:retention verify [CERTIFICAT]
              payload governance:retention replay [--from FICHIER]
              payload governance:retention tombstones --out FICHIER`,
    off: 'La conservation est désactivée sur ce site.',
    noRules: 'Aucune collection n’est régie.',
    planAt: 'Ce que la prochaine exécution supprimerait (état au {{when}}). Rien n’a été modifié.',
    planRule:
      '{{collection}} (enregistrements : {{records}}; versions et brouillons : {{versions}}; fichiers : {{files}})',
    planTerm: '{{words}} : {{count}}',
    planDates: 'Échéances du {{from}} au {{to}}',
    planHeld: 'Gardés par une suspension : {{count}}',
    planUnconfirmed: 'D’avant la gouvernance, non confirmés : {{count}}',
    planUndated: 'Sans date; la prochaine exécution leur en donne une : {{count}}',
    planAsks: 'Part si grande que l’exécution demande d’abord une confirmation dans la liste de travail.',
    stopped: {
      paused: 'EN PAUSE : rien n’est supprimé automatiquement.',
      clock:
        'L’HEURE N’EST PAS SÛRE : rien n’est supprimé automatiquement. La liste de travail dit quoi faire.',
      restored:
        'LA BASE DE DONNÉES A ÉTÉ RÉTABLIE À PARTIR D’UNE SAUVEGARDE : rien n’est supprimé automatiquement avant payload governance:retention replay.',
    },
    found: {
      certificateMissing:
        'Le certificat {{number}} est ABSENT, alors qu’une suppression ou le registre le nomme ({{what}}).',
      certificateChanged: 'Le certificat {{number}} a été MODIFIÉ ({{what}}).',
      unitMissing: 'Certificat {{number}} : la suppression {{what}} qu’il compte est ABSENTE.',
      unitChanged: 'Certificat {{number}} : une suppression qu’il compte a été MODIFIÉE ({{what}}).',
      entryMissing: 'Certificat {{number}} : son inscription au registre est ABSENTE.',
      entryChanged: 'Certificat {{number}} : son inscription au registre a été MODIFIÉE ({{what}}).',
      chain: 'Certificat {{number}} : le registre ne tient pas à son inscription, numéro {{what}}.',
    },
    more: '… et {{count}} de plus.',
    verified: 'Les certificats ({{count}}) et le registre ({{entries}} inscriptions scellées) sont vérifiés.',
    notVerified:
      'TOUT N’EST PAS EN ORDRE. Certificats examinés : {{count}}. Avertissez la direction générale adjointe sans attendre.',
    entriesRemoved: 'Certificats dont l’inscription a été retirée du registre par une règle : {{count}}.',
    replayed: 'Enregistrements supprimés de nouveau : {{deleted}}. Empreintes recherchées : {{known}}.',
    certificates: 'Certificats : {{numbers}}',
    replayHeld: 'Non supprimés, car une suspension les garde : {{count}}. Ils le seront à sa levée.',
    replayFailed: 'N’ONT PAS PU ÊTRE SUPPRIMÉS : {{count}}. Recommencez; le journal du site dit pourquoi.',
    foreign: 'Lignes d’un autre site dans le fichier : {{count}}.',
    unread: 'Lignes illisibles : {{count}}.',
    written: 'Empreintes de suppression écrites dans {{file}} (suppressions : {{count}}).',
    doctor:
      'Conservation : ses empreintes de suppression n’ont PAS pu être écrites dans « {{file}} » ({{problem}}). Donnez à `retention.tombstonesFile` un fichier que ce processus peut écrire.',
    doctorRestored:
      'LA BASE DE DONNÉES A ÉTÉ RÉTABLIE À PARTIR D’UNE SAUVEGARDE. Exécutez : npx payload governance:retention replay',
    doctorPaused: 'Conservation : EN PAUSE depuis {{days}} jours. Rien n’est supprimé automatiquement.',
  },
}
