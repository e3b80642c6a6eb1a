import type { GroundsPort, DuePort } from '../../kernel/consentPorts.js'
import type { SanitizedConsents } from './options.js'

/** What every part of the capability knows. Ports of capabilities that are built later are asked for when needed. */
export interface Consents {
  readonly options: SanitizedConsents
  readonly ports: {
    due?: () => DuePort | undefined
    grounds?: () => GroundsPort | undefined
  }
}
