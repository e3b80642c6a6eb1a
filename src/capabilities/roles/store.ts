import type { BasePayload } from 'payload'

import type { Role } from '../../kernel/actor.js'
import type { Person } from '../../kernel/ports.js'
import { refOf } from '../../kernel/ref.js'
import { staffCollection } from '../../platform/actor.js'
import { findRows } from '../../platform/db.js'
import { runtimeOf } from '../../platform/runtime.js'

/** Staff who hold one of the roles now; all staff with no roles given. */
export const people = async (payload: BasePayload, roles: Role[]): Promise<Person[]> => {
  const collection = staffCollection(payload)
  const { rolesOf } = runtimeOf(payload).options
  const users = await findRows({ payload }, collection, {}, { limit: 10_000 })
  return users
    .map((user) => ({
      ref: refOf(collection, user.id),
      name: String(user.name ?? user.email ?? user.username ?? user.id),
      email: String(user.email ?? ''),
      locale: String(user.governanceLanguage ?? 'en'),
      roles: rolesOf(user),
    }))
    .filter((person) => roles.length === 0 || person.roles.some((role) => roles.includes(role)))
}
