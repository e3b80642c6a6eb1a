import type { BasePayload } from 'payload'

import { SYSTEM } from '../../kernel/actor.js'
import { findRow, insertOnce } from '../../platform/db.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { createUnitOnce } from '../../platform/unit.js'
import { PUBLICATIONS } from './collections.js'
import { docsWhere, imageFor, storedDoc } from './store.js'
import { type Doc, isLive, subjectOf, type Target } from './target.js'
import type { Governed } from './gate.js'
import type { SanitizedApprovals } from './options.js'
import { entry } from './rows.js'

const BATCH = 100

const adopt = async (ctx: Context, options: SanitizedApprovals, target: Target, doc: Doc): Promise<void> => {
  const subject = subjectOf(target)
  const { hash } = await imageFor(ctx, options, target, doc)
  const now = nowOf(ctx.payload)
  await createUnitOnce(
    ctx,
    PUBLICATIONS,
    { subject, how: 'adopted', hash, at: now.toISOString() },
    { ledger: [entry('approvals.adopted', subject, SYSTEM, now, { hash })] },
  )
}

const batchOf = (ctx: Context, slug: string, after: unknown): Promise<Doc[]> =>
  docsWhere(ctx, slug, after === undefined ? {} : { id: { greater_than: after } }, {
    limit: BATCH,
    sort: 'id',
  })

/** A mark per collection or global: it is written last, so that a start that was cut is repeated. */
const markOf = (kind: Target['kind'], slug: string): string =>
  kind === 'global' ? `global:${slug}:*` : `${slug}:*`

/**
 * What is live when governance starts is adopted as "published before governance", on the ledger: once, in batches,
 * repeatable. Nothing on the site changes.
 */
export const adoptLive = async (
  payload: BasePayload,
  options: SanitizedApprovals,
  governed: Governed,
): Promise<void> => {
  const ctx: Context = { payload }
  const finished = async (mark: string): Promise<boolean> =>
    Boolean(await findRow(ctx, PUBLICATIONS, { subject: { equals: mark } }))
  const finish = (mark: string) =>
    insertOnce(ctx, PUBLICATIONS, { subject: mark, how: 'adopted', at: nowOf(payload).toISOString(), rev: 0 })
  for (const slug of governed.collections.filter((one) => !(one in options.elsewhere))) {
    const mark = markOf('collection', slug)
    if (await finished(mark)) continue
    let docs = await batchOf(ctx, slug, undefined)
    while (docs.length > 0) {
      for (const doc of docs.filter((one) => isLive(one)))
        await adopt(ctx, options, { kind: 'collection', slug, id: doc.id as number }, doc)
      docs = docs.length < BATCH ? [] : await batchOf(ctx, slug, docs.at(-1)?.id)
    }
    await finish(mark)
  }
  for (const slug of governed.globals) {
    const mark = markOf('global', slug)
    if (await finished(mark)) continue
    const doc = await storedDoc(ctx, { kind: 'global', slug })
    if (isLive(doc) && doc) await adopt(ctx, options, { kind: 'global', slug }, doc)
    await finish(mark)
  }
}
