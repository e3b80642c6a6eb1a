import { GovernanceError } from '../../kernel/errors.js'
import { formatInstant } from '../../kernel/calendar.js'
import { findRow } from '../../platform/db.js'
import type { Context, Translate } from '../../platform/runtime.js'
import { translatorFor } from '../../platform/translate.js'
import { CERTIFICATES } from './collections.js'
import { nowOf, type Retention, timeZoneOf } from './context.js'
import type { ProofFinding } from './proof.js'
import { verifyCertificates } from './verify.js'

const K = 'governance:retentionSafety'

export const findingInWords = ({ number, problem, what }: ProofFinding, t: Translate): string =>
  t(`${K}:terminal:found:${problem}`, { number, what: what || '–' })

export interface Verified {
  ok: boolean
  /** What was found, in words; one sentence when all is well. */
  lines: string[]
}

/**
 * One certificate for whoever reads it: reckoned anew, held against the ledger, and its chain walked.
 * @throws GovernanceError `notFound`
 */
export const verifiedInWords = async (
  { payload }: Context,
  retention: Retention,
  number: string,
  locale: string,
): Promise<Verified> => {
  if (!(await findRow({ payload }, CERTIFICATES, { number: { equals: number } })))
    throw new GovernanceError('notFound', 'There is no certificate with this number.')
  const { ok, findings, ledger } = await verifyCertificates({ payload }, retention, number)
  const t = translatorFor(payload, locale)
  const word = (key: string, values: Record<string, number | string> = {}): string =>
    t(`${K}:certificate:${key}`, values)
  const when = formatInstant(nowOf(payload), locale === 'fr' ? 'fr' : 'en', timeZoneOf(payload), true)
  if (ok) return { ok, lines: [word('verified', { when }), word('verifiedHow', { entries: ledger.count })] }
  const chain = findings.length === 0 ? [word('chainBroken', { count: ledger.findings.length })] : []
  return {
    ok,
    lines: [
      word('notVerified', { when }),
      ...findings.map((finding) => findingInWords(finding, t)),
      ...chain,
    ],
  }
}
