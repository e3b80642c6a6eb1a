import type {
  CollectionBeforeChangeHook,
  CollectionBeforeOperationHook,
  CollectionConfig,
  Field,
  Tab,
} from 'payload'

import { fieldAccess } from '../../platform/access.js'
import { refShown } from '../../platform/evidence.js'
import { unitFields } from '../../platform/unit.js'
import { KEPT } from './access.js'
import { noticeEditor } from './editor.js'
import { mustFit } from './fitness.js'
import { NOTICE_KEY } from './options.js'
import { promisesTab } from './promiseFields.js'
import { promisesFrom } from './promises.js'

export const NOTICES = 'gov-notices'
export const VERSIONS = 'gov-notice-versions'

/** The promises of the draft once more, as one column. */
export const PROMISED = 'promised'

const PANEL = 'payload-plugin-governance/client#NoticePanel'

const changes: Field = {
  name: 'changes',
  type: 'textarea',
  maxLength: 2000,
  label: { en: 'What has changed', fr: 'Ce qui a changé' },
  admin: {
    description: {
      en: 'In a sentence or two, for readers of the version before. Not needed for the first version.',
      fr: 'En une ou deux phrases, pour qui a lu la version précédente. Inutile pour la première version.',
    },
  },
}

/** Both languages in groups of their own: hosts without localization have two languages here all the same. */
const languageTab = (locale: 'en' | 'fr', readOnly: boolean): Tab => ({
  name: locale,
  label: locale === 'en' ? { en: 'English', fr: 'Anglais' } : { en: 'French', fr: 'Français' },
  fields: [
    { name: 'title', type: 'text', maxLength: 200, label: { en: 'Title', fr: 'Titre' } },
    { name: 'content', type: 'richText', editor: noticeEditor(), label: { en: 'Text', fr: 'Texte' } },
    changes,
    ...(readOnly ? [{ name: 'hash', type: 'text', admin: { hidden: true } } as const] : []),
  ],
})

const keyFormat = (value: unknown): string | true => NOTICE_KEY.test(String(value ?? '')) || 'a-z, 0-9, -'

/**
 * Databases write the rows of a list one by one, the columns of a document at once: what is published is of columns,
 * and whoever publishes while somebody saves is told so, see `draftIn`.
 */
const keepPromises: CollectionBeforeChangeHook = ({ data, originalDoc }) => ({
  ...data,
  promised: promisesFrom(data.promises ?? (originalDoc as { promises?: unknown } | undefined)?.promises),
})

/** Before anything looks into it: what is no text must not be stored, and the editor's own hooks trip over it. */
const refuseUnfit: CollectionBeforeOperationHook = ({ args, operation }) => {
  if (operation === 'create' || operation === 'update') mustFit((args as { data?: unknown }).data)
}

/** Nobody may change the subject, so a version that is restored comes without it. */
const keepKey: CollectionBeforeChangeHook = ({ data, originalDoc }) => ({
  ...data,
  key: (data.key ?? (originalDoc as { key?: unknown } | undefined)?.key) as unknown,
})

const APPROVAL: Field = {
  name: 'governanceApproval',
  type: 'ui',
  label: { en: 'Approval', fr: 'Approbation' },
  admin: {
    position: 'sidebar',
    disableListColumn: true,
    disableBulkEdit: true,
    components: { Field: 'payload-plugin-governance/client#ApprovalPanel' },
  },
}

/**
 * One row per subject (site, chat, employment): the draft that people edit. What is in force is in the versions of the
 * notice. What the draft was before is kept, so that an approver sees what changed since.
 */
export const noticesCollection = (approved: boolean): CollectionConfig => ({
  slug: NOTICES,
  labels: {
    singular: { en: 'Privacy notice', fr: 'Avis de confidentialité' },
    plural: { en: 'Privacy notices', fr: 'Avis de confidentialité' },
  },
  admin: { useAsTitle: 'key', defaultColumns: ['key', 'updatedAt'], disableCopyToLocale: true },
  disableDuplicate: true,
  versions: { maxPerDoc: 200 },
  // What Payload would call its versions is what the versions of a notice are called.
  graphQL: { disableMutations: true, singularName: 'GovNoticeDraft', pluralName: 'GovNoticeDrafts' },
  hooks: { beforeOperation: [refuseUnfit], beforeChange: [keepKey, keepPromises] },
  fields: [
    { name: 'panel', type: 'ui', admin: { components: { Field: PANEL }, disableListColumn: true } },
    ...(approved ? [APPROVAL] : []),
    {
      name: 'key',
      type: 'text',
      required: true,
      unique: true,
      index: true,
      validate: keyFormat,
      label: { en: 'Subject (in the address)', fr: 'Sujet (dans l’adresse)' },
      admin: {
        description: {
          en: 'One word for what this notice covers, such as chat or employment: small letters, digits, hyphens. It stays.',
          fr: 'Un mot pour ce que vise cet avis, comme chat ou emploi : minuscules sans accents, chiffres, traits d’union. Il ne change plus.',
        },
      },
    },
    { type: 'tabs', tabs: [languageTab('en', false), languageTab('fr', false), promisesTab()] },
    { name: PROMISED, type: 'json', admin: { hidden: true }, access: fieldAccess(KEPT) },
    { name: 'scope', type: 'text', index: true, admin: { hidden: true } },
  ],
})

/** What was ever in force. Inserted once, never changed: sealed at the adapter. */
export const versionsCollection: CollectionConfig = {
  slug: VERSIONS,
  labels: {
    singular: { en: 'Version of a notice', fr: 'Version d’un avis' },
    plural: { en: 'Versions of notices', fr: 'Versions des avis' },
  },
  admin: {
    useAsTitle: 'place',
    defaultColumns: ['notice', 'number', 'inForceFrom', 'publishedBy'],
    disableCopyToLocale: true,
  },
  defaultSort: '-inForceFrom',
  // Payload sorts by the second, too, whatever is asked for.
  indexes: [{ fields: ['notice', 'inForceFrom', 'createdAt'] }],
  disableDuplicate: true,
  graphQL: { disableMutations: true },
  fields: [
    // `notice:number`: the one unique key that two publications at once compete for.
    {
      name: 'place',
      type: 'text',
      required: true,
      unique: true,
      index: true,
      label: { en: 'Notice and version', fr: 'Avis et version' },
      admin: { hidden: true },
    },
    { name: 'notice', type: 'text', required: true, index: true, label: { en: 'Notice', fr: 'Avis' } },
    { name: 'number', type: 'number', required: true, index: true, label: { en: 'Version', fr: 'Version' } },
    { name: 'sequence', type: 'number', required: true, admin: { hidden: true } },
    {
      name: 'inForceFrom',
      type: 'date',
      required: true,
      index: true,
      label: { en: 'In force from', fr: 'En vigueur à partir du' },
      admin: { date: { pickerAppearance: 'dayAndTime' } },
    },
    {
      name: 'publishedBy',
      type: 'text',
      label: { en: 'Published by', fr: 'Publié par' },
      admin: refShown(),
    },
    {
      name: 'publishedAt',
      type: 'date',
      label: { en: 'Published', fr: 'Publié le' },
      admin: { date: { pickerAppearance: 'dayAndTime' } },
    },
    { name: 'planned', type: 'checkbox', admin: { hidden: true } },
    // Whoever was shown an older version is asked again, whatever their form collects.
    {
      name: 'matters',
      type: 'checkbox',
      label: { en: 'The change matters to everybody', fr: 'Le changement concerne tout le monde' },
    },
    { name: 'approvedBy', type: 'text', label: { en: 'Approved by', fr: 'Approuvé par' } },
    { name: 'approvals', type: 'json', admin: { hidden: true } },
    // Of each approval there is one version at most.
    { name: 'approvalKey', type: 'text', unique: true, index: true, admin: { hidden: true } },
    { type: 'tabs', tabs: [languageTab('en', true), languageTab('fr', true)] },
    // As `NoticePromises`: read with the version on every submission, so in one column.
    { name: 'promises', type: 'json', admin: { hidden: true } },
    ...unitFields(),
  ],
}
