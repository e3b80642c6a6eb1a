import type { BasePayload, Where } from 'payload'

import { randomToken } from '../../kernel/canonical.js'
import type { Actor } from '../../kernel/actor.js'
import type { Person } from '../../kernel/ports.js'
import type { Ref } from '../../kernel/ref.js'
import { all, compareAndSet, findRows, type Row, setAll } from '../../platform/db.js'
import { hiddenFrom } from '../../platform/hidden.js'
import { type Context, nowOf, runtimeOf } from '../../platform/runtime.js'
import { OUTBOX } from './collections.js'
import type { composer } from './compose.js'
import { afterFailure, isServerTrouble, type SendError, TAKEN_SECONDS } from './domain.js'
import type { SanitizedOutbox } from './options.js'
import { later, stoppedColumns } from './store.js'
import { unsafeEntry } from './unsafe.js'

export interface Delivery {
  payload: BasePayload
  options: SanitizedOutbox
  staff: Person[]
  compose: ReturnType<typeof composer>
  /** The address that somebody left in a record; null where it is gone. */
  addressOf: (record: Ref) => Promise<null | string>
  /** Asked after each mail: somebody who was taken over from sends no other. */
  fence: () => Promise<void>
  /** From then on this run begins no mail. */
  isOver: () => boolean
}

type Id = Row['id']
type Sent = 'server' | 'settled'

/** Nobody is there any more who could get it. */
export const NO_RECIPIENT = 'no account or address'

/** Who gets it: addresses of staff, and those left in records, are read now, never copied. */
const recipientOf = async (
  row: Row,
  { staff, addressOf }: Delivery,
): Promise<null | Person | Pick<Person, 'email' | 'locale'>> => {
  const locale = String(row.locale ?? 'en')
  if (row.toKind === 'address') return { email: String(row.address), locale }
  if (row.toKind !== 'contact')
    return staff.find((person) => person.ref === row.toRef && person.email) ?? null
  const email = await addressOf(String(row.toRef))
  return email === null ? null : { email, locale }
}

/**
 * Why a member of staff does not get it after all: since it was written it became known that it is about them, or they
 * were taken off it or lost the role by which they were told.
 */
const barOf = async (
  ctx: Context,
  { toKind, about }: Row,
  { ref, roles }: Pick<Person, 'ref' | 'roles'>,
): Promise<'concerned' | 'notTheirs' | null> => {
  if (toKind !== 'user' || !about) return null
  const actor: Actor = { kind: 'staff', ref, roles }
  if ((await hiddenFrom(ctx, actor)).includes(String(about))) return 'concerned'
  for (const { mayBeTold } of runtimeOf(ctx.payload).capabilities)
    if ((await mayBeTold?.(ctx, actor, String(about))) === false) return 'notTheirs'
  return null
}

/** A server that accepts a connection and then says nothing must not hold up every other mail. */
const withinTime = async <T>(work: Promise<T>, seconds: number): Promise<T> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(Object.assign(new Error('No answer in time.'), { code: 'ETIMEDOUT' })),
      seconds * 1000,
    )
  })
  work.catch(() => undefined)
  try {
    return await Promise.race([work, limit])
  } finally {
    clearTimeout(timer)
  }
}

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms)
  })

/**
 * What was sent is known to this process alone until it is written. While the database is away it is tried again, for
 * as long as nobody else may take the mails: to give up means to send them twice.
 */
const insist = async (write: () => Promise<unknown>, until: number): Promise<void> => {
  for (let wait = 500; ; wait = Math.min(wait * 2, 8000)) {
    try {
      await write()
      return
    } catch (error) {
      if (performance.now() + wait > until) throw error
      await pause(wait)
    }
  }
}

/** Several callers share one write: those who come while one is under way are in the next. */
const shared = (write: (ids: Id[]) => Promise<void>): ((id: Id) => Promise<void>) => {
  let waiting: Id[] = []
  let next: Promise<void> | null = null
  let last = Promise.resolve()
  return (id) => {
    waiting.push(id)
    if (next) return next
    next = last.then(() => {
      const ids = waiting
      waiting = []
      next = null
      return write(ids)
    })
    last = next.catch(() => undefined)
    return next
  }
}

/**
 * Takes these mails by a conditional write, so that two runners never send one both. One that a runner left behind when
 * it died is taken alone: if it is what killed the runner, it takes no other with it.
 */
const take = async (rows: Row[], { payload }: Delivery): Promise<{ token: string; taken: Row[] }> => {
  const token = randomToken(12)
  const now = nowOf(payload)
  const unchanged = all(
    { id: { in: rows.map(({ id }) => id) } },
    { state: { equals: rows[0]!.state } },
    { nextAt: { less_than_equal: now.toISOString() } },
  )
  const data = { state: 'sending', takenBy: token, attempts: { $inc: 1 }, nextAt: later(now, TAKEN_SECONDS) }
  await setAll({ payload }, OUTBOX, unchanged, data)
  const mine = { takenBy: { equals: token } }
  return {
    token,
    taken: await findRows({ payload }, OUTBOX, mine, { limit: rows.length, sort: ['-toKind', 'id'] }),
  }
}

/**
 * Sends these mails, over as many connections as the site allows. A runner that dies after the server has accepted one
 * is followed by another attempt at that one, with the same Message-ID. All rows are in the same state.
 */
export const deliver = async (
  rows: Row[],
  delivery: Delivery,
): Promise<{ tried: number; trouble: boolean }> => {
  const { payload, options, compose, fence, isOver } = delivery
  const began = performance.now()
  const { token, taken } = await take(rows, delivery)
  const at = { payload }
  const mine = (which: Where): Where =>
    all(which, { state: { equals: 'sending' } }, { takenBy: { equals: token } })
  const settle = (row: Row, data: Record<string, unknown>): Promise<unknown> =>
    compareAndSet(at, OUTBOX, mine({ id: { equals: row.id } }), data)
  const until = began + (TAKEN_SECONDS - 10) * 1000
  const markSent = shared(async (ids) => {
    const wasSent = { state: 'sent', sentAt: nowOf(payload).toISOString(), lastError: null, address: null }
    await insist(() => setAll(at, OUTBOX, mine({ id: { in: ids } }), wasSent), until)
    // Written first: that a mail was sent is true whoever holds the lease by now.
    await fence()
  })

  const send = async (row: Row): Promise<Sent> => {
    const person = await recipientOf(row, delivery)
    const entry = person && !('ref' in person) ? await unsafeEntry(at, person.email) : null
    if (entry) {
      await settle(row, { state: 'stopped', ...stoppedColumns(entry) })
      return 'settled'
    }
    const bar = person && 'ref' in person ? await barOf(at, row, person) : null
    if (bar) {
      await settle(row, { state: 'stopped', lastError: bar })
      return 'settled'
    }
    const attempts = Number(row.attempts)
    if (!person || attempts > options.maxAttempts) {
      const lastError = person ? 'interrupted' : NO_RECIPIENT
      await settle(row, { state: 'dead', lastError, nextAt: nowOf(payload).toISOString() })
      return 'settled'
    }
    try {
      const sending = payload.sendEmail({ to: person.email, ...compose(row, person.locale) })
      await withinTime(sending, options.sendTimeoutSeconds)
    } catch (error) {
      const failure = error as SendError
      const failedAt = nowOf(payload)
      const outcome = afterFailure(attempts, failure, failedAt, Math.random(), options.maxAttempts)
      // Of a mail that has no next attempt it is when it was given up.
      const nextAt = outcome.state === 'dead' ? failedAt : outcome.nextAt
      await settle(row, { ...outcome, nextAt: nextAt.toISOString() })
      await fence()
      return isServerTrouble(failure) ? 'server' : 'settled'
    }
    // Outside the try: a database that fails here must not turn a mail that was accepted into a failed one.
    await markSent(row.id)
    return 'settled'
  }

  const queue = [...taken]
  let stopped: Error | Sent | null = null
  const lane = async (): Promise<void> => {
    while (stopped === null && !isOver()) {
      const row = queue.shift()
      if (!row) return
      try {
        if ((await send(row)) === 'server') stopped = 'server'
      } catch (error) {
        stopped = error as Error
      }
    }
  }
  await Promise.all(Array.from({ length: options.connections }, lane))
  if (queue.length > 0) {
    const back = { state: 'waiting', attempts: { $inc: -1 }, nextAt: nowOf(payload).toISOString() }
    await setAll(at, OUTBOX, mine({ id: { in: queue.map(({ id }) => id) } }), back)
  }
  if (stopped !== null && stopped !== 'server') throw stopped as Error
  return { tried: taken.length - queue.length, trouble: stopped === 'server' }
}
