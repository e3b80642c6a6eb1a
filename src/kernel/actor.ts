import type { Ref } from './ref.js'

/** The people of S2. Codes are text, so that hosts can add their own. */
export const ROLES = [
  'content-creator',
  'administrator',
  'communications',
  'privacy-officer',
  'aed',
  'ed',
] as const
export type BuiltInRole = (typeof ROLES)[number]
export type Role = BuiltInRole | (string & {})

/** Who acts: a member of staff, a signed-in visitor of another auth collection, a stranger, or the system itself. */
export interface Actor {
  kind: 'staff' | 'visitor' | 'member' | 'system'
  /** `users:7`; absent for strangers. */
  ref?: Ref
  /** Snapshot for evidence; personal, kept behind a commitment on the ledger. */
  name?: string
  roles: Role[]
  /** In whose name, where decisions were handed over. On the ledger both stand. */
  onBehalfOf?: { ref: Ref; name?: string }
  /** Id of the request that this person makes: entries of one request carry the same one. */
  request?: string
}

export const SYSTEM: Actor = { kind: 'system', ref: 'system:governance', roles: [] }

/** Signed in to the admin panel, whatever the roles. */
export const isStaffMember = ({ kind }: Actor): boolean => kind === 'staff'

export const hasRole = (actor: Actor, ...roles: Role[]): boolean =>
  isStaffMember(actor) && actor.roles.some((role) => roles.includes(role))
