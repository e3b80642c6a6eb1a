import { type Actor, hasRole, isStaffMember, type Role } from './actor.js'
import { parseRef } from './ref.js'

/** A row passes when its fields are equal to these. Holds no more than that, so that it reads like a sentence. */
export type Condition = Readonly<Record<string, { readonly equals: string }>>

/**
 * Who may: `everyone`, strangers included; `notMembers`, all but visitors with an account of their own; `staff`,
 * whatever their roles; `anyRole`, staff who hold one; a list, staff who hold one of these; or these for all rows and
 * everybody else for the rows that meet a condition, or for their own account (`oneself`).
 */
export type Rule =
  | 'anyRole'
  | 'everyone'
  | 'nobody'
  | 'notMembers'
  | 'staff'
  | { readonly all: readonly Role[]; readonly others: Condition | 'oneself' }
  | readonly Role[]

export const OPERATIONS = ['create', 'read', 'readVersions', 'update', 'delete'] as const
export type Operation = (typeof OPERATIONS)[number]

/** Covered, to those who read the row as well, until they say why they need it (`platform/disclosure.ts`). */
export interface Mask {
  /** What asking for it is called on the ledger. */
  readonly entry: string
  /** The field that names who has taken the record on: they need not say why. */
  readonly holder?: string
  /** Uncovered with another record, whose reference is in this field: one reason for all that belongs to it. */
  readonly with?: { readonly collection: string; readonly field: string }
}

/** Fields that are told apart from the rest of their rows. What is left out is as the row. */
export interface FieldClass {
  fields: readonly string[]
  read?: Rule
  create?: Rule
  update?: Rule
  masked?: Mask
}
export type FieldClasses = Readonly<Record<string, FieldClass>>

/** What the plugin decides about a collection or a global (`global:<slug>`) of its own. */
export interface Rules extends Readonly<Record<Exclude<Operation, 'readVersions'>, Rule>> {
  /** @default as `read` */
  readVersions?: Rule
  classes?: FieldClasses
}

/** What it puts on top of the host's own rule, which also must say yes; or what counts where the host wrote none. */
export type HostRule = Rule | { readonly unlessOwn: Rule }
export type HostRules = Readonly<Partial<Record<Operation, HostRule>>> & { readonly classes?: FieldClasses }

export type AccessTable = Readonly<Record<string, Rules>>
export type HostTable = Readonly<Record<string, HostRules>>

/** Rows that only the plugin's stores write. */
export const stores = (read: Rule, classes?: FieldClasses): Rules => ({
  create: 'nobody',
  read,
  update: 'nobody',
  delete: 'nobody',
  ...(classes ? { classes } : {}),
})

/** Rows that no door shows. */
export const CLOSED: Rules = stores('nobody')

/** A class of fields that a store writes and nobody reads: keys, digests, what is on its way. */
export const unread = (...fields: string[]): FieldClass => ({
  fields,
  read: 'nobody',
  create: 'nobody',
  update: 'nobody',
})

/** How the effects of a change wait in their row, see `platform/unit.ts`. */
export const INTERNAL = unread('rev', 'effects', 'effectsKey', 'scope')

export const isForHostsWithout = (rule: HostRule): rule is { readonly unlessOwn: Rule } =>
  typeof rule === 'object' && 'unlessOwn' in rule

/** What the table says of this person: yes, no, or of which rows. */
export const decide = (rule: Rule, actor: Actor): boolean | Condition => {
  if (typeof rule !== 'string') {
    if (!('others' in rule)) return hasRole(actor, ...rule)
    if (hasRole(actor, ...rule.all)) return true
    if (rule.others !== 'oneself') return rule.others
    return isStaffMember(actor) && actor.ref !== undefined && { id: { equals: parseRef(actor.ref).id } }
  }
  switch (rule) {
    case 'everyone':
      return true
    case 'nobody':
      return false
    case 'notMembers':
      return actor.kind !== 'member'
    case 'staff':
      return isStaffMember(actor)
    case 'anyRole':
      return isStaffMember(actor) && actor.roles.length > 0
  }
}

/** Without a row, as when a query is judged, only who sees all rows passes. */
export const meets = (decision: boolean | Condition, row?: Record<string, unknown>): boolean =>
  typeof decision === 'boolean'
    ? decision
    : row !== undefined &&
      Object.entries(decision).every(([field, { equals }]) => String(row[field]) === equals)
