import type { BasePayload } from 'payload'

import type { MessageDraft, Person } from '../../kernel/ports.js'
import { idFor } from '../../kernel/ref.js'
import { beyond } from '../../platform/clock.js'
import { all, compareAndSet, countRows, findRow, findRows, insertOnce, type Row } from '../../platform/db.js'
import { type Context, runtimeOf } from '../../platform/runtime.js'
import { OUTBOX } from './collections.js'
import { compose } from './compose.js'
import {
  afterFailure,
  isServerTrouble,
  type SendError,
  LONGEST_SECONDS,
  TAKEN_SECONDS,
  VACANT_SECONDS,
} from './domain.js'
import type { SanitizedOutbox } from './options.js'

const recipientColumns = (to: MessageDraft['to']): Record<string, unknown> => {
  if ('user' in to) return { toKind: 'user', toRef: to.user }
  if ('role' in to) return { toKind: 'role', toRef: to.role }
  if ('roles' in to) return { toKind: 'role', toRef: to.roles.join(',') }
  return { toKind: 'address', address: to.address, locale: to.locale }
}

/** Writes a mail with its cause. An address that is not safe to write to is not even stored. */
export const enqueue = async (ctx: Context, draft: MessageDraft & { causedAt: Date }): Promise<void> => {
  const { to } = draft
  if ('address' in to && !to.safeToWrite) return
  if (await findRow(ctx, OUTBOX, { key: { equals: draft.key } })) return
  await insertOnce(ctx, OUTBOX, {
    key: draft.key,
    template: draft.template,
    state: 'waiting',
    values: draft.values ?? {},
    path: draft.path ?? null,
    digest: draft.digest ?? false,
    attempts: 0,
    nextAt: (draft.notBefore ?? draft.causedAt).toISOString(),
    causedAt: draft.causedAt.toISOString(),
    ...recipientColumns(to),
  })
}

/** Without a real adapter Payload logs mails and calls that sent; we do not. */
export const canSend = (payload: BasePayload): boolean =>
  payload.email?.name !== undefined && payload.email.name !== 'console'

const later = (now: Date, seconds: number): string => new Date(now.getTime() + seconds * 1000).toISOString()

/** Mails whose time has come. "Sending" ones past their time belonged to a runner that died. */
export const dueMails = (payload: BasePayload, now: Date, limit: number): Promise<Row[]> =>
  findRows(
    { payload },
    OUTBOX,
    all({ state: { in: ['waiting', 'sending'] } }, { nextAt: { less_than_equal: now.toISOString() } }),
    { limit, sort: 'nextAt' },
  )

/**
 * Rights mails whose time was reckoned by a clock that was ahead: one that was tried (or that nobody could get) is due;
 * one that was written then waits as long as it was meant to, from now, which for most is not at all. A mail that is
 * for later, by a clock that was right, is none of them.
 */
export const rightTimes = async (payload: BasePayload, now: Date): Promise<void> => {
  const at = { payload }
  const open = { state: { in: ['waiting', 'sending'] } }
  const tried = all(
    open,
    { nextAt: { greater_than: beyond(now, LONGEST_SECONDS * 1000) } },
    { or: [{ attempts: { greater_than: 0 } }, { lastError: { exists: true } }] },
  )
  const written = all(
    open,
    { nextAt: { greater_than: now.toISOString() } },
    { causedAt: { greater_than: beyond(now) } },
  )
  const right = async (row: Row, wait: number): Promise<void> => {
    const unchanged = all({ id: { equals: row.id } }, { nextAt: { equals: row.nextAt } })
    const nextAt = new Date(now.getTime() + wait).toISOString()
    const causedAt = row.causedAt && new Date(Math.min(Date.parse(String(row.causedAt)), now.getTime()))
    await compareAndSet(at, OUTBOX, unchanged, {
      nextAt,
      ...(causedAt ? { causedAt: causedAt.toISOString() } : {}),
    })
  }
  for (const row of await findRows(at, OUTBOX, tried, { limit: 500 })) await right(row, 0)
  for (const row of await findRows(at, OUTBOX, written, { limit: 500 }))
    await right(row, Math.max(Date.parse(String(row.nextAt)) - Date.parse(String(row.causedAt)), 0))
}

/**
 * Roles are resolved when the mail leaves: to those who hold one then. A vacant role stays waiting and is
 * shown.
 */
export const expand = async (payload: BasePayload, row: Row, now: Date): Promise<void> => {
  const at = { payload }
  const people = await runtimeOf(payload).people(payload, String(row.toRef).split(','))
  for (const person of people) {
    await insertOnce(at, OUTBOX, {
      key: `${String(row.key)}>${person.ref}`,
      template: row.template,
      state: 'waiting',
      toKind: 'user',
      toRef: person.ref,
      values: row.values,
      path: row.path,
      digest: row.digest,
      attempts: 0,
      nextAt: row.nextAt,
      causedAt: row.causedAt,
    })
  }
  await compareAndSet(
    at,
    OUTBOX,
    { id: { equals: row.id } },
    people.length > 0
      ? { state: 'expanded', lastError: null }
      : { lastError: `vacant: ${String(row.toRef)}`, nextAt: later(now, VACANT_SECONDS) },
  )
}

/** Who gets it: addresses of staff are read now, never copied. */
const recipientOf = (row: Row, staff: Person[]): null | Pick<Person, 'email' | 'locale'> =>
  row.toKind === 'address'
    ? { email: String(row.address), locale: String(row.locale ?? 'en') }
    : (staff.find((person) => person.ref === row.toRef && person.email) ?? null)

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

export interface Delivery {
  payload: BasePayload
  now: Date
  options: SanitizedOutbox
  staff: Person[]
}

/**
 * Sends one mail. It is taken first, by a conditional write, so that two runners never send it both; a
 * runner that dies
 * after the server has accepted it is followed by one more attempt with the same Message-ID.
 */
export const deliver = async (
  row: Row,
  { payload, now, options, staff }: Delivery,
): Promise<'server' | 'settled'> => {
  const at = { payload }
  const attempts = Number(row.attempts) + 1
  const taken = await compareAndSet(
    at,
    OUTBOX,
    all({ id: { equals: row.id } }, { state: { equals: row.state } }, { attempts: { equals: row.attempts } }),
    { state: 'sending', attempts, nextAt: later(now, TAKEN_SECONDS) },
  )
  if (!taken) return 'settled'
  const held = all(
    { id: { equals: row.id } },
    { state: { equals: 'sending' } },
    { attempts: { equals: attempts } },
  )
  const settle = (data: Record<string, unknown>): Promise<null | Row> => compareAndSet(at, OUTBOX, held, data)
  const person = recipientOf(row, staff)
  if (!person || attempts > options.maxAttempts) {
    await settle({ state: 'dead', lastError: person ? 'interrupted' : 'no account or address' })
    return 'settled'
  }
  try {
    const sending = payload.sendEmail({ to: person.email, ...compose(payload, row, person.locale) })
    await withinTime(sending, options.sendTimeoutSeconds)
  } catch (error) {
    const failure = error as SendError
    const outcome = afterFailure(attempts, failure, now, Math.random(), options.maxAttempts)
    await settle({ ...outcome, nextAt: outcome.nextAt.toISOString() })
    return isServerTrouble(failure) ? 'server' : 'settled'
  }
  // Outside the try: a database that fails here must not turn a mail that was accepted into a failed one.
  await settle({ state: 'sent', sentAt: now.toISOString(), lastError: null, address: null })
  return 'settled'
}

/** Mails that nobody will get unless a person looks. */
export const countDead = (payload: BasePayload): Promise<number> =>
  countRows({ payload }, OUTBOX, { state: { equals: 'dead' } })

/** Gives a dead mail another life; null when it is not dead (any more). */
export const revive = (payload: BasePayload, id: string, now: Date): Promise<null | Row> =>
  compareAndSet(
    { payload },
    OUTBOX,
    all({ id: { equals: idFor(payload.db.defaultIDType, id) } }, { state: { equals: 'dead' } }),
    { state: 'waiting', attempts: 0, nextAt: now.toISOString() },
  )
