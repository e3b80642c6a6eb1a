import type { Role } from '../../kernel/actor.js'

/** Who reads the ledger as a whole, with the names and words that it keeps. */
export const READERS: Role[] = ['privacy-officer', 'aed', 'ed']
/** Who erases personal values from it. */
export const ERASERS: Role[] = ['privacy-officer']
