import type { BasePayload } from 'payload'

import { type Actor, type Role, SYSTEM } from '../../kernel/actor.js'
import { changedMeanwhile, doesNotExist } from '../../kernel/errors.js'
import type { LedgerDraft } from '../../kernel/ports.js'
import { idFor, parseRef, type Ref, refOf } from '../../kernel/ref.js'
import { nameOf, staffCollection } from '../../platform/actor.js'
import { isWriteConflict } from '../../platform/databases/index.js'
import { all, compareAndSet, findRow, findRows, insertOnce, rawDb } from '../../platform/db.js'
import { type Context, nowOf, type Runner, runtimeOf } from '../../platform/runtime.js'
import { createUnitOnce, transition } from '../../platform/unit.js'
import { ROLE_COUNTS, ROLE_RECORDS } from './collections.js'
import { changeOf, cleanRoles, GRANTERS, type GuardedRole, isGuarded, lastHolder } from './domain.js'
import { accounts, canSignIn, holdersBeside, STAFF_LIMIT } from './holders.js'
import { ROLES_FIELD } from './options.js'

/** Seconds after which a reservation that led to no write is taken for a crash and counted anew. */
const SETTLED_AFTER = 30

/** Key of the row that says who was first; beside the counters, which have the codes of roles. */
const FIRST = 'first-account'

/** Counts anew, unless somebody wrote the row a moment ago: a reservation in flight is not yet in the accounts. */
const recount = async (ctx: Context, role: GuardedRole): Promise<boolean> => {
  const now = nowOf(ctx.payload)
  const touchedAt = now.toISOString()
  const row = await findRow(ctx, ROLE_COUNTS, { key: { equals: role } })
  if (!row) {
    const count = await holdersBeside(ctx, role, [])
    return (await insertOnce(ctx, ROLE_COUNTS, { key: role, count, rev: 0, touchedAt })) !== null
  }
  const age = Math.abs(now.getTime() - new Date(row.touchedAt as string).getTime())
  if (age < SETTLED_AFTER * 1000) return false
  const count = await holdersBeside(ctx, role, [])
  if (count === Number(row.count)) return false
  const unchanged = all({ key: { equals: role } }, { rev: { equals: row.rev } })
  return (await compareAndSet(ctx, ROLE_COUNTS, unchanged, { count, rev: { $inc: 1 }, touchedAt })) !== null
}

const step = async (ctx: Context, role: GuardedRole, by: number): Promise<boolean> => {
  const where = all({ key: { equals: role } }, ...(by < 0 ? [{ count: { greater_than: -by } }] : []))
  try {
    const touchedAt = nowOf(ctx.payload).toISOString()
    return (
      (await compareAndSet(ctx, ROLE_COUNTS, where, { count: { $inc: by }, rev: { $inc: 1 }, touchedAt })) !==
      null
    )
  } catch (error) {
    if (!isWriteConflict(error)) throw error
    throw changedMeanwhile()
  }
}

/**
 * Takes `by` holders from the counter while at least one remains: of two demotions at once, one comes too late.
 * `losing` are the accounts that lose the role.
 * @throws GovernanceError `lastHolder` (409) when nobody else holds the role now; `changedSinceRead` (409) when
 * somebody does and only the counter says no: a demotion is in flight, or a crash left the counter too low.
 */
export const reserve = async (
  ctx: Context,
  role: GuardedRole,
  losing: (number | string)[],
): Promise<void> => {
  const by = losing.length
  const refuse = async (): Promise<never> => {
    throw (await holdersBeside(ctx, role, losing)) === 0 ? lastHolder(role) : changedMeanwhile()
  }
  // Outside the caller's transaction: a row that exists already must not abort it.
  const outside = { payload: ctx.payload }
  if (!(await findRow(outside, ROLE_COUNTS, { key: { equals: role } }))) await recount(outside, role)
  if (await step(ctx, role, -by)) return
  if (!(await recount(outside, role))) await refuse()
  // A transaction of MongoDB does not see what was counted after it began: then the next attempt will.
  if (!(await step(ctx, role, -by))) await refuse()
}

/**
 * Makes the counters where there are none yet. At start, and before each write of an account: a transaction of MongoDB
 * sees only what was there when it first read, so a counter that is made within it is one that it cannot take from.
 */
export const prepareCounters = async (payload: BasePayload): Promise<void> => {
  const known = await findRows({ payload }, ROLE_COUNTS, { key: { in: [...GRANTERS] } })
  for (const role of GRANTERS) {
    if (!known.some(({ key }) => key === role)) await recount({ payload }, role)
  }
}

/**
 * Of several who register at once on an empty site one is the first. Outside the caller's transaction: the others must
 * see it. A claim that led to no account can be taken over; the set-up is there for everyone else.
 */
export const claimFirst = async (payload: BasePayload): Promise<boolean> => {
  const at = { payload }
  const now = nowOf(payload)
  const touchedAt = now.toISOString()
  if (await insertOnce(at, ROLE_COUNTS, { key: FIRST, count: 0, rev: 0, touchedAt })) return true
  const before = new Date(now.getTime() - SETTLED_AFTER * 1000).toISOString()
  const stale = all({ key: { equals: FIRST } }, { touchedAt: { less_than: before } })
  return (await compareAndSet(at, ROLE_COUNTS, stale, { touchedAt, rev: { $inc: 1 } })) !== null
}

export const addHolders = async (ctx: Context, role: GuardedRole, by: number): Promise<void> => {
  await step(ctx, role, by)
}

const draftsFor = (
  subject: Ref,
  before: Role[],
  after: Role[],
  how: { actor: Actor; at: Date; name?: string; facts?: Record<string, unknown> },
): LedgerDraft[] => {
  const { granted, revoked } = changeOf(before, after)
  const draft = (action: string, roles: Role[]): LedgerDraft[] =>
    roles.length === 0
      ? []
      : [
          {
            action,
            subject,
            actor: how.actor,
            at: how.at,
            facts: { roles, ...how.facts },
            ...(how.name ? { personal: { name: how.name } } : {}),
          },
        ]
  return [...draft('roles.granted', granted), ...draft('roles.revoked', revoked)]
}

/** Puts the difference to what the ledger knows on the ledger; record and entry are one write. */
export const recordRoles = async (
  ctx: Context,
  subject: Ref,
  roles: Role[],
  how: { actor: Actor; name?: string; facts?: Record<string, unknown> },
): Promise<void> => {
  const at = nowOf(ctx.payload)
  const key = { subject: { equals: subject } }
  if (!(await findRow(ctx, ROLE_RECORDS, key))) {
    if (roles.length === 0) return
    const ledger = draftsFor(subject, [], roles, { ...how, at })
    if (await createUnitOnce(ctx, ROLE_RECORDS, { subject, roles }, { ledger })) return
  }
  await transition(ctx, ROLE_RECORDS, key, (row) => {
    const ledger = draftsFor(subject, cleanRoles(row.roles), roles, { ...how, at })
    return ledger.length === 0 ? null : { data: { roles }, effects: { ledger } }
  })
}

/**
 * Adds roles in the set-up, below the seals: there the person who acts may hold none yet. Hooks and validation of the
 * host's users do not run, since an old account may lack what newer ones need.
 * @throws GovernanceError `notFound` without such an account.
 */
export const assignRoles = async (ctx: Context, subject: Ref, roles: Role[], actor: Actor): Promise<void> => {
  const collection = staffCollection(ctx.payload)
  const id = idFor(ctx.payload.db.defaultIDType, parseRef(subject).id)
  const [user] =
    parseRef(subject).collection === collection ? await accounts(ctx, { id: { equals: id } }) : []
  if (!user || !canSignIn(ctx.payload, user)) throw doesNotExist()
  const before = runtimeOf(ctx.payload).options.rolesOf(user)
  const { granted } = changeOf(before, roles)
  if (granted.length === 0) return
  const after = [...before, ...granted]
  // The whole account, as Payload itself writes it: on SQL a part of it would empty its lists, sessions included.
  await rawDb(ctx.payload).updateOne({ collection, id: user.id, data: { ...user, [ROLES_FIELD]: after } })
  for (const role of granted.filter(isGuarded)) await addHolders(ctx, role, 1)
  await recordRoles(ctx, subject, after, { actor, name: nameOf(user), facts: { setUp: true } })
}

/** Puts on the ledger what was changed past the plugin, and lets the counters follow. */
export const roleRunner: Runner = {
  key: 'roles',
  everySeconds: 300,
  run: async ({ payload, fence }) => {
    const ctx = { payload }
    const { rolesOf } = runtimeOf(payload).options
    const collection = staffCollection(payload)
    const found = { actor: SYSTEM, facts: { found: true } }
    const seen = new Set<Ref>()
    let done = 0
    const known = await findRows(ctx, ROLE_RECORDS, {}, { limit: STAFF_LIMIT })
    const before = new Map(known.map((row) => [row.subject as Ref, cleanRoles(row.roles)]))
    const differs = (subject: Ref, roles: Role[]): boolean => {
      const change = changeOf(before.get(subject) ?? [], roles)
      return change.granted.length + change.revoked.length > 0
    }
    for (const user of await accounts(ctx)) {
      const subject = refOf(collection, user.id)
      seen.add(subject)
      const roles = rolesOf(user)
      if (!differs(subject, roles)) continue
      await fence()
      await recordRoles(ctx, subject, roles, { ...found, name: nameOf(user) })
      done += 1
    }
    for (const [subject, roles] of before) {
      if (seen.has(subject) || roles.length === 0) continue
      await fence()
      await recordRoles(ctx, subject, [], found)
      done += 1
    }
    for (const role of GRANTERS) if (await recount(ctx, role)) done += 1
    return { done }
  },
}
