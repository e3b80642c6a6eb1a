import type { Ref } from '../../kernel/ref.js'
import { all, findRows } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { AUTHORS, REVIEWS } from './collections.js'
import { approvalsOf, type Approval, type Definition, stepAt } from './definition.js'
import { type Listed, targetOfListed } from './listed.js'
import { decisionKey } from './target.js'

/** Leaves out content that this person, or who delegated to them, worked on since it was last live. */
const notWritten = async (ctx: Context, people: Ref[], rows: Listed[]): Promise<Listed[]> => {
  const keyOf = (row: Listed): string => decisionKey(targetOfListed(row))
  const touched = await findRows(
    ctx,
    AUTHORS,
    // By the index of both: one person may be the author of very much.
    all({ subject: { in: rows.map(keyOf) } }, { author: { in: people } }, { open: { not_equals: false } }),
    { limit: 5000, fields: ['subject'] },
  )
  const own = new Set(touched.map(({ subject }) => String(subject)))
  return rows.filter((row) => !own.has(keyOf(row)))
}

/** Leaves out what this person approved already, in a step that waits for somebody else as well. */
const notApproved = async (ctx: Context, person: Ref, rows: Listed[]): Promise<Listed[]> => {
  const theirs = (approval: Approval): boolean => approval.by === person || approval.for === person
  const approved = new Map(rows.map(({ id, approvals }) => [id, approvals?.filter(theirs) ?? []]))
  const some = rows.flatMap(({ id }) => (approved.get(id)!.length > 0 ? [id] : []))
  if (some.length === 0) return rows
  const fields = ['definition', 'step']
  for (const row of await findRows(ctx, REVIEWS, { id: { in: some } }, { limit: some.length, fields })) {
    const waiting = stepAt(row.definition as Definition, Number(row.step))
    // Of an earlier step: the next one is theirs to decide, too.
    if (!waiting || approvalsOf(approved.get(row.id)!, waiting).length === 0) approved.delete(row.id)
  }
  return rows.filter(({ id }) => !approved.get(id)?.length)
}

/** @param people who asks, then those in whose name they may decide; of nobody nothing is left out. */
export const awaiting = async (ctx: Context, people: Ref[], rows: Listed[]): Promise<Listed[]> =>
  people.length === 0 || rows.length === 0
    ? rows
    : notApproved(ctx, people[0]!, await notWritten(ctx, people, rows))
