import type { CollectionConfig, Field } from 'payload'

import { unitFields } from '../../platform/unit.js'

export const REVIEWS = 'gov-reviews'
export const DECISIONS = 'gov-review-decisions'
export const AUTHORS = 'gov-review-authors'
export const PUBLICATIONS = 'gov-publications'
export const DELEGATIONS = 'gov-delegations'
export const COMMENTS = 'gov-review-comments'

const text = (name: string, more: Record<string, unknown> = {}): Field =>
  ({ name, type: 'text', ...more }) as Field
const when = (name: string, more: Record<string, unknown> = {}): Field =>
  ({ name, type: 'date', ...more }) as Field
const hiddenJson = (name: string): Field => ({ name, type: 'json', admin: { hidden: true } })

/** A run: one document, one submitted content, one outcome. The definition it runs on is a copy. */
export const reviewCollection: CollectionConfig = {
  slug: REVIEWS,
  labels: {
    singular: { en: 'Review', fr: 'Révision' },
    plural: { en: 'Reviews', fr: 'Révisions' },
  },
  admin: { hidden: true },
  graphQL: false,
  disableDuplicate: true,
  fields: [
    // Reference of what is decided on while open, `closed:…` afterwards: at most one open review of it.
    text('openKey', { required: true, unique: true, index: true, admin: { hidden: true } }),
    // Due time and key while open, empty afterwards: the order of the inbox, and its cursor.
    text('queue', { admin: { hidden: true } }),
    text('subject', { required: true, index: true }),
    text('kind', { required: true }),
    text('entity', { required: true, index: true }),
    text('docId'),
    // The one language that is decided on, where languages are published apart.
    text('locale'),
    text('state', { required: true, index: true }),
    { name: 'round', type: 'number', defaultValue: 1 },
    // The step that waits, and the roles that may decide it as one text: `|administrator|aed|`.
    { name: 'step', type: 'number', defaultValue: 0 },
    text('awaits', { index: true }),
    { name: 'approvals', type: 'json' },
    text('hash', { required: true }),
    // Digest per field, so that a refusal can name what differs without a copy of the content.
    hiddenJson('leaves'),
    // Authors at the approval with their counters: whoever touched it no more is done when exactly this is published.
    hiddenJson('authors'),
    { name: 'locales', type: 'json' },
    { name: 'definition', type: 'json', required: true },
    text('submittedBy', { required: true, index: true }),
    text('submittedByName'),
    when('submittedAt', { required: true, index: true }),
    when('dueAt', { index: true }),
    text('decidedBy', { index: true }),
    text('decidedByName'),
    when('decidedAt'),
    { name: 'comment', type: 'textarea' },
    // The approved content goes live by itself at this time while it says who planned that; where it does not any more,
    // that plan was not carried out.
    when('publishAt'),
    text('scheduledBy'),
    text('publishedBy'),
    text('publishedByName'),
    when('publishedAt', { index: true }),
    when('publishingSince'),
    ...unitFields(),
  ],
  indexes: [{ fields: ['state', 'dueAt'] }, { fields: ['queue', 'createdAt'] }],
}

/** One row per decision: what was decided, on which content, with which comment (S2-34). */
export const decisionCollection: CollectionConfig = {
  slug: DECISIONS,
  labels: {
    singular: { en: 'Review decision', fr: 'Décision de révision' },
    plural: { en: 'Review decisions', fr: 'Décisions de révision' },
  },
  admin: { hidden: true },
  graphQL: false,
  disableDuplicate: true,
  fields: [
    text('key', { required: true, unique: true, index: true }),
    text('review', { required: true, index: true }),
    text('subject', { required: true, index: true }),
    { name: 'round', type: 'number' },
    text('step'),
    text('outcome', { required: true }),
    text('hash'),
    text('by', { required: true }),
    text('byName'),
    text('for'),
    text('forName'),
    when('at', { required: true }),
    { name: 'comment', type: 'textarea' },
    { name: 'attested', type: 'json' },
    text('scope', { index: true }),
  ],
}

/** Who touched a document since it was last live. Versions store no author. */
export const authorCollection: CollectionConfig = {
  slug: AUTHORS,
  admin: { hidden: true },
  graphQL: false,
  fields: [
    text('subject', { required: true, index: true }),
    text('author', { required: true, index: true }),
    { name: 'touches', type: 'number', defaultValue: 1 },
    { name: 'open', type: 'checkbox', defaultValue: true, index: true },
    when('at', { required: true }),
    text('scope', { index: true }),
  ],
  indexes: [{ fields: ['subject', 'author'] }],
}

/**
 * What was live before governance, by document; what went live since has a review that was published. `<slug>:*` marks
 * a collection whose live documents were adopted.
 */
export const publicationCollection: CollectionConfig = {
  slug: PUBLICATIONS,
  admin: { hidden: true },
  graphQL: false,
  fields: [
    text('subject', { required: true, unique: true, index: true }),
    text('how', { required: true }),
    text('hash'),
    when('at', { required: true }),
    // Earlier versions said here by which review it is live, which the review itself says now. No column leaves the
    // schema (decision 0012).
    ...['review', 'by', 'byName'].map((name) => text(name)),
    when('endedAt'),
    ...unitFields(),
  ],
}

/** Decisions handed over for a span. Both names stand on every decision taken under it. */
export const delegationCollection: CollectionConfig = {
  slug: DELEGATIONS,
  labels: {
    singular: { en: 'Delegation', fr: 'Délégation' },
    plural: { en: 'Delegations', fr: 'Délégations' },
  },
  admin: { hidden: true },
  graphQL: false,
  disableDuplicate: true,
  fields: [
    text('from', { required: true, index: true }),
    text('fromName'),
    text('to', { required: true, index: true }),
    text('toName'),
    when('startsAt', { required: true }),
    when('endsAt', { required: true, index: true }),
    { name: 'reason', type: 'textarea' },
    text('by', { required: true }),
    text('byName'),
    text('state', { required: true, index: true }),
    when('endedAt'),
    ...unitFields(),
  ],
}

/** A remark on the whole document or on one field, with a suggestion or without; open until somebody resolves it. */
export const commentCollection: CollectionConfig = {
  slug: COMMENTS,
  labels: {
    singular: { en: 'Review comment', fr: 'Commentaire de révision' },
    plural: { en: 'Review comments', fr: 'Commentaires de révision' },
  },
  admin: { hidden: true },
  graphQL: false,
  disableDuplicate: true,
  fields: [
    text('subject', { required: true, index: true }),
    text('field'),
    text('locale'),
    { name: 'text', type: 'textarea', required: true },
    { name: 'suggestion', type: 'textarea' },
    text('by', { required: true }),
    text('byName'),
    when('at', { required: true }),
    text('resolvedBy'),
    text('resolvedByName'),
    when('resolvedAt'),
    ...unitFields(),
  ],
}
