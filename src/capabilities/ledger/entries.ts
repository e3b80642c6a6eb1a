import { isDeepStrictEqual } from 'node:util'

import { doesNotExist } from '../../kernel/errors.js'
import type { Ref } from '../../kernel/ref.js'
import { all } from '../../platform/db.js'
import { withoutHidden } from '../../platform/hidden.js'
import { type ShownValue, valuesOf } from './domain.js'
import { countOf, type LedgerQuery, pageOf, placeOf, whereOf } from './listing.js'
import { type Asking, mayReadLedger, reachOf } from './reach.js'
import { ledgerRows } from './rows.js'
import { type EntryList, recordReading, type Show, shown, type ShownEntry, toldBy } from './shown.js'
import { speechFor } from './speech.js'
import { type Thing, thingsOf } from './things.js'

/** Entries on a page. */
const PAGE = 25

export interface Paging {
  locale: 'en' | 'fr'
  after?: unknown
}

/** Entries as sentences, newest first. The reading is on the ledger before the answer leaves. */
export const entries = async (
  ctx: Asking,
  query: LedgerQuery,
  { locale, after }: Paging,
): Promise<EntryList> => {
  const at = { payload: ctx.payload }
  const where = [...(await reachOf(ctx)), ...whereOf(at, query)]
  const { rows, next } = await pageOf(at, where, PAGE, placeOf(after))
  await recordReading(at, ctx.actor, rows)
  const list = await shown({ req: ctx.req, locale, named: true }, rows)
  return { entries: list, ...(next ? { next } : {}) }
}

export const count = async (ctx: Asking, query: LedgerQuery): Promise<number> => {
  const at = { payload: ctx.payload }
  return countOf(at, [...(await reachOf(ctx)), ...whereOf(at, query)])
}

/** Names are for who reads all of the ledger. */
const mayReadNames = async (ctx: Asking): Promise<boolean> => {
  const reach = mayReadLedger(ctx.actor) ? await reachOf(ctx).catch(() => null) : null
  // What is hidden from this person alone is no narrowing by the host.
  const hidden = await withoutHidden('subject')({ req: ctx.req })
  return isDeepStrictEqual(reach, hidden === true ? [] : [hidden])
}

/** What happened to these, newest first; names only for readers of the ledger, and then that is a reading. */
export const about = async (ctx: Asking, subjects: Ref[], { locale, after }: Paging): Promise<EntryList> => {
  const at = { payload: ctx.payload }
  const where = [
    subjects.length === 1 ? { subject: { equals: subjects[0]! } } : { subject: { in: subjects } },
  ]
  const { rows, next } = await pageOf(at, where, PAGE, placeOf(after))
  const named = await mayReadNames(ctx)
  if (named) await recordReading(at, ctx.actor, rows, { on: subjects[0]! })
  const list = await shown({ req: ctx.req, locale, named }, rows)
  return { entries: list, ...(next ? { next } : {}) }
}

export interface EntryPage extends ShownEntry {
  roles: string[]
  facts: Record<string, unknown>
  onBehalfOf: Thing | null
  request: null | string
  values: { label: string; value: ShownValue }[]
  hash: null | string
}

/** One entry with all that it says. @throws GovernanceError `notFound` */
export const entry = async (ctx: Asking, key: string, locale: 'en' | 'fr'): Promise<EntryPage> => {
  const at = { payload: ctx.payload }
  const [row] = await ledgerRows(at, all({ key: { equals: key } }, ...(await reachOf(ctx))), { limit: 1 })
  if (!row) throw doesNotExist()
  await recordReading(at, ctx.actor, [row])
  const show: Show = { req: ctx.req, locale, named: true }
  const [said] = await shown(show, [row])
  const { t, role, words } = speechFor(ctx.payload, locale)
  const { actorRoles, facts, onBehalfOf } = toldBy(row)
  const inPlaceOf = onBehalfOf
    ? (await thingsOf({ req: ctx.req, locale, t }, [onBehalfOf])).get(onBehalfOf)
    : null
  return {
    ...said!,
    roles: actorRoles.map(role),
    facts,
    onBehalfOf: inPlaceOf ?? null,
    request: (row.request as null | string) ?? null,
    values: Object.entries(valuesOf(row)).map(([name, value]) => ({
      label: words(`ledgerScreen:value:${name}`) ?? words(`ledger:fact:${name}`) ?? name,
      value,
    })),
    hash: (row.hash as null | string) ?? null,
  }
}
