import { type Bilingual } from '../../kernel/text.js'
import type { Row } from '../../platform/db.js'
import type { Counts } from './counts.js'
import { breachOf } from './store.js'
import { type Breach } from './domain.js'

/** One line of the register: what the law asks to be kept of a breach, in numbers and reasons. */
export interface Entry {
  id: number | string
  number: string
  state: Breach['state']
  summary: string
  discoveredAt: Date
  declaredAt: Date
  declaredBy: string
  risk: '' | 'none' | 'real'
  assessedAt: Date | null
  assessedBy: string
  reason: string
  counts: Counts | null
  approvedBy: string
  notifiedAt: Date | null
  clocks: { label: Bilingual; at: Date; words: string }[]
  means: string[]
  closedAt: Date | null
  closedBy: string
  learned: string
  keepUntil: Date | null
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const date = (value: unknown): Date | null => (value ? new Date(value as string) : null)

export const entryOf = (row: Row, labels: ReadonlyMap<string, Bilingual>): Entry => {
  const found = breachOf(row)
  const last = found.assessments.at(-1)
  return {
    id: found.id,
    number: found.number,
    state: found.state,
    summary: found.summary,
    discoveredAt: found.discoveredAt,
    declaredAt: found.declaredAt,
    declaredBy: text(row.declaredName),
    risk: last?.risk ?? '',
    assessedAt: date(last?.at),
    assessedBy: last?.name ?? '',
    reason: last?.reason ?? '',
    counts: found.counts,
    approvedBy: text(row.approvedName),
    notifiedAt: found.notifiedAt,
    clocks: Object.entries(found.met).map(([key, { at, words }]) => ({
      label: labels.get(key) ?? { en: key, fr: key },
      at: new Date(at),
      words,
    })),
    means: found.means.map(({ words }) => words),
    closedAt: found.closedAt,
    closedBy: text(row.closedName),
    learned: text(row.learned),
    keepUntil: date(row.keepUntil),
  }
}

export const COLUMNS = [
  ...['number', 'state', 'discovered', 'declared', 'declaredBy', 'summary'],
  ...['realRisk', 'assessed', 'assessedBy', 'reason'],
  ...['records', 'people', 'told', 'failed', 'notSafe', 'notAsked', 'noAddress', 'gone'],
  ...['deletedBefore', 'deletedAtMost', 'noticeApprovedBy', 'notified', 'reported', 'otherMeans'],
  ...['closed', 'closedBy', 'whatChanges', 'keptUntil'],
]

const iso = (at: Date | null): string => at?.toISOString() ?? ''

/** As a spreadsheet gets it. */
export const cellsOf = (entry: Entry, locale: 'en' | 'fr'): Record<string, unknown> => ({
  number: entry.number,
  state: entry.state,
  discovered: iso(entry.discoveredAt),
  declared: iso(entry.declaredAt),
  declaredBy: entry.declaredBy,
  summary: entry.summary,
  realRisk: { '': '', none: 'no', real: 'yes' }[entry.risk],
  assessed: iso(entry.assessedAt),
  assessedBy: entry.assessedBy,
  reason: entry.reason,
  records: entry.counts?.records ?? '',
  people: entry.counts?.people ?? '',
  told: entry.counts?.told ?? '',
  failed: entry.counts?.failed ?? '',
  notSafe: entry.counts?.unsafe ?? '',
  notAsked: entry.counts?.unasked ?? '',
  noAddress: entry.counts?.noAddress ?? '',
  gone: entry.counts?.gone ?? '',
  deletedBefore: entry.counts?.deleted ?? '',
  deletedAtMost: entry.counts?.deletedMost ?? '',
  noticeApprovedBy: entry.approvedBy,
  notified: iso(entry.notifiedAt),
  reported: entry.clocks
    .map(({ label, at, words }) => [label[locale], iso(at), words].filter(Boolean).join(' '))
    .join('; '),
  otherMeans: entry.means.join('; '),
  closed: iso(entry.closedAt),
  closedBy: entry.closedBy,
  whatChanges: entry.learned,
  keptUntil: iso(entry.keepUntil),
})
