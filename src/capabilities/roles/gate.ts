import type {
  CollectionBeforeChangeHook,
  CollectionBeforeDeleteHook,
  CollectionBeforeOperationHook,
  PayloadRequest,
} from 'payload'

import type { Actor, Role } from '../../kernel/actor.js'
import { GovernanceError } from '../../kernel/errors.js'
import { refOf } from '../../kernel/ref.js'
import { actorOrSystem, nameOf } from '../../platform/actor.js'
import type { Row } from '../../platform/db.js'
import {
  type Context,
  runtimeOf,
  type Seal,
  type Verdict,
  type WriteAttempt,
} from '../../platform/runtime.js'
import {
  changeOf,
  cleanRoles,
  GRANTERS,
  hasAny,
  isGuarded,
  isRoleList,
  judgeChange,
  judgeSignIn,
  lastHolder,
} from './domain.js'
import { accountCount, accounts, heldRoles, holdersBeside } from './holders.js'
import { ROLES_FIELD } from './options.js'
import { addHolders, claimFirst, prepareCounters, recordRoles, reserve } from './store.js'

type User = Record<string, unknown>

/** A stranger through an open sign-up page must not bring roles along. REST leaves `overrideAccess` undefined. */
export const refuseRolesOfStrangers: CollectionBeforeOperationHook = ({ args, operation, req }) => {
  const { data, overrideAccess } = args as { data?: User; overrideAccess?: boolean }
  if ((operation === 'create' || operation === 'update') && overrideAccess !== true && !req.user) {
    if (cleanRoles(data?.[ROLES_FIELD]).length > 0) {
      throw new GovernanceError(
        'notAllowed',
        'Roles are granted by the Assistant Executive Director or the Executive Director.',
      )
    }
  }
  return args
}

/** Before the transaction of this operation reads anything: see `prepareCounters`. */
export const countersFirst: CollectionBeforeOperationHook = async ({ args, operation, req }) => {
  // Without its table, before the host's migration, whoever needs the counter says so.
  if (operation === 'create' || operation === 'update' || operation === 'delete')
    await prepareCounters(req.payload).catch(() => undefined)
  return args
}

/** The first account of an empty site becomes AED, so that somebody can grant. */
const withFirst = async (data: User, req: PayloadRequest): Promise<User> => {
  if (req.user || (await accountCount({ payload: req.payload, req })) > 0) return data
  const stated = cleanRoles(data[ROLES_FIELD])
  // The host's own code may say otherwise; a person who registers may not.
  if (stated.length > 0 && req.payloadAPI === 'local') return data
  if (!(await claimFirst(req.payload))) return data
  return { ...data, [ROLES_FIELD]: [...new Set(['aed', ...stated])] }
}

/** What a person signs in with, or cannot. A password is never stored under this name. */
const SIGN_IN = ['email', 'username', 'password', 'apiKey', 'enableAPIKey', '_verified'] as const

const changesSignIn = (data: User, stored: User): boolean =>
  SIGN_IN.some((name) => data[name] !== undefined && (data[name] || null) !== (stored[name] || null))

/**
 * What is written on an account, also of one in the trash: it means nothing there, but whoever takes the account out
 * hands it over with that, and with whatever password was set meanwhile.
 */
const writtenOn =
  (rolesOf: (user: User) => Role[]) =>
  (user: null | undefined | User): Role[] =>
    user ? rolesOf({ ...user, deletedAt: null }) : []

/** Early and with a sentence: before versions are written. The seal below judges again what is really stored. */
export const judgeEarly =
  (mapped: boolean): CollectionBeforeChangeHook =>
  async ({ data, operation, originalDoc, req }) => {
    const { rolesOf } = runtimeOf(req.payload).options
    const next = operation === 'create' && !mapped ? await withFirst(data as User, req) : (data as User)
    if (mapped) return next
    const actor = actorOrSystem(req)
    const subject = originalDoc
      ? refOf(req.payload.config.admin.user, (originalDoc as { id: number | string }).id)
      : undefined
    const written = writtenOn(rolesOf)
    const after = { ...(originalDoc as User), ...stated(next) }
    const before = originalDoc ? rolesOf(originalDoc as User) : []
    judgeChange({
      change: changeOf(before, rolesOf(after)),
      actor,
      subject,
      removal: Boolean(next.deletedAt) && !(originalDoc as User | undefined)?.deletedAt,
    })
    const stored = written(originalDoc as undefined | User)
    judgeChange({ change: changeOf(stored, written(after)), actor, subject })
    if (subject && changesSignIn(next, originalDoc as User)) judgeSignIn(actor, subject, stored)
    return next
  }

/** Before anything of the account is gone. */
export const refuseLastEarly: CollectionBeforeDeleteHook = async ({ id, req }) => {
  const ctx = { payload: req.payload, req }
  const [user] = await accounts(ctx, { id: { equals: id } })
  if (!user) return
  for (const role of heldRoles(req.payload, user).filter(isGuarded)) {
    if ((await holdersBeside(ctx, role, [id])) === 0) throw lastHolder(role)
  }
}

const NO_CHANGE = { granted: [], revoked: [] }

interface Touched {
  before: Row | null
  after: User | null
}

/** What is undefined is left as it was. */
const stated = (data: User = {}): User =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined))

const touchedBy = async (attempt: WriteAttempt, ctx: Context): Promise<Touched[]> => {
  if (attempt.operation === 'create') return [{ before: null, after: attempt.data ?? {} }]
  const where = attempt.id === undefined ? (attempt.where ?? {}) : { id: { equals: attempt.id } }
  const rows = await accounts(ctx, where)
  return rows.map((before) => ({
    before,
    after: attempt.operation === 'delete' ? null : { ...before, ...stated(attempt.data) },
  }))
}

/**
 * Below every API: who may change roles, and that the last AED and ED stay. The counter is taken in the same
 * transaction as the account, just before it; where there are none, a failed write gives it back.
 */
export const rolesSeal = (staffSlug: () => string | undefined, mapped: boolean): Seal => ({
  key: 'roles',
  applies: (collection) => collection === staffSlug(),
  judge: async (attempt, ctx): Promise<Verdict | void> => {
    if (attempt.version) return
    if (!mapped && !isRoleList(attempt.data?.[ROLES_FIELD])) {
      throw new GovernanceError(
        'invalidInput',
        'Roles must be a list of codes.',
        { field: ROLES_FIELD },
        { field: ROLES_FIELD },
      )
    }
    const { rolesOf } = runtimeOf(ctx.payload).options
    const written = writtenOn(rolesOf)
    const actor: Actor = actorOrSystem({ payload: ctx.payload, user: attempt.req?.user ?? null })
    const changes = (await touchedBy(attempt, ctx))
      .map(({ before, after }) => {
        const now: Role[] = after ? rolesOf(after) : []
        const held = (user: User | null): Role[] => (user ? heldRoles(ctx.payload, user) : [])
        return {
          before,
          after,
          now,
          // What somebody decided on, and what the person can make use of: an address that was never confirmed, or a
          // lock, takes nothing away on the ledger, but nobody is there who holds the role.
          change: changeOf(before ? rolesOf(before) : [], now),
          written: after ? changeOf(written(before), written(after)) : NO_CHANGE,
          holding: changeOf(held(before), held(after)),
        }
      })
      .filter(({ change, holding, written: also }) => hasAny(change) || hasAny(holding) || hasAny(also))
    if (changes.length === 0) return
    if (!mapped) {
      for (const { before, after, change, written: also } of changes) {
        const subject = before ? refOf(attempt.collection, before.id) : undefined
        judgeChange({ change, actor, subject, removal: after === null || Boolean(after.deletedAt) })
        judgeChange({ change: also, actor, subject })
      }
    }
    const taken: [(typeof GRANTERS)[number], number][] = []
    const giveBack = async (): Promise<void> => {
      // In a transaction that was rolled back the counter is back already, and this write fails with it.
      for (const [role, by] of taken) await addHolders(ctx, role, by).catch(() => undefined)
    }
    try {
      for (const role of GRANTERS) {
        const losing = changes
          .filter(({ holding }) => holding.revoked.includes(role))
          .map(({ before }) => before!.id)
        if (losing.length === 0) continue
        // Both, since a counter that was edited by hand must not let the last one go.
        if ((await holdersBeside(ctx, role, losing)) === 0) throw lastHolder(role)
        await reserve(ctx, role, losing)
        taken.push([role, losing.length])
      }
    } catch (error) {
      await giveBack()
      throw error
    }
    let created: { id?: number | string } | undefined
    return {
      written: (result) => {
        created = (result ?? undefined) as typeof created
      },
      failed: giveBack,
      done: async () => {
        for (const role of GRANTERS) {
          const gained = changes.filter(({ holding }) => holding.granted.includes(role)).length
          if (gained > 0) await addHolders(ctx, role, gained)
        }
        for (const { before, after, now, change } of changes) {
          if (!hasAny(change)) continue
          const id = before?.id ?? created?.id
          if (id === undefined) continue
          await recordRoles(ctx, refOf(attempt.collection, id), now, {
            actor,
            name: nameOf(after ?? before ?? {}),
          })
        }
      },
    }
  },
})
