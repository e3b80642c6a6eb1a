import type { Actor } from '../../kernel/actor.js'
import { isUncovered } from '../../kernel/disclosure.js'
import { isGovernanceError } from '../../kernel/errors.js'
import { type Ref, refOf } from '../../kernel/ref.js'
import type { Row } from '../../platform/db.js'
import { disclosedTo } from '../../platform/disclosure.js'
import type { Context } from '../../platform/runtime.js'
import type { Case } from './case.js'
import { INCIDENTS } from './collections.js'
import { type Because, type IncidentAction, lifecycle, type TimelineEntry, WORDS_FOR } from './domain.js'
import type { HoldFound } from '../../kernel/holdPorts.js'
import { keptFor } from './keeping.js'
import { type EvidenceFile, filesOf } from './evidenceStore.js'
import { type Matter, matterFor } from './matterShown.js'
import { othersToMerge, wholeFor } from './mergingStore.js'
import { colleaguesFor, namesOf } from './naming.js'
import { readCase } from './queries.js'
import type { CaseWork } from './standing.js'
import { caseOf } from './store.js'
import { type Capacity, mayDo } from './team.js'

/** Labels of the host's own kinds; the others are in the translations. */
export type KindLabels = Record<string, { en: string; fr: string }>

/** What was reported, in the words of whoever did; or a key of the translations, where no person wrote it. */
interface Words {
  summary: string
  because: Because | null
}

/** A case that another one was merged with, as its readers see it. */
export type CasePart = Words & { case: Case }

/** As much of another case as a choice or a link needs. */
export type OtherCase = Pick<Case, 'id' | 'kind' | 'number'>

export interface CasePage extends Words {
  case: Case
  labels: KindLabels
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
  /** The history of what was merged with it is part of it. */
  timeline: (TimelineEntry & { of?: string })[]
  files: EvidenceFile[]
  /** How large one may be. */
  maxMegabytes: number
  /** As what this person works on it. */
  as: Capacity
  actions: { action: IncidentAction; words?: 'changes' | 'happened' }[]
  /** Who works on it besides those who answer for all of them. */
  team: { ref: Ref; name: string }[]
  /** Whom it can be given to; nobody where this person may not. */
  others: { ref: Ref; name: string }[]
  parts: CasePart[]
  /** The case that it was merged into, where this person sees it. */
  whole: null | OtherCase
  /** What belongs to it besides, as this person may see it. */
  records: Matter[]
  /** Since when, why and by whom what belongs to it is kept from deletion. */
  kept: null | HoldFound
  /** This person may say what belongs to it, and that it is kept. */
  mayKeep: boolean
  /** Cases that it can be merged into; none where this person may not. */
  mergeable: OtherCase[]
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const wordsOf = (row: Row): Words => ({
  summary: text(row.summary),
  because: (row.because as Because | null) ?? null,
})

const otherOf = ({ id, kind, number }: Case): OtherCase => ({ id, kind, number })

/** One history of all that belongs to it. */
const historyOf = (found: Case, parts: Case[]): CasePage['timeline'] =>
  [
    ...found.timeline,
    ...parts.flatMap(({ timeline, number }) => timeline.map((line) => ({ ...line, of: number }))),
  ].sort((a, b) => a.at.localeCompare(b.at))

/** Everything about one case, for one of its people; null for everybody else. That they read it is on the ledger. */
export const casePage = async (
  /** With the request, by which it is judged what of other collections this person may open. */
  place: Context,
  work: CaseWork,
  actor: Actor,
  id: string,
): Promise<CasePage | null> => {
  const ctx = { payload: place.payload }
  const read = await readCase(ctx, work, actor, id).catch((error: unknown) => {
    if (isGovernanceError(error) && error.code === 'notFound') return null
    throw error
  })
  if (!read) return null
  const { row, as, standing } = read
  const found = caseOf(row)
  const parts = read.parts.map((part) => ({ case: caseOf(part), ...wordsOf(part) }))
  const files = await filesOf(ctx, [found, ...parts.map((part) => part.case)])
  const isWhole = found.mergedInto === null
  // Who was asked to help writes to nobody outside: they ask those who answer for the case.
  const helps = as === 'assigned'
  const contactCovered =
    !helps &&
    work.options.mask &&
    Boolean(row.contact) &&
    !isUncovered(
      actor.ref,
      { subject: refOf(INCIDENTS, row.id), holder: row.acknowledgedBy },
      await disclosedTo(ctx, actor.ref),
    )
  const steps = isWhole ? lifecycle.actionsIn(found.state).filter((action) => mayDo(as, action)) : []
  const whole = isWhole ? null : await wholeFor(ctx, standing, found)
  const matters = await Promise.all((found.records ?? []).map((ref) => matterFor(place, ref)))
  const [kept = null] = await keptFor(ctx, work, found.ref)
  const mayMerge = isWhole && found.state !== 'closed' && mayDo(as, 'merge')
  return {
    case: found,
    labels: work.options.kinds,
    ...wordsOf(row),
    place: text(row.place),
    happenedAt: row.happenedAt ? new Date(row.happenedAt as string) : null,
    matter: await matterFor(place, text(row.subject)),
    concerned: (await namesOf(ctx.payload, found.concerned)).map(({ name }) => name),
    contact: helps || contactCovered ? '' : text(row.contact),
    contactCovered,
    reporter: { kind: text(row.reporterKind), name: text(row.reporterName) },
    timeline: historyOf(
      found,
      parts.map((part) => part.case),
    ),
    files,
    maxMegabytes: work.options.evidenceMegabytes,
    as,
    actions: steps.map((action) => ({ action, words: WORDS_FOR[action] })),
    team: await namesOf(ctx.payload, found.assigned),
    others: mayDo(as, 'assign') ? await colleaguesFor(ctx.payload, found) : [],
    parts,
    whole: whole && otherOf(whole),
    records: matters.flatMap((matter) => matter ?? []),
    kept,
    mayKeep: Boolean(work.holds?.()) && isWhole && found.state !== 'closed' && mayDo(as, 'keep'),
    mergeable: mayMerge ? (await othersToMerge(ctx, standing, found)).map(otherOf) : [],
  }
}
