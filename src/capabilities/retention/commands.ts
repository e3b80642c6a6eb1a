import type { RetentionCommands, TerminalAsker } from '../../kernel/retentionPort.js'
import { formatInstant } from '../../kernel/calendar.js'
import type { Context } from '../../platform/runtime.js'
import { type Retention, timeZoneOf } from './context.js'
import { type DryRun, dryRun, type RulePlan } from './dryRun.js'
import { replay } from './replay.js'
import { writeTombstones } from './tombstones.js'
import { findingInWords } from './verified.js'
import { type CertificateProof, verifyCertificates } from './verify.js'

const K = 'governance:retentionSafety:terminal'
/** The first ones say where to look. */
const MOST = 50

const planLines = (plan: RulePlan, { t }: TerminalAsker, day: (at: string) => string): string[] => {
  const { records, versions, files, held, unconfirmed, undated } = plan
  return [
    t(`${K}:planRule`, { collection: plan.label, records, versions, files }),
    ...plan.terms.map(({ words, records: count }) => `  ${t(`${K}:planTerm`, { words, count })}`),
    ...(plan.from && plan.to ? [`  ${t(`${K}:planDates`, { from: day(plan.from), to: day(plan.to) })}`] : []),
    ...(held > 0 ? [`  ${t(`${K}:planHeld`, { count: held })}`] : []),
    ...(unconfirmed > 0 ? [`  ${t(`${K}:planUnconfirmed`, { count: unconfirmed })}`] : []),
    ...(undated > 0 ? [`  ${t(`${K}:planUndated`, { count: undated })}`] : []),
    ...(plan.asks ? [`  ${t(`${K}:planAsks`)}`] : []),
  ]
}

const planned = (run: DryRun, asker: TerminalAsker, zone: string): string[] => {
  const { t, locale } = asker
  const day = (at: string): string => formatInstant(new Date(at), locale, zone, false)
  return [
    t(`${K}:planAt`, { when: formatInstant(new Date(run.at), locale, zone, true) }),
    ...(run.stopped ? [t(`${K}:stopped:${run.stopped}`)] : []),
    ...run.rules.flatMap((plan) => planLines(plan, asker, day)),
    ...(run.rules.length === 0 ? [t(`${K}:noRules`)] : []),
  ]
}

const proven = (proof: CertificateProof, { t }: TerminalAsker): string[] => {
  const { findings, ledger, count, removed } = proof
  const more = findings.length - MOST
  return [
    ...findings.slice(0, MOST).map((finding) => findingInWords(finding, t)),
    ...(more > 0 ? [t(`${K}:more`, { count: more })] : []),
    ...ledger.findings
      .slice(0, MOST)
      .map(({ at, until, problem, name }) =>
        t(`governance:ledger:found:${problem}`, { at: until ? `${at}–${until}` : at, name }),
      ),
    t(proof.ok ? `${K}:verified` : `${K}:notVerified`, { count, entries: ledger.count }),
    ...(removed > 0 ? [t(`${K}:entriesRemoved`, { count: removed })] : []),
  ]
}

export const commands = (retention: Retention): RetentionCommands => ({
  plan: async (place, asker) => {
    const at = place as Context
    const run = await dryRun(at, retention, { actor: null, locale: asker.locale })
    return { ok: true, lines: planned(run, asker, timeZoneOf(at.payload)) }
  },
  verify: async (place, asker, number) => {
    const proof = await verifyCertificates(place as Context, retention, number)
    return { ok: proof.ok, lines: proven(proof, asker) }
  },
  replay: async (place, { t }, files) => {
    const done = await replay(place as Context, retention, files)
    const { known, deleted, held, failed, certificates, foreign, unread } = done
    return {
      ok: failed === 0,
      lines: [
        t(`${K}:replayed`, { known, deleted }),
        ...(certificates.length > 0 ? [t(`${K}:certificates`, { numbers: certificates.join(', ') })] : []),
        ...(held > 0 ? [t(`${K}:replayHeld`, { count: held })] : []),
        ...(failed > 0 ? [t(`${K}:replayFailed`, { count: failed })] : []),
        ...(foreign > 0 ? [t(`${K}:foreign`, { count: foreign })] : []),
        ...(unread > 0 ? [t(`${K}:unread`, { count: unread })] : []),
      ],
    }
  },
  tombstones: async (place, { t }, file) => {
    const count = await writeTombstones(place as Context, retention, file)
    return { ok: true, lines: [t(`${K}:written`, { count, file })] }
  },
})
