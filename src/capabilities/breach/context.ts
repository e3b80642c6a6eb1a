import type {
  CollectedPort,
  ContactPort,
  DeletedPort,
  FatePort,
  SeenCasePort,
} from '../../kernel/breachPorts.js'
import type { AddressKeys } from '../../kernel/ports.js'
import type { HoldPort } from '../../kernel/holdPorts.js'
import type { SanitizedBreach } from './options.js'

/** What every part of the capability works with. What is built later, or switched off, is asked for when needed. */
export interface BreachWork {
  readonly options: SanitizedBreach
  readonly fates: FatePort
  readonly addressKeys: AddressKeys
  /** The messages of forms. */
  readonly messages: () => ContactPort | undefined
  readonly collected: () => CollectedPort | undefined
  readonly holds: () => HoldPort | undefined
  readonly deletions: () => DeletedPort | undefined
  readonly cases: () => SeenCasePort | undefined
}
