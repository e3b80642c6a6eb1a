import type { Where } from 'payload'

import { type Differences, never } from './differences.js'

const CONFLICT = 'TransientTransactionError'

export const mongodb: Differences = {
  isUniqueViolation: ({ code }) => code === 11000,
  // Of two transactions that write one row the second is refused, with a label or, on its own, by code.
  isWriteConflict: (error) =>
    Boolean(error.errorLabels?.includes(CONFLICT)) ||
    Boolean(error.hasErrorLabel?.(CONFLICT)) ||
    error.code === 112 ||
    /write ?conflict/i.test(String(error.message)),
  // Mongoose, on what is no id.
  isNoValue: ({ name }) => name === 'CastError' || name === 'BSONError',
  // It makes a collection when it is first written to.
  isUnmigrated: never,
  // It quotes the key that was taken, which is one of ours and no word of anybody.
  removeValues: () => undefined,
}

/** Without a condition it would estimate a count, which it refuses inside a transaction. */
export const everyRow: Where = { id: { exists: true } }
