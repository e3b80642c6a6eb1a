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
  const some = rows.filter(({ approvals }) => approvals?.some(theirs)).map(({ id }) => id)
  if (some.length === 0) return rows
  const fields = ['definition', 'step', 'approvals']
  const found = await findRows(ctx, REVIEWS, { id: { in: some } }, { limit: some.length, fields })
  const done = new Set(
    found.flatMap(({ id, definition, step, approvals }) => {
      const waiting = stepAt(definition as Definition, Number(step))
      return waiting && approvalsOf(approvals as Approval[], waiting).some(theirs) ? [id] : []
    }),
  )
  return rows.filter(({ id }) => !done.has(id))
}

/** @param people who asks, then those in whose name they may decide; of nobody nothing is left out. */
export const awaiting = async (ctx: Context, people: Ref[], rows: Listed[]): Promise<Listed[]> =>
  people.length === 0 || rows.length === 0
    ? rows
    : notApproved(ctx, people[0]!, await notWritten(ctx, people, rows))
