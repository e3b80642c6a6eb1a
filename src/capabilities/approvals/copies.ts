import type { BasePayload } from 'payload'

import type { Context } from '../../platform/runtime.js'
import { sharedBy } from '../../platform/shared.js'
import { authorsOf, touch } from './authors.js'
import { decisionKey, type Target } from './target.js'

/** Documents that a request copies: Payload tells the hook before it, and nothing below. */
const copiedBy = (payload: BasePayload): WeakMap<object, Target[]> =>
  sharedBy(payload, 'approvals.copies', () => new WeakMap<object, Target[]>())

export const noteCopy = ({ payload, req }: Context, source: Target): void => {
  if (!req) return
  const copied = copiedBy(payload)
  copied.set(req, [...(copied.get(req) ?? []), source])
}

/**
 * Whoever wrote what is copied wrote the copy, too: nobody approves their own words because a colleague duplicated
 * them. A request that copies several at once makes their authors those of each copy.
 */
export const inheritAuthors = async (ctx: Context, part: Target, now: Date): Promise<void> => {
  const sources = (ctx.req && copiedBy(ctx.payload).get(ctx.req)) ?? []
  for (const source of sources.filter(({ slug }) => slug === part.slug)) {
    const authors = await authorsOf(ctx, { ...source, locale: part.locale })
    for (const author of Object.keys(authors)) await touch(ctx, decisionKey(part), author, now)
  }
}
