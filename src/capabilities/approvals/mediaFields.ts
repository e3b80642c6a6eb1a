import type { CollectionConfig, Config, GroupField, TextField } from 'payload'

import { invalidOption } from '../../kernel/errors.js'
import { fieldAccess } from '../../platform/access.js'
import { mapCollections } from '../../platform/merge.js'
import { RIGHTS } from './access.js'
import type { SanitizedMedia } from './mediaOptions.js'

export const RIGHTS_FIELD = 'mediaRights'

/** Labels of what is known of a medium, for its form and for the spreadsheet. */
export const RIGHTS_LABELS = {
  source: { en: 'Source', fr: 'Source' },
  licence: { en: 'Licence', fr: 'Licence' },
  details: { en: 'Details or address of the licence', fr: 'Précisions ou adresse de la licence' },
  expiresAt: { en: 'Last day of the licence', fr: 'Dernier jour de la licence' },
  consent: {
    en: 'Recognizable people gave their consent',
    fr: 'Les personnes reconnaissables ont donné leur consentement',
  },
} as const

/** What was emptied in the form is missing, not an empty text. */
const nothing = ({ value }: { value?: unknown }): unknown =>
  typeof value === 'string' && value.trim() === '' ? null : value

const text = (name: 'consent' | 'details' | 'licence' | 'source', more: Partial<TextField> = {}): TextField =>
  ({
    name,
    type: 'text',
    label: RIGHTS_LABELS[name],
    maxLength: 500,
    hooks: { beforeChange: [nothing] },
    ...more,
  }) as TextField

interface Choice {
  value: string
  label: { en: string; fr: string }
}

/** Text, not an enumeration: a host that adds a licence needs no migration, and no name becomes too long. */
const codes = (choices: readonly Choice[], wrong: string): Partial<TextField> => ({
  admin: {
    components: {
      Field: {
        path: 'payload-plugin-governance/client#CodeSelect',
        clientProps: {
          choices: choices.map(({ value, label }) => ({ value, label: { ...label } })),
          clearable: true,
        },
      },
    },
  },
  validate: ((value: unknown, { req }: { req: { t: (key: string) => string } }) =>
    value === null ||
    value === undefined ||
    value === '' ||
    choices.some((one) => one.value === value) ||
    req.t(`governance:approvals:media:${wrong}`)) as never,
})

const CONSENT: readonly Choice[] = [
  { value: 'notApplicable', label: { en: 'Nobody is recognizable', fr: 'Personne n’est reconnaissable' } },
  { value: 'yes', label: { en: 'Yes', fr: 'Oui' } },
  { value: 'no', label: { en: 'No', fr: 'Non' } },
]

export const rightsField = ({ licences }: SanitizedMedia, hidden = false): GroupField => ({
  name: RIGHTS_FIELD,
  type: 'group',
  label: { en: 'Rights', fr: 'Droits' },
  ...(hidden ? { admin: { hidden } } : {}),
  access: fieldAccess(RIGHTS),
  fields: [
    text('source', {
      admin: {
        description: {
          en: 'Who made it, or where it comes from.',
          fr: 'Qui l’a réalisé, ou d’où il provient.',
        },
      },
    }),
    text('licence', { index: true, ...codes(licences, 'unknownLicence') }),
    text('details'),
    {
      name: 'expiresAt',
      type: 'date',
      index: true,
      label: RIGHTS_LABELS.expiresAt,
      admin: {
        date: { pickerAppearance: 'dayOnly' },
        description: {
          en: 'Leave it empty where the licence has no end.',
          fr: 'Laissez vide si la licence est sans fin.',
        },
      },
    },
    text('consent', codes(CONSENT, 'unknownConsent')),
  ],
})

const PICTURES = /^(\*|image|video|audio)\//

/** Pictures, sound or video can be in it, and people put them there: the host's exports are not media. */
const holdsMedia = ({ slug, upload }: CollectionConfig): boolean => {
  if (!upload || slug.startsWith('gov-') || slug.startsWith('payload-')) return false
  if (upload === true) return true
  if (upload.hideFileInputOnCreate) return false
  const types = upload.mimeTypes ?? []
  return types.length === 0 || types.some((type) => PICTURES.test(type))
}

/**
 * Slugs of the upload collections whose media carry rights.
 * @param collected collections of what visitors sent: not media, and deleted in time.
 * @throws GovernanceError `invalidOption`
 */
export const mediaCollectionsIn = (
  config: Config,
  media: SanitizedMedia,
  collected: readonly string[],
): string[] => {
  const present = config.collections ?? []
  if (!media.on) return []
  if (!media.collections)
    return present.filter((one) => holdsMedia(one) && !collected.includes(one.slug)).map(({ slug }) => slug)
  for (const slug of media.collections) {
    if (!present.some((one) => one.slug === slug && one.upload))
      throw invalidOption(
        'approvals.media.collections',
        `names "${slug}", which is no upload collection of this site. These are: ${
          present
            .filter(({ upload }) => upload)
            .map((one) => one.slug)
            .join(', ') || 'none'
        }.`,
      )
  }
  return [...media.collections]
}

const withRights = (
  collection: CollectionConfig,
  media: SanitizedMedia,
  hidden: boolean,
): CollectionConfig => {
  if (collection.fields.some((field) => 'name' in field && field.name === RIGHTS_FIELD))
    throw invalidOption(
      'approvals.media.collections',
      `cannot add the field "${RIGHTS_FIELD}" to "${collection.slug}", which has one of its own. Rename that, or leave the collection out.`,
    )
  return { ...collection, fields: [...collection.fields, rightsField(media, hidden)] }
}

export const addRights = (
  config: Config,
  media: SanitizedMedia,
  slugs: readonly string[],
  hidden = false,
): Config =>
  mapCollections(
    config,
    ({ slug }) => slugs.includes(slug),
    (collection) => withRights(collection, media, hidden),
  )
