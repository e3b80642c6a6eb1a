import type * as en from '../en/roles.js'

export const roles: typeof en.roles = {
  firstPerson:
    'Vous êtes la première personne ici : la direction générale adjointe vous est donc attribuée. La configuration demandera ensuite qui fait quoi.',
  missing: {
    aed: 'Personne n’occupe la direction générale adjointe.',
    ed: 'Personne n’occupe la direction générale.',
    'privacy-officer': 'Personne n’est responsable de la protection de la vie privée.',
  },
}
