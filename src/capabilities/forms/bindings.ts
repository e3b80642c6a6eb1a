import { setTimeout as pause } from 'node:timers/promises'

import type { BasePayload, PayloadRequest, Where } from 'payload'

import type { Actor } from '../../kernel/actor.js'
import { addSpan, startOfDay } from '../../kernel/calendar.js'
import { randomToken } from '../../kernel/canonical.js'
import { refOf } from '../../kernel/ref.js'
import { timeZoneOf } from '../../platform/clock.js'
import { all, deleteRows, findRow, findRows, insert, insertOnce, type Row } from '../../platform/db.js'
import { type Context, nowOf, runtimeOf } from '../../platform/runtime.js'
import { type Decision, emit, transition } from '../../platform/unit.js'
import { KEY, SUBMISSIONS } from './collections.js'
import { type Desk, type Meta, type Source, takeMeta } from './context.js'
import { addressKept } from './address.js'
import { raiseDanger } from './danger.js'
import { type DeclaredForm, purposesOf } from './declaration.js'
import { acceptedUnder, dayOf, mustKnow } from './declared.js'
import { bindingTo, sentAlready } from './domain.js'
import { consentsFor, groundsAtReceipt } from './grounds.js'
import { unsafeIn } from './mail.js'
import { namedForm } from './store.js'

export const isOpenTransaction = async (req: Partial<PayloadRequest> | undefined): Promise<boolean> =>
  Boolean(await req?.transactionID)

export interface Pending {
  row: Row
  meta: Meta
  /** The day on which it came, in place of the time, where the form promises that nobody is known by it. */
  day: Date | null
}

/** First half: the binding, pending, right before the host's row is written. Joins the transaction of that row. */
export const begin = async (
  desk: Desk,
  ctx: Context,
  collection: string,
  data: Record<string, unknown>,
): Promise<Pending> => {
  const meta = takeMeta(ctx.req)
  const notice = desk.options.collected[collection]
  const form = await namedForm(desk, ctx, collection, data)
  // Asked before files were stored, and once more: since then a version may have been published.
  const current = await acceptedUnder(desk, ctx, collection, form)
  await mustKnow(desk, ctx, { collection, form, current, shown: meta.shownVersion })
  const now = nowOf(ctx.payload)
  const day = dayOf(desk, ctx.payload, collection, form)
  const anonymous = day !== null
  const binding = {
    key: meta.key ?? randomToken(18),
    subject: null,
    collected: collection,
    form: form ? refOf(desk.options.forms, form.id) : null,
    state: 'pending',
    notice: current ? notice : null,
    noticeRef: current?.ref ?? null,
    number: current?.number ?? null,
    sequence: current?.sequence ?? null,
    receivedAt: now.toISOString(),
    purposes: form ? purposesOf(form as DeclaredForm) : [],
    anonymous,
    proxy: Boolean(meta.proxy),
    work: 'new',
    ...(anonymous ? {} : addressKept(desk.options, ctx, now)),
    locale: meta.locale,
    source: meta.source,
    receiptNumber: meta.receipt.number,
    receiptHash: meta.receipt.tokenHash,
    grounds: groundsAtReceipt(desk, ctx, { form, anonymous, data }),
    danger: Boolean(meta.danger),
    rev: 0,
  }
  const row = meta.key
    ? await insertOnce(ctx, SUBMISSIONS, binding, { timeless: anonymous })
    : await insert(ctx, SUBMISSIONS, binding, { timeless: anonymous })
  if (!row) throw sentAlready()
  return { row, meta, day }
}

/** The host's row was not written after all. */
export const forget = (ctx: Context, key: string): Promise<void> =>
  deleteRows(ctx, SUBMISSIONS, all({ key: { equals: key } }, { state: { equals: 'pending' } }))

const purposesIn = ({ purposes }: Row): string[] => (purposes ?? []) as string[]

export const latestDeletion = (
  desk: Desk,
  payload: BasePayload,
  collection: string,
  receivedAt: Date,
  purposes: readonly string[],
): Date =>
  desk.ports.deletionOf?.(collection, receivedAt, purposes) ??
  addSpan(receivedAt, { months: 3 }, timeZoneOf(payload))

const actorFor = (source: Source): Actor =>
  source === 'local' ? { kind: 'system', ref: 'system:local-api', roles: [] } : { kind: 'visitor', roles: [] }

/**
 * Second half, the submission's commit: an instant is taken, then the version in force is read (waiting while one is
 * being published), then one conditional write binds to it. Repeating changes nothing. Outside any transaction.
 */
const confirm = async (
  desk: Desk,
  payload: BasePayload,
  key: string,
  subject: string,
  known?: Row,
): Promise<Row> => {
  const ctx = { payload }
  const { timeZone } = runtimeOf(payload).options
  const decide = async (row: Row): Promise<Decision | null> => {
    if (row.state !== 'pending') return null
    // Nobody is known by the time of what they sent: the day is kept, here and wherever it is told.
    const rounded = row.anonymous === true
    const kept = (at: Date): Date => (rounded ? startOfDay(at, timeZone) : at)
    const instant = nowOf(payload)
    const notice = row.notice as null | string
    const current = notice ? ((await desk.ports.notices?.settled(ctx, notice)) ?? null) : null
    const { boundAt: at, ...bound } = current ? bindingTo(current, instant) : { boundAt: instant }
    const boundAt = kept(at)
    const receivedAt = kept(new Date(row.receivedAt as string))
    const day = receivedAt.toISOString()
    const keptUntil = latestDeletion(desk, payload, String(row.collected), receivedAt, purposesIn(row))
    const consents = await consentsFor(desk, ctx, row, { subject, boundAt, current, keptUntil })
    return {
      data: {
        ...{ state: 'confirmed', subject, boundAt: boundAt.toISOString(), ...bound },
        ...(rounded ? { receivedAt: day, createdAt: day, updatedAt: day } : {}),
      },
      effects: {
        ledger: [
          {
            action: 'forms.received',
            subject,
            actor: actorFor(row.source as Source),
            at: boundAt,
            rounded,
            facts: {
              form: row.form ?? null,
              notice,
              version: current?.number ?? null,
              sequence: current?.sequence ?? null,
              source: row.source,
              ...(consents.length > 0 && {
                consented: consents.filter(({ state }) => state === 'given').map(({ purpose }) => purpose),
                refused: consents.filter(({ state }) => state === 'refused').map(({ purpose }) => purpose),
              }),
              ...(row.proxy ? { proxy: true } : {}),
            },
          },
        ],
        receipts: [
          {
            number: String(row.receiptNumber),
            tokenHash: String(row.receiptHash),
            kind: 'submission',
            subject,
            issuedAt: receivedAt,
            locale: String(row.locale ?? 'en'),
            expiresAt: addSpan(keptUntil, { months: 12 }, timeZone),
            facts: {
              version: String(current?.number ?? ''),
              notice: notice ?? '',
              ...(rounded ? { day: 'yes' } : {}),
            },
          },
        ],
        consents,
      },
    }
  }
  return transition(ctx, SUBMISSIONS, { key: { equals: key } }, decide, known)
}

/**
 * Commits a pending submission whose row is stored, as it was written. Before it counts as received, whoever did not
 * say that it is safe to write to them is on the list: what a crash leaves out here is repeated.
 */
export const settle = async (
  desk: Desk,
  payload: BasePayload,
  key: string,
  subject: string,
  written: Record<string, unknown>,
  /** As it was inserted just now. */
  known?: Row,
): Promise<Row> => {
  const unsafe = await unsafeIn(desk, payload, subject, written)
  if (unsafe.length > 0) await emit({ payload }, { unsafe })
  const row = await confirm(desk, payload, key, subject, known)
  await raiseDanger(desk, payload, row)
  return row
}

/** For rows written inside a transaction that this code does not end: commits once the binding is visible outside. */
export const settleAfterCommit = async (
  desk: Desk,
  payload: BasePayload,
  key: string,
  subject: string,
  written: Record<string, unknown>,
): Promise<void> => {
  for (let tries = 0; tries < 80; tries += 1) {
    await pause(25)
    if (await findRow({ payload }, SUBMISSIONS, { key: { equals: key } })) {
      await settle(desk, payload, key, subject, written)
      return
    }
  }
}

/** Rows whose submission is not committed yet stay out of every read. */
export const committedOnly = async (ctx: Context, collection: string): Promise<true | Where> => {
  const pending = await findRows(
    ctx,
    SUBMISSIONS,
    all({ state: { equals: 'pending' } }, { collected: { equals: collection } }),
    { limit: 1000 },
  )
  return pending.length === 0
    ? true
    : { or: [{ [KEY]: { exists: false } }, { [KEY]: { not_in: pending.map(({ key }) => String(key)) } }] }
}

export const bindingOf = (ctx: Context, subject: string): Promise<Row | null> =>
  findRow(ctx, SUBMISSIONS, { subject: { equals: subject } })
