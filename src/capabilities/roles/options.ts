import type { Role } from '../../kernel/actor.js'

export interface RolesOptions {
  /** Reads role codes from a user, for hosts that have roles of their own. @default the field `governanceRoles` */
  rolesOf?: (user: Record<string, unknown>) => Role[]
  /** Names of roles in both languages, replacing or adding to the built-in ones. */
  labels?: Record<string, { en: string; fr: string }>
}

export interface SanitizedRoles {
  readonly rolesOf: (user: Record<string, unknown>) => Role[]
  /** True when the host maps its own roles: then no field is added and nobody is granted a role here. */
  readonly mapped: boolean
  readonly labels: Readonly<Record<string, { en: string; fr: string }>>
}

/** The field that the plugin adds to the admin users. */
export const ROLES_FIELD = 'governanceRoles'

export const ROLE_LABELS: Record<string, { en: string; fr: string }> = {
  'content-creator': { en: 'Content creator', fr: 'Création de contenu' },
  administrator: { en: 'Administrator (moderator)', fr: 'Administration (modération)' },
  communications: { en: 'Communications employee', fr: 'Communications' },
  'privacy-officer': { en: 'Privacy officer', fr: 'Responsable de la protection de la vie privée' },
  aed: { en: 'Assistant Executive Director', fr: 'Direction générale adjointe' },
  ed: { en: 'Executive Director', fr: 'Direction générale' },
}

export const sanitizeRoles = (options: RolesOptions = {}): SanitizedRoles => Object.freeze({
  rolesOf: options.rolesOf ?? ((user: Record<string, unknown>) => (Array.isArray(user[ROLES_FIELD]) ? (user[ROLES_FIELD] as Role[]) : [])),
  mapped: options.rolesOf !== undefined,
  labels: Object.freeze({ ...ROLE_LABELS, ...options.labels }),
})
