import { parseArgs } from 'node:util'

import { type BasePayload, getPayload, type SanitizedConfig } from 'payload'

import { isGovernanceError } from '../kernel/errors.js'
import { runtimeOf } from '../platform/runtime.js'

export interface Arguments {
  values: Record<string, string | boolean | undefined>
  /** Words after the command. */
  words: string[]
}

/** Words and `--name value` pairs behind `payload governance:<command>`. */
const readArguments = (flags: string[], switches: string[]): Arguments => {
  const types = [
    ...flags.map((name) => [name, { type: 'string' }] as const),
    ...switches.map((name) => [name, { type: 'boolean' }] as const),
  ]
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2).filter((word) => !word.startsWith('governance:')),
    options: Object.fromEntries(types),
    allowPositionals: true,
  })
  return { values: values as Arguments['values'], words: positionals }
}

/** What a capability offers to commands. */
export const portOf = <Port>(payload: BasePayload, key: string): Port =>
  runtimeOf(payload).capabilities.find((capability) => capability.key === key)?.port as Port

/** Wrong words on the command line: shown without a stack. */
export class Usage extends Error {}

const sentenceOf = (error: unknown): string => {
  if (isGovernanceError(error) || error instanceof Usage) return error.message
  // Node's own about unknown or half-written arguments.
  if (/^ERR_PARSE_ARGS/.test(String((error as { code?: unknown }).code))) return (error as Error).message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/**
 * Runs a command and ends the process with its code: Payload's command line swallows rejections and would end with 0.
 * @param work returns true when all is well.
 */
export const command =
  (
    { flags = [], switches = [] }: { flags?: string[]; switches?: string[] },
    work: (payload: BasePayload, given: Arguments) => Promise<boolean>,
  ) =>
  async (config: SanitizedConfig): Promise<void> => {
    let code = 1
    try {
      const given = readArguments(flags, switches)
      const payload = await getPayload({ config })
      code = (await work(payload, given)) ? 0 : 1
      await payload.destroy()
    } catch (error) {
      console.error(sentenceOf(error))
    }
    process.exit(code)
  }
