import type * as en from '../en/forms.js'

export const forms: typeof en.forms = {
  heading: 'Formulaire',
  send: 'Envoyer',
  noticeLink:
    'Avant d’écrire : comment nous traitons ce que vous envoyez (avis de confidentialité, version {{number}})',
  kept: 'Après l’envoi, vous recevez un numéro et une page qui indique quand votre message sera supprimé. Nous ne conservons ni votre adresse réseau ni votre navigateur.',
  danger: 'Une personne est peut-être en danger',
  dangerHelp:
    'La personne responsable est avertie immédiatement. En cas d’urgence, appelez d’abord le numéro ci-dessous.',
  version: 'Version {{number}}',
  beforeGovernance: 'Reçu avant la gouvernance',
  problem: {
    address: 'Ce n’est pas une adresse de courriel.',
    characters: 'Ce texte contient des caractères qui ne peuvent pas être affichés.',
    choice: 'Veuillez choisir une des réponses.',
    date: 'Ce n’est pas une date.',
    missing: 'Veuillez remplir ce champ.',
    number: 'Ce n’est pas un nombre.',
    text: 'Ce doit être du texte.',
    tooLong: 'C’est trop long.',
  },
  receipt: {
    notice: 'Avis de confidentialité',
    state: 'État',
    kept: 'Nous avons votre message.',
    deleted: 'Votre message a été supprimé.',
    until: 'Supprimé au plus tard le',
  },
  desk: {
    title: 'Messages des formulaires',
    text: 'Ce que des personnes ont envoyé. Chaque lecture est consignée.',
    item: 'Message du {{date}}',
    last: 'Le message le plus récent est arrivé.',
  },
}
