import type { BasePayload } from 'payload'

import type { MessageDraft } from '../../kernel/ports.js'
import { idFor, type Ref } from '../../kernel/ref.js'
import { beyond } from '../../platform/clock.js'
import { all, compareAndSet, countRows, findRow, findRows, insertOnce, type Row } from '../../platform/db.js'
import { type Alarm, type Context, runtimeOf } from '../../platform/runtime.js'
import { OUTBOX } from './collections.js'
import { LONGEST_SECONDS, VACANT_SECONDS } from './domain.js'
import { unsafeEntry } from './unsafe.js'

const recipientColumns = (to: MessageDraft['to']): Record<string, unknown> => {
  if ('user' in to) return { toKind: 'user', toRef: to.user }
  if ('role' in to) return { toKind: 'role', toRef: to.role }
  if ('roles' in to)
    return { toKind: 'role', toRef: to.roles.join(','), except: to.except?.join(',') || null }
  if ('contact' in to) return { toKind: 'contact', toRef: to.contact, locale: to.locale }
  return { toKind: 'address', address: to.address, locale: to.locale }
}

/** A mail that nobody gets: it leads to the entry of the list. */
export const stoppedColumns = (entry: Ref): Record<string, unknown> => ({
  toKind: 'address',
  toRef: entry,
  address: null,
  lastError: 'not safe to write',
})

/**
 * Writes a mail with its cause. An address that is not safe to write to is not even stored; if the person said so
 * elsewhere, it stays on record that they did not get this mail.
 */
export const enqueue = async (ctx: Context, draft: MessageDraft & { causedAt: Date }): Promise<void> => {
  const { to } = draft
  if ('address' in to && !to.safeToWrite) return
  if (await findRow(ctx, OUTBOX, { key: { equals: draft.key } })) return
  const entry = 'address' in to ? await unsafeEntry(ctx, to.address) : null
  await insertOnce(ctx, OUTBOX, {
    key: draft.key,
    template: draft.template,
    state: entry ? 'stopped' : 'waiting',
    values: draft.values ?? {},
    path: draft.path ?? null,
    about: draft.about ?? null,
    digest: draft.digest ?? false,
    attempts: 0,
    nextAt: (draft.notBefore ?? draft.causedAt).toISOString(),
    causedAt: draft.causedAt.toISOString(),
    ...(entry ? stoppedColumns(entry) : recipientColumns(to)),
  })
}

/** Without a real adapter Payload logs mails and calls that sent; we do not. */
export const canSend = (payload: BasePayload): boolean =>
  payload.email?.name !== undefined && payload.email.name !== 'console'

export const later = (now: Date, seconds: number): string =>
  new Date(now.getTime() + seconds * 1000).toISOString()

/**
 * Mails whose time has come, as far as it decides what becomes of them; they are read once they are taken. "Sending"
 * ones past their time belonged to a runner that died. Those to staff ("user", "role") come before those to strangers
 * ("contact", "address"): no alert waits behind thousands of notices.
 */
export const dueMails = (payload: BasePayload, now: Date, limit: number): Promise<Row[]> =>
  findRows(
    { payload },
    OUTBOX,
    all({ state: { in: ['waiting', 'sending'] } }, { nextAt: { less_than_equal: now.toISOString() } }),
    { limit, sort: ['-toKind', 'nextAt'], fields: ['state', 'toKind', 'toRef', 'digest', 'template'] },
  )

/**
 * Rights mails whose time was reckoned by a clock that was ahead: one that was tried (or that nobody could get) is due;
 * one that was written then waits as long as it was meant to, from now, which for most is not at all. A mail that is
 * for later, by a clock that was right, is none of them.
 */
export const rightTimes = async (payload: BasePayload, now: Date): Promise<void> => {
  const at = { payload }
  const open = { state: { in: ['waiting', 'sending', 'collected'] } }
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
export const expand = async (payload: BasePayload, due: Row, now: Date): Promise<void> => {
  const at = { payload }
  const row = await findRow(at, OUTBOX, { id: { equals: due.id } })
  if (!row) return
  const except = String(row.except ?? '').split(',')
  const holders = await runtimeOf(payload).people(payload, String(row.toRef).split(','))
  const people = holders.filter(({ ref }) => !except.includes(ref))
  for (const person of people) {
    await insertOnce(at, OUTBOX, {
      key: `${String(row.key)}>${person.ref}`,
      template: row.template,
      state: 'waiting',
      toKind: 'user',
      toRef: person.ref,
      values: row.values,
      path: row.path,
      about: row.about,
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

/** Mails that nobody will get unless a person looks. */
export const countDead = (payload: BasePayload): Promise<number> =>
  countRows({ payload }, OUTBOX, { state: { equals: 'dead' } })

const DAY_MS = 24 * 3_600_000

/** Mails that were given up within a day. */
export const deadAlarms = async ({ payload, now }: Context & { now: Date }): Promise<Alarm[]> => {
  const ofToday = all(
    { state: { equals: 'dead' } },
    { nextAt: { greater_than: new Date(now.getTime() - DAY_MS).toISOString() } },
    { nextAt: { less_than: beyond(now) } },
  )
  const count = await countRows({ payload }, OUTBOX, ofToday)
  if (count === 0) return []
  return [
    {
      key: 'deadMails',
      kind: 'outage',
      severity: 'high',
      because: { key: 'governance:incidents:because:deadMails', values: { count: String(count) } },
    },
  ]
}

/** Gives a dead mail another life; null when it is not dead (any more). */
export const revive = (payload: BasePayload, id: string, now: Date): Promise<null | Row> =>
  compareAndSet(
    { payload },
    OUTBOX,
    all({ id: { equals: idFor(payload.db.defaultIDType, id) } }, { state: { equals: 'dead' } }),
    { state: 'waiting', attempts: 0, nextAt: now.toISOString(), lastError: null },
  )
