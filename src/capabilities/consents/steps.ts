import type { Where } from 'payload'

import type { Actor } from '../../kernel/actor.js'
import { startOfDay } from '../../kernel/calendar.js'
import { hashOf, randomToken } from '../../kernel/canonical.js'
import { doesNotExist, GovernanceError } from '../../kernel/errors.js'
import type { Basis } from '../../kernel/grounds.js'
import { SELF } from '../../kernel/ports.js'
import { timeZoneOf } from '../../platform/clock.js'
import { findRow, type Row } from '../../platform/db.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { createUnitOnce } from '../../platform/unit.js'
import { CONSENTS } from './collections.js'
import type { Consents } from './context.js'
import { consentMachine, type ConsentState, type ConsentStep, type Nameable } from './domain.js'
import { keptAs, settleLater } from './due.js'
import type { ConsentAction } from './events.js'
import { SCHEMA_VERSION } from './record.js'
import { consentRows, digestOf } from './store.js'

/** How a step came: by the receipt's link, or told to a member of staff. */
export interface By {
  via: 'receipt' | 'staff' | 'telephone'
  actor: Actor
  why?: string
}

/** Where a record keeps the day only, so does what follows it. */
const instantAfter = (ctx: Context, first: Row): { at: Date; rounded: boolean } => {
  const now = nowOf(ctx.payload)
  const { rounded } = keptAs(ctx, new Date(first.at as string))
  return { at: rounded ? startOfDay(now, timeZoneOf(ctx.payload)) : now, rounded }
}

const CARRIED = ['principal', 'account', 'subject', 'form', 'receipt', 'purpose', 'words', 'basis'] as const

/** The next row of a record; what is there already is found again, also when two ask at once. */
const next = async (
  own: Consents,
  given: Context,
  record: string,
  step: { name: ConsentStep; action: ConsentAction },
  by: By,
): Promise<Row> => {
  const ctx = { payload: given.payload }
  const rows = await consentRows(ctx, { record: { equals: record } })
  const first = rows.find(({ state }) => state !== 'withdrawn' && state !== 'lifted')
  if (!first) throw doesNotExist()
  const to = consentMachine.next(first.state as ConsentState, step.name)
  const key = `${record}:${to}`
  const { at, rounded } = instantAfter(ctx, first)
  const { actor, via, why } = by
  const row = await createUnitOnce(
    ctx,
    CONSENTS,
    {
      ...Object.fromEntries(CARRIED.map((name) => [name, (first[name] as unknown) ?? null])),
      ...{ key, record, via, state: to, id: randomToken(12), at: at.toISOString() },
      schemaVersion: SCHEMA_VERSION,
      byRef: actor.ref ?? null,
      why: why || null,
      due: first.subject ? 'open' : null,
    },
    {
      ledger: [
        {
          action: step.action,
          subject: (first.subject as null | string) ?? SELF,
          actor,
          at,
          rounded,
          facts: { purpose: first.purpose, basis: first.basis, record, receipt: first.receipt ?? null, via },
          ...(why ? { personal: { why } } : {}),
        },
      ],
    },
  )
  const stored = row ?? (await findRow(ctx, CONSENTS, { key: { equals: key } }))
  if (!stored) throw doesNotExist()
  await settleLater(own, ctx, stored)
  return stored
}

/**
 * Withdraws a consent; from this row on nothing allows the use, whatever becomes of the data. To repeat it changes
 * nothing. @throws GovernanceError `stateConflict` where consent was refused from the start.
 */
export const withdraw = (own: Consents, ctx: Context, record: string, by: By): Promise<Row> =>
  next(own, ctx, record, { name: 'withdraw', action: 'consents.withdrawn' }, by)

/** Ends a basis that staff named: what rested on it alone becomes due. */
export const liftBasis = (own: Consents, ctx: Context, record: string, by: By): Promise<Row> =>
  next(own, ctx, record, { name: 'lift', action: 'consents.basisLifted' }, by)

export interface Naming {
  subject: string | null
  receipt: string | null
  purpose: string
  basis: Nameable
  why: string
}

const namedAlready = (): GovernanceError =>
  new GovernanceError('stateConflict', 'This basis is named for this purpose already.', {
    thing: 'basis',
    state: 'named',
    action: 'name',
  })

/** Names another basis than consent, with its reason (S1-31). Of two at once one wins. */
export const nameBasis = async (given: Context, naming: Naming, actor: Actor): Promise<Row> => {
  const ctx = { payload: given.payload }
  const { subject, receipt, purpose, basis, why } = naming
  const about: Where = subject ? { subject: { equals: subject } } : { receipt: { equals: receipt } }
  const rows = await consentRows(ctx, about)
  const same = rows.filter((row) => row.purpose === purpose && row.basis === (basis satisfies Basis))
  const ended = same.filter(({ state }) => state === 'lifted').length
  const at = nowOf(ctx.payload)
  const asked = rows.find((row) => row.purpose === purpose && row.words)
  const record = randomToken(12)
  const row = await createUnitOnce(
    ctx,
    CONSENTS,
    {
      ...{ id: randomToken(12), record, purpose, basis, why, subject, receipt, via: 'staff' },
      // Unique for as long as it is not ended, whoever names it.
      key: `${hashOf([subject ?? receipt, purpose, basis])}:${ended}:named`,
      schemaVersion: SCHEMA_VERSION,
      state: 'named' satisfies ConsentState,
      at: at.toISOString(),
      words: (asked?.words as unknown) ?? null,
      byRef: actor.ref ?? null,
      // By this it is found with whatever is sent with the account.
      account: digestOf(ctx, subject),
    },
    {
      ledger: [
        {
          action: 'consents.basisNamed' satisfies ConsentAction,
          subject: subject ?? SELF,
          actor,
          at,
          facts: { purpose, basis, record, receipt },
          personal: { why },
        },
      ],
    },
  )
  if (!row) throw namedAlready()
  return row
}
