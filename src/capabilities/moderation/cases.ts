import type { Actor } from '../../kernel/actor.js'
import { doesNotExist, GovernanceError } from '../../kernel/errors.js'
import { parseRef, type Ref, refOf } from '../../kernel/ref.js'
import { claim, heldByOther } from '../../platform/claim.js'
import { findRow, findRows, type Row } from '../../platform/db.js'
import { idOfRef } from '../../platform/ids.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { transition } from '../../platform/unit.js'
import { applyDecision } from './applying.js'
import { CASES, REPORTS } from './collections.js'
import { authorKeyOf, commentOf, type Desk } from './context.js'
import {
  type CaseKind,
  type CaseState,
  type CommentState,
  type ItemFacts,
  judge,
  refuseIncomplete,
  refuseOwn,
  refuseOwnDecision,
  type Ruling,
} from './domain.js'
import { claimed, decidedEntry } from './events.js'
import { refuseWithoutOriginal } from './restoring.js'

export const itemFacts = (row: Row): ItemFacts => ({
  state: row.state as CommentState,
  revision: Number(row.revision),
  authorKey: (row.authorKey as null | string) ?? null,
})

/** Of an appeal: who made the decision that it is against. */
const appealedFrom = async (ctx: Context, the: Row): Promise<null | string> => {
  if (the.kind !== ('appeal' satisfies CaseKind)) return null
  const id = idOfRef(ctx.payload, CASES, String(the.against))
  const before = id === null ? null : await findRow({ payload: ctx.payload }, CASES, { id: { equals: id } })
  return before ? String(before.decidedBy) : null
}

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
    refuseOwnDecision({ appealedFrom: await appealedFrom(ctx, row) }, actor.ref ?? '')
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
  const { verdict } = ruling
  const row = await transition({ payload }, CASES, { id: { equals: id } }, async (the) => {
    const now = nowOf(payload)
    const comment = await commentOf(ctx, desk, String(the.item))
    if (!comment) throw doesNotExist()
    const facts = {
      kind: the.kind as CaseKind,
      state: the.state as CaseState,
      rev: Number(the.rev),
      heldByOther: heldByOther(the, actor, now),
      appealedFrom: await appealedFrom(ctx, the),
    }
    const { caseState } = judge(facts, itemFacts(comment), ruling, {
      key: authorKeyOf(ctx, actor) ?? '',
      ref: actor.ref ?? '',
    })
    if (verdict === 'overturn') await refuseWithoutOriginal(ctx, comment)
    return {
      data: {
        state: caseState,
        place: settled(the, verdict),
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
            verdict,
            actor,
            now,
            {
              item: String(the.item),
              revision: ruling.revision,
              reports: Number(the.reports),
              ...(verdict === 'remove' ? { category: ruling.category, reason: ruling.reason } : {}),
              ...(the.against ? { against: String(the.against) } : {}),
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
