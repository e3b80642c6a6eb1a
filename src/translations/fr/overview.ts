import type * as en from '../en/overview.js'

export const overview: typeof en.overview = {
  group: 'Gouvernance',
  missing: {
    approver: 'Personne n’est désigné pour approuver le contenu : rien de nouveau ne peut être publié.',
    organization: 'Le nom de l’organisation n’est pas indiqué.',
    unknown:
      'La partie « {{capability}} » n’a pas pu dire ce qui lui manque. Consultez le journal du serveur.',
  },
  banner: {
    title: 'Il manque quelque chose :',
    open: 'Configurer la gouvernance',
    ask: 'Veuillez en informer la direction générale adjointe.',
    mend: 'Voir quoi faire',
  },
  desk: {
    title: 'Mon bureau',
    nothing: 'Rien ne vous attend en ce moment.',
    nothingHint:
      'Vous verrez ici ce qui vous attend, ce qui est en retard et ce que le site a fait de lui-même.',
    needs_one: 'Une chose vous attend.',
    needs_other: '{{shown}} choses vous attendent.',
    late_one: 'Une est en retard.',
    late_other: '{{shown}} sont en retard.',
    count_one: '1 pour vous',
    count_other: '{{shown}} pour vous',
    overdue_one: '1 en retard',
    overdue_other: '{{shown}} en retard',
    calm: 'Tout est fait',
    more_one: 'et 1 de plus',
    more_other: 'et {{shown}} de plus',
    due: 'pour le {{when}}',
    wasDue: 'était dû le {{when}}',
    last: '{{text}} ({{when}})',
    never: 'Rien ne s’est encore passé ici.',
    open: 'Ouvrir',
    openWhat: 'Ouvrir : {{title}}',
    failed:
      'Cette partie n’a pas pu être chargée. Les autres ne sont pas touchées; réessayez dans un instant.',
    failedTitle: 'Indisponible : {{capability}}',
  },
  setup: {
    title: 'Configurer la gouvernance',
    intro:
      'Indiquez qui fait quoi. D’ici là, le site fonctionne comme avant, mais rien de nouveau n’est publié. Il faut environ deux minutes.',
    firstCome:
      'Personne ne dirige encore la gouvernance ici : vous pouvez donc le faire. Votre nom et l’heure sont conservés au registre.',
    again:
      'Cette étape est déjà faite. Désigner une personne lui ajoute un rôle; pour retirer un rôle, ouvrez le compte de la personne.',
    notYou: 'La configuration relève de la direction générale adjointe ou de la direction générale.',
    mapped: 'Sur ce site, les rôles sont attribués à la manière de l’hôte, et non ici.',
    people: 'Personnes',
    peopleHelp:
      'La même personne peut tenir plusieurs rôles, mais on n’approuve jamais ce qu’on a écrit soi-même.',
    oneAccount:
      'Il n’y a qu’un compte ici, le vôtre. On n’approuve jamais ce qu’on a écrit soi-même : créez-en d’abord un deuxième, puis revenez par le menu.',
    createAccount: 'Créer un compte pour une ou un collègue',
    nobody: 'Personne pour l’instant',
    aed: 'Direction générale adjointe (DGA)',
    aedHelp: 'Répond de l’ensemble : apprend en premier tout incident et attribue les rôles.',
    ed: 'Direction générale (DG)',
    edHelp: 'Apprend un incident quand la DGA ne répond pas, et attribue aussi les rôles.',
    approver: 'Approbation',
    approverHelp: 'Lit ce que d’autres ont écrit et en permet la publication.',
    privacy: 'Protection de la vie privée',
    privacyHelp:
      'Répond aux questions sur les renseignements personnels et rédige l’avis de confidentialité.',
    organization: 'Organisation',
    organizationEn: 'Nom en anglais',
    organizationFr: 'Nom en français',
    emergency: 'Sur chaque page publique',
    emergencyHelp: 'Les personnes qui utilisent ces pages peuvent être en danger.',
    emergencyEn: 'Ligne d’urgence en anglais',
    emergencyFr: 'Ligne d’urgence en français',
    phone: 'Téléphone',
    phoneHelp: 'Affiché là où un formulaire ne suffit pas. Peut rester vide.',
    exitAddress: '« Quitter cette page » mène à',
    exitHelp: 'Un site anodin, par exemple la météo. Commence par https://.',
    timeZone:
      'Les échéances et la suppression se comptent dans ce fuseau horaire : {{zone}}. La personne qui gère le site peut le changer.',
    save: 'Enregistrer',
    later: 'Plus tard',
    saved: 'Enregistré. Merci.',
    noAed: 'Veuillez désigner la direction générale adjointe.',
  },
}
