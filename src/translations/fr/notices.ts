import type * as en from '../en/notices.js'

export const notices: typeof en.notices = {
  heading: 'Avis de confidentialité',
  inForceSince: 'Depuis le {{date}}, la version {{number}} est en vigueur.',
  superseded: 'La version {{number}}, publiée le {{date}}, n’est plus en vigueur.',
  readCurrent: 'Lire la version {{number}}, en vigueur maintenant',
  readInForce: 'Lire l’avis en vigueur',
  changes: 'Ce qui a changé',
  allVersions: 'Toutes les versions de cet avis',
  version: 'Version {{number}}',
  versionHead: 'Version',
  from: 'En vigueur depuis le',
  current: '(en vigueur maintenant)',
  first: 'Première version',
  none: 'Aucun avis de confidentialité n’est encore publié ici. D’ici là, nos formulaires n’acceptent rien.',
  noSuchVersion: 'Cette version de l’avis n’existe pas.',
  missing: {
    none: 'Aucun avis de confidentialité n’est publié. D’ici là, les formulaires refusent tout envoi.',
    noneYet: 'Aucun avis de confidentialité n’est publié.',
  },
  desk: {
    publish: 'Publier un avis de confidentialité',
    waiting: 'Le brouillon diffère de l’avis en vigueur : lisez-le, puis publiez-le.',
    edit: 'Ouvrir le brouillon',
    published: 'La version {{number}} a été publiée.',
  },
  panel: {
    none: 'Rien n’est encore en vigueur. Rédigez les deux langues, enregistrez, puis publiez.',
    same: 'Depuis le {{date}}, la version {{number}} est en vigueur. Le brouillon ci-dessous est le même texte.',
    differs:
      'Depuis le {{date}}, la version {{number}} est en vigueur. Le brouillon ci-dessous diffère : personne à l’extérieur ne le voit encore.',
    publish: 'Publier cette version',
    saveFirst: 'Enregistrez d’abord le brouillon.',
    title: 'Mettre ce texte en vigueur?',
    text: 'Il prend effet immédiatement, en anglais et en français. Une version publiée ne change plus jamais; elle reste consultable en tout temps.',
    changesEn: 'Qu’est-ce qui a changé? (anglais)',
    changesFr: 'Qu’est-ce qui a changé? (français)',
    confirm: 'Publier',
    cancel: 'Pas encore',
    done: 'La nouvelle version est en vigueur.',
    open: 'Ouvrir la page publique',
  },
}
