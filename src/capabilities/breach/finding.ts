import type { Where } from 'payload'

import type { Contact, ContactPort, RecordSearch } from '../../kernel/breachPorts.js'
import { SYSTEM } from '../../kernel/actor.js'
import { all, findRows, type Row } from '../../platform/db.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { transition } from '../../platform/unit.js'
import { BREACHES, PEOPLE } from './collections.js'
import { isOfHost, portsFor, searchIn } from './contacts.js'
import type { BreachWork } from './context.js'
import { deletedOf, type PersonState } from './counts.js'
import * as domain from './domain.js'
import { keep, letGo } from './holding.js'
import { countPeople, earlier, forgetPeople, note, releasedAll, stateOf, unnote } from './people.js'
import { breachOf } from './store.js'

/** Records that are looked at between two notes of how far it is. */
const BATCH = 100

export interface Job extends Context {
  work: BreachWork
  fence: () => Promise<void>
}

/** How far a search has come. */
interface Progress {
  round: number
  /** Which of the collections is searched, and where in it. */
  at: null | string
  after: null | string
  /** Records of the span that were there, by collection. */
  seen: Record<string, number>
  /** Records that were looked at at all. */
  looked: number
  records: number
  /** Everything was looked at: only the result is still to be written. */
  done: boolean
}

export const searchOf = ({ form, from, to, field, records }: domain.Criteria): RecordSearch => ({
  to,
  ...(form ? { form } : {}),
  ...(from ? { from } : {}),
  ...(field ? { field: { name: field.name, value: field.value } } : {}),
  ...(records ? { records } : {}),
})

/**
 * One record: who it is of, and their address kept for the mail. What is to be kept is written down before it is: a
 * process that is killed in between leaves no hold of which nobody knows. False when it goes at this very moment.
 */
const take = async (
  job: Job,
  found: domain.Breach,
  contact: Contact,
  state: PersonState,
): Promise<boolean> => {
  const { ref } = contact
  const row = await note(job, found, contact, state)
  if (row.state !== 'waiting' || (row.held && row.held !== ref)) return true
  if (await keep(job, job.work, found, ref)) return true
  await unnote(job, row, ref)
  return false
}

const progressOf = (row: Row): Progress | null => {
  const known = row.progress as null | Progress
  return known && known.round === Number(row.round) && typeof known.seen === 'object' ? known : null
}

/** Where a search goes on: in the collection that it had come to, or in the next one. */
const placeOf = (ports: ContactPort[], { at }: Progress): { port: ContactPort; next: null | string } => {
  const index = Math.max(
    ports.findIndex(({ collection }) => collection === at),
    0,
  )
  return { port: ports[index]!, next: ports[index + 1]?.collection ?? null }
}

const takeBatch = async (job: Job, row: Row, ports: ContactPort[]): Promise<{ row: Row; done: boolean }> => {
  const found = breachOf(row)
  const search = searchOf(found.criteria!)
  const known: Progress = progressOf(row) ?? {
    round: found.round,
    at: null,
    after: null,
    seen: {},
    looked: 0,
    records: 0,
    done: false,
  }
  const { port, next } = placeOf(ports, known)
  const batch = await port.batch(job, searchIn(port, search), known.after, BATCH)
  const people = batch.contacts.flatMap(({ person }) => (person === null ? [] : [person]))
  const list = await job.work.fates.unsafe(job, [...new Set(people)])
  let going = 0
  for (const [index, contact] of batch.contacts.entries()) {
    if (index % 10 === 0) await job.fence()
    await job.work.options.onStep?.('before:person')
    if (!(await take(job, found, contact, stateOf(contact, list)))) going += 1
    await job.work.options.onStep?.('after:person')
  }
  await job.fence()
  const progress: Progress = {
    round: found.round,
    at: batch.next === null ? next : port.collection,
    done: batch.next === null && next === null,
    after: batch.next,
    seen: {
      ...known.seen,
      [port.collection]: (known.seen[port.collection] ?? 0) + batch.seen - going,
    },
    looked: known.looked + batch.looked,
    records: known.records + batch.contacts.length - going,
  }
  const written = await transition({ payload: job.payload }, BREACHES, { id: { equals: row.id } }, (now) =>
    now.state === 'searching' && Number(now.round) === found.round ? { data: { progress } } : null,
  )
  return { row: written, done: progress.done }
}

const RELEASED_AT_ONCE = 200

/** Lets go what these people's rows keep. */
export const release = async (job: Job, found: domain.Breach, where: Where): Promise<void> => {
  const held = all(where, { held: { exists: true } })
  for (;;) {
    const rows = await findRows({ payload: job.payload }, PEOPLE, held, {
      limit: RELEASED_AT_ONCE,
      fields: ['held', 'round'],
    })
    if (rows.length === 0) return
    for (const [index, { held: record, round }] of rows.entries()) {
      if (index % 20 === 0) await job.fence()
      await letGo(job, job.work, { number: found.number, round: Number(round) }, [String(record)])
    }
    await releasedAll(job, { id: { in: rows.map(({ id }) => id) } })
  }
}

/** What retention deleted is part of the answer, and never missing from it. */
const deletedIn = async (
  job: Job,
  ports: ContactPort[],
  criteria: domain.Criteria,
  seenIn: Record<string, number>,
): Promise<{ deleted: number; deletedMost: number; untold: boolean }> => {
  const counts = { deleted: 0, deletedMost: 0 }
  for (const port of ports) {
    const search = searchIn(port, searchOf(criteria))
    const { collection } = port
    const span = { collection, to: search.to, ...(search.from ? { from: search.from } : {}) }
    // Certificates count a collection: of one form, or of chosen records, they say nothing.
    const whole = !search.records && (!search.form || isOfHost(port, search.form))
    const seen = seenIn[collection] ?? 0
    const [ever, retention] = await Promise.all([
      port.everReceived(job, search),
      whole ? (job.work.deletions()?.deleted(job, span) ?? { least: 0, most: 0 }) : { least: 0, most: 0 },
    ])
    const own = deletedOf({ ever: ever ?? seen, seen }, retention, whole)
    counts.deleted += own.deleted
    counts.deletedMost += own.deletedMost
  }
  return { ...counts, untold: criteria.field !== undefined && counts.deletedMost > 0 }
}

/** Goes on with a search from where the last run stopped, and ends it. */
export const find = async (job: Job, row: Row): Promise<void> => {
  const ports = portsFor(job, job.work, searchOf(breachOf(row).criteria!))
  if (ports.length === 0) return
  let current = row
  // One that was killed before the result was written has nothing left to look at: again, all would count twice.
  for (let done = progressOf(row)?.done ?? false; !done;) {
    const step = await takeBatch(job, current, ports)
    current = step.row
    if (current.state !== 'searching') return
    done = step.done
  }
  const found = breachOf(current)
  await release(job, found, earlier(found))
  await forgetPeople(job, earlier(found))
  const { seen, records } = progressOf(current)!
  const counts = {
    ...(await countPeople(job, found)),
    ...(await deletedIn(job, ports, found.criteria!, seen)),
    records,
  }
  await job.fence()
  await job.work.options.onStep?.('before:found')
  await transition({ payload: job.payload }, BREACHES, { id: { equals: row.id } }, (now) =>
    now.state === 'searching'
      ? domain.finishSearch({ found: breachOf(now), actor: SYSTEM, now: nowOf(job.payload) }, counts)
      : null,
  )
}

/** How far it is, while it searches: records that were looked at, of all that there are. */
export const searchedSoFar = async (
  ctx: Context,
  work: BreachWork,
  row: Row,
): Promise<null | { looked: number; total: number }> => {
  const { criteria, state } = breachOf(row)
  if (state !== 'searching' || !criteria) return null
  const search = searchOf(criteria)
  const counts = await Promise.all(
    portsFor(ctx, work, search).map((port) => port.count(ctx, searchIn(port, search))),
  )
  const looked = progressOf(row)?.looked ?? 0
  return {
    looked,
    total: Math.max(
      looked,
      counts.reduce((sum, count) => sum + count, 0),
    ),
  }
}
