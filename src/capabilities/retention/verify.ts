import type { ExportedHead, Finding, LedgerProofPort, ProvenEntry } from '../../kernel/ledgerPort.js'
import { refOf } from '../../kernel/ref.js'
import { all, findRow, findRows, type Row } from '../../platform/db.js'
import { rowPages } from '../../platform/rowPages.js'
import type { Context } from '../../platform/runtime.js'
import { CERTIFIED_ACTIONS, contentOf, finished } from './certificates.js'
import { CERTIFICATES, DELETIONS } from './collections.js'
import type { Retention } from './context.js'
import { proofOf, type ProofFinding, type Unit } from './proof.js'
import { certifiedUnits } from './tombstones.js'

const PAGE = 100

export interface CertificateProof {
  ok: boolean
  /** How many certificates were looked at. */
  count: number
  /** Entries of certificates that the ledger has removed by rule. */
  removed: number
  findings: ProofFinding[]
  /** What the ledger finds of itself, the heads that certificates name among what it is held against. */
  ledger: { ok: boolean; count: number; findings: Finding[] }
}

const unitOf = (row: Row): Unit => ({
  ...finished(row),
  certificate: String(row.certificate ?? ''),
  state: String(row.state),
})

const headFrom = (text: string): ExportedHead[] => {
  const [sequence = '', hash = ''] = text.split(':')
  return hash ? [{ sequence: Number(sequence), hash }] : []
}

async function* certificates({ payload }: Context, number?: string): AsyncGenerator<Row[]> {
  if (number !== undefined) {
    const row = await findRow({ payload }, CERTIFICATES, { number: { equals: number } })
    yield row ? [row] : []
    return
  }
  yield* rowPages({ payload }, CERTIFICATES, [], { size: PAGE })
}

interface Looked {
  findings: ProofFinding[]
  heads: ExportedHead[]
  /** Number of the entry of each certificate, for what the chain says of it. */
  places: Map<number, string>
  /** How far the ledger had come when each certificate was written. */
  since: Map<string, number>
  count: number
}

/** Entries of these certificates; of two for one, the first: the second is a copy that somebody wrote. */
const entriesFor = async (
  ctx: Context,
  ledger: LedgerProofPort,
  rows: Row[],
): Promise<Map<string, ProvenEntry>> => {
  const subjects = rows.map(({ id }) => refOf(CERTIFICATES, id))
  const entries = await ledger.entriesOf(ctx, CERTIFIED_ACTIONS, { subjects })
  return new Map(entries.reverse().map((entry) => [entry.subject, entry]))
}

const lookAt = async (ctx: Context, { ledger }: Retention, rows: Row[], looked: Looked): Promise<void> => {
  const entries = await entriesFor(ctx, ledger, rows)
  for (const row of rows) {
    const content = contentOf(row)
    const units = await findRows(
      ctx,
      DELETIONS,
      { key: { in: content.units } },
      { limit: content.units.length || 1 },
    )
    const entry = entries.get(refOf(CERTIFICATES, row.id))
    const [head] = headFrom(content.ledgerHead)
    // Its effects wait in the row for the next turn of the healer.
    const isOnItsWay = !entry && Boolean(row.effectsKey)
    const found = proofOf(content, units.map(unitOf), entry ?? (isOnItsWay ? undefined : null))
    looked.findings.push(...found)
    looked.count += 1
    looked.since.set(content.number, head?.sequence ?? 0)
    if (entry?.sequence) looked.places.set(entry.sequence, content.number)
    // The head of a certificate that was changed says nothing about the ledger.
    if (head && !found.some(({ problem }) => problem === 'certificateChanged')) looked.heads.push(head)
  }
}

/** Units and entries that name a certificate which is not there. */
const missingFor = async (ctx: Context, { ledger }: Retention): Promise<ProofFinding[]> => {
  const named = new Map<string, string>()
  for await (const units of certifiedUnits(ctx))
    for (const { certificate, key } of units) named.set(String(certificate), String(key))
  for (let after = ''; ;) {
    const entries = await ledger.entriesOf(ctx, CERTIFIED_ACTIONS, { after })
    if (entries.length === 0) break
    for (const { facts, sequence } of entries)
      if (typeof facts.number === 'string') named.set(facts.number, sequence ? String(sequence) : '')
    after = entries.at(-1)!.key
  }
  const found: ProofFinding[] = []
  const numbers = [...named.keys()]
  for (let from = 0; from < numbers.length; from += PAGE) {
    const some = numbers.slice(from, from + PAGE)
    const rows = await findRows(ctx, CERTIFICATES, all({ number: { in: some } }), {
      limit: PAGE,
      fields: ['number'],
    })
    const here = new Set(rows.map(({ number }) => String(number)))
    for (const number of some)
      if (!here.has(number))
        found.push({ number, problem: 'certificateMissing', what: named.get(number) ?? '' })
  }
  return found
}

/** What the chain says of the entries of certificates. */
const brokenAt = ({ findings }: { findings: Finding[] }, places: Map<number, string>): ProofFinding[] =>
  [...places].flatMap(([sequence, number]) =>
    findings.some(({ at, until = at }) => at <= sequence && sequence <= until)
      ? [{ number, problem: 'chain' as const, what: String(sequence) }]
      : [],
  )

/** Every certificate, or one, from what it counts and what stands on the ledger. Changes nothing. */
export const verifyCertificates = async (
  ctx: Context,
  retention: Retention,
  number?: string,
): Promise<CertificateProof> => {
  const at = { payload: ctx.payload }
  const looked: Looked = { findings: [], heads: [], places: new Map(), since: new Map(), count: 0 }
  for await (const rows of certificates(at, number)) await lookAt(at, retention, rows, looked)
  if (number === undefined) looked.findings.push(...(await missingFor(at, retention)))
  else if (looked.count === 0) looked.findings.push({ number, problem: 'certificateMissing', what: '' })
  const whole = await retention.ledger.verify(at, { heads: looked.heads, from: [CERTIFICATES] })
  const { ok, count, removedTo } = whole
  const isRemoved = (finding: ProofFinding): boolean =>
    finding.problem === 'entryMissing' && removedTo > 0 && looked.since.get(finding.number)! < removedTo
  const findings = [...looked.findings.filter((one) => !isRemoved(one)), ...brokenAt(whole, looked.places)]
  return {
    ok: findings.length === 0 && ok,
    count: looked.count,
    removed: looked.findings.filter(isRemoved).length,
    findings,
    ledger: { ok, count, findings: whole.findings },
  }
}
