import type { Role } from '../../kernel/actor.js'
import { invalidOption } from '../../kernel/errors.js'
import { cleanRoles } from './domain.js'

export interface RolesOptions {
  /**
   * Reads role codes from a user, for hosts that have roles of their own. Then the plugin adds no field, and roles are
   * granted where the host grants them: the last AED and ED still cannot go.
   * @default the field `governanceRoles`
   */
  rolesOf?: (user: Record<string, unknown>) => Role[]
  /**
   * Names of roles in both languages: replaces those of the built-in codes, or adds codes.
   * @default the six roles of the policy
   */
  labels?: Record<string, { en: string; fr: string }>
}

export interface SanitizedRoles {
  readonly rolesOf: (user: Record<string, unknown>) => Role[]
  /** True when the host maps its own roles: then no field is added and nobody is granted a role here. */
  readonly mapped: boolean
  readonly labels: Readonly<Record<string, { en: string; fr: string }>>
}

/** Fields that the plugin adds to the admin users. */
export const ROLES_FIELD = 'governanceRoles'
export const LANGUAGE_FIELD = 'governanceLanguage'
export const MAIL_FIELD = 'governanceMail'

export const ROLE_LABELS: Record<string, { en: string; fr: string }> = {
  'content-creator': { en: 'Content creator', fr: 'Création de contenu' },
  administrator: { en: 'Administrator (moderator)', fr: 'Administration (modération)' },
  communications: { en: 'Communications employee', fr: 'Communications' },
  'privacy-officer': { en: 'Privacy officer', fr: 'Responsable de la protection de la vie privée' },
  aed: { en: 'Assistant Executive Director', fr: 'Direction générale adjointe' },
  ed: { en: 'Executive Director', fr: 'Direction générale' },
}

const checkedLabels = (labels: unknown): Record<string, { en: string; fr: string }> => {
  if (labels === undefined) return {}
  if (labels === null || typeof labels !== 'object' || Array.isArray(labels)) {
    throw invalidOption('roles.labels', "must be an object: `{ aed: { en: 'Deputy', fr: 'Adjointe' } }`.")
  }
  for (const [code, label] of Object.entries(
    labels as Record<string, { en?: unknown; fr?: unknown } | null>,
  )) {
    if (!/^[a-z0-9][a-z0-9-]{0,59}$/.test(code)) {
      throw invalidOption(`roles.labels.${code}`, 'is no role code: small letters, digits and hyphens only.')
    }
    if (typeof label?.en !== 'string' || typeof label.fr !== 'string' || !label.en || !label.fr) {
      throw invalidOption(`roles.labels.${code}`, 'needs a name in both languages: `{ en, fr }`.')
    }
  }
  return labels as Record<string, { en: string; fr: string }>
}

/** @throws GovernanceError `invalidOption`, naming the option. */
export const sanitizeRoles = (options: RolesOptions = {}): SanitizedRoles => {
  if (options === null || typeof options !== 'object') {
    throw invalidOption(
      'roles',
      'must be an object; roles cannot be switched off, every other capability needs them.',
    )
  }
  for (const key of Object.keys(options)) {
    if (key !== 'rolesOf' && key !== 'labels') {
      throw invalidOption(`roles.${key}`, 'is not known. Known options: rolesOf, labels.')
    }
  }
  const { rolesOf } = options
  if (rolesOf !== undefined && typeof rolesOf !== 'function') {
    throw invalidOption('roles.rolesOf', 'must be a function from a user to a list of role codes.')
  }
  return Object.freeze({
    // What was granted. An account in the trash has nothing; who else cannot sign in: see holders.ts.
    rolesOf: (user: Record<string, unknown>) =>
      user.deletedAt ? [] : cleanRoles(rolesOf ? rolesOf(user) : user[ROLES_FIELD]),
    mapped: rolesOf !== undefined,
    labels: Object.freeze({ ...ROLE_LABELS, ...checkedLabels(options.labels) }),
  })
}
