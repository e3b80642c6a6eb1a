import type { Where } from 'payload'

import type { Contact } from '../../kernel/breachPorts.js'
import type { Ref } from '../../kernel/ref.js'
import {
  all,
  compareAndSet,
  countRows,
  deleteRows,
  findRows,
  insertOnce,
  type Row,
  setAll,
} from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { transition } from '../../platform/unit.js'
import { PEOPLE } from './collections.js'
import { type Counts, heavier, PENDING, type PersonState } from './counts.js'
import type { Breach } from './domain.js'

const at = (ctx: Context): Context => ({ payload: ctx.payload })
const keyOf = ({ id, round }: Breach, who: string): string => `${id}:${round}:${who}`

/** Rows of this breach, of the search that counts. */
export const ofBreach = ({ id, round }: Breach, more: Where = {}): Where =>
  all({ breach: { equals: String(id) } }, { round: { equals: round } }, more)

/** Who this is, and what is known of writing to them. Staff may have learned since that it is safe again. */
export const stateOf = (contact: Contact, list: ReadonlyMap<string, 'lifted' | 'unsafe'>): PersonState => {
  if (contact.person === null) return 'noAddress'
  const said = list.get(contact.person)
  if (said === 'unsafe') return 'unsafe'
  if (contact.safe === 'no') return said === 'lifted' ? 'waiting' : 'unsafe'
  return contact.safe === 'yes' || said === 'lifted' ? 'waiting' : 'unasked'
}

/**
 * Puts somebody on the list, or one more record to somebody who is there: by the digest of the address, so that whoever
 * wrote ten times is one. May be repeated.
 */
export const note = async (
  ctx: Context,
  found: Breach,
  contact: Contact,
  state: PersonState,
): Promise<Row> => {
  const { ref, person, locale, receivedAt } = contact
  const key = keyOf(found, person ?? ref)
  const made = await insertOnce(at(ctx), PEOPLE, {
    key,
    breach: String(found.id),
    round: found.round,
    person,
    state,
    locale,
    records: [ref],
    newest: receivedAt,
    held: state === 'waiting' ? ref : null,
    rev: 0,
  })
  if (made) return made
  return transition(at(ctx), PEOPLE, { key: { equals: key } }, (row) => {
    const records = (row.records ?? []) as Ref[]
    const known = row.state as PersonState
    const newer = receivedAt > String(row.newest ?? '')
    const data = {
      ...(records.includes(ref) ? {} : { records: newer ? [ref, ...records] : [...records, ref] }),
      ...(newer ? { newest: receivedAt, locale } : {}),
      ...(heavier(known, state) === known ? {} : { state }),
      // One record of each person is kept: there is one mail.
      ...(state === 'waiting' && !row.held && known !== 'unsafe' ? { held: ref } : {}),
    }
    return Object.keys(data).length > 0 ? { data } : null
  })
}

/** A record that went at that very moment: whoever has no other is on the list no more. */
export const unnote = async (ctx: Context, { key }: Row, ref: Ref): Promise<void> => {
  const row = await transition(at(ctx), PEOPLE, { key: { equals: key } }, (found) => {
    const records = ((found.records ?? []) as Ref[]).filter((one) => one !== ref)
    return { data: { records, ...(found.held === ref ? { held: null } : {}) } }
  })
  if ((row.records as Ref[]).length === 0) await deleteRows(at(ctx), PEOPLE, { id: { equals: row.id } })
}

const STATES: PersonState[] = ['told', 'failed', 'unsafe', 'unasked', 'noAddress', 'gone']

/** How many of them are what, by now. Records and deleted ones were counted by the search. */
export const countPeople = async (
  ctx: Context,
  found: Breach,
): Promise<Omit<Counts, 'deleted' | 'deletedMost' | 'records' | 'untold'>> => {
  const count = (state: PersonState): Promise<number> =>
    countRows(at(ctx), PEOPLE, ofBreach(found, { state: { equals: state } }))
  const [told = 0, failed = 0, unsafe = 0, unasked = 0, noAddress = 0, gone = 0] = await Promise.all(
    STATES.map(count),
  )
  const pending = await countPending(ctx, found)
  return { people: pending + told + failed, told, failed, unsafe, unasked, noAddress, gone }
}

export const countPending = (ctx: Context, found: Breach): Promise<number> =>
  countRows(at(ctx), PEOPLE, ofBreach(found, { state: { in: [...PENDING] } }))

export const peopleIn = (ctx: Context, found: Breach, states: PersonState[], limit: number): Promise<Row[]> =>
  findRows(at(ctx), PEOPLE, ofBreach(found, { state: { in: states } }), { limit })

/** Those of a state, in order of their ids: all are looked at, also where none moves on. */
export const peopleAfter = (
  ctx: Context,
  found: Breach,
  state: PersonState,
  after: null | Row,
  limit: number,
): Promise<Row[]> =>
  findRows(
    at(ctx),
    PEOPLE,
    ofBreach(
      found,
      all({ state: { equals: state } }, ...(after ? [{ id: { greater_than: after.id } }] : [])),
    ),
    { limit, sort: 'id' },
  )

/** Moves on one who still is where we think they are; null when somebody was faster. */
export const moveOn = (
  ctx: Context,
  row: Row,
  data: { state: PersonState } & Record<string, unknown>,
): Promise<null | Row> =>
  compareAndSet(at(ctx), PEOPLE, all({ id: { equals: row.id } }, { state: { equals: row.state } }), data)

/** All whose mail failed shall be tried once more. */
export const askAgain = (ctx: Context, found: Breach): Promise<void> =>
  setAll(at(ctx), PEOPLE, ofBreach(found, { state: { equals: 'failed' } }), {
    state: 'again' satisfies PersonState,
  })

/** What an earlier search found is let go, once nothing of it is held any more. */
export const earlier = ({ id, round }: Breach): Where =>
  all({ breach: { equals: String(id) } }, { round: { less_than: round } })

export const forgetPeople = (ctx: Context, where: Where): Promise<void> =>
  deleteRows(at(ctx), PEOPLE, all(where, { held: { exists: false } }))

/** Nothing of these is on hold any more. */
export const releasedAll = (ctx: Context, where: Where): Promise<void> =>
  setAll(at(ctx), PEOPLE, all(where, { held: { exists: true } }), { held: null })
