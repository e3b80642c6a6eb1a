import type { Field, Where } from 'payload'

import { randomToken } from '../kernel/canonical.js'
import { changedMeanwhile, doesNotExist } from '../kernel/errors.js'
import { INTERNAL } from '../kernel/accessTable.js'
import { type Effects, type LedgerDraft, SELF } from '../kernel/ports.js'
import { refOf } from '../kernel/ref.js'
import { fieldAccess } from './access.js'
import { compareAndSet, findRow, insert, insertOnce, type Row } from './db.js'
import { type Context, nowOf, runtimeOf } from './runtime.js'

/**
 * State, ledger entry and outgoing mail are one unit also where the database has no transactions: the effects are
 * stored in the row they belong to, by the same single write, and carried out from there. Each effect has a unique
 * key, so that carrying out twice changes nothing; a healer finishes what a crash left behind.
 */
export const unitFields = (): Field[] => {
  const hidden = {
    admin: { hidden: true, disableListColumn: true, disableListFilter: true, disableBulkEdit: true },
    access: fieldAccess(INTERNAL),
  } as const
  return [
    { name: 'rev', type: 'number', defaultValue: 0, ...hidden },
    { name: 'effects', type: 'json', ...hidden },
    { name: 'effectsKey', type: 'text', index: true, ...hidden },
    { name: 'scope', type: 'text', index: true, ...hidden },
  ]
}

type Journal = { [K in keyof Required<Effects>]: (NonNullable<Effects[K]>[number] & { key: string })[] } & {
  causedAt: string
}

/** Who finishes it later does so under a run of its own: under which it happened is said now. */
const requested = (ctx: Context, draft: LedgerDraft): LedgerDraft => {
  const request = draft.request ?? draft.actor.request ?? runtimeOf(ctx.payload).run.getStore()
  return request ? { ...draft, request } : draft
}

const journalOf = (ctx: Context, effects: Effects, pending?: Journal | null): Journal => ({
  ledger: [
    ...(pending?.ledger ?? []),
    ...(effects.ledger ?? []).map((draft) => ({ ...requested(ctx, draft), key: randomToken(12) })),
  ],
  // An address that is not safe to write to is not stored, not even for a moment.
  mail: [
    ...(pending?.mail ?? []),
    ...(effects.mail ?? []).filter(({ to }) => !('address' in to) || to.safeToWrite),
  ],
  receipts: [
    ...(pending?.receipts ?? []),
    ...(effects.receipts ?? []).map((draft) => ({ ...draft, key: draft.number })),
  ],
  timers: [...(pending?.timers ?? []), ...(effects.timers ?? [])],
  consents: [...(pending?.consents ?? []), ...(effects.consents ?? [])],
  unsafe: [...(pending?.unsafe ?? []), ...(effects.unsafe ?? [])],
  causedAt: nowOf(ctx.payload).toISOString(),
})

/** Dates come back from JSON as text. */
const revive = <T>(draft: T, ...dates: (keyof T)[]): T => {
  const copy = { ...draft }
  for (const key of dates)
    if (typeof copy[key] === 'string') copy[key] = new Date(copy[key] as string) as T[keyof T]
  return copy
}

const isEmpty = (effects: Effects): boolean => Object.values(effects).every((drafts) => !drafts?.length)

/** Carries out the effects stored in a row and clears them. Safe to repeat and to run twice at once. */
export const flushRow = async (
  ctx: Context,
  collection: string,
  row: Row,
  /** Nobody has carried out any of them before: they were drawn up with this write. */
  fresh = false,
): Promise<void> => {
  const journal = row.effects as Journal | null
  if (!row.effectsKey || !journal) return
  await carryOut(ctx, collection, row, journal, fresh)
  await compareAndSet(
    ctx,
    collection,
    { and: [{ id: { equals: row.id } }, { effectsKey: { equals: row.effectsKey } }] },
    // Carrying out changes nothing of the row that anybody dates.
    { effects: null, effectsKey: null, updatedAt: null },
  )
}

const carryOut = async (
  ctx: Context,
  collection: string,
  row: Row,
  journal: Journal,
  fresh: boolean,
): Promise<void> => {
  const { sinks } = runtimeOf(ctx.payload)
  const self = refOf(collection, row.id)
  const named = <T extends { subject: string }>(draft: T): T =>
    draft.subject === SELF ? { ...draft, subject: self } : draft
  // First: until it is on the list, a mail to it could leave. Rows of an earlier version have none.
  for (const draft of journal.unsafe ?? []) await sinks.unsafe(ctx, named(draft))
  for (const draft of journal.ledger) await sinks.ledger(ctx, { ...named(revive(draft, 'at')), fresh })
  const causedAt = new Date(journal.causedAt)
  for (const draft of journal.timers)
    await sinks.timer(ctx, {
      ...named(revive({ ...draft, key: draft.key.replace(SELF, self) }, 'dueAt')),
      causedAt,
    })
  for (const draft of journal.receipts)
    await sinks.receipt(ctx, named(revive(draft, 'issuedAt', 'expiresAt')))
  // Journals of an earlier version have none.
  for (const draft of journal.consents ?? []) await sinks.consent(ctx, named(revive(draft, 'at')))
  for (const draft of journal.mail) {
    await sinks.mail(ctx, {
      ...revive(draft, 'notBefore'),
      key: draft.key.replace(SELF, self),
      path: draft.path?.replace(SELF, String(row.id)),
      ...(draft.about ? { about: draft.about.replace(SELF, self) } : {}),
      causedAt,
    })
  }
}

const withEffects = (
  ctx: Context,
  data: Record<string, unknown>,
  effects: Effects,
  pending?: Journal | null,
): Record<string, unknown> =>
  isEmpty(effects) && !pending
    ? data
    : {
        ...data,
        effects: JSON.parse(JSON.stringify(journalOf(ctx, effects, pending))) as unknown,
        effectsKey: randomToken(9),
      }

/** Inside a transaction the effects need no place to wait: they are there with the row, or neither is. */
export const isOneWrite = async ({ req }: Context): Promise<boolean> => Boolean(await req?.transactionID)

/** The same as if it had waited in the row, whatever its drafts hold. */
const asStored = (journal: Journal): Journal => JSON.parse(JSON.stringify(journal)) as Journal

/** Inserts a row with its effects. In keys, subjects and paths `SELF` stands for the new row. */
export const createUnit = async (
  ctx: Context,
  collection: string,
  data: Record<string, unknown>,
  effects: Effects,
): Promise<Row> => {
  const row = await insert(ctx, collection, withEffects(ctx, { rev: 0, ...data }, effects))
  await flushRow(ctx, collection, row, true)
  return row
}

/** The same for rows with a unique key; null when the key is taken. */
export const createUnitOnce = async (
  ctx: Context,
  collection: string,
  data: Record<string, unknown>,
  effects: Effects,
): Promise<Row | null> => {
  const row = await insertOnce(ctx, collection, withEffects(ctx, { rev: 0, ...data }, effects))
  if (row) await flushRow(ctx, collection, row, true)
  return row
}

export interface Decision {
  data: Record<string, unknown>
  effects?: Effects
}

/**
 * Reads a row, lets a pure function decide on it, and writes the outcome only if nobody wrote in between
 * (compare-and-set on `rev`); otherwise reads and decides again. The decision may throw a coded error.
 * @returns the row as written, or as found when the decision was null (nothing to do).
 * @throws GovernanceError `notFound` without a row; `changedSinceRead` after ten lost races.
 */
export const transition = async (
  ctx: Context,
  collection: string,
  where: Where,
  decide: (row: Row) => Decision | null | Promise<Decision | null>,
  /** The row as just read: decided on first, without reading it again; a lost race reads it anew. */
  known?: Row,
): Promise<Row> => {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const row = attempt === 0 && known ? known : await findRow(ctx, collection, where)
    if (!row) throw doesNotExist()
    const decision = await decide(row)
    if (!decision) return row
    const pending = row.effectsKey ? (row.effects as Journal | null) : null
    const effects = decision.effects ?? {}
    const atOnce = !pending && (await isOneWrite(ctx))
    const written = await compareAndSet(
      ctx,
      collection,
      { and: [{ id: { equals: row.id } }, { rev: { equals: row.rev ?? 0 } }] },
      {
        ...(atOnce ? decision.data : withEffects(ctx, decision.data, effects, pending)),
        rev: Number(row.rev ?? 0) + 1,
      },
    )
    if (written) {
      const journal = journalOf(ctx, effects)
      if (atOnce) await carryOut(ctx, collection, written, asStored(journal), true)
      else await flushRow(ctx, collection, written, !pending)
      return written
    }
  }
  throw changedMeanwhile()
}

/**
 * Effects of a change on a row that is not the plugin's own (a host's document): joins the request's transaction.
 * @param once names the entries, where a repeat must find them; `fresh` where there cannot have been one before
 */
export const emit = async (
  ctx: Context,
  effects: Effects,
  once?: { key: string; fresh: boolean },
): Promise<void> => {
  const { sinks } = runtimeOf(ctx.payload)
  const journal = journalOf(ctx, effects)
  for (const draft of journal.unsafe) await sinks.unsafe(ctx, draft)
  for (const [index, draft] of journal.ledger.entries())
    await sinks.ledger(ctx, { ...draft, fresh: true, ...(once && { ...once, key: `${once.key}:${index}` }) })
  for (const draft of journal.timers) await sinks.timer(ctx, draft)
  for (const draft of journal.receipts) await sinks.receipt(ctx, draft)
  for (const draft of journal.consents) await sinks.consent(ctx, draft)
  for (const draft of journal.mail) await sinks.mail(ctx, { ...draft, causedAt: new Date(journal.causedAt) })
}
