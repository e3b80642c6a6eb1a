import { canonicalJSON, hashOf } from '../../kernel/canonical.js'
import type { FinishedUnit, Tally } from './domain.js'
import { tally } from './domain.js'

/** All that a certificate says. */
export interface CertificateContent extends Tally {
  number: string
  subjectCollection: string
  rule: string
  terms: unknown
  clause: string
  reason: string
  endedAt: string
  byKind: string
  byRef: string
  byName: string
  ledgerHead: string
  /** What is out of reach, and until when. */
  beyond?: unknown
  /** Due then, and kept by holds. */
  held?: number
}

/** Stands on the ledger: no word of a certificate can be changed without it. */
export const certificateHash = (content: CertificateContent): string => hashOf(content)

/** What does not fit, each named by the number of its certificate. */
export const PROOF_PROBLEMS = [
  'certificateMissing',
  'certificateChanged',
  'unitMissing',
  'unitChanged',
  'entryMissing',
  'entryChanged',
  'chain',
] as const
export type ProofProblem = (typeof PROOF_PROBLEMS)[number]

export interface ProofFinding {
  number: string
  problem: ProofProblem
  /** Key of a unit, names of what differs, or the number of an entry. */
  what: string
}

/** What the ledger says of a certificate. */
export interface CertificateEntry {
  facts: Readonly<Record<string, unknown>>
}

export interface Unit extends FinishedUnit {
  /** The certificate that the unit says it has. */
  certificate: string
  state: string
}

/** Counts that stood on the ledger before it kept a hash of the whole. */
const COUNTED = ['rows', 'versions', 'uploads', 'files', 'digest'] as const

/** Files that were left then are gone since, and no longer waiting in their units. */
const namesOf = (content: CertificateContent, { filesLeft: _left, ...sums }: Tally): string[] =>
  (Object.keys(sums) as (keyof typeof sums)[]).filter(
    (name) => canonicalJSON(sums[name]) !== canonicalJSON(content[name]),
  )

/** Does the entry stand for just this certificate? */
const bears = (content: CertificateContent, { facts }: CertificateEntry): boolean =>
  facts.hash === undefined
    ? COUNTED.every((name) => facts[name] === content[name])
    : facts.hash === certificateHash(content)

const ofUnits = (content: CertificateContent, units: readonly Unit[], isTrue: boolean): ProofFinding[] => {
  const { number } = content
  const found: ProofFinding[] = []
  const here = new Map(units.map((unit) => [unit.key, unit]))
  for (const key of content.units)
    if (!here.has(key)) found.push({ number, problem: 'unitMissing', what: key })
  for (const unit of units) {
    const isOwn = unit.certificate === number && unit.state === 'certified'
    if (!isOwn || unit.digests.length !== unit.counts.rows)
      found.push({ number, problem: 'unitChanged', what: unit.key })
  }
  if (found.length > 0) return found
  const differs = namesOf(content, tally([...units]))
  if (differs.length === 0) return []
  // The ledger tells which of the two was touched.
  return [{ number, problem: isTrue ? 'unitChanged' : 'certificateChanged', what: differs.join(', ') }]
}

/**
 * A certificate against the units that it counts and the entry that stands for it.
 * @param entry null: there is none; undefined: it was removed from the ledger by rule, or is not written yet.
 */
export const proofOf = (
  content: CertificateContent,
  units: readonly Unit[],
  entry: CertificateEntry | null | undefined,
): ProofFinding[] => {
  const { number } = content
  const isBorne = entry ? bears(content, entry) : false
  const found = ofUnits(content, units, isBorne)
  if (entry === null) return [{ number, problem: 'entryMissing', what: '' }, ...found]
  if (!entry || isBorne) return found
  // The units say the same as the certificate, and the counts of the entry do not: then it is the entry.
  const counts = COUNTED.filter((name) => entry.facts[name] !== content[name])
  const isEntry = counts.length > 0 && found.length === 0
  return isEntry
    ? [{ number, problem: 'entryChanged', what: counts.join(', ') }]
    : [{ number, problem: 'certificateChanged', what: counts.join(', ') }, ...found.filter(isOther)]
}

const isOther = ({ problem }: ProofFinding): boolean => problem !== 'certificateChanged'
