import type { CollectionConfig, Config, Field } from 'payload'

import { refOf } from '../../kernel/ref.js'
import { fieldAccess } from '../../platform/access.js'
import { mapCollections } from '../../platform/merge.js'
import { translatorFor } from '../../platform/translate.js'
import { BINDING_KEY } from './access.js'
import { bindingOf } from './bindings.js'
import { KEY, NOTICE_COLUMN, SLUG } from './collections.js'
import type { Desk } from './context.js'
import { sentWithField, uploadsOf } from './sentFiles.js'
import { hidden, hiddenFormFields } from './formFields.js'

/** Added to every collection that collects: the key of the binding, and a column that says what it is bound to. */
export const addedFields: Field[] = [
  {
    name: KEY,
    type: 'text',
    index: true,
    access: fieldAccess(BINDING_KEY),
    admin: { hidden: true, disableListColumn: true, disableListFilter: true, disableBulkEdit: true },
  },
  {
    name: NOTICE_COLUMN,
    type: 'text',
    virtual: true,
    label: { en: 'Privacy notice', fr: 'Avis de confidentialité' },
    admin: { readOnly: true, position: 'sidebar', disableListFilter: true },
    hooks: {
      afterRead: [
        async ({ collection, data, originalDoc, req }) => {
          const id = ((originalDoc ?? data) as undefined | { id?: number | string })?.id
          if (!req.user || !collection || id === undefined) return undefined
          const t = translatorFor(req.payload, req.i18n?.language ?? 'en')
          const binding = await bindingOf({ payload: req.payload, req }, refOf(collection.slug, id))
          if (!binding) return t('governance:forms:beforeGovernance')
          return binding.number ? t('governance:forms:version', { number: binding.number as number }) : '—'
        },
      ],
    },
  },
]

/** Where a reader says why they need to see what was sent. */
export const SHOW: Field = {
  name: 'governanceShow',
  type: 'ui',
  admin: {
    disableListColumn: true,
    disableBulkEdit: true,
    components: { Field: 'payload-plugin-governance/client#ShowMasked' },
  },
}

type Words = { en: string; fr: string }

/** The form builder names its fields by their codes, in English: people who answer messages read these instead. */
const BUILDER_WORDS: Record<string, { label: Words; one: Words; field: Words; value: Words }> = {
  submissionData: {
    label: { en: 'What was sent', fr: 'Ce qui a été envoyé' },
    one: { en: 'Answer', fr: 'Réponse' },
    field: { en: 'Field of the form', fr: 'Champ du formulaire' },
    value: { en: 'What was written', fr: 'Ce qui a été écrit' },
  },
  submissionUploads: {
    label: { en: 'Files that were sent', fr: 'Fichiers envoyés' },
    one: { en: 'File', fr: 'Fichier' },
    field: { en: 'Field of the form', fr: 'Champ du formulaire' },
    value: { en: 'File', fr: 'Fichier' },
  },
}

/** Words for the form builder's own fields, unless the host gave them labels. */
export const inWords = (fields: Field[]): Field[] =>
  fields.map((field): Field => {
    if (!('name' in field) || ('label' in field && field.label)) return field
    if (field.name === 'form') return { ...field, label: { en: 'Form', fr: 'Formulaire' } } as Field
    const words = BUILDER_WORDS[field.name]
    if (!words || field.type !== 'array') return field
    return {
      ...field,
      label: words.label,
      labels: field.labels ?? { singular: words.one, plural: words.label },
      fields: field.fields.map((sub): Field => {
        if (!('name' in sub) || ('label' in sub && sub.label)) return sub
        const label = sub.name === 'field' ? words.field : sub.name === 'value' ? words.value : undefined
        return label ? ({ ...sub, label } as Field) : sub
      }),
    }
  })

const hasSlug = (fields: Field[]): boolean =>
  fields.some((field) => 'name' in field && field.name === 'slug' && field.type === 'text')

/** The field by which a public page finds its form: the host's own `slug`, otherwise one that is added. */
export const slugFieldOf = (collection: CollectionConfig | undefined): null | string =>
  collection ? (hasSlug(collection.fields) ? 'slug' : SLUG) : null

/** The word in the address, unless the host's forms have one. */
export const slugFields = (collection: CollectionConfig): Field[] =>
  hasSlug(collection.fields)
    ? []
    : [
        {
          name: SLUG,
          type: 'text',
          index: true,
          label: {
            en: 'Word in the address of the public page',
            fr: 'Mot dans l’adresse de la page publique',
          },
          admin: { position: 'sidebar' },
          validate: (value: unknown) => !value || /^[a-z0-9-]{1,80}$/.test(String(value)) || 'a-z, 0-9, -',
        },
      ]

/** Switched off: only the columns, so that addresses of forms and bindings are there when it is on again. */
export const keepColumns =
  ({ options }: Desk) =>
  (config: Config): Config => {
    const withForms = mapCollections(
      config,
      ({ slug }) => slug === options.forms,
      (collection) => ({
        ...collection,
        fields: [...hiddenFormFields(collection), ...slugFields(collection).map(hidden)],
      }),
    )
    const uploads = uploadsOf(config.collections?.find(({ slug }) => slug === options.forms))
    const withFiles = mapCollections(
      withForms,
      ({ slug }) => uploads.includes(slug),
      (collection) => ({ ...collection, fields: [...collection.fields, hidden(sentWithField)] }),
    )
    const stored = addedFields.filter((field) => !('virtual' in field && field.virtual))
    return mapCollections(
      withFiles,
      ({ slug }) => slug in options.collected,
      (collection) => ({ ...collection, fields: [...collection.fields, ...stored.map(hidden)] }),
    )
  }
