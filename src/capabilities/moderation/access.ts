import { type AccessTable, type FieldClass, type Rule, stores, unread } from '../../kernel/accessTable.js'
import { MODERATORS } from './domain.js'

/** The invariant: for everyone but moderators, what is pending or removed does not exist. */
const visible: Rule = { all: MODERATORS, others: { state: { equals: 'visible' } } }

const never = { create: 'nobody', update: 'nobody' } as const

/** What reporters wrote may say who they are: covered, and uncovered case by case. */
const REPORTED: FieldClass = {
  fields: ['words'],
  masked: { entry: 'moderation.disclosed', with: { collection: 'gov-cases', field: 'case' } },
}

export const moderationAccess = (comments: string, mask: boolean): AccessTable => ({
  [comments]: stores(visible, {
    // For others than moderators nothing to filter or sort by: Payload asks without a document when it judges a query.
    // It sorts other documents by fields of a related one without asking for access to that one (`?sort=comment.text`
    // on 3.90.1), which would tell the order of hidden texts.
    words: {
      ...never,
      fields: ['text', 'state', 'authorName', 'staff', 'locale', 'revision'],
      read: visible,
    },
    // Where and when: what a site lists comments by. Nothing of their words can be learnt from it.
    places: { ...never, fields: ['subject', 'at'], read: 'everyone' },
    account: { ...never, fields: ['author', 'takedown'], read: MODERATORS },
    keys: unread('authorKey', 'queued'),
  }),
  'gov-cases': stores(MODERATORS),
  // Moderators do not learn who reported.
  'gov-reports': stores(MODERATORS, {
    reporter: unread('key', 'by', 'alarm'),
    ...(mask ? { reported: REPORTED } : {}),
  }),
})
