import type { BasePayload, Where } from 'payload'

import type { Role } from '../../kernel/actor.js'
import type { Person } from '../../kernel/ports.js'
import { refOf } from '../../kernel/ref.js'
import { nameOf, staffCollection } from '../../platform/actor.js'
import { countRows, findRows, type Row } from '../../platform/db.js'
import { type Context, runtimeOf } from '../../platform/runtime.js'
import { isLockedByHand } from '../../platform/staff.js'

/** More staff accounts than this and the plugin reads the first ones only. */
export const STAFF_LIMIT = 10_000

type User = Record<string, unknown>

export const accounts = (ctx: Context, where: Where = {}): Promise<Row[]> =>
  findRows(ctx, staffCollection(ctx.payload), where, { limit: STAFF_LIMIT })

export const accountCount = (ctx: Context): Promise<number> =>
  countRows(ctx, staffCollection(ctx.payload), {})

/**
 * False for an account in the trash, one whose address was never confirmed where the host asks for that, and one that
 * was locked by hand. A lock that wrong passwords can make does not count: otherwise a stranger who types five of them
 * would make the AED vacant for ten minutes, keep the mails about an incident from them and open the first set-up.
 */
export const canSignIn = (payload: BasePayload, user: User): boolean => {
  if (user.deletedAt) return false
  const { auth } = payload.collections[staffCollection(payload) as never]!.config
  if (auth.verify && !auth.disableLocalStrategy && !user._verified) return false
  return !isLockedByHand(payload, user.lockUntil)
}

/** The roles that this account holds: none without a way to sign in. Everything that counts holders asks here. */
export const heldRoles = (payload: BasePayload, user: User): Role[] =>
  canSignIn(payload, user) ? runtimeOf(payload).options.rolesOf(user) : []

const wishOf = (stored: unknown): Person['mail'] =>
  stored === 'daily' || stored === 'needed' ? stored : 'atOnce'

/** Staff who hold one of the roles now; all staff with no roles given. Who cannot sign in is nobody. */
export const people = async (payload: BasePayload, roles: Role[]): Promise<Person[]> => {
  const collection = staffCollection(payload)
  return (await accounts({ payload }))
    .filter((user) => canSignIn(payload, user))
    .map((user) => ({
      ref: refOf(collection, user.id),
      name: nameOf(user),
      email: String(user.email ?? ''),
      locale: user.governanceLanguage === 'fr' ? ('fr' as const) : ('en' as const),
      mail: wishOf(user.governanceMail),
      roles: heldRoles(payload, user),
    }))
    .filter((person) => roles.length === 0 || person.roles.some((role) => roles.includes(role)))
}

/** How many hold the role now, without those whose rows are about to change. */
export const holdersBeside = async (ctx: Context, role: Role, ids: (number | string)[]): Promise<number> => {
  const rows = await accounts(ctx)
  return rows.filter((user) => !ids.includes(user.id) && heldRoles(ctx.payload, user).includes(role)).length
}
