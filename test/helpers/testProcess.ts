/** Prepares a test process, once. */
import crypto from 'node:crypto'

import { initI18n } from '@payloadcms/translations'
import { en } from '@payloadcms/translations/languages/en'
import { fr } from '@payloadcms/translations/languages/fr'

import { translations } from '../../src/translations/index.js'

// Importing the Lexical editor cold sometimes ends Node 20 without a word (exit code 13); this avoids it.
await import('lexical')

// Payload stretches a password a quarter of a second long, twice for each person of each test. Not what is tested here.
const { pbkdf2 } = crypto
crypto.pbkdf2 = ((password, salt, _iterations, length, digest, done) =>
  pbkdf2(password, salt, 1, length, digest, done)) as typeof pbkdf2

// Each test database starts empty, so the drizzle adapters push their schema instead of migrating.
process.env.PAYLOAD_FORCE_DRIZZLE_PUSH = 'true'

// The adapters draw a progress line for each of these pushes, over the results of the tests.
const write = process.stdout.write.bind(process.stdout) as (...args: unknown[]) => boolean
process.stdout.write = ((chunk: unknown, ...rest: unknown[]) =>
  (typeof chunk === 'string' && chunk.includes('Pulling schema from database')) ||
  write(chunk, ...rest)) as never

// Payload keeps the words of the first site of a process for all that follow, in each language: were it one without the
// plugin, the others would answer with keys.
const words = { fallbackLanguage: 'en', supportedLanguages: { en, fr }, translations } as const
for (const language of ['en', 'fr'] as const) {
  for (const context of ['api', 'client'] as const)
    await initI18n({ config: words as never, context, language })
}
