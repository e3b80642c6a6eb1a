import {
  type Access,
  type AccessResult,
  appendVersionToQueryKey,
  type CollectionConfig,
  type Field,
  type FieldAccess,
  type GlobalConfig,
  type PayloadRequest,
  type Where,
} from 'payload'

import {
  decide,
  type FieldClass,
  type FieldClasses,
  type HostRule,
  type HostRules,
  isForHostsWithout,
  meets,
  type Rule,
  type Rules,
} from '../kernel/accessTable.js'
import type { Role } from '../kernel/actor.js'
import { hasRole } from '../kernel/actor.js'
import { actorOf } from './actor.js'

type HostsRule = Access | undefined

/** The stricter of both wins: never widens what the host allows. */
export const stricter =
  (host: HostsRule, ours: Access): Access =>
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

/** The same condition as `readVersions` asks it: of what a version holds, and of the document that it is one of. */
export const asVersions = (rule: AccessResult): AccessResult =>
  typeof rule === 'boolean' ? rule : appendVersionToQueryKey(rule)

export const isStaff = (req: PayloadRequest, ...roles: Role[]): boolean => {
  const actor = actorOf(req)
  return actor.kind === 'staff' && (roles.length === 0 || hasRole(actor, ...roles))
}

/** A rule of the table as Payload asks it. */
export const accessOf =
  (rule: Rule): Access =>
  ({ req }) =>
    decide(rule, actorOf(req)) as boolean | Where

/** The table first: a person whom it refuses is not judged further. */
const narrowed = (rule: Rule, own: Access | undefined): Access =>
  own
    ? async (args) => {
        const allowed = await accessOf(rule)(args)
        return allowed && intersect(allowed, await own(args))
      }
    : accessOf(rule)

const fieldAccessOf =
  (rule: Rule): FieldAccess =>
  ({ req, doc }) =>
    meets(decide(rule, actorOf(req)), doc as Record<string, unknown> | undefined)

/** `access` of a field of that class. */
export const fieldAccess = ({
  read,
  create,
  update,
}: FieldClass): NonNullable<Field['access' & keyof Field]> =>
  ({
    ...(read ? { read: fieldAccessOf(read) } : {}),
    ...(create ? { create: fieldAccessOf(create) } : {}),
    ...(update ? { update: fieldAccessOf(update) } : {}),
  }) as never

const withClasses = (entity: string, fields: Field[], classes: FieldClasses = {}): Field[] => {
  const names = new Set(fields.flatMap((field) => ('name' in field ? [field.name] : [])))
  const ruled = new Map<string, FieldClass>()
  for (const [name, one] of Object.entries(classes)) {
    for (const field of one.fields) {
      if (!names.has(field)) throw new Error(`The class "${name}" of "${entity}" names no field: "${field}".`)
      ruled.set(field, one)
    }
  }
  return fields.map((field) => {
    const one = 'name' in field ? ruled.get(field.name) : undefined
    return one ? ({ ...field, access: fieldAccess(one) } as Field) : field
  })
}

/**
 * A collection that the plugin adds, with the access that the table gives it. What the collection itself says of a row
 * (which of them its host lets this person see, for instance) narrows that.
 */
export const withRules = (
  rules: Rules,
  { access: own = {}, ...collection }: CollectionConfig,
): CollectionConfig => ({
  ...collection,
  access: {
    create: narrowed(rules.create, own.create),
    read: narrowed(rules.read, own.read),
    readVersions: narrowed(rules.readVersions ?? rules.read, own.readVersions ?? own.read),
    update: narrowed(rules.update, own.update),
    delete: narrowed(rules.delete, own.delete),
    unlock: accessOf('nobody'),
    admin: ({ req }) => isStaff(req),
  },
  fields: withClasses(collection.slug, collection.fields, rules.classes),
})

/** The same for a global. */
export const withGlobalRules = (rules: Rules, global: GlobalConfig): GlobalConfig => ({
  ...global,
  access: {
    read: accessOf(rules.read),
    readVersions: accessOf(rules.readVersions ?? rules.read),
    update: accessOf(rules.update),
  },
  fields: withClasses(global.slug, global.fields, rules.classes),
})

const onTop = (host: HostsRule, rule: HostRule): Access =>
  isForHostsWithout(rule)
    ? (host ?? stricter(undefined, accessOf(rule.unlessOwn)))
    : stricter(host, accessOf(rule))

/** A collection of the host with what the table puts on top of its own access. */
export const withHostRules = (
  { classes: _classes, ...rules }: HostRules,
  collection: CollectionConfig,
): CollectionConfig => {
  const host = (collection.access ?? {}) as Record<string, HostsRule>
  const ruled = Object.entries(rules).map(([operation, rule]) => [
    operation,
    onTop(host[operation], rule as HostRule),
  ])
  return { ...collection, access: { ...host, ...(Object.fromEntries(ruled) as object) } }
}
