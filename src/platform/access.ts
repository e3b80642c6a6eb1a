import type { Access, AccessResult, CollectionConfig, PayloadRequest, Where } from 'payload'

import type { Role } from '../kernel/actor.js'
import { hasRole } from '../kernel/actor.js'
import { actorOf } from './actor.js'

type Rule = Access | undefined

/** The stricter of both wins: never widens what the host allows. */
export const stricter =
  (host: Rule, ours: Access): Access =>
  async (args) => {
    const first = host ? await host(args) : Boolean(args.req.user)
    if (first === false) return false
    const second = await ours(args)
    return intersect(first, second)
  }

export const intersect = (a: AccessResult, b: AccessResult): AccessResult => {
  if (a === false || b === false) return false
  if (a === true) return b
  if (b === true) return a
  return { and: [a, b] } satisfies Where
}

export const nobody: Access = () => false

/** Staff (users of the admin collection) who hold one of the roles; without roles, any staff. */
export const staff =
  (...roles: Role[]): Access =>
  ({ req }) =>
    isStaff(req, ...roles)

/** Staff who hold any role: an account that was only made is not trusted with evidence yet. */
export const staffWithRole: Access = ({ req }) => {
  const { kind, roles } = actorOf(req)
  return kind === 'staff' && roles.length > 0
}

export const isStaff = (req: PayloadRequest, ...roles: Role[]): boolean => {
  const actor = actorOf(req)
  return actor.kind === 'staff' && (roles.length === 0 || hasRole(actor, ...roles))
}

/** Access of a collection whose rows only the plugin's stores write. */
export const writtenByStores = (read: Access): NonNullable<CollectionConfig['access']> => ({
  create: nobody,
  update: nobody,
  delete: nobody,
  unlock: nobody,
  read,
  readVersions: read,
  admin: ({ req }) => Boolean(req.user),
})
