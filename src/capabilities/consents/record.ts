/** Of the shape of a record: rises when a column gets another meaning. */
export const SCHEMA_VERSION = '1'
/** How a consent is withdrawn: by the link of its receipt, or by telephone. */
export const WITHDRAWAL = 'receipt-link,telephone'

/** A row of `gov-consents` as it is stored. */
export type ConsentRow = Readonly<Record<string, unknown>>

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : [])
const textOf = (value: unknown): string | null =>
  value === null || value === undefined ? null : String(value)
const isoOf = (value: unknown): string | null => (value ? new Date(value as string).toISOString() : null)

/** Names by which the standard speaks of a state of consent, as far as ours have one. */
const STATES: Readonly<Record<string, string>> = {
  given: 'consent_given',
  refused: 'consent_refused',
  withdrawn: 'consent_withdrawn',
}

/**
 * The receipt of one consent, in the sections of ISO/IEC TS 27560:2023: about the record, about the processing, about
 * the parties, and what happened. `rows` are all rows of the record. docs/consents.md says which column each field
 * comes from and which names are our reading of the standard.
 */
export const receiptOf = (rows: readonly ConsentRow[]): Record<string, unknown> | null => {
  const asked = rows.find(({ state }) => state === 'given' || state === 'refused')
  if (!asked) return null
  const { controller = {}, words } = asked as { controller?: unknown; words?: unknown }
  const events = [...rows].sort(
    (a, b) => new Date(String(a.at)).getTime() - new Date(String(b.at)).getTime() || (a === asked ? -1 : 1),
  )
  return {
    header: {
      schema_version: textOf(asked.schemaVersion),
      record_id: textOf(asked.record),
      receipt_id: textOf(asked.receipt),
      pii_principal_id: textOf(asked.principal),
    },
    processing: {
      privacy_notice: textOf(asked.notice) && {
        notice: textOf(asked.notice),
        version: asked.noticeNumber ?? null,
        content_hash: textOf(asked.noticeHash),
        hash_algorithm: 'SHA-256',
        language: textOf(asked.locale),
      },
      language: textOf(asked.locale),
      purposes: [
        {
          purpose: textOf(asked.purpose),
          purpose_description: words ?? null,
          lawful_basis: textOf(asked.basis),
          pii_categories: listOf(asked.classes),
          storage: { kept_until: textOf(asked.keptUntil) },
          recipients: listOf(asked.recipients),
          jurisdiction: textOf(asked.jurisdiction),
          collection_method: textOf(asked.via),
          withdrawal_method: textOf(asked.withdrawal)?.split(',') ?? [],
        },
      ],
    },
    parties: [{ role: 'pii_controller', ...(controller as Record<string, unknown> | null) }],
    events: events.map((row) => ({
      event_time: isoOf(row.at),
      event_type: 'explicit',
      event_state: STATES[String(row.state)] ?? textOf(row.state),
      entity_id: row.via === 'receipt' || row === asked ? textOf(asked.principal) : 'pii_controller',
    })),
  }
}
