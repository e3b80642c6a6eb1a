/** Runs first in every test process. */

// Importing the Lexical editor cold sometimes ends Node 20 without a word (exit code 13); this avoids it.
await import('lexical')

// Each test database starts empty, so the drizzle adapters push their schema instead of migrating.
process.env.PAYLOAD_FORCE_DRIZZLE_PUSH = 'true'
