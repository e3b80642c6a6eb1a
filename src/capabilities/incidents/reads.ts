import type { Actor } from '../../kernel/actor.js'
import { isUncovered } from '../../kernel/disclosure.js'
import { GovernanceError } from '../../kernel/errors.js'
import type { Severity } from '../../kernel/ports.js'
import { type Ref, refOf } from '../../kernel/ref.js'
import type { Row } from '../../platform/db.js'
import { disclosedTo } from '../../platform/disclosure.js'
import { isThereFor } from '../../platform/readable.js'
import { type Context, nowOf, type Reader } from '../../platform/runtime.js'
import { lookOut } from '../../platform/tick.js'
import { INCIDENTS } from './collections.js'
import { peopleIn } from './concerned.js'
import {
  type Because,
  type Case,
  type IncidentAction,
  lifecycle,
  SEVERITIES,
  type TimelineEntry,
  WORDS_FOR,
} from './domain.js'
import { nameOfMatter, pathOfMatter } from './matter.js'
import { colleagues, namesOf } from './naming.js'
import {
  closedCases,
  countCases,
  type Counts,
  openCases,
  type OwnReport,
  ownReports,
  readCase,
  recordReading,
} from './queries.js'
import { type CaseWork, standingOf } from './standing.js'
import { caseOf, policyOf } from './store.js'

export type { Counts }

/** Labels of the host's own kinds; the others are in the translations. */
export type KindLabels = Record<string, { en: string; fr: string }>
export interface CaseList {
  open: Case[]
  /** Alerts that are only a test. */
  tests: Case[]
  closed: Case[]
  counts: Counts
  labels: KindLabels
}
export interface CasePage {
  case: Case
  labels: KindLabels
  summary: string
  /** Set where no person wrote the summary: a key of the translations, with its values. */
  because: Because | null
  place: string
  happenedAt: Date | null
  /** What it is about, with its address where this person may open it. */
  matter: Matter | null
  /** Names of those whom it is about; they cannot see it. */
  concerned: string[]
  /** Empty while it is covered. */
  contact: string
  /** There is one, and this person has neither taken the case on nor said why they need it. */
  contactCovered: boolean
  reporter: { kind: string; name: string }
  timeline: TimelineEntry[]
  actions: { action: IncidentAction; words?: 'changes' | 'happened' }[]
}
export interface Matter {
  ref: Ref
  name: string
  path: `/${string}` | null
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

/** What a case is about, as this person may see it: what they may not open has no address. */
const matterFor = async ({ req, payload }: Context, ref: Ref): Promise<Matter | null> => {
  if (!ref || !req) return null
  const isThere = await isThereFor(req, ref)
  const name = isThere ? await nameOfMatter(req, ref, req.i18n.language) : ref
  return { ref, name, path: isThere ? pathOfMatter(payload, ref) : null }
}

const reportable = async (ctx: Context, ref: Ref): Promise<Matter | null> => {
  const matter = await matterFor(ctx, ref)
  return matter?.path ? matter : null
}

/** What the admin views show. Each checks access itself and leaves the reading on the ledger. */
export const reads = (work: CaseWork): Record<string, Reader> => {
  const { options } = work
  const labels: KindLabels = options.kinds
  const at = (ctx: Context): Context => ({ payload: ctx.payload })
  const isCovered = async (ctx: Context, actor: Actor, row: Row): Promise<boolean> =>
    options.mask &&
    Boolean(row.contact) &&
    !isUncovered(
      actor.ref,
      { subject: refOf(INCIDENTS, row.id), holder: row.acknowledgedBy },
      await disclosedTo(ctx, actor.ref),
    )
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
      return { open, tests, closed, counts, labels }
    },
    case: async (ctx, input): Promise<CasePage | null> => {
      const row = await readCase(at(ctx), work, ctx.actor, String(input.id ?? '')).catch((error: unknown) => {
        if ((error as { code?: string }).code === 'notFound') return null
        throw error
      })
      if (!row) return null
      const found = caseOf(row)
      const contactCovered = await isCovered(at(ctx), ctx.actor, row)
      return {
        case: found,
        labels,
        summary: text(row.summary),
        because: (row.because as Because | null) ?? null,
        place: text(row.place),
        happenedAt: row.happenedAt ? new Date(row.happenedAt as string) : null,
        matter: await matterFor(ctx, text(row.subject)),
        concerned: await namesOf(ctx.payload, peopleIn(row.concerned)),
        contact: contactCovered ? '' : text(row.contact),
        contactCovered,
        reporter: { kind: text(row.reporterKind), name: text(row.reporterName) },
        timeline: found.timeline,
        actions: lifecycle.actionsIn(found.state).map((action) => ({ action, words: WORDS_FOR[action] })),
      }
    },
    // Numbers only, on every admin page: not a reading of a case.
    banner: async (ctx): Promise<Counts | null> => {
      lookOut(ctx.payload)
      const standing = await standingOf(at(ctx), work, ctx.actor)
      return standing && countCases(at(ctx), nowOf(ctx.payload), standing)
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
      people: ctx.actor.kind === 'staff' ? await colleagues(ctx.payload) : [],
    }),
  }
}
