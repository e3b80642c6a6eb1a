import { GovernanceError } from '../../kernel/errors.js'
import type { Severity } from '../../kernel/ports.js'
import type { Ref } from '../../kernel/ref.js'
import { type Context, nowOf, type Reader } from '../../platform/runtime.js'
import { lookOut } from '../../platform/tick.js'
import { type CasePage, casePage, type KindLabels } from './casePage.js'
import { type Case, SEVERITIES } from './domain.js'
import { type Matter, matterFor } from './matterShown.js'
import { colleagues } from './naming.js'
import {
  closedCases,
  countCases,
  type Counts,
  openCases,
  type OwnReport,
  ownReports,
  recordReading,
} from './queries.js'
import { type CaseWork, isResponsible, standingOf } from './standing.js'
import { policyOf } from './store.js'

export type { CasePage, Counts, KindLabels, Matter }

export interface CaseList {
  open: Case[]
  /** Alerts that are only a test. */
  tests: Case[]
  closed: Case[]
  counts: Counts
  labels: KindLabels
  /** This person can take cases on. */
  leads: boolean
}
export interface ReportPage {
  /** The document that is reported, where one was named and is there for this person. */
  about: Matter | null

  kinds: string[]
  labels: KindLabels
  /** Until when somebody says "I have this", by severity, for what is reported now. */
  answerBy: Record<Severity, Date>
  mine: OwnReport[]
  /** Colleagues whom a report can concern, by name. */
  people: { ref: Ref; name: string }[]
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const reportable = async (ctx: Context, ref: Ref): Promise<Matter | null> => {
  const matter = await matterFor(ctx, ref)
  return matter?.path ? matter : null
}

/** What the admin views show. Each checks access itself and leaves the reading on the ledger. */
export const reads = (work: CaseWork): Record<string, Reader> => {
  const { options } = work
  const labels: KindLabels = options.kinds
  const at = (ctx: Context): Context => ({ payload: ctx.payload })
  return {
    list: async (ctx): Promise<CaseList> => {
      const standing = await standingOf(at(ctx), work, ctx.actor)
      if (!standing) throw new GovernanceError('notAllowed', 'Your role does not allow this.')
      const [open, tests, closed, counts] = await Promise.all([
        openCases(at(ctx), standing),
        openCases(at(ctx), standing, { test: true }),
        closedCases(at(ctx), standing),
        countCases(at(ctx), nowOf(ctx.payload), standing),
      ])
      const ids = [...open, ...tests, ...closed].map(({ id }) => id)
      if (ids.length > 0) await recordReading(at(ctx), ctx.actor, ids)
      return { open, tests, closed, counts, labels, leads: isResponsible(standing) }
    },
    case: (ctx, input) => casePage(ctx, work, ctx.actor, String(input.id ?? '')),
    // Numbers only, on every admin page: not a reading of a case.
    banner: async (ctx): Promise<Counts | null> => {
      lookOut(ctx.payload)
      const standing = await standingOf(at(ctx), work, ctx.actor)
      return standing && isResponsible(standing) ? countCases(at(ctx), nowOf(ctx.payload), standing) : null
    },
    mayWork: async (ctx): Promise<boolean> => (await standingOf(at(ctx), work, ctx.actor)) !== null,
    report: async (ctx, input): Promise<ReportPage> => ({
      about: await reportable(ctx, text(input.about)),
      kinds: [...options.kindCodes],
      labels,
      answerBy: Object.fromEntries(
        SEVERITIES.map((severity) => [
          severity,
          policyOf(ctx.payload, options).answerBy(severity, nowOf(ctx.payload)),
        ]),
      ) as Record<Severity, Date>,
      mine: await ownReports(at(ctx), ctx.actor),
      people: ctx.actor.kind === 'staff' ? await colleagues(ctx) : [],
    }),
  }
}
