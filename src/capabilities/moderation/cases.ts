import type { Actor } from '../../kernel/actor.js'
import { hashOf } from '../../kernel/canonical.js'
import { doesNotExist, GovernanceError } from '../../kernel/errors.js'
import { parseRef, type Ref, refOf } from '../../kernel/ref.js'
import { claim, heldByOther } from '../../platform/claim.js'
import { all, compareAndSet, findRows, type Row } from '../../platform/db.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { writeTakedown } from '../../platform/takedown.js'
import { transition } from '../../platform/unit.js'
import { CASES, REPORTS } from './collections.js'
import { authorKeyOf, commentOf, type Desk } from './context.js'
import {
  type CaseState,
  type CommentState,
  type ItemFacts,
  judge,
  refuseIncomplete,
  refuseOwn,
  type Ruling,
} from './domain.js'
import { claimed, decidedEntry } from './events.js'

export const itemFacts = (row: Row): ItemFacts => ({
  state: row.state as CommentState,
  revision: Number(row.revision),
  authorKey: (row.authorKey as null | string) ?? null,
})

/**
 * Takes a case for a time; renewing it leaves no second entry.
 * @throws GovernanceError `claimedByOther`, `conflictOfInterest`
 */
export const claimCase = (ctx: Context, desk: Desk, id: number | string, actor: Actor): Promise<Row> =>
  claim({ payload: ctx.payload }, CASES, id, actor, async (row, now) => {
    if (row.state !== 'open')
      throw new GovernanceError(
        'alreadyDecided',
        'This has already been decided. Reload to see the decision.',
      )
    const comment = await commentOf(ctx, desk, String(row.item))
    if (!comment) throw doesNotExist()
    refuseOwn(itemFacts(comment), authorKeyOf(ctx, actor) ?? '')
    const renewed = row.claimedBy === actor.ref && new Date(row.claimedUntil as string) > now
    return renewed ? {} : { ledger: [claimed(actor, now, String(row.item))] }
  })

const settled = (row: Row, verdict: Ruling['verdict']): string =>
  `${verdict}:${String(row.item)}:${String(row.id)}`

/**
 * Decides a case: one conditional write on the case is the decision; the content follows it at once, and if the
 * process dies in between, the runner makes it follow. A second decision gets a 409.
 */
export const decide = async (
  ctx: Context,
  desk: Desk,
  id: number | string,
  ruling: Ruling,
  actor: Actor,
): Promise<Row> => {
  const { payload } = ctx
  refuseIncomplete(ruling, desk.options)
  const row = await transition({ payload }, CASES, { id: { equals: id } }, async (the) => {
    const now = nowOf(payload)
    const comment = await commentOf(ctx, desk, String(the.item))
    if (!comment) throw doesNotExist()
    const { caseState } = judge(
      { state: the.state as CaseState, rev: Number(the.rev), heldByOther: heldByOther(the, actor, now) },
      itemFacts(comment),
      ruling,
      authorKeyOf(ctx, actor) ?? '',
    )
    const removes = ruling.verdict === 'remove'
    return {
      data: {
        state: caseState,
        place: settled(the, ruling.verdict),
        revision: ruling.revision,
        applied: false,
        claimedBy: null,
        claimedUntil: null,
        decidedAt: now.toISOString(),
        decidedBy: actor.ref ?? actor.kind,
        decidedByName: actor.name ?? null,
        category: ruling.category || null,
        reason: ruling.reason || null,
        words: ruling.words || null,
      },
      effects: {
        ledger: [
          decidedEntry(
            ruling.verdict,
            actor,
            now,
            {
              item: String(the.item),
              revision: ruling.revision,
              reports: Number(the.reports),
              ...(removes ? { category: ruling.category, reason: ruling.reason } : {}),
            },
            ruling.words,
          ),
        ],
      },
    }
  })
  await applyDecision(ctx, desk, row)
  return row
}

/**
 * Makes the content follow its decision. Each step is conditional and safe to repeat, and the removal's record (with
 * the original, restricted) is written before the content goes.
 */
export const applyDecision = async (ctx: Context, desk: Desk, the: Row): Promise<void> => {
  const at = { payload: ctx.payload }
  const { slug } = desk.options
  const comment = await commentOf(ctx, desk, String(the.item))
  if (comment && comment.state !== 'removed') {
    const asRead = (...states: CommentState[]) =>
      all({ id: { equals: comment.id } }, { revision: { equals: the.revision } }, { state: { in: states } })
    if (the.state === 'removed') {
      const original = {
        text: comment.text as string,
        name: (comment.authorName as null | string) ?? null,
        subject: comment.subject as string,
        locale: comment.locale as string,
        revision: Number(comment.revision),
        state: comment.state as string,
      }
      const takedown = await writeTakedown(
        at,
        {
          key: `moderation:${CASES}:${the.id}`,
          subject: String(the.item),
          reason: [the.reason, the.words].filter(Boolean).join(': '),
          category: String(the.category ?? ''),
          contentHash: hashOf(original),
          original,
        },
        { kind: 'staff', ref: String(the.decidedBy), roles: [] },
        new Date(the.decidedAt as string),
      )
      // The text leaves the row: what is removed is now kept in one restricted place.
      await compareAndSet(at, slug, asRead('pending', 'visible'), {
        state: 'removed' satisfies CommentState,
        text: null,
        takedown: refOf('gov-takedowns', takedown.id),
        queued: true,
      })
    } else {
      await compareAndSet(at, slug, asRead('pending'), {
        state: 'visible' satisfies CommentState,
        queued: true,
      })
    }
  }
  await compareAndSet(at, CASES, { id: { equals: the.id } }, { applied: true })
}

/** Everything that was opened and reported about a comment: the ledger speaks of these, too. */
export const matterOf = async (ctx: Context, desk: Desk, subject: Ref): Promise<Ref[]> => {
  if (parseRef(subject).collection !== desk.options.slug) return []
  const about = { item: { equals: subject } }
  const of = async (collection: string): Promise<Ref[]> =>
    (
      await findRows({ payload: ctx.payload }, collection, about, {
        limit: 200,
        sort: '-id',
        fields: ['item'],
      })
    ).map(({ id }) => refOf(collection, id))
  return [...(await of(CASES)), ...(await of(REPORTS))]
}
