import type { CollectionConfig } from 'payload'

import { all, compareAndSet, deleteRows, findRows } from '../../platform/db.js'
import type { Context, Runner } from '../../platform/runtime.js'
import { LEDGER } from './collections.js'
import type { PersonalValue } from './domain.js'

export const LEDGER_VALUES = 'gov-ledger-values'

/**
 * Where personal values stood before they stood in the row of their entry. It stays in the schema: a collection that
 * leaves takes its rows with it, and the migration that Payload makes of that does not run on Postgres (it drops the
 * table with its constraints, and then each constraint again).
 */
export const earlierValuesCollection: CollectionConfig = {
  slug: LEDGER_VALUES,
  admin: { hidden: true },
  graphQL: false,
  fields: [
    { name: 'entryKey', type: 'text', required: true, index: true },
    { name: 'valueKey', type: 'text', required: true, unique: true, index: true },
    { name: 'name', type: 'text', required: true },
    { name: 'value', type: 'text' },
    { name: 'salt', type: 'text' },
    { name: 'erasedAt', type: 'date' },
    { name: 'erasedUnder', type: 'text' },
  ],
}

/** Entries at a time: one run is short, the next one goes on. */
const MOST = 200

/** Brings values to their entries: written there first, then taken from here, so that a crash only repeats it. */
export const bringOver = async (ctx: Context): Promise<number> => {
  const some = await findRows(ctx, LEDGER_VALUES, {}, { limit: MOST, fields: ['entryKey'] })
  const entries = [...new Set(some.map(({ entryKey }) => String(entryKey)))]
  for (const entryKey of entries) {
    const of = { entryKey: { equals: entryKey } }
    const values = await findRows(ctx, LEDGER_VALUES, of, { limit: 1000 })
    const personal = Object.fromEntries(
      values.map(({ name, value, salt, erasedAt, erasedUnder }): [string, PersonalValue] => [
        String(name),
        erasedAt
          ? { erasedAt: String(erasedAt), erasedUnder: String(erasedUnder ?? ''), erasedBy: '' }
          : { value: String(value ?? ''), salt: String(salt ?? '') },
      ]),
    )
    const empty = all({ key: { equals: entryKey } }, { personal: { exists: false } })
    await compareAndSet(ctx, LEDGER, empty, { personal })
    await deleteRows(ctx, LEDGER_VALUES, of)
  }
  return entries.length
}

export const earlierValues: Runner = {
  key: 'ledger-values',
  everySeconds: 300,
  run: async ({ payload }) => ({ done: await bringOver({ payload }) }),
}
