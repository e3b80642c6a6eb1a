import type { Field, TextField } from 'payload'

/** The readable end of an address: lower-case letters, digits and hyphens. */
export const slugField: TextField = {
  name: 'slug',
  type: 'text',
  required: true,
  unique: true,
  index: true,
  label: { en: 'Address ending', fr: 'Fin de l’adresse' },
  admin: { position: 'sidebar' },
  validate: (value: null | string | undefined, { req }: { req: { i18n: { language: string } } }) => {
    if (typeof value === 'string' && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(value)) return true
    return req.i18n.language === 'fr'
      ? 'Utilisez des lettres minuscules sans accent, des chiffres et des traits d’union.'
      : 'Use lower-case letters without accents, digits and hyphens.'
  },
}

export const titleField: Field = {
  name: 'title',
  type: 'text',
  required: true,
  localized: true,
  label: { en: 'Title', fr: 'Titre' },
}

export const summaryField: Field = {
  name: 'summary',
  type: 'textarea',
  localized: true,
  label: { en: 'Summary', fr: 'Résumé' },
}

export const contentField: Field = {
  name: 'content',
  type: 'richText',
  localized: true,
  label: { en: 'Content', fr: 'Contenu' },
}
