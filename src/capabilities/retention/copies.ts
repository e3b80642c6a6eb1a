import type { CollectionConfig, Where } from 'payload'

import type { Span } from '../../kernel/calendar.js'
import { all, findRows, setAll } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { DATE_FIELD, hasTimestamps, nowOf, type Retention, type Work } from './context.js'
import type { RetentionRule } from './options.js'
import { type Id, iso } from './store.js'
import type { Term, Terms } from './terms.js'

/**
 * Files of plugin-import-export hold copies of records: `exports` what was there when they were made, `imports` what
 * records were made from. Which of them holds which record no database can say, so each counts as holding all of its
 * collection that it may: it leaves no later than the first of them.
 */
type Kind = 'export' | 'import'

interface Marked {
  collectionSlugs?: unknown
}

const PLUGIN = 'plugin-import-export'

/** By the mark that the plugin leaves on its own two collections, whatever the site calls them. */
export const kindOf = ({ admin, fields }: Pick<CollectionConfig, 'admin' | 'fields'>): Kind | null => {
  const mark = (admin?.custom as Record<string, Marked> | undefined)?.[PLUGIN]
  if (!Array.isArray(mark?.collectionSlugs)) return null
  return fields.some((field) => 'name' in field && field.name === 'importMode') ? 'import' : 'export'
}

const HOURS = { hours: 1, days: 24, months: 28 * 24 } as const

const least = (span: Span): number =>
  Object.entries(span).reduce(
    (sum, [unit, count]) => sum + Number(count) * (HOURS[unit as keyof typeof HOURS] ?? 0),
    0,
  )

const spansOf = ({ span, from }: Term): Span[] => [span, ...(from ? [from.atMost] : [])]

/** The shortest time that any rule of the site gives, from receipt; null where none says one. */
export const shortest = (terms: readonly Terms[]): null | Terms => {
  const spans = terms.flatMap((one) => [one, ...one.cases].flatMap(spansOf))
  const [first] = [...spans].sort((a, b) => least(a) - least(b))
  return first ? { span: first, cases: [] } : null
}

export const copiesOf = ({ rules }: Retention): RetentionRule[] =>
  [...rules.values()].filter(({ copies }) => copies)

/** The first date among the records that an export may hold; null where they are not governed. */
export const earliestHeld = async (
  ctx: Context,
  { rules }: Retention,
  { copies }: RetentionRule,
  record: Readonly<Record<string, unknown>>,
): Promise<Date | null> => {
  const of = String(record.collectionSlug ?? '')
  if (copies !== 'export' || !rules.has(of)) return null
  const [first] = await findRows(
    { payload: ctx.payload },
    of,
    { [DATE_FIELD]: { exists: true } },
    { limit: 1, sort: DATE_FIELD, fields: [DATE_FIELD] },
  )
  return first ? new Date(iso(first[DATE_FIELD])) : null
}

const firstCreation = async (work: Work, collection: string, ids: Id[]): Promise<null | string> => {
  if (!hasTimestamps(work.payload, collection)) return null
  const [first] = await findRows(
    work,
    collection,
    { id: { in: ids } },
    { limit: 1, sort: 'createdAt', fields: ['createdAt'] },
  )
  return first?.createdAt ? iso(first.createdAt) : null
}

/**
 * With a record its copies become due: an export of its collection made since it came, and every import. They leave
 * as records do, with their files and a certificate of their own, in the same run or the next.
 */
export const dueWith = async (
  work: Work,
  collection: string,
  ids: Id[],
): Promise<{ store: string; count: number; sweep: () => Promise<unknown> }[]> => {
  const copies = copiesOf(work.retention)
  if (copies.length === 0 || ids.length === 0) return []
  const at = { payload: work.payload }
  const now = nowOf(work.payload).toISOString()
  const since = await firstCreation(work, collection, ids)
  const traces = []
  for (const rule of copies) {
    const where: Where = all(
      { collectionSlug: { equals: collection } },
      { or: [{ [DATE_FIELD]: { greater_than: now } }, { [DATE_FIELD]: { exists: false } }] },
      ...(since && rule.copies === 'export' ? [{ createdAt: { greater_than_equal: since } }] : []),
    )
    const rows = await findRows(at, rule.collection, where, { limit: 0, fields: ['id'] })
    const ids = { id: { in: rows.map(({ id }) => id) } }
    traces.push({
      store: 'exports',
      count: rows.length,
      sweep: () => setAll(at, rule.collection, ids, { [DATE_FIELD]: now, updatedAt: null }),
    })
  }
  return traces
}
