import type { BasePayload, Where } from 'payload'

import type { CasePort } from '../../kernel/holdPorts.js'
import type { LedgerProofPort } from '../../kernel/ledgerPort.js'
import type { AddressKeys, FootprintPort, WorkPort } from '../../kernel/ports.js'
import { timeZoneOf } from '../../platform/clock.js'
import { all } from '../../platform/db.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { translatorFor } from '../../platform/translate.js'
import type { RetentionRule, SanitizedRetention } from './options.js'
import { termsInWords } from './terms.js'

/** What every part of the capability knows: options, the collections found in the site, and who declares footprint. */
export interface Retention {
  readonly options: SanitizedRetention
  /** Filled when the plugin meets the host's config. */
  readonly rules: Map<string, RetentionRule>
  readonly footprints: readonly FootprintPort[]
  /** Who knows how far the messages of a collection are; built later than retention. */
  readonly work?: () => WorkPort | undefined
  /** Who knows what belongs to a case; built later than retention. */
  readonly cases?: () => CasePort | undefined
  /** By what a hold on a person knows their address. */
  readonly addressKeys?: AddressKeys
  /** What the ledger says of itself and of these entries; for certificates and tombstones. */
  readonly ledger: LedgerProofPort
}

/** One holder of the deletion lease at work. `fence` throws when the lease was lost meanwhile. */
export interface Work extends Context {
  readonly retention: Retention
  fence: () => Promise<void>
}

/** The date a record carries; the one piece of governance state on a host's row. */
export const DATE_FIELD = 'deleteAfter'

export { nowOf, timeZoneOf }

/** Rule in words that a certificate keeps, beside what it is made of. */
export const ruleText = (payload: BasePayload, { terms }: RetentionRule): string =>
  termsInWords(terms, translatorFor(payload, 'en'))

export const hasTimestamps = (payload: BasePayload, collection: string): boolean =>
  payload.collections[collection as never]?.config.timestamps !== false

/** Ids of a unit, and nothing that took over such an id since (SQLite reuses ids of deleted rows). */
export const sameRecords = (
  payload: BasePayload,
  collection: string,
  ids: (number | string)[],
  createdTo: null | string | undefined,
): Where =>
  createdTo && hasTimestamps(payload, collection)
    ? all({ id: { in: ids } }, { createdAt: { less_than_equal: createdTo } })
    : { id: { in: ids } }
