import type { Where } from 'payload'

import { findRows, type Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { LEDGER } from './collections.js'

/** Columns that hold no JSON: a database gives them whatever somebody wrote into the others past the plugin. */
const PLAIN = [
  ...['key', 'at', 'action', 'subject', 'actorKind', 'actorRef', 'onBehalfOf', 'request', 'scope'],
  ...['sequence', 'previousHash', 'hash', 'place', 'createdAt'],
]

/** All that a verification looks at; each column that is not read makes it faster. */
export const CHAINED = [
  ...PLAIN.filter((name) => name !== 'createdAt'),
  ...['actorRoles', 'facts', 'commitments', 'personal'],
]

/**
 * Entries, one by one where they cannot be read together: one that holds no JSON where there was some hides no other.
 * Of such a one there is what can be read, and `unreadable` is true.
 */
export const ledgerRows = (
  ctx: Context,
  where: Where,
  options: { limit?: number; sort?: string | string[]; fields?: string[] } = {},
): Promise<Row[]> =>
  findRows(ctx, LEDGER, where, options).catch(async () => {
    const rows: Row[] = []
    // Of a database that does not answer at all nothing is said: this fails as well.
    for (const plain of await findRows(ctx, LEDGER, where, { ...options, fields: PLAIN })) {
      const one = findRows(ctx, LEDGER, { id: { equals: plain.id } }, { limit: 1 })
      rows.push(...(await one.catch(() => [{ ...plain, unreadable: true }])))
    }
    return rows
  })
