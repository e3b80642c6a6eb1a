import type { CollectionConfig, Field } from 'payload'

import { claimFields } from '../../platform/claim.js'
import { choicesShown, refShown } from '../../platform/evidence.js'
import type { GovernedCollection, SharedOptions } from '../../platform/runtime.js'
import { unitFields } from '../../platform/unit.js'
import { MODERATORS } from './domain.js'
import type { SanitizedModeration } from './options.js'

export const CASES = 'gov-cases'
export const REPORTS = 'gov-reports'

const LANGUAGES = [
  { value: 'en', label: { en: 'English', fr: 'Anglais' } },
  { value: 'fr', label: { en: 'French', fr: 'Français' } },
]

const CELL = 'payload-plugin-governance/client#CommentStateCell'
const FIELD = 'payload-plugin-governance/client#CommentStateField'

const isModerator = (shared: Pick<SharedOptions, 'rolesOf'>, user: unknown): boolean =>
  shared
    .rolesOf((user ?? {}) as Record<string, unknown>)
    .some((role) => (MODERATORS as readonly string[]).includes(role))

/** Comments on documents. Plain text; only the plugin's stores write here. */
export const commentsCollection = (
  options: SanitizedModeration,
  shared: Pick<SharedOptions, 'rolesOf'>,
): CollectionConfig => ({
  slug: options.slug,
  labels: {
    singular: { en: 'Comment', fr: 'Commentaire' },
    plural: { en: 'Comments', fr: 'Commentaires' },
  },
  admin: {
    hidden: ({ user }) => !isModerator(shared, user),
    useAsTitle: 'text',
    defaultColumns: ['text', 'state', 'authorName', 'subject', 'at'],
    description: {
      en: 'To keep or remove a comment, open "Moderation" in the menu.',
      fr: 'Pour conserver ou retirer un commentaire, ouvrez «\u00a0Modération\u00a0» dans le menu.',
    },
  },
  defaultSort: '-at',
  // `at` says when, by the plugin's clock.
  timestamps: false,
  forceSelect: { state: true },
  disableDuplicate: true,
  lockDocuments: false,
  graphQL: { disableMutations: true },
  // The last two for the last texts on a page and by an account, which a new one is compared with.
  indexes: [{ fields: ['subject', 'state'] }, { fields: ['subject', 'at'] }, { fields: ['authorKey', 'at'] }],
  fields: [
    { name: 'text', type: 'textarea', label: { en: 'Comment', fr: 'Commentaire' } },
    {
      name: 'state',
      type: 'text',
      required: true,
      index: true,
      label: { en: 'State', fr: 'État' },
      admin: { components: { Cell: CELL, Field: FIELD } },
    },
    { name: 'authorName', type: 'text', label: { en: 'Name', fr: 'Nom' } },
    {
      name: 'staff',
      type: 'checkbox',
      defaultValue: false,
      label: { en: 'Written by staff', fr: 'Écrit par le personnel' },
    },
    {
      name: 'subject',
      type: 'text',
      required: true,
      index: true,
      label: { en: 'On', fr: 'Au sujet de' },
      admin: refShown(),
    },
    ...(options.on ?? []).map((slug): Field => ({
      name: slug,
      type: 'relationship',
      relationTo: slug as never,
      // Stays open to queries: a join field over GraphQL asks by it.
      index: true,
      admin: { condition: (data) => Boolean(data?.[slug]) },
    })),
    {
      name: 'locale',
      type: 'text',
      required: true,
      label: { en: 'Language', fr: 'Langue' },
      admin: choicesShown(LANGUAGES),
    },
    {
      name: 'at',
      type: 'date',
      required: true,
      index: true,
      label: { en: 'Written', fr: 'Écrit le' },
      admin: { date: { pickerAppearance: 'dayAndTime' } },
    },
    {
      name: 'revision',
      type: 'number',
      required: true,
      defaultValue: 1,
      label: { en: 'Revision', fr: 'Révision' },
    },
    // The account, unless the author asked to stay unnamed.
    {
      name: 'author',
      type: 'text',
      index: true,
      label: { en: 'Account', fr: 'Compte' },
      admin: refShown(),
    },
    // Keyed digest of the account, so that nobody decides on what they wrote, unnamed or not.
    { name: 'authorKey', type: 'text', admin: { hidden: true } },
    { name: 'takedown', type: 'text', admin: { hidden: true } },
    // False until the case of a pending comment exists, and until a visible one was triaged:
    // a crash in between is healed by the runner.
    {
      name: 'queued',
      type: 'checkbox',
      defaultValue: false,
      index: true,
      admin: { hidden: true },
    },
    ...unitFields(),
  ],
})

/** One row per question to a moderator: its state, who looks at it, and the decision. */
const casesCollection: CollectionConfig = {
  slug: CASES,
  labels: { singular: { en: 'Case', fr: 'Dossier' }, plural: { en: 'Cases', fr: 'Dossiers' } },
  admin: { hidden: true, useAsTitle: 'item' },
  graphQL: false,
  lockDocuments: false,
  fields: [
    // `open:<item>` while open: its unique index lets an item have one open case.
    { name: 'place', type: 'text', required: true, unique: true, index: true },
    // What opened it; the same cause never opens two.
    { name: 'cause', type: 'text', required: true, unique: true, index: true },
    { name: 'item', type: 'text', required: true, index: true },
    { name: 'kind', type: 'text', required: true },
    { name: 'state', type: 'text', required: true, index: true },
    { name: 'priority', type: 'number', required: true, defaultValue: 0, index: true },
    { name: 'reports', type: 'number', required: true, defaultValue: 0 },
    { name: 'openedAt', type: 'date', required: true, index: true },
    { name: 'revision', type: 'number', required: true },
    // What triage saw in that revision: rules, places in the text and weights; never the text.
    { name: 'signals', type: 'json' },
    // The rule by which a machine held it back; empty where a person or the mode of the site did.
    { name: 'heldBy', type: 'text' },
    // `due` until the host's own detectors were asked.
    { name: 'asked', type: 'text', index: true },
    ...claimFields(),
    { name: 'decidedAt', type: 'date', index: true },
    { name: 'decidedBy', type: 'text', index: true },
    { name: 'decidedByName', type: 'text' },
    { name: 'category', type: 'text' },
    { name: 'reason', type: 'text' },
    { name: 'words', type: 'textarea' },
    // Of an appeal: the case whose decision it is against, and what the author says.
    { name: 'against', type: 'text', index: true },
    { name: 'plea', type: 'textarea' },
    // False from the decision until the content followed it.
    { name: 'applied', type: 'checkbox', defaultValue: true, index: true },
    ...unitFields(),
  ],
}

/** One row per person (or daily source), item and category. Moderators do not learn who reported. */
const reportsCollection: CollectionConfig = {
  slug: REPORTS,
  labels: { singular: { en: 'Report', fr: 'Signalement' }, plural: { en: 'Reports', fr: 'Signalements' } },
  admin: { hidden: true, useAsTitle: 'item' },
  graphQL: false,
  lockDocuments: false,
  fields: [
    { name: 'key', type: 'text', required: true, unique: true, index: true },
    { name: 'item', type: 'text', required: true, index: true },
    { name: 'case', type: 'text', index: true },
    { name: 'category', type: 'text', required: true },
    { name: 'words', type: 'textarea' },
    { name: 'danger', type: 'checkbox', defaultValue: false },
    { name: 'locale', type: 'text' },
    { name: 'at', type: 'date', required: true },
    { name: 'by', type: 'text' },
    // False until its case has counted it.
    { name: 'counted', type: 'checkbox', defaultValue: false, index: true },
    // Empty until the incident of a report of danger is open.
    { name: 'alarm', type: 'text', index: true },
    ...unitFields(),
  ],
}

export const moderationCollections = (
  options: SanitizedModeration,
  shared: Pick<SharedOptions, 'rolesOf'>,
): GovernedCollection[] => [
  { collection: commentsCollection(options, shared), appendOnly: true, onlyIfAbsent: true },
  { collection: casesCollection, appendOnly: true },
  { collection: reportsCollection, appendOnly: true },
]
