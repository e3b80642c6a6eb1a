import type { Where } from 'payload'

import type { Actor } from '../../kernel/actor.js'
import type { WorkItem as DeskWork } from '../../kernel/ports.js'
import { inLanguage } from '../../kernel/labels.js'
import { parseRef, refOf } from '../../kernel/ref.js'
import { all, countRows, findRows, type Row } from '../../platform/db.js'
import { RECEIPTS } from '../../platform/receipt.js'
import type { Context } from '../../platform/runtime.js'
import { CERTIFICATES, HANDLED } from './collections.js'
import { DATE_FIELD, nowOf, type Retention, timeZoneOf } from './context.js'
import { daysUntil, dueBefore, isOverdue } from './domain.js'
import { keptAmong } from './heldBy.js'
import type { Hold, HoldKind } from './holdKinds.js'
import { openPlans, type PlanView } from './plans.js'
import { reachOf } from './reach.js'
import { type ChangeView, openChanges } from './ruleChanges.js'
import { countDue, type Id, iso } from './store.js'
import { usersOf } from './uses.js'

/** One line of the worklist: no more personal data than what is needed to know which record it is. */
export interface WorkItem {
  collection: string
  id: string
  /** Name of the form, where the record has one. */
  form: string
  /** Number of the receipt, or the record's own id. */
  number: string
  receivedAt: string
  deleteAfter: string
  /** Calendar days from today; negative when it has passed. */
  days: number
  state: 'handled' | 'new'
  /** How far the desk is with it, where one answers such records. */
  work: null | DeskWork
  overdue: boolean
  hold: null | { id: Id; kind: HoldKind }
  /** For a file that a record shows: it goes with that one. Which one is for those who may know of it. */
  goesWith: null | { collection: string; id: string; label: string; number: string } | { collection: null }
}

/** With the name of the collection in the language of the reader. */
export type Named<Of> = Of & { label: string }

export interface Worklist {
  items: WorkItem[]
  total: number
  /** Leave within seven days without anybody doing anything. */
  thisWeek: number
  overdue: number
  plans: Named<PlanView>[]
  changes: Named<ChangeView>[]
  /** Last certificate, if there is one. */
  last: null | { id: Id; number: string; at: string; rows: number }
}

const PAGE = 100

/** Title of the form a submission belongs to, in the person's language. */
const formNames = async (ctx: Context, rows: Row[], locale: string): Promise<Map<string, string>> => {
  const ids = [
    ...new Map(
      rows.flatMap((row) => (row.form ? [[String(row.form), row.form as Id]] : [])) as [string, Id][],
    ).values(),
  ]
  if (ids.length === 0 || !ctx.payload.collections['forms' as never]) return new Map()
  const forms = await findRows(ctx, 'forms', { id: { in: ids } }, { limit: ids.length })
  return new Map(
    forms.map((form) => {
      const title = form.title as Record<string, string> | string | null
      return [
        String(form.id),
        typeof title === 'string' ? title : (title?.[locale] ?? Object.values(title ?? {})[0] ?? ''),
      ]
    }),
  )
}

const numbersOf = async (ctx: Context, refs: string[]): Promise<Map<string, string>> => {
  const direct = await findRows(ctx, RECEIPTS, { subject: { in: refs } }, { limit: 0 })
  return new Map(direct.map((receipt) => [String(receipt.subject), String(receipt.number)]))
}

const labelsOf = (
  payload: Context['payload'],
  collection: string,
): { singular?: unknown; plural?: unknown } => payload.collections[collection as never]?.config.labels ?? {}
const label = (payload: Context['payload'], collection: string, locale: string): string =>
  inLanguage(labelsOf(payload, collection).singular, locale, collection)
export const plural = (payload: Context['payload'], collection: string, locale: string): string =>
  inLanguage(labelsOf(payload, collection).plural, locale, collection)
export const pluralLabels = (
  payload: Context['payload'],
  collection: string,
): { en: string; fr: string } => ({
  en: plural(payload, collection, 'en'),
  fr: plural(payload, collection, 'fr'),
})

/** What people call one record: its kind, and its number. */
export const recordName = async (ctx: Context, ref: string, locale: string): Promise<string> => {
  const { collection, id } = parseRef(ref)
  const number = (await numbersOf(ctx, [ref])).get(ref) ?? id
  return `${label(ctx.payload, collection, locale)} · ${number}`
}

/** Which record each of these files goes with. */
const ownersOf = async (
  ctx: Context,
  retention: Retention,
  { collection, ids, actor, locale }: { collection: string; ids: Id[]; actor: Actor; locale: string },
): Promise<Map<string, NonNullable<WorkItem['goesWith']>>> => {
  const { payload } = ctx
  if (!payload.collections[collection as never]?.config.upload) return new Map()
  const users = [...(await usersOf(ctx, collection, ids))]
  const numbers = await numbersOf(
    ctx,
    users.map(([, user]) => refOf(user.collection, user.row.id)),
  )
  const known = new Set<string>()
  for (const slug of new Set(users.map(([, user]) => user.collection))) {
    const theirs = (await reachOf(ctx, retention, slug, actor)) ?? {}
    const own = { id: { in: users.flatMap(([, user]) => (user.collection === slug ? [user.row.id] : [])) } }
    for (const { id } of await findRows(ctx, slug, all(own, theirs), { limit: 0, fields: ['id'] }))
      known.add(refOf(slug, id))
  }
  return new Map(
    users.map(([file, user]) => {
      const ref = refOf(user.collection, user.row.id)
      const number = numbers.get(ref) ?? String(user.row.id)
      const owner = { collection: user.collection, id: String(user.row.id), number }
      return [
        file,
        known.has(ref) ? { ...owner, label: label(payload, user.collection, locale) } : { collection: null },
      ]
    }),
  )
}

/** One that is on this very record can be released here; the others on their own page. */
const shownHold = (holds: readonly Hold[] = []): WorkItem['hold'] => {
  const [hold] = [...holds].sort((a, b) => Number(b.kind === 'record') - Number(a.kind === 'record'))
  return hold ? { id: hold.id, kind: hold.kind } : null
}

const itemsOf = async (
  ctx: Context,
  retention: Retention,
  collection: string,
  { locale, actor, theirs }: { locale: string; actor: Actor; theirs: null | Where },
): Promise<WorkItem[]> => {
  const { payload } = ctx
  const now = nowOf(payload)
  const dated: Where = { [DATE_FIELD]: { exists: true } }
  const rows = await findRows(ctx, collection, theirs ? all(theirs, dated) : dated, {
    limit: PAGE,
    sort: DATE_FIELD,
  })
  const refs = rows.map((row) => refOf(collection, row.id))
  const ids = rows.map((row) => row.id)
  const [owners, forms, numbers, handled, holds] = await Promise.all([
    ownersOf(ctx, retention, { collection, ids, actor, locale }),
    formNames(ctx, rows, locale),
    numbersOf(ctx, refs),
    findRows(ctx, HANDLED, { subject: { in: refs } }, { limit: PAGE }),
    keptAmong(ctx, retention, collection, ids),
  ])
  const desk = retention.work?.()
  const work = desk?.collection === collection ? await desk.of(ctx, actor, refs) : undefined
  const done = new Set(handled.map((row) => String(row.subject)))
  const receivedAt = retention.rules.get(collection)!.receivedAt
  return rows.map((row) => {
    const ref = refOf(collection, row.id)
    const deleteAfter = iso(row[DATE_FIELD])
    return {
      collection,
      id: String(row.id),
      form: forms.get(String(row.form)) || label(payload, collection, locale),
      number: numbers.get(ref) ?? String(row.id),
      receivedAt: iso(row[receivedAt] ?? row.createdAt),
      deleteAfter,
      days: daysUntil(new Date(deleteAfter), now, timeZoneOf(payload)),
      state: done.has(ref) ? ('handled' as const) : ('new' as const),
      work: work?.get(ref) ?? null,
      overdue: isOverdue(new Date(deleteAfter), now),
      hold: shownHold(holds.get(String(row.id))),
      goesWith: owners.get(String(row.id)) ?? null,
    }
  })
}

export const lastCertificate = async (ctx: Context): Promise<Worklist['last']> => {
  const [row] = await findRows(ctx, CERTIFICATES, {}, { limit: 1, sort: '-endedAt' })
  return row ? { id: row.id, number: String(row.number), at: iso(row.endedAt), rows: Number(row.rows) } : null
}

export const sumOver = async (
  retention: Retention,
  count: (collection: string) => Promise<number>,
): Promise<number> => {
  let sum = 0
  for (const collection of retention.rules.keys()) sum += await count(collection)
  return sum
}

/** Overdue first, then by date: the order of the date is that order. */
export const worklist = async (
  ctx: Context,
  retention: Retention,
  locale: string,
  actor: Actor,
): Promise<Worklist> => {
  const at = { payload: ctx.payload }
  const now = nowOf(ctx.payload)
  const lists: WorkItem[][] = []
  const reach = new Map<string, null | Where>()
  for (const collection of retention.rules.keys()) {
    // Who answers messages need not know of those that others answer: they take no place on the list either.
    const theirs = await reachOf(at, retention, collection, actor)
    reach.set(collection, theirs)
    lists.push(await itemsOf(at, retention, collection, { locale, actor, theirs }))
  }
  const named = <Of extends { collection: string }>(views: Of[]): Named<Of>[] =>
    views.map((view) => ({ ...view, label: plural(ctx.payload, view.collection, locale) }))
  const due = (collection: string, until: Date): Promise<number> =>
    countDue(at, collection, until, reach.get(collection))
  return {
    items: lists
      .flat()
      .sort((a, b) => a.deleteAfter.localeCompare(b.deleteAfter))
      .slice(0, PAGE),
    total: await sumOver(retention, (collection) => countRows(at, collection, reach.get(collection) ?? {})),
    thisWeek: await sumOver(retention, (collection) =>
      due(collection, dueBefore(now, retention.options.earlyHours + 7 * 24)),
    ),
    overdue: await sumOver(retention, (collection) => due(collection, now)),
    plans: named(await openPlans(at)),
    changes: named(await openChanges(at, locale)),
    last: await lastCertificate(at),
  }
}

export const overdueCount = (ctx: Context, retention: Retention): Promise<number> =>
  sumOver(retention, (collection) => countDue(ctx, collection, nowOf(ctx.payload)))
