import type { CollectionBeforeChangeHook, CollectionConfig, Config, Field } from 'payload'

import { invalidOption } from '../../kernel/errors.js'
import { findRow } from '../../platform/db.js'
import type { Seal } from '../../platform/runtime.js'
import { unitFields } from '../../platform/unit.js'
import { POSTED_FIELDS, type SanitizedSocial, SOCIAL_POSTS, UNIT_FIELDS } from './socialOptions.js'
import type { Doc } from './target.js'

const nobody = (): boolean => false

type Validation = (value: unknown, about: { req: { t: (key: string) => string } }) => string | true

const isAddress: Validation = (value, { req }) => {
  if (value === null || value === undefined || value === '') return true
  const parsed = typeof value === 'string' && URL.canParse(value) ? new URL(value) : null
  return parsed && ['http:', 'https:'].includes(parsed.protocol) && !parsed.username && !parsed.password
    ? true
    : req.t('governance:approvals:social:badLink')
}

const isNetwork =
  ({ networks }: SanitizedSocial): Validation =>
  (value, { req }) =>
    networks.some((one) => one.value === value) || req.t('governance:approvals:social:unknownNetwork')

/** Shown by the panel, listed as columns, never typed in. */
const posted = (name: string, type: 'date' | 'text', label: { en: string; fr: string }): Field =>
  ({
    name,
    type,
    label,
    index: name === 'postedAt',
    admin: { condition: nobody, disableBulkEdit: true, readOnly: true },
  }) as Field

const panel = (name: string, component: string, more: Record<string, unknown> = {}): Field =>
  ({
    name,
    type: 'ui',
    admin: { disableListColumn: true, disableBulkEdit: true, ...more, components: { Field: component } },
  }) as Field

/** Every save carries what the main row says; a copy, a restored version or an import says nothing. */
const keepPosted: CollectionBeforeChangeHook = async ({ data, originalDoc, operation, req }) => {
  const { id } = (originalDoc ?? {}) as { id?: number | string }
  const stored =
    operation === 'update' && id !== undefined
      ? await findRow({ payload: req.payload, req }, SOCIAL_POSTS, { id: { equals: id } })
      : null
  const kept = Object.fromEntries(POSTED_FIELDS.map((field) => [field, stored?.[field] ?? null]))
  return { ...data, ...kept }
}

const counter = ({ networks }: SanitizedSocial): Field => ({
  name: 'length',
  type: 'ui',
  admin: {
    disableListColumn: true,
    disableBulkEdit: true,
    components: {
      Field: {
        path: 'payload-plugin-governance/client#SocialCounter',
        clientProps: {
          limits: Object.fromEntries(networks.map(({ value, limit }) => [value, limit ?? null])),
        },
      },
    },
  },
})

/** What the organization says on its accounts: written and approved here, posted by hand (S2-01, 16, 17). */
export const socialPostCollection = (social: SanitizedSocial): CollectionConfig => ({
  slug: SOCIAL_POSTS,
  labels: {
    singular: { en: 'Social media post', fr: 'Publication sur les réseaux sociaux' },
    plural: { en: 'Social media posts', fr: 'Publications sur les réseaux sociaux' },
  },
  admin: {
    hidden: !social.on,
    useAsTitle: 'text',
    defaultColumns: ['text', 'network', 'plannedAt', '_status', 'postedAt'],
    listSearchableFields: ['text'],
  },
  // A draft is checked when it is saved: what is approved must not fail at its publication.
  versions: { drafts: { validate: true }, maxPerDoc: 100 },
  hooks: { beforeChange: [keepPosted] },
  fields: [
    {
      name: 'text',
      type: 'textarea',
      required: true,
      localized: true,
      maxLength: 70_000,
      label: { en: 'Text', fr: 'Texte' },
    },
    counter(social),
    {
      name: 'network',
      type: 'text',
      required: true,
      index: true,
      label: { en: 'Network', fr: 'Réseau' },
      // Text, not an enumeration: a host that adds a network needs no migration.
      validate: isNetwork(social) as never,
      admin: {
        components: {
          Field: {
            path: 'payload-plugin-governance/client#CodeSelect',
            clientProps: { choices: social.networks.map(({ value, label }) => ({ value, label })) },
          },
          Cell: {
            path: 'payload-plugin-governance/client#CodeCell',
            clientProps: { choices: social.networks.map(({ value, label }) => ({ value, label })) },
          },
        },
      },
    },
    {
      name: 'link',
      type: 'text',
      maxLength: 2000,
      label: { en: 'Link', fr: 'Lien' },
      validate: isAddress as never,
    },
    ...(social.media
      ? [
          {
            name: 'media',
            type: 'upload',
            relationTo: social.media,
            hasMany: true,
            label: { en: 'Pictures and video', fr: 'Images et vidéos' },
          } as Field,
        ]
      : []),
    {
      name: 'plannedAt',
      type: 'date',
      index: true,
      label: { en: 'Planned for', fr: 'Prévue pour le' },
      admin: { position: 'sidebar', date: { pickerAppearance: 'dayAndTime' } },
    },
    panel('posting', 'payload-plugin-governance/client#SocialPosting', { position: 'sidebar' }),
    posted('postedAt', 'date', { en: 'Posted on', fr: 'Diffusée le' }),
    posted('postedBy', 'text', { en: 'Posted by (account)', fr: 'Diffusée par (compte)' }),
    posted('postedByName', 'text', { en: 'Posted by', fr: 'Diffusée par' }),
    posted('postedAddress', 'text', { en: 'Address of the post', fr: 'Adresse de la publication' }),
    ...unitFields(),
  ],
})

/** What was written stays to be read and removed; without approvals nothing new is written and nothing acts. */
export const idleSocialPosts = (collection: CollectionConfig): CollectionConfig => ({
  ...collection,
  admin: { ...collection.admin, hidden: true },
  hooks: {},
})

/** @throws GovernanceError `invalidOption` */
export const checkMediaOf = (config: Config, { media }: SanitizedSocial): void => {
  if (media !== undefined && !config.collections?.some(({ slug, upload }) => slug === media && upload))
    throw invalidOption(
      'approvals.socialPosts.media',
      `names "${media}", which is no upload collection of this site.`,
    )
}

const OWN: readonly string[] = [...POSTED_FIELDS, ...UNIT_FIELDS]

/** Only the plugin's store, which writes below the seals, says where a post is. */
export const postedSeal = (isOurs: () => boolean): Seal => ({
  key: 'social-posts',
  applies: (collection) => collection === SOCIAL_POSTS && isOurs(),
  judge: async ({ operation, version, data }) => {
    if (operation === 'delete' || version || !data) return
    const theirs: Doc = Object.fromEntries(Object.entries(data).filter(([name]) => !OWN.includes(name)))
    return { args: { data: operation === 'create' ? { ...theirs, rev: 0 } : theirs } }
  },
})
