import type { BasePayload } from 'payload'

import type { Actor } from '../../kernel/actor.js'
import { keyedHash } from '../../kernel/canonical.js'
import { type Ref, refOf } from '../../kernel/ref.js'
import { nameOf, staffCollection } from '../../platform/actor.js'
import { beyond } from '../../platform/clock.js'
import {
  all,
  compareAndSet,
  countRows,
  deleteRows,
  findRow,
  findRows,
  insertOnce,
  type Row,
} from '../../platform/db.js'
import { type Alarm, type Context, nowOf, type Runner } from '../../platform/runtime.js'
import { createUnitOnce, emit, transition } from '../../platform/unit.js'
import { ATTEMPTS } from './collections.js'
import {
  cleanAddress,
  failedEntry,
  LOCKED,
  lockedEntry,
  LOCKS_ALARM,
  LOCKS_KEPT_MS,
  placeOf,
  windowOf,
} from './domain.js'

const accountOf = async (ctx: Context, address: string): Promise<Row | null> => {
  const collection = staffCollection(ctx.payload)
  const { auth } = ctx.payload.collections[collection as never]!.config
  const byName = auth.loginWithUsername ? [{ username: { equals: address } }] : []
  return findRow(ctx, collection, { or: [{ email: { equals: address } }, ...byName] })
}

/** One more attempt in vain. Never joins the request's transaction, which ends with the refusal. */
export const countFailure = async (payload: BasePayload, given: string): Promise<void> => {
  const ctx = { payload }
  const now = nowOf(payload)
  const { startsAt, endsAt } = windowOf(now)
  const address = cleanAddress(given)
  const account = await accountOf(ctx, address)
  const digest = keyedHash(payload.secret, `sign-in:${address}`)
  const subject = account ? refOf(staffCollection(payload), account.id) : null
  const key = `${startsAt.toISOString()} ${subject ?? `unknown:${placeOf(digest)}`}`
  const place = { key: { equals: key } }
  const more = { count: { $inc: 1 }, rev: { $inc: 1 } }
  const again = async (): Promise<boolean> =>
    (await compareAndSet(ctx, ATTEMPTS, all(place, { digest: { equals: digest } }), more)) !== null ||
    (await compareAndSet(ctx, ATTEMPTS, place, { ...more, others: { $inc: 1 } })) !== null
  if (await again()) return
  const row = await insertOnce(ctx, ATTEMPTS, {
    key,
    account: subject,
    name: account ? nameOf(account) : null,
    address: subject ? null : address,
    digest,
    count: 1,
    others: 0,
    rev: 0,
    firstAt: now.toISOString(),
    endsAt: endsAt.toISOString(),
  })
  if (!row) await again()
}

/** An account was locked: on the ledger at once. Wrong passwords that come in at once lock it once in ten minutes. */
export const recordLock = async (ctx: Context, account: Row, until: string, by?: Actor): Promise<void> => {
  const { payload } = ctx
  const now = nowOf(payload)
  const { startsAt } = windowOf(now)
  const subject: Ref = refOf(staffCollection(payload), account.id)
  const ledger = [lockedEntry(subject, now, until, nameOf(account), by)]
  // A taken key would abort the transaction of whoever locks by hand.
  if (by || (await ctx.req?.transactionID)) return emit(ctx, { ledger })
  await createUnitOnce(
    { payload },
    ATTEMPTS,
    {
      key: `${startsAt.toISOString()}${LOCKED}${subject}`,
      account: subject,
      firstAt: now.toISOString(),
      endsAt: new Date(now.getTime() + LOCKS_KEPT_MS).toISOString(),
      recordedAt: now.toISOString(),
    },
    { ledger },
  )
}

/** Locks of this hour: nobody on the staff forgets a password so often. */
export const lockAlarms = async ({ payload, now }: Context & { now: Date }): Promise<Alarm[]> => {
  const locks = all(
    { key: { like: LOCKED } },
    { endsAt: { greater_than: now.toISOString() } },
    { endsAt: { less_than: beyond(now, LOCKS_KEPT_MS) } },
  )
  const count = await countRows({ payload }, ATTEMPTS, locks)
  if (count < LOCKS_ALARM) return []
  return [
    {
      key: 'lockouts',
      kind: 'unauthorized-access',
      severity: 'high',
      because: { key: 'governance:incidents:because:lockouts', values: { count: String(count) } },
      windowMinutes: LOCKS_KEPT_MS / 60_000,
    },
  ]
}

const record = async (ctx: Context, found: Row, now: Date): Promise<void> => {
  await transition(ctx, ATTEMPTS, { id: { equals: found.id } }, (row) =>
    row.recordedAt
      ? null
      : {
          data: { recordedAt: now.toISOString(), address: null, name: null },
          effects: {
            ledger: [
              failedEntry({
                account: (row.account as null | Ref) ?? null,
                address: (row.address as null | string) ?? null,
                name: (row.name as null | string) ?? null,
                count: Number(row.count),
                others: Number(row.others),
                firstAt: new Date(row.firstAt as string),
              }),
            ],
          },
        },
  )
}

/** Puts windows that are over on the ledger, and removes those that are there. */
export const attemptsRunner: Runner = {
  key: 'sign-in',
  everySeconds: 60,
  run: async ({ payload, fence, now }) => {
    const ctx = { payload }
    const over = [
      { endsAt: { less_than_equal: now.toISOString() } },
      { endsAt: { greater_than: beyond(now, LOCKS_KEPT_MS) } },
    ]
    const due = await findRows(ctx, ATTEMPTS, all({ or: over }, { recordedAt: { exists: false } }), {
      limit: 500,
    })
    for (const row of due) {
      await fence()
      await record(ctx, row, now)
    }
    await deleteRows(
      ctx,
      ATTEMPTS,
      all({ or: over }, { recordedAt: { exists: true } }, { effectsKey: { exists: false } }),
    )
    return { done: due.length }
  },
}
