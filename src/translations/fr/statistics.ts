export const statistics = {
  nav: 'Statistiques de ce qui est parti',
  title: 'Statistiques de ce qui est parti',
  intro:
    'Ce qui a été compté avant la suppression des données recueillies. Rien ici ne mène à une personne : chaque champ est compté à part, selon le mois de réception, et les petits nombres ne sont pas communiqués.',
  emptyTitle: 'Il n’y a encore rien à montrer.',
  emptyText:
    'Un mois paraît une fois que tout ce qui y a été reçu est supprimé, et ne change plus ensuite. D’ici là, rien n’en est communiqué.',
  noneTitle: 'Rien n’est compté sur ce site.',
  noneText:
    'Ce qui part est supprimé, et aucune statistique n’en est conservée. La personne responsable du site peut désigner des champs à compter auparavant (action: "anonymize").',
  of: 'Dans « {{collection}} »',
  ofForm: 'Formulaire « {{form}} »',
  formGone: 'Un formulaire disparu',
  value: 'Réponse',
  records: 'Enregistrements',
  plot: 'Comparaison',
  rest: 'Toutes les autres ensemble',
  few: 'Trop peu pour être communiqué',
  unsaid: 'Sans réponse',
  other: 'Autre chose qu’un choix proposé',
  ticked: 'Coché',
  unticked: 'Non coché',
  csv: 'Tout télécharger en tableau (CSV)',
  small:
    'Les réponses données par moins de {{smallest}} personnes ne sont pas distinguées et, si l’une d’elles pouvait se déduire du reste, d’autres ne le sont pas non plus.',
  last: 'Les {{count}} derniers mois sont affichés; le tableau les contient tous.',
  certificate: 'Comptés pour les statistiques avant leur départ',
  doctor: {
    counted:
      'Conservation : de « {{collection}} », ces champs sont comptés avant qu’un enregistrement parte : {{fields}}. Les nombres inférieurs à {{smallest}} ne sont pas communiqués.',
    nowhere:
      'Conservation : aucun formulaire n’a de liste de choix ni de case à cocher nommée « {{field}} » : rien n’en est compté. Ajoutez un tel champ à un formulaire, ou retirez ce nom de « keep ».',
    otherwise:
      'Conservation : « {{field}} » n’est ni une liste de choix ni une case à cocher dans : {{forms}}. Les réponses y pourraient désigner quelqu’un et ne sont pas comptées.',
  },
}
