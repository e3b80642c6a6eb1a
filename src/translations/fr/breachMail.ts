import type { breachMail as en } from '../en/breachMail.js'

export const breachMail: typeof en = {
  notice: {
    subject: 'À lire : au sujet de renseignements que vous nous avez envoyés',
    body: 'Nous vous écrivons parce que vous nous avez déjà transmis des renseignements par notre site, et qu’un incident a touché des renseignements de ce genre.\n\nCe qui s’est passé\n{{happened}}\n\nQuels renseignements sont touchés\n{{involved}}\n\nCe que nous faisons à ce sujet\n{{doing}}\n\nÀ qui vous adresser\n{{contact}}\n\nOù porter plainte\n{{complain}}',
  },
  approve: {
    subject: 'Atteinte {{number}} : un avis attend une deuxième lecture',
    body: 'L’avis destiné aux personnes touchées par l’atteinte {{number}} est rédigé. Avant l’envoi, une deuxième personne doit le lire dans les deux langues et l’approuver.',
  },
  clock: {
    subject: 'Atteinte {{number}} : le délai expire bientôt',
    body: 'À faire : {{what}}\nLoi : {{source}}\nDélai : {{deadline}}\n\nQuand ce sera fait, indiquez-le sur la page de l’atteinte.',
  },
  clockOver: {
    subject: 'Atteinte {{number}} : le délai est dépassé',
    body: 'À faire : {{what}}\nLoi : {{source}}\nDélai : {{deadline}}\n\nFaites-le maintenant, et indiquez-le sur la page de l’atteinte.',
  },
  open: {
    subject: 'Atteinte {{number}} : encore à faire',
    body: 'À faire : {{what}}\nLoi : {{source}}\nDécouverte : {{since}}\n\nLa loi ne fixe aucun nombre de jours. Chaque jour qui passe doit avoir une raison.',
  },
}
