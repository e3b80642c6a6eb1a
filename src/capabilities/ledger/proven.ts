import type { Where } from 'payload'

import type { LedgerProofPort } from '../../kernel/ledgerPort.js'
import { isRecord } from '../../kernel/checks.js'
import { all } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { ledgerRows } from './rows.js'
import { headMark } from './seal.js'

const PAGE = 500

/** What others need of the ledger to prove something of their own by it. */
export const proven: Omit<LedgerProofPort, 'verify'> = {
  head: async (place) => {
    const { sequence, hash, data } = await headMark({ payload: (place as Context).payload })
    return { sequence, hash, chain: data.chain ?? '' }
  },
  entriesOf: async (place, actions, of) => {
    const which: Where =
      'subjects' in of ? { subject: { in: [...of.subjects] } } : { key: { greater_than: of.after } }
    const rows = await ledgerRows(
      { payload: (place as Context).payload },
      all({ action: { in: [...actions] } }, which),
      { limit: 'subjects' in of ? 0 : PAGE, sort: 'key' },
    )
    return rows.map((row) => ({
      key: String(row.key),
      subject: String(row.subject),
      action: String(row.action),
      facts: isRecord(row.facts) ? row.facts : {},
      sequence: row.sequence === null || row.sequence === undefined ? null : Number(row.sequence),
    }))
  },
}
