import type { Actor } from '../../kernel/actor.js'
import { SELF } from '../../kernel/ports.js'
import { all, compareAndSet, findRow, type Row } from '../../platform/db.js'
import { newReceipt } from '../../platform/receipt.js'
import { createUnitOnce } from '../../platform/unit.js'
import { CERTIFICATES, DELETIONS } from './collections.js'
import { nowOf, timeZoneOf, type Work } from './context.js'
import { type Counts, dueBefore, type FinishedUnit, NO_COUNTS, type Tally, tally } from './domain.js'
import type { RetentionAction } from './events.js'
import { type CertificateContent, certificateHash } from './proof.js'
import { countKept, iso } from './store.js'
import { beyondOf } from './terms.js'

const text = (value: unknown): string => (value ? iso(value) : '')

/** What a certificate says, whole: the ledger keeps a hash of it. */
export const contentOf = (row: Readonly<Record<string, unknown>>): CertificateContent => ({
  number: String(row.number),
  subjectCollection: String(row.subjectCollection),
  rule: String(row.rule ?? ''),
  terms: row.terms ?? null,
  clause: String(row.clause ?? ''),
  reason: String(row.reason ?? ''),
  rows: Number(row.rows ?? 0),
  versions: Number(row.versions ?? 0),
  uploads: Number(row.uploads ?? 0),
  files: Number(row.files ?? 0),
  ...(Number(row.counted ?? 0) > 0 ? { counted: Number(row.counted) } : {}),
  failures: Number(row.failures ?? 0),
  filesLeft: Number(row.filesLeft ?? 0),
  digest: String(row.digest ?? ''),
  stores: (row.stores as null | Record<string, number>) ?? {},
  beyond: row.beyond ?? [],
  held: Number(row.held ?? 0),
  windowFrom: text(row.windowFrom),
  windowTo: text(row.windowTo),
  startedAt: text(row.startedAt),
  endedAt: text(row.endedAt),
  units: ((row.units as null | string[]) ?? []).map(String),
  byKind: String(row.byKind ?? ''),
  byRef: String(row.byRef ?? ''),
  byName: String(row.byName ?? ''),
  ledgerHead: String(row.ledgerHead ?? ''),
})

export const finished = (unit: Row): FinishedUnit => ({
  key: String(unit.key),
  counts: { ...NO_COUNTS, ...(unit.counts as Counts | null) },
  digests: (unit.digests as null | string[]) ?? [],
  windowFrom: text(unit.windowFrom),
  windowTo: text(unit.windowTo),
  startedAt: text(unit.startedAt),
  failures: Number(unit.failures ?? 0),
  stores: (unit.stores as null | Record<string, number>) ?? {},
  filesLeft: Number(unit.filesWaiting ?? 0),
})

/** S2-25: what a person deleted as handled; S2-26: what left because its time was over. */
const clauseOf = (reason: unknown): string => (reason === 'hand' ? 'S2-25' : 'S2-26')

/** Never silent: how many of the collection had reached their date, and stayed because of holds. */
const heldBeside = async (work: Work, collection: string, now: Date): Promise<number> =>
  // What the plugin keeps itself, as its register of breaches, carries no date.
  work.retention.rules.has(collection)
    ? countKept({ payload: work.payload }, collection, dueBefore(now, work.retention.options.earlyHours))
    : 0

const ACTION_OF: Readonly<Record<'due' | 'hand' | 'replay', RetentionAction>> = {
  due: 'retention.deleted',
  hand: 'retention.deletedByHand',
  replay: 'retention.replayed',
}
/** Of the entries that stand for a certificate. */
export const CERTIFIED_ACTIONS = Object.values(ACTION_OF)

const write = async (work: Work, key: string, units: Row[], sums: Tally): Promise<Row> => {
  const [first] = units
  const { units: keys, ...numbers } = sums
  const now = nowOf(work.payload)
  const actor: Actor = {
    kind: first!.byKind as Actor['kind'],
    ...(first!.byRef ? { ref: String(first!.byRef) } : {}),
    ...(first!.byName ? { name: String(first!.byName) } : {}),
    roles: [],
  }
  const action = ACTION_OF[first!.reason as keyof typeof ACTION_OF]
  const number = newReceipt().number
  const { rows, versions, uploads, files, digest } = numbers
  const { sequence, hash } = await work.retention.ledger.head({ payload: work.payload })
  const data = {
    number,
    subjectCollection: first!.subjectCollection,
    rule: first!.rule,
    terms: first!.terms ?? null,
    clause: clauseOf(first!.reason),
    reason: first!.reason,
    ...numbers,
    windowFrom: numbers.windowFrom || null,
    windowTo: numbers.windowTo || null,
    startedAt: numbers.startedAt || null,
    endedAt: now.toISOString(),
    units: keys,
    byKind: actor.kind,
    byRef: actor.ref ?? null,
    byName: actor.name ?? null,
    beyond: beyondOf(work.retention.options.unreachable, now, timeZoneOf(work.payload)),
    held: await heldBeside(work, String(first!.subjectCollection), now),
    ledgerHead: sequence > 0 ? `${sequence}:${hash}` : null,
  }
  const made = await createUnitOnce(
    { payload: work.payload },
    CERTIFICATES,
    { key, ...data },
    {
      ledger: [
        {
          action,
          subject: SELF,
          actor,
          at: now,
          facts: {
            number,
            collection: first!.subjectCollection,
            rows,
            versions,
            uploads,
            files,
            digest,
            hash: certificateHash(contentOf(data)),
          },
        },
      ],
    },
  )
  // The key was taken: a run that was killed had written it already.
  return made ?? (await findRow({ payload: work.payload }, CERTIFICATES, { key: { equals: key } }))!
}

/**
 * The certificate of a run. Its key is unique, so that a repetition after a crash finds the one that was written;
 * a unit that came too late for it gets one of its own. Certified units forget their ids and keep the digests.
 */
export const certify = async (work: Work, run: string, units: Row[]): Promise<Row[]> => {
  const at = { payload: work.payload }
  const certificate =
    (await findRow(at, CERTIFICATES, { key: { equals: run } })) ??
    (await write(work, run, units, tally(units.map(finished))))
  const covered = new Set(certificate.units as string[])
  const made = [certificate]
  await work.retention.options.onStep?.('between:certify')
  for (const unit of units) {
    let { number } = certificate
    if (!covered.has(String(unit.key))) {
      const own = await write(work, `${run}~${String(unit.key)}`, [unit], tally([finished(unit)]))
      made.push(own)
      number = own.number
    }
    await compareAndSet(
      at,
      DELETIONS,
      all({ key: { equals: unit.key } }, { state: { equals: 'rowsGone' } }),
      {
        state: 'certified',
        certificate: number,
        ids: null,
        uploads: null,
        endedAt: nowOf(work.payload).toISOString(),
      },
    )
  }
  return made
}
