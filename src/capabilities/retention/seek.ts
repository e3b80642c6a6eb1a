import { addSpan } from '../../kernel/calendar.js'
import { parseRef } from '../../kernel/ref.js'
import {
  all,
  compareAndSet,
  deleteRows,
  findRow,
  findRows,
  insertOnce,
  recordOnce,
  type Row,
} from '../../platform/db.js'
import { rowPages } from '../../platform/rowPages.js'
import type { Context } from '../../platform/runtime.js'
import { HELD, HOLDS, PLANS } from './collections.js'
import { hasTimestamps, type Retention, timeZoneOf } from './context.js'
import { HOLDING } from './domain.js'
import { holdOf } from './heldBy.js'
import { type Hold, keptBy } from './holdKinds.js'
import { namesIn } from './names.js'

const BATCH = 200
/** Records that whoever places a hold waits for; the runner looks through the others. */
const AT_ONCE = 5000

const linkKey = (hold: string, collection: string, record: string): string =>
  `${hold}~${collection}:${record}`

const link = async (ctx: Context, hold: string, collection: string, record: string): Promise<void> =>
  recordOnce(ctx, HELD, {
    key: linkKey(hold, collection, record),
    hold,
    subjectCollection: collection,
    record,
  })

interface Search {
  retention: Retention
  /** Where the search begins; undefined at the first record. */
  since?: Date
  /** Records to look at, at most. */
  budget: number
  fence?: () => Promise<void>
}

/** Tells of each record which of these persons it names. @returns how many were looked at; null when some are left. */
const lookThrough = async (
  ctx: Context,
  collection: string,
  persons: readonly Hold[],
  { retention, since, budget, fence }: Search,
  found: (record: string, holds: Hold[]) => Promise<void>,
): Promise<null | number> => {
  const changed = since ? [{ updatedAt: { greater_than_equal: since.toISOString() } }] : []
  const none = new Set<string>()
  let looked = 0
  for await (const rows of rowPages(ctx, collection, changed, { size: BATCH })) {
    await fence?.()
    const names = await namesIn(ctx, retention, collection, rows)
    for (const { id } of rows) {
      const known = { ref: '', names: names.get(String(id)) ?? none, cases: none, found: none }
      const keep = keptBy(persons, known)
      if (keep.length > 0) await found(String(id), keep)
    }
    looked += rows.length
    if (rows.length === BATCH && looked >= budget) return null
  }
  return looked
}

/** What a hold on a person would keep, before it is placed. `more`: not everything was looked at. */
export const recordsNaming = async (
  ctx: Context,
  retention: Retention,
  subject: string,
): Promise<{ found: Map<string, string[]>; more: boolean }> => {
  const asked: Hold = { id: '', kind: 'person', subject, query: null }
  const found = new Map<string, string[]>()
  let [budget, more] = [AT_ONCE, false]
  for (const collection of retention.rules.keys()) {
    const ids: string[] = []
    const looked = await lookThrough(ctx, collection, [asked], { retention, budget }, async (id) => {
      ids.push(id)
    })
    found.set(collection, ids)
    more ||= looked === null
    budget = Math.max(1, budget - (looked ?? budget))
  }
  return { found, more }
}

const noteSought = (ctx: Context, hold: Hold, collection: string, before: unknown): Promise<unknown> =>
  compareAndSet(
    ctx,
    HOLDS,
    { id: { equals: hold.id } },
    {
      sought: [...new Set([...((before as null | string[]) ?? []), collection])],
      updatedAt: null,
    },
  )

/** Writes down what a hold on a person or a case keeps, as far as whoever places it waits for it. */
export const seekFor = async (ctx: Context, retention: Retention, row: Row): Promise<void> => {
  const hold = holdOf(row)
  if (hold.kind === 'case') await linkCase(ctx, retention, hold)
  if (hold.kind !== 'person') return
  const sought: string[] = []
  let budget = AT_ONCE
  for (const collection of retention.rules.keys()) {
    const looked = await lookThrough(ctx, collection, [hold], { retention, budget }, (id) =>
      link(ctx, hold.id, collection, id),
    )
    if (looked === null) break
    budget = Math.max(1, budget - looked)
    sought.push(collection)
  }
  await compareAndSet(ctx, HOLDS, { id: { equals: row.id } }, { sought, updatedAt: null })
}

/** What belongs to the case now; what was taken out of it is kept no more. */
export const linkCase = async (ctx: Context, { rules, cases }: Retention, hold: Hold): Promise<number> => {
  const refs = ((await cases?.()?.recordsOf(ctx, hold.subject)) ?? []).map(parseRef)
  const governed = refs.filter(({ collection }) => rules.has(collection))
  for (const { collection, id } of governed) await link(ctx, hold.id, collection, id)
  const links = await findRows(ctx, HELD, { hold: { equals: hold.id } }, { limit: 0, fields: ['key'] })
  const keys = new Set(governed.map(({ collection, id }) => linkKey(hold.id, collection, id)))
  const past = links.flatMap(({ key }) => (keys.has(String(key)) ? [] : [String(key)]))
  if (past.length > 0) await deleteRows(ctx, HELD, { key: { in: past } })
  return governed.length
}

const keyOf = (collection: string): string => `sought:${collection}`

/** What was written since the last look; everything for a hold that is new here, or where nothing says when it was. */
export const seekIn = async (
  ctx: Context,
  retention: Retention,
  collection: string,
  fence: () => Promise<void>,
): Promise<number> => {
  const rows = await findRows(ctx, HOLDS, all({ state: { in: HOLDING } }, { kind: { equals: 'person' } }), {
    limit: 0,
  })
  if (rows.length === 0) return 0
  const fresh = rows.filter(({ sought }) => !((sought as null | string[]) ?? []).includes(collection))
  const plan = await findRow(ctx, PLANS, { key: { equals: keyOf(collection) } })
  const dated = plan?.boundary && fresh.length === 0 && hasTimestamps(ctx.payload, collection)
  // By the machine's clock, as Payload dates rows; an hour back, for writes that were on their way.
  const began = new Date()
  const since = dated
    ? addSpan(new Date(plan.boundary as string), { hours: -1 }, timeZoneOf(ctx.payload))
    : undefined
  let links = 0
  await lookThrough(
    ctx,
    collection,
    rows.map(holdOf),
    { retention, since, budget: Infinity, fence },
    async (id, holds) => {
      for (const hold of holds) await link(ctx, hold.id, collection, id)
      links += holds.length
    },
  )
  for (const row of fresh) await noteSought(ctx, holdOf(row), collection, row.sought)
  const boundary = began.toISOString()
  const noted = plan && (await compareAndSet(ctx, PLANS, { key: { equals: plan.key } }, { boundary }))
  if (!noted)
    await insertOnce(ctx, PLANS, {
      key: keyOf(collection),
      subjectCollection: collection,
      months: 0,
      rev: 0,
      state: 'empty',
      boundary,
    })
  return links
}
