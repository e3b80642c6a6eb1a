import type { Place } from './ports.js'

/** Lines for a terminal, in the language that it speaks, and whether all is well. */
export interface TerminalAnswer {
  ok: boolean
  lines: string[]
}

type Translate = (key: string, values?: Record<string, unknown>) => string
export interface TerminalAsker {
  t: Translate
  locale: 'en' | 'fr'
}

/** What `payload governance:retention` calls. */
export interface RetentionCommands {
  /** What the next run would delete. Changes nothing. */
  plan: (place: Place, asker: TerminalAsker) => Promise<TerminalAnswer>
  /** Every certificate, or one, from what it counts and what stands on the ledger. */
  verify: (place: Place, asker: TerminalAsker, number?: string) => Promise<TerminalAnswer>
  /** Deletes again what was deleted since the backup that was restored; `files` besides the configured one. */
  replay: (place: Place, asker: TerminalAsker, files: readonly string[]) => Promise<TerminalAnswer>
  /** Writes the tombstones of everything that was deleted behind what stands in that file. */
  tombstones: (place: Place, asker: TerminalAsker, file: string) => Promise<TerminalAnswer>
}
