import { type FieldClass, type Rules, stores, type AccessTable, unread } from '../../kernel/accessTable.js'
import type { Role } from '../../kernel/actor.js'

/** On the host's media: who made a picture, and who consented, is no visitor's business. */
export const RIGHTS: FieldClass = { fields: ['mediaRights'], read: 'staff' }

/** What the store alone says of a post on a network. */
const POSTED: FieldClass = {
  fields: ['postedAt', 'postedBy', 'postedByName', 'postedAddress'],
  create: 'nobody',
  update: 'nobody',
}

/** Who was given any role plans posts; what is live goes by a takedown only, whoever asks. */
const socialPosts = (on: boolean, deleteRoles: readonly Role[]): Rules => ({
  create: on ? 'anyRole' : 'nobody',
  read: 'anyRole',
  update: on ? 'anyRole' : 'nobody',
  delete: deleteRoles,
  classes: { posted: POSTED },
})

export const approvalsAccess = (socialOn: boolean, deleteRoles: readonly Role[]): AccessTable => ({
  'gov-reviews': stores('anyRole', { digests: unread('leaves', 'authors') }),
  'gov-review-decisions': stores('anyRole'),
  'gov-review-authors': stores(['aed', 'ed']),
  'gov-publications': stores('anyRole'),
  'gov-delegations': stores(['aed', 'ed']),
  // Shown with the document that they are about: whoever may not see it may not see what is said about it.
  'gov-review-comments': stores(['aed', 'ed']),
  'social-posts': socialPosts(socialOn, deleteRoles),
})
