import { type Actor, hasRole, type Role } from '../../kernel/actor.js'
import { GovernanceError } from '../../kernel/errors.js'
import type { Ref } from '../../kernel/ref.js'

/** They grant and revoke, and the last holder of each cannot go (S2-15, S2-32). */
export const GRANTERS = ['aed', 'ed'] as const
export type GuardedRole = (typeof GRANTERS)[number]

/** Codes as text, without duplicates; whatever else a host's function or an old row holds is no role. */
export const cleanRoles = (value: unknown): Role[] =>
  Array.isArray(value) ? [...new Set(value.filter((code): code is string => typeof code === 'string'))] : []

/** What the field of roles may hold. Another shape could mean one thing to us and another to the database. */
export const isRoleList = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (Array.isArray(value) && value.every((code) => typeof code === 'string'))

export interface RoleChange {
  granted: Role[]
  revoked: Role[]
}

export const changeOf = (before: Role[], after: Role[]): RoleChange => ({
  granted: after.filter((role) => !before.includes(role)),
  revoked: before.filter((role) => !after.includes(role)),
})

export const hasAny = ({ granted, revoked }: RoleChange): boolean => granted.length + revoked.length > 0

export const isGuarded = (role: Role): role is GuardedRole => (GRANTERS as readonly Role[]).includes(role)

export interface Attempt {
  change: RoleChange
  actor: Actor
  /** Whose roles change; undefined for an account that is being made. */
  subject?: Ref
  /** The account itself is deleted or put into the trash. */
  removal?: boolean
}

/**
 * AED and ED grant and revoke, nobody raises themselves; anyone may give up a role of their own. Removing an account
 * without a guarded role stays the host's decision.
 * @throws GovernanceError `raisesOneself` or `notAllowed`, both 403.
 */
export const judgeChange = ({ change, actor, subject, removal }: Attempt): void => {
  const { granted, revoked } = change
  if (!hasAny(change) || actor.kind === 'system') return
  const oneself = subject !== undefined && actor.ref === subject
  if (oneself && granted.length > 0) {
    throw new GovernanceError(
      'raisesOneself',
      'Nobody grants a role to themselves. Ask the Executive Director or the Assistant Executive Director.',
    )
  }
  if (hasRole(actor, ...GRANTERS) || oneself) return
  if (removal && granted.length === 0 && !revoked.some(isGuarded)) return
  throw new GovernanceError(
    'notAllowed',
    'Only the Assistant Executive Director and the Executive Director grant and revoke roles. Ask one of them.',
  )
}

/**
 * Who changes how somebody signs in can sign in as them: that is a way to their roles, too. An account without roles
 * is the host's to decide on.
 * @throws GovernanceError `notAllowed`
 */
export const judgeSignIn = (actor: Actor, subject: Ref, held: Role[]): void => {
  if (actor.kind === 'system' || actor.ref === subject || hasRole(actor, ...GRANTERS)) return
  if (held.every((role) => actor.roles.includes(role))) return
  throw new GovernanceError(
    'notAllowed',
    'This account holds a role that you do not have: its address, password and keys are changed by the person, ' +
      'the Assistant Executive Director or the Executive Director.',
  )
}

export const lastHolder = (role: Role): GovernanceError =>
  new GovernanceError(
    'lastHolder',
    'This is the last person who holds this role. Grant it to somebody else first.',
    { role },
    { role },
  )
