import type { Where } from 'payload'

import type { Contact, ContactPort, RecordSearch } from '../../kernel/breachPorts.js'
import { SYSTEM } from '../../kernel/actor.js'
import { all, findRow, findRows, type Row } from '../../platform/db.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { transition } from '../../platform/unit.js'
import { BREACHES, PEOPLE } from './collections.js'
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
  after: null | string
  seen: number
  records: number
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
  return known && known.round === Number(row.round) ? known : null
}

const takeBatch = async (job: Job, row: Row, contacts: ContactPort): Promise<{ row: Row; done: boolean }> => {
  const found = breachOf(row)
  const criteria = found.criteria!
  const known = progressOf(row) ?? { round: found.round, after: null, seen: 0, records: 0 }
  const batch = await contacts.batch(job, searchOf(criteria), known.after, BATCH)
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
    after: batch.next,
    seen: known.seen + batch.seen - going,
    records: known.records + batch.contacts.length - going,
  }
  const written = await transition({ payload: job.payload }, BREACHES, { id: { equals: row.id } }, (now) =>
    now.state === 'searching' && Number(now.round) === found.round ? { data: { progress } } : null,
  )
  return { row: written, done: batch.next === null }
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
  contacts: ContactPort,
  criteria: domain.Criteria,
  seen: number,
): Promise<{ deleted: number; deletedMost: number; untold: boolean }> => {
  const search = searchOf(criteria)
  const { collection } = contacts
  const span = { collection, to: search.to, ...(search.from ? { from: search.from } : {}) }
  const whole = !search.form && !search.records
  const [ever, retention] = await Promise.all([
    contacts.everReceived(job, search),
    whole ? (job.work.deletions()?.deleted(job, span) ?? { least: 0, most: 0 }) : { least: 0, most: 0 },
  ])
  const counts = deletedOf({ ever, seen }, retention, whole)
  return { ...counts, untold: criteria.field !== undefined && counts.deletedMost > 0 }
}

/** Goes on with a search from where the last run stopped, and ends it. */
export const find = async (job: Job, row: Row): Promise<void> => {
  const contacts = job.work.contacts()
  if (!contacts) return
  let current = row
  for (let done = false; !done;) {
    const step = await takeBatch(job, current, contacts)
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
    ...(await deletedIn(job, contacts, found.criteria!, seen)),
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

export const rowOf = (ctx: Context, id: number | string): Promise<null | Row> =>
  findRow({ payload: ctx.payload }, BREACHES, { id: { equals: id } })
