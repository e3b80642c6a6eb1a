import type * as en from '../en/forms.js'

export const forms: typeof en.forms = {
  heading: 'Formulaire',
  send: 'Envoyer',
  noticeLink:
    'Avant d’écrire : comment nous traitons ce que vous envoyez (avis de confidentialité, version {{number}})',
  noticeDifference: 'Ce qui a changé dans l’avis de confidentialité depuis l’ouverture de cette page',
  kept: 'Après l’envoi, vous recevez un numéro et une page qui indique quand votre message sera supprimé. Nous ne conservons ni votre adresse réseau ni votre navigateur.',
  proxy: 'J’envoie ceci pour une autre personne',
  keptAnonymous:
    'Après l’envoi, vous recevez un numéro et une page qui indique quand votre message sera supprimé. Nous gardons le jour, pas l’heure, et rien qui puisse dire qui vous êtes : ni adresse, ni navigateur, ni compte.',
  danger: 'Une personne est peut-être en danger',
  dangerHelp:
    'La personne responsable est avertie immédiatement. En cas d’urgence, appelez d’abord le numéro ci-dessous.',
  version: 'Version {{number}}',
  beforeGovernance: 'Reçu avant la mise en place de la gouvernance',
  problem: {
    address: 'Ce n’est pas une adresse de courriel.',
    characters: 'Ce texte contient des caractères qui ne peuvent pas être affichés.',
    choice: 'Veuillez choisir une des réponses.',
    date: 'Ce n’est pas une date.',
    fileAgain: 'Rien n’a encore été envoyé : veuillez choisir de nouveau le fichier.',
    file: 'Joignez le fichier lui-même à cet envoi : un fichier déjà reçu ne peut pas être désigné.',
    missing: 'Veuillez remplir ce champ.',
    number: 'Ce n’est pas un nombre.',
    text: 'Ce doit être du texte.',
    tooLong: 'C’est trop long.',
    withdrawn:
      'Vous avez retiré votre consentement à cette fin. Cochez la case qui le demande pour consentir de nouveau, ou laissez ce champ vide.',
  },
  missing: {
    labels:
      'À préciser : {{forms}}. Ces formulaires acceptent toujours les envois, mais personne n’a encore dit à quoi sert chaque champ. Ouvrez le formulaire, précisez-le pour chaque champ, puis enregistrez.',
  },
  fault: {
    address:
      'Le champ « {{field}} » demande une adresse de courriel, qui fait connaître la personne : retirez-le, ou renoncez à l’anonymat du formulaire.',
    basis:
      'Le champ « {{field}} » est obligatoire, il n’est donc pas facultatif : précisez le fondement de la demande (service, consentement, obligation légale ou urgence), ou rendez-le facultatif.',
    consentBox:
      'Champ « {{field}} » : il repose sur un consentement que rien ne demande. Ajoutez une case à cocher pour la même finalité, fondée sur le consentement.',
    consentRequired:
      'Champ « {{field}} » : un consentement obligatoire n’est pas libre. Rendez le champ facultatif.',
    dataClass: 'Champ « {{field}} » : précisez la catégorie de données.',
    mail: 'Le courriel {{field}} contient ce que les gens ont écrit : retirez les doubles accolades. Le courriel peut annoncer un envoi, qui se lit ici.',
    name: 'Champ « {{field}} » : un autre champ de ce formulaire porte ce nom technique, ou celui-ci est réservé. Donnez-lui un autre nom.',
    notInNotice:
      'Champ « {{field}} » : l’avis de confidentialité en vigueur ne nomme pas cette finalité. Choisissez-en une qu’il nomme ({{purposes}}), ou publiez une version qui la nomme.',
    purpose: 'Champ « {{field}} » : précisez à quoi il sert.',
    unknownBasis: 'Champ « {{field}} » : précisez le fondement de la demande.',
    why: 'Champ « {{field}} » : expliquez en une phrase pourquoi il est nécessaire.',
  },
  export: {
    button: 'Exporter (CSV)',
    title: 'Extraire les messages sous forme de tableau?',
    text: 'Le fichier contient ce que les gens ont écrit. Le registre consigne que vous l’avez extrait, à quel moment, de quel formulaire et avec combien de messages. Ce qui est supprimé ici plus tard ne l’est pas dans le fichier : supprimez-le dès que vous n’en avez plus besoin.',
    form: 'Formulaire',
    confirm: 'Exporter',
    cancel: 'Annuler',
    done: 'Le tableau a été exporté, et le registre en fait état.',
    failed: 'Le tableau n’a pas pu être exporté. Vérifiez la connexion et réessayez.',
  },
  purpose: {
    choose: 'Finalités que nomme l’avis de confidentialité en vigueur (version {{number}}).',
    gone: '(absente de l’avis en vigueur)',
    none: 'L’avis de confidentialité en vigueur ne nomme aucune finalité; ce formulaire ne peut donc encore rien accepter. Ajoutez-en une sous « Engagements » dans l’avis, puis publiez-le. Nom court : a-z, 0-9, -',
    noNotice:
      'Aucun avis de confidentialité n’est encore en vigueur. Inscrivez le nom court d’une finalité (a-z, 0-9, -) et nommez la même sous « Engagements » dans l’avis.',
    textOnly:
      'L’avis de confidentialité en vigueur ne contient que du texte. Inscrivez un nom court (a-z, 0-9, -); pour choisir dans une liste, ajoutez des finalités sous « Engagements » dans l’avis, puis publiez-le.',
  },
  receipt: {
    notice: 'Avis de confidentialité',
    purposes: 'À quoi cela nous sert',
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
