import type { Actor } from '../../kernel/actor.js'
import { GovernanceError } from '../../kernel/errors.js'
import { all, countRows, findRow, findRows, type Row } from '../../platform/db.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { transition } from '../../platform/unit.js'
import { setInNewestVersion } from '../../platform/versions.js'
import { entry } from './rows.js'
import { POSTED_FIELDS, SOCIAL_POSTS } from './socialOptions.js'
import { isLive, subjectOf, type Target } from './target.js'

/** Where a post stands: not approved, to be posted, its time has come, out. */
export type PostingState = 'draft' | 'due' | 'posted' | 'ready'

export interface Posting {
  state: PostingState
  posted?: { at: string; by: string; address: string }
}

export const postingOf = (row: Row | null, now: Date): Posting => {
  if (row?.postedAt) {
    return {
      state: 'posted',
      posted: {
        at: new Date(row.postedAt as string).toISOString(),
        by: String(row.postedByName ?? row.postedBy ?? ''),
        address: String(row.postedAddress ?? ''),
      },
    }
  }
  if (!isLive(row)) return { state: 'draft' }
  return { state: row?.plannedAt && new Date(row.plannedAt as string) <= now ? 'due' : 'ready' }
}

const notYet = (): GovernanceError =>
  new GovernanceError(
    'stateConflict',
    'This is not approved and published here, so it is not to be posted. Have it approved and publish it first.',
    { why: 'notToPost' },
  )

/** A whole https address, as the network shows it. @throws GovernanceError `invalidInput` */
export const checkedAddress = (text: string): string => {
  const parsed = URL.canParse(text) ? new URL(text) : null
  if (!parsed || parsed.protocol !== 'https:' || parsed.username || parsed.password)
    throw new GovernanceError(
      'invalidInput',
      'Please give the whole address of the post. It starts with https://',
      { field: 'address', why: 'postAddress' },
      { field: 'address' },
    )
  return parsed.href
}

/** Lists read versions: the newest one says the same as the main row, whoever else marks it in this moment. */
const copyToNewest = async (ctx: Context, id: Target['id']): Promise<void> => {
  for (let rev: unknown; ;) {
    const row = await findRow(ctx, SOCIAL_POSTS, { id: { equals: id } })
    if (!row || row.rev === rev) return
    rev = row.rev
    const posted = Object.fromEntries(POSTED_FIELDS.map((field) => [field, row[field] ?? null]))
    await setInNewestVersion(ctx, { kind: 'collection', slug: SOCIAL_POSTS, id: row.id }, posted)
  }
}

/**
 * A person posted it by hand, there. Saying so again corrects the address; the time stays that of the first.
 * @throws GovernanceError `stateConflict` for what is not published here.
 */
export const markPosted = async (
  ctx: Context,
  target: Target,
  address: string,
  actor: Actor,
): Promise<Row> => {
  const now = nowOf(ctx.payload)
  const row = await transition(ctx, SOCIAL_POSTS, { id: { equals: target.id } }, (found) => {
    const corrects = Boolean(found.postedAt)
    if (!corrects && !isLive(found)) throw notYet()
    if (found.postedAddress === address) return null
    return {
      data: {
        postedAt: corrects ? new Date(found.postedAt as string).toISOString() : now.toISOString(),
        postedBy: actor.ref,
        postedByName: actor.name ?? null,
        postedAddress: address,
      },
      effects: {
        ledger: [
          entry(
            'approvals.posted',
            subjectOf(target),
            actor,
            now,
            { network: found.network, ...(corrects ? { corrects: true } : {}) },
            { address },
          ),
        ],
      },
    }
  })
  await copyToNewest({ payload: ctx.payload }, target.id)
  return row
}

const dueWhere = (now: Date) =>
  all(
    { _status: { equals: 'published' } },
    { plannedAt: { less_than_equal: now.toISOString() } },
    { postedAt: { exists: false } },
  )

/** Approved posts whose planned time has come and that nobody has posted; the oldest first. */
export const duePosts = async (
  ctx: Context,
  now: Date,
  limit: number,
): Promise<{ count: number; rows: Row[] }> => ({
  count: await countRows(ctx, SOCIAL_POSTS, dueWhere(now)),
  rows: await findRows(ctx, SOCIAL_POSTS, dueWhere(now), { limit, sort: 'plannedAt' }),
})
