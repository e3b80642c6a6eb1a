import { type AccessResult, createLocalReq, type PayloadRequest } from 'payload'

import type { Person } from '../kernel/ports.js'
import { parseRef, type Ref, refOf } from '../kernel/ref.js'
import { staffCollection } from './actor.js'
import { countAs, findAs } from './asPerson.js'
import { findRows } from './db.js'
import { idIn } from './ids.js'
import { type Context, runtimeOf } from './runtime.js'

/** What the host's own access answers this person about reading a collection or, as `global:<slug>`, a global. */
export const readAccess = async (req: PayloadRequest, slug: string): Promise<AccessResult> => {
  const { payload } = req
  const config = slug.startsWith('global:')
    ? payload.globals.config.find((global) => global.slug === slug.slice(7))
    : payload.collections[slug as never]?.config
  try {
    return (await config?.access.read({ req })) ?? false
  } catch {
    // Host code that cannot judge this person grants nothing.
    return false
  }
}

/**
 * The documents among these that this person may read, drafts and trash included. Where the host lets them read the
 * whole collection the database is not asked.
 */
export const readableAmong = async (req: PayloadRequest, refs: readonly Ref[]): Promise<Set<Ref>> => {
  const bySlug = new Map<string, Ref[]>()
  for (const ref of new Set(refs)) {
    const { collection, id } = parseRef(ref)
    const slug = collection === 'global' ? `global:${id}` : collection
    bySlug.set(slug, [...(bySlug.get(slug) ?? []), ref])
  }
  const readable = new Set<Ref>()
  for (const [slug, wanted] of bySlug) {
    const answer = await readAccess(req, slug)
    if (answer === false) continue
    if (answer === true || slug.startsWith('global:')) {
      for (const ref of wanted) readable.add(ref)
      continue
    }
    const ids = wanted.flatMap((ref) => idIn(req.payload, slug, parseRef(ref).id) ?? [])
    for (const { id } of await findAs(req, slug, { id: { in: ids } }, ids.length, { trash: true }))
      readable.add(refOf(slug, id))
  }
  return readable
}

/** Is there that document or global for this person, drafts and trash included? */
export const isThereFor = async (req: PayloadRequest, ref: Ref): Promise<boolean> => {
  const { collection, id: text } = parseRef(ref)
  if (collection === 'global') return (await readAccess(req, ref)) !== false
  const id = idIn(req.payload, collection, text)
  return id !== null && (await countAs(req, collection, { id: { equals: id } }, { trash: true })) > 0
}

/** The members of staff among these who may read that document: nobody is asked about what they may not see. */
export const readersAmong = async (
  { payload }: Context,
  subject: { slug: string; id?: number | string },
  people: readonly Ref[],
): Promise<Set<Ref>> => {
  const staff = staffCollection(payload)
  const ids = people.flatMap((ref) => idIn(payload, staff, parseRef(ref).id) ?? [])
  const readers = new Set<Ref>()
  if (ids.length === 0) return readers
  const users = await findRows({ payload }, staff, { id: { in: ids } }, { limit: ids.length })
  // People of one tenant get the same condition: it is asked once.
  const asked = new Map<string, Promise<number>>()
  for (const user of users) {
    const req = await createLocalReq({ user: { ...user, collection: staff } as never }, payload)
    const answer = await readAccess(req, subject.id === undefined ? `global:${subject.slug}` : subject.slug)
    if (answer === false) continue
    if (answer !== true && subject.id !== undefined) {
      const key = JSON.stringify(answer)
      const count =
        asked.get(key) ?? countAs(req, subject.slug, { id: { equals: subject.id } }, { trash: true })
      asked.set(key, count)
      if ((await count) === 0) continue
    }
    readers.add(refOf(staff, user.id))
  }
  return readers
}

/**
 * Colleagues whom this person can choose from: those whose accounts the host lets them read. A host that shows everyone
 * no account but their own hides accounts, not colleagues: then all are named, or nobody could hand over a decision.
 */
export const colleaguesOf = async (req: PayloadRequest): Promise<Person[]> => {
  const people = await runtimeOf(req.payload).people(req.payload, [])
  const readable = await readableAmong(
    req,
    people.map(({ ref }) => ref),
  )
  const known = people.filter(({ ref }) => readable.has(ref))
  const own = req.user ? refOf(req.user.collection, req.user.id) : ''
  return known.some(({ ref }) => ref !== own) ? known : people
}
