import type { BasePayload, Where } from 'payload'

import { canonicalJSON } from '../../kernel/canonical.js'
import { doesNotExist, GovernanceError } from '../../kernel/errors.js'
import { all, compareAndSet, findRow, insertOnce, type Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { NOTICES } from './collections.js'
import { type Changes, type NoticeTexts, type Promises, sameTexts } from './domain.js'
import { fieldsOf, promisesFrom } from './promises.js'
import { inForce, newestOf, nextOf, type NoticeVersion, ownId, textOf } from './store.js'

/** What a publication puts in force, as it is saved. */
export interface Draft {
  row: Row
  notice: string
  texts: NoticeTexts
  changes: Changes
  promises: Promises
}

export const changedMeanwhile = (again: 'import' | 'publish' = 'publish'): GovernanceError =>
  new GovernanceError(
    'changedSinceRead',
    `Somebody changed this draft meanwhile. Reload, read it, and ${again} again.`,
  )

/**
 * Takes the draft as it was read, by its `updatedAt`, in one conditional write: of two who read the same, one goes on,
 * and gives it back where what follows fails: nobody changed it then. Null where somebody was faster. `seen`: what the
 * person had before them; whoever says nothing goes by what is stored now.
 */
export const takeAsRead = async (
  ctx: Context,
  row: Row,
  seen?: string,
): Promise<null | { giveBack: () => Promise<void> }> => {
  const stored = new Date(row.updatedAt as string)
  if (seen && new Date(seen).getTime() !== stored.getTime()) return null
  const was = stored.toISOString()
  // By the clock that Payload writes this column with.
  const updatedAt = new Date(Math.max(Date.now(), stored.getTime() + 1)).toISOString()
  const move = (from: string, to: string): Promise<Row | null> => {
    const same: Where = { updatedAt: { equals: from } }
    return compareAndSet(ctx, NOTICES, all({ id: { equals: row.id } }, same), { updatedAt: to })
  }
  return (await move(was, updatedAt)) && { giveBack: async () => void (await move(updatedAt, was)) }
}

const changeIn = (group: unknown): string =>
  ((group as { changes?: null | string } | null)?.changes ?? '').trim()

/** @throws GovernanceError `changedSinceRead` where somebody saves it at this moment: half of it is there. */
export const draftIn = (row: Row): Draft => {
  const promises = (row.promised ?? null) as Promises
  if (canonicalJSON(promises) !== canonicalJSON(promisesFrom(row.promises))) throw changedMeanwhile()
  return {
    row,
    notice: String(row.key),
    texts: { en: textOf(row.en), fr: textOf(row.fr) },
    changes: { en: changeIn(row.en), fr: changeIn(row.fr) },
    promises,
  }
}

const rowOf = async (ctx: Context, id: number | string): Promise<Row> => {
  const row = await findRow(ctx, NOTICES, { id: { equals: ownId(ctx, String(id)) } })
  if (!row) throw doesNotExist()
  return row
}

export const draftOf = async (ctx: Context, id: number | string): Promise<Draft> =>
  draftIn(await rowOf(ctx, id))

export const isSame = (draft: Draft, version: NoticeVersion | null): boolean =>
  version !== null &&
  sameTexts(draft.texts, { en: version.texts.en.hash, fr: version.texts.fr.hash }, draft.promises)

/** What was published last of this draft, as if it were the draft: what approvers compare with. */
export const liveOf = async (
  ctx: Context,
  row: Record<string, unknown>,
): Promise<Record<string, unknown> | null> => {
  const newest = await newestOf(ctx, String(row.key))
  if (!newest) return null
  if (isSame(draftIn(row as Row), newest)) return row
  const group = ({ title, content, changes }: NoticeVersion['texts']['en']) => ({ title, content, changes })
  const promises = fieldsOf(newest.promises ?? null)
  return { ...row, en: group(newest.texts.en), fr: group(newest.texts.fr), promises }
}

export interface NoticeState {
  id: number | string
  key: string
  /** In force now. */
  number: number | null
  since: string | null
  /** Published, and not begun. */
  next: { number: number; from: string } | null
  /** True when the saved draft is what was published last. */
  same: boolean
}

/** What the panel above the draft shows. */
export const stateOf = async (
  ctx: Context,
  id: number | string,
): Promise<NoticeState & { draft: Draft; newest: NoticeVersion | null }> => {
  const draft = await draftOf(ctx, id)
  const [current, next, newest] = await Promise.all([
    inForce(ctx, draft.notice),
    nextOf(ctx, draft.notice),
    newestOf(ctx, draft.notice),
  ])
  return {
    id: draft.row.id,
    key: draft.notice,
    number: current?.number ?? null,
    since: current?.inForceFrom.toISOString() ?? null,
    next: next && { number: next.number, from: next.inForceFrom.toISOString() },
    same: isSame(draft, newest),
    draft,
    newest,
  }
}

export const noticeId = async (ctx: Context, key: string): Promise<number | string | null> =>
  (await findRow(ctx, NOTICES, { key: { equals: key } }))?.id ?? null

export const ensureNotices = async (payload: BasePayload, keys: readonly string[]): Promise<void> => {
  for (const key of keys)
    if (!(await noticeId({ payload }, key))) await insertOnce({ payload }, NOTICES, { key })
}
