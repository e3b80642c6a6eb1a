import { parseArgs } from 'node:util'

import { type BasePayload, getPayload, type SanitizedConfig } from 'payload'

import { isGovernanceError } from '../kernel/errors.js'
import { findRows } from '../platform/db.js'
import { isUnmigrated } from '../platform/databases/index.js'
import { reasonOf } from '../platform/failure.js'
import { runtimeOf, type Translate } from '../platform/runtime.js'
import { sentenceFor, translatorFor } from '../platform/translate.js'

export interface Arguments {
  values: Record<string, string | boolean | undefined>
  /** Words after the command. */
  words: string[]
}

export interface Terminal {
  /** `--lang`, then what the terminal speaks (`LC_ALL`, `LC_MESSAGES`, `LANG`), then English. */
  locale: 'en' | 'fr'
  t: Translate
}

/** Words and `--name value` pairs behind `payload governance:<command>`. */
const readArguments = (flags: string[], switches: string[]): Arguments => {
  const types = [
    ...[...flags, 'lang'].map((name) => [name, { type: 'string' }] as const),
    ...switches.map((name) => [name, { type: 'boolean' }] as const),
  ]
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2).filter((word) => !word.startsWith('governance:')),
    options: Object.fromEntries(types),
    allowPositionals: true,
  })
  return { values: values as Arguments['values'], words: positionals }
}

/** What the terminal speaks; `--lang fr` is looked for by hand, so that a refusal of other arguments speaks it too. */
const spoken = (words: string[], env: NodeJS.ProcessEnv): string => {
  const at = words.findIndex((word) => word === '--lang' || word.startsWith('--lang='))
  const asked = at < 0 ? undefined : words[at] === '--lang' ? words[at + 1] : words[at]!.slice(7)
  return asked ?? (env.LC_ALL || env.LC_MESSAGES || env.LANG || 'en')
}

export const terminalFor = (config: SanitizedConfig): Terminal => {
  const locale = /^fr/i.test(spoken(process.argv, process.env)) ? 'fr' : 'en'
  return { locale, t: translatorFor({ config } as unknown as BasePayload, locale) }
}

/** What a capability offers to commands. */
export const portOf = <Port>(payload: BasePayload, key: string): Port =>
  runtimeOf(payload).capabilities.find((capability) => capability.key === key)?.port as Port

/** Wrong words on the command line: shown without a stack. */
export class Usage extends Error {}

const sentenceOf = (error: unknown, config: SanitizedConfig, { t, locale }: Terminal): string => {
  if (isGovernanceError(error)) return sentenceFor({ config } as unknown as BasePayload, locale, error)
  if (error instanceof Usage) return error.message
  // Node's own about unknown or half-written arguments.
  if (/^ERR_PARSE_ARGS/.test(String((error as { code?: unknown }).code)))
    return t('governance:terminal:arguments', { message: (error as Error).message })
  if (isUnmigrated(error)) return t('governance:terminal:unmigrated')
  // Of a failed query only the reason: its own message is the SQL with the values of rows.
  if (error instanceof Error && !error.message.startsWith('Failed query')) return error.stack ?? error.message
  return reasonOf(error)
}

/**
 * The site without its work at start, which would fail part by part and fill the terminal where migrations have not
 * run: first every table is looked at.
 * @throws what the database says about a table or column that is not there.
 */
const opened = async (config: SanitizedConfig): Promise<BasePayload> => {
  const payload = await getPayload({ config, disableOnInit: true })
  for (const slug of Object.keys(payload.collections)) await findRows({ payload }, slug, {}, { limit: 1 })
  await payload.config.onInit?.(payload)
  return payload
}

/**
 * Runs a command and ends the process with its code: Payload's command line swallows rejections and would end with 0.
 * @param work returns true when all is well.
 */
export const command =
  (
    { flags = [], switches = [] }: { flags?: string[]; switches?: string[] },
    work: (payload: BasePayload, given: Arguments, terminal: Terminal) => Promise<boolean>,
  ) =>
  async (config: SanitizedConfig): Promise<void> => {
    let code = 1
    const terminal = terminalFor(config)
    try {
      const given = readArguments(flags, switches)
      const { lang } = given.values
      if (lang !== undefined && lang !== 'en' && lang !== 'fr')
        throw new Usage(terminal.t('governance:terminal:lang'))
      const payload = await opened(config)
      code = (await work(payload, given, terminal)) ? 0 : 1
      await payload.destroy()
    } catch (error) {
      console.error(sentenceOf(error, config, terminal))
    }
    process.exit(code)
  }
