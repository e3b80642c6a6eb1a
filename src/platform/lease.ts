import type { CollectionConfig, Where } from 'payload'

import { randomToken } from '../kernel/canonical.js'
import { GovernanceError } from '../kernel/errors.js'
import { beyond } from './clock.js'
import { all, compareAndSet, findRow, insertOnce } from './db.js'
import type { Context } from './runtime.js'

export const LEASES = 'gov-leases'

export const leaseCollection: CollectionConfig = {
  slug: LEASES,
  admin: { hidden: true },
  graphQL: false,
  fields: [
    { name: 'key', type: 'text', required: true, unique: true, index: true },
    { name: 'owner', type: 'text' },
    { name: 'token', type: 'number', defaultValue: 0 },
    { name: 'expiresAt', type: 'date' },
    { name: 'lastSuccessAt', type: 'date' },
    { name: 'lastReport', type: 'json' },
    { name: 'lastError', type: 'text' },
    { name: 'lastErrorAt', type: 'date' },
  ],
}

export interface Lease {
  key: string
  owner: string
  /** Fencing token: rises with every holder. */
  token: number
  /** Extends the lease. @throws GovernanceError `leaseLost` when another process took over. */
  fence: () => Promise<void>
  release: (outcome?: { report?: Record<string, unknown>; error?: string }) => Promise<void>
}

/**
 * Takes the lease of that key, or null while another process holds it. A holder that was killed is taken over after
 * `seconds`; one that was only paused is refused at its next `fence`. A lease that would last longer than any taken now
 * was taken by a clock that was ahead: it holds nobody up.
 */
export const takeLease = async (
  ctx: Context,
  key: string,
  seconds: number,
  now: () => Date,
): Promise<Lease | null> => {
  const at = { payload: ctx.payload }
  const owner = randomToken(9)
  const until = (): string => new Date(now().getTime() + seconds * 1000).toISOString()
  const existing = await findRow(at, LEASES, { key: { equals: key } })
  if (!existing)
    await insertOnce(at, LEASES, { key, token: 0, owner: '', expiresAt: new Date(0).toISOString() })
  const over: Where[] = [
    { expiresAt: { less_than_equal: now().toISOString() } },
    { expiresAt: { greater_than: beyond(now(), seconds * 1000) } },
  ]
  const taken = await compareAndSet(at, LEASES, all({ key: { equals: key } }, { or: over }), {
    owner,
    expiresAt: until(),
    token: { $inc: 1 },
  })
  if (!taken) return null
  const token = Number(taken.token)
  const mine = all({ key: { equals: key } }, { owner: { equals: owner } }, { token: { equals: token } })
  return {
    key,
    owner,
    token,
    fence: async () => {
      if (!(await compareAndSet(at, LEASES, mine, { expiresAt: until() }))) {
        throw new GovernanceError('leaseLost', 'Another process has taken over this work.')
      }
    },
    release: async (outcome = {}) => {
      const stamp = now().toISOString()
      await compareAndSet(at, LEASES, mine, {
        expiresAt: new Date(0).toISOString(),
        ...(outcome.error === undefined
          ? { lastSuccessAt: stamp, lastReport: outcome.report ?? {}, lastError: null }
          : { lastError: outcome.error.slice(0, 500), lastErrorAt: stamp }),
      })
    },
  }
}
