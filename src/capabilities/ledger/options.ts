import { flag, isRecord } from '../../kernel/checks.js'
import { invalidOption } from '../../kernel/errors.js'

/** The ledger cannot be switched off: every other capability leaves its evidence here. */
export interface LedgerOptions {
  /**
   * File to which the head of the chain is written every hour, a line of JSON each. Keep it, or a copy, where who
   * administers the database cannot write. `false` writes none. @default 'governance-ledger-heads.jsonl'
   */
  headsFile?: false | string
  /** How often the Assistant Executive Director gets the head by mail. @default 'weekly' */
  mailHeads?: 'daily' | 'weekly' | false
  /** Calendar years after which entries are removed; a sealed summary stays. `null` keeps all. @default null */
  keepYears?: null | number
  /**
   * When retention deletes a record, the words that entries about it hold (reasons, comments) are erased too.
   * @default true
   */
  eraseWithRecords?: boolean
}

export interface SanitizedLedger {
  readonly headsFile: null | string
  readonly mailHeads: 'daily' | 'weekly' | null
  readonly keepYears: null | number
  readonly eraseWithRecords: boolean
}

const KNOWN = ['headsFile', 'mailHeads', 'keepYears', 'eraseWithRecords']

/** @throws GovernanceError `invalidOption`, naming the option. */
export const sanitizeLedger = (options: LedgerOptions = {}): SanitizedLedger => {
  if (!isRecord(options))
    throw invalidOption('ledger', 'must be an object of options. It cannot be switched off.')
  for (const key of Object.keys(options))
    if (!KNOWN.includes(key))
      throw invalidOption(`ledger.${key}`, `is not known. Known: ${KNOWN.join(', ')}.`)
  const {
    headsFile = 'governance-ledger-heads.jsonl',
    mailHeads = 'weekly',
    keepYears = null,
    eraseWithRecords,
  }: LedgerOptions = options
  if (headsFile !== false && (typeof headsFile !== 'string' || headsFile.trim() === ''))
    throw invalidOption('ledger.headsFile', 'must be the path of a file, or false.')
  if (mailHeads !== false && mailHeads !== 'daily' && mailHeads !== 'weekly')
    throw invalidOption('ledger.mailHeads', "must be 'daily', 'weekly' or false.")
  if (keepYears !== null && !(Number.isInteger(keepYears) && keepYears >= 1))
    throw invalidOption('ledger.keepYears', 'must be a whole number of years of at least 1, or null.')
  return Object.freeze({
    headsFile: headsFile || null,
    mailHeads: mailHeads || null,
    keepYears,
    eraseWithRecords: flag('ledger.eraseWithRecords', eraseWithRecords, true),
  })
}
