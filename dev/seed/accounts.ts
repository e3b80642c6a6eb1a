import type { Payload } from 'payload'

import { demoAccounts, demoPassword } from '../demo/accounts.js'
import { exists } from './exists.js'

/** One staff account per role, and one member of the public site who is not staff. */
export const seedAccounts = async (payload: Payload): Promise<number> => {
  let made = 0
  // AED and ED first: the first account of an empty site becomes AED by itself.
  const order = [...demoAccounts].sort((a, b) => rank(a.roles) - rank(b.roles))
  for (const { email, name, roles } of order) {
    if (await exists(payload, 'users', { email: { equals: email } })) continue
    await payload.create({
      collection: 'users',
      overrideAccess: true,
      data: { email, name, password: demoPassword, governanceRoles: roles } as never,
    })
    made += 1
  }
  const email = 'member@lakeshore.example'
  if (!(await exists(payload, 'members', { email: { equals: email } }))) {
    await payload.create({
      collection: 'members',
      overrideAccess: true,
      data: { email, password: demoPassword, displayName: 'Riley' },
    })
    made += 1
  }
  return made
}

const rank = (roles: string[]): number => (roles.includes('aed') ? 0 : roles.includes('ed') ? 1 : 2)
