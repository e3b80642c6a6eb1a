import type { Where } from 'payload'

import { parseRef, type Ref, refOf } from '../../kernel/ref.js'
import { all, findRows, type Row } from '../../platform/db.js'
import { idIn } from '../../platform/ids.js'
import type { Context } from '../../platform/runtime.js'
import { HELD, HOLDS } from './collections.js'
import type { Retention } from './context.js'
import { HOLDING } from './domain.js'
import { pointersTo, uploadsIn } from './footprint.js'
import { type Hold, keptBy, opposite } from './holdKinds.js'
import { namesIn } from './names.js'

type Id = number | string

export const holdOf = (row: Row): Hold => ({
  id: String(row.id),
  kind: row.kind as Hold['kind'],
  subject: String(row.subject),
  query: (row.query as Hold['query']) ?? null,
})

/** Holds that keep something now: also one that is just being placed. */
export const holdsInForce = async (ctx: Context): Promise<Hold[]> => {
  const rows = await findRows(
    ctx,
    HOLDS,
    { state: { in: HOLDING } },
    { limit: 0, fields: ['kind', 'subject', 'query'] },
  )
  return rows.map(holdOf)
}

const asksOf = (hold: Hold, collection: string): boolean => hold.query?.collection === collection
const idsOf = (ctx: Context, collection: string, ids: Iterable<string>): Id[] =>
  [...new Set(ids)].flatMap((id) => idIn(ctx.payload, collection, id) ?? [])

/** Records that were found to be a person's, or a case's, as far as anybody has looked. */
const linkedTo = async (ctx: Context, collection: string, holds: readonly Hold[]): Promise<string[]> => {
  const theirs = holds.flatMap(({ id, kind }) => (kind === 'person' || kind === 'case' ? [id] : []))
  if (theirs.length === 0) return []
  const where = all({ hold: { in: theirs } }, { subjectCollection: { equals: collection } })
  const links = await findRows(ctx, HELD, where, { limit: 0, fields: ['record'] })
  return links.map(({ record }) => String(record))
}

const recordsOf = (collection: string, holds: readonly Hold[]): string[] =>
  holds.flatMap(({ kind, subject }) => {
    const about = parseRef(subject)
    return kind === 'record' && about.collection === collection ? [about.id] : []
  })

/** Files that held records show: they leave with their record, so that none of them is late before it. */
const filesOfHeld = async (ctx: Context, collection: string, holds: readonly Hold[]): Promise<string[]> => {
  const { collections } = ctx.payload
  if (holds.length === 0 || !collections[collection as never]?.config.upload) return []
  const found: string[] = []
  for (const other of new Set(pointersTo(ctx.payload, collection).map((pointer) => pointer.collection))) {
    const kept: Where[] = []
    for (const hold of holds) {
      const where = await keptWhere(ctx, hold, other)
      if (where) kept.push(where)
    }
    const rows = kept.length > 0 ? await findRows(ctx, other, { or: kept }, { limit: 0 }) : []
    const { flattenedFields } = collections[other as never]!.config
    for (const row of rows)
      for (const ref of uploadsIn(ctx.payload, flattenedFields, row))
        if (ref.collection === collection) found.push(String(ref.id))
  }
  return found
}

/**
 * Records of a collection that no hold keeps, as a condition for the database. Of persons and cases it knows what was
 * looked up before: whoever deletes asks `keptAmong` as well.
 */
export const sparing = async (ctx: Context, collection: string): Promise<Where[]> => {
  const holds = await holdsInForce(ctx)
  const ids = idsOf(ctx, collection, [
    ...recordsOf(collection, holds),
    ...(await linkedTo(ctx, collection, holds)),
    ...(await filesOfHeld(ctx, collection, holds)),
  ])
  return [
    ...(ids.length > 0 ? [{ id: { not_in: ids } }] : []),
    ...holds.flatMap((hold) => (asksOf(hold, collection) ? [opposite(hold.query!.where) as Where] : [])),
  ]
}

/** What a hold keeps of a collection, as far as it was looked up; null where that is nothing for certain. */
export const keptWhere = async (ctx: Context, hold: Hold, collection: string): Promise<null | Where> => {
  if (hold.kind === 'query') return asksOf(hold, collection) ? (hold.query!.where as Where) : null
  const known =
    hold.kind === 'record' ? recordsOf(collection, [hold]) : await linkedTo(ctx, collection, [hold])
  const ids = idsOf(ctx, collection, known)
  return ids.length > 0 ? { id: { in: ids } } : null
}

/** Holds by the questions that find one of these records, by its id. */
const foundBy = async (
  ctx: Context,
  collection: string,
  ids: Id[],
  holds: readonly Hold[],
): Promise<Map<string, Set<string>>> => {
  const found = new Map<string, Set<string>>()
  for (const hold of holds.filter((one) => asksOf(one, collection))) {
    const where = all(hold.query!.where as Where, { id: { in: ids } })
    for (const { id } of await findRows(ctx, collection, where, { limit: 0, fields: ['id'] }))
      found.set(String(id), (found.get(String(id)) ?? new Set<string>()).add(hold.id))
  }
  return found
}

const linkedRefs = async (ctx: Context, hold: string): Promise<Ref[]> =>
  (await findRows(ctx, HELD, { hold: { equals: hold } }, { limit: 0 })).map(({ subjectCollection, record }) =>
    refOf(String(subjectCollection), String(record)),
  )

/** Records of each case that a hold is on, as they are now. */
const casesAmong = async (
  ctx: Context,
  { cases }: Pick<Retention, 'cases'>,
  holds: readonly Hold[],
): Promise<Map<Ref, Set<Ref>>> => {
  const of = new Map<Ref, Set<Ref>>()
  const port = cases?.()
  for (const { id, subject } of holds.filter(({ kind }) => kind === 'case'))
    // While incidents are switched off, what was known of the case is.
    for (const ref of port ? await port.recordsOf(ctx, subject) : await linkedRefs(ctx, id))
      of.set(ref, (of.get(ref) ?? new Set<Ref>()).add(subject))
  return of
}

/**
 * Which of these records holds keep, and which holds those are, by what the records say at this moment. Asked by the
 * deleting unit after it was written down: nothing goes of which this was not asked.
 */
export const keptAmong = async (
  ctx: Context,
  retention: Retention,
  collection: string,
  ids: readonly Id[],
  among?: readonly Hold[],
): Promise<Map<string, Hold[]>> => {
  const at = { payload: ctx.payload }
  const holds = among ?? (ids.length > 0 ? await holdsInForce(at) : [])
  if (holds.length === 0 || ids.length === 0) return new Map()
  const asked = [...ids]
  const persons = holds.some(({ kind }) => kind === 'person') && retention.rules.has(collection)
  const rows = persons ? await findRows(at, collection, { id: { in: asked } }, { limit: asked.length }) : []
  const [names, found, cases] = [
    await namesIn(at, retention, collection, rows),
    await foundBy(at, collection, asked, holds),
    await casesAmong(at, retention, holds),
  ]
  const none = new Set<string>()
  return new Map(
    asked.flatMap((id): [string, Hold[]][] => {
      const ref = refOf(collection, id)
      const keep = keptBy(holds, {
        ref,
        names: names.get(String(id)) ?? none,
        cases: cases.get(ref) ?? none,
        found: found.get(String(id)) ?? none,
      })
      return keep.length > 0 ? [[String(id), keep]] : []
    }),
  )
}

/** Of these references those that a hold keeps. */
export const keptRefs = async (
  ctx: Context,
  retention: Retention,
  refs: readonly Ref[],
): Promise<Set<Ref>> => {
  const holds = await holdsInForce({ payload: ctx.payload })
  // A record that is gone by now has a hold all the same; so have a case, and an account, themselves.
  const own = new Set(holds.map(({ subject }) => subject))
  const kept = new Set(refs.filter((ref) => own.has(ref)))
  // What belongs to a case may be of any collection: a comment, say.
  const cases = await casesAmong({ payload: ctx.payload }, retention, holds)
  for (const ref of refs) if (cases.has(ref)) kept.add(ref)
  const others = holds.filter(({ kind }) => kind === 'person' || kind === 'query')
  const byCollection = new Map<string, string[]>()
  for (const ref of refs) {
    const { collection, id } = parseRef(ref)
    if (others.length > 0 && retention.rules.has(collection))
      byCollection.set(collection, [...(byCollection.get(collection) ?? []), id])
  }
  for (const [collection, ids] of byCollection)
    for (const id of (
      await keptAmong(ctx, retention, collection, idsOf(ctx, collection, ids), others)
    ).keys())
      kept.add(refOf(collection, id))
  return kept
}
