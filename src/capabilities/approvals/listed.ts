import { parseRef, type Ref } from '../../kernel/ref.js'
import type { Approval } from './definition.js'
import type { ReviewState } from './lifecycle.js'
import type { Target } from './target.js'

/** Somebody else must decide; for all others nothing is due. */
export const WAITING = ['inReview', 'retrospective']

/** A review as a list shows it. What it is about and when it is due stand in the other columns. */
export interface Listed {
  id: number | string
  subject: Ref
  locale?: null | string
  state: ReviewState
  hash: string
  submittedByName?: string
  submittedAt: string
  queue: string
  approvals?: Approval[] | null
}

/** No more than is shown or decided by: a page costs by what is read of each row. */
export const LISTED_FIELDS: (keyof Listed)[] = [
  'subject',
  'locale',
  'state',
  'hash',
  'submittedByName',
  'submittedAt',
  'queue',
  'approvals',
]

/** The document, or the one language of it that is decided on. */
export const targetOfListed = ({ subject, locale }: Listed): Target & { id?: string } => {
  const { collection, id } = parseRef(subject)
  const part = locale ? { locale } : {}
  return collection === 'global'
    ? { kind: 'global', slug: id, ...part }
    : { kind: 'collection', slug: collection, id, ...part }
}

/** See `queueOf`: a place begins with the time at which the review is due. */
export const dueIn = (queue: string): string => queue.slice(0, queue.indexOf('~'))
