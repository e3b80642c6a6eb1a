import type { SeenCasePort, ContactPort, DeletedPort, FatePort } from '../../kernel/breachPorts.js'
import type { HoldPort } from '../../kernel/holdPorts.js'
import type { SanitizedBreach } from './options.js'

/** What every part of the capability works with. What is built later, or switched off, is asked for when needed. */
export interface BreachWork {
  readonly options: SanitizedBreach
  readonly fates: FatePort
  readonly contacts: () => ContactPort | undefined
  readonly holds: () => HoldPort | undefined
  readonly deletions: () => DeletedPort | undefined
  readonly cases: () => SeenCasePort | undefined
}
