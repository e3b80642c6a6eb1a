import type { Actor } from '../../kernel/actor.js'
import { isUncovered } from '../../kernel/disclosure.js'
import { type Ref, refOf } from '../../kernel/ref.js'
import { heldByOther, isHeldBy } from '../../platform/claim.js'
import type { Row } from '../../platform/db.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { CASES } from './collections.js'
import { authorKeyOf, type Desk } from './context.js'
import { type Signal, signalsShown } from './triage/shown.js'

/** The decision that an appeal is against, and what the author says. */
export interface Appealed {
  plea: string
  decidedAt: string
  byName: null | string
  /** The person who asks decided it: a colleague judges the appeal. */
  own: boolean
  category: null | string
  reason: null | string
  words: null | string
}

export interface QueueItem {
  id: string
  /** To be sent back with a decision. */
  rev: number
  kind: string
  openedAt: string
  overdue: boolean
  danger: boolean
  reports: number
  /** Reports by category code. */
  categories: Record<string, number>
  /** What reporters wrote, newest last, at most ten; none while it is covered. */
  words: string[]
  /** Reporters wrote something, and this person has neither taken the case nor said why they need it. */
  covered: boolean
  heldByOther: boolean
  /** Written, or decided before, by the person who asks: a colleague decides. */
  own: boolean
  /** Of an appeal: what it is against. */
  appeal: null | Appealed
  /** What triage saw in this revision, the weightiest first. */
  signals: Signal[]
  /** The rule by which a machine held it back; null where none did. */
  heldBy: null | string
  comment: {
    ref: Ref
    subject: Ref
    /** Title of the document as this person may read it, otherwise its label and number. */
    subjectName: string
    /** Of what was removed the original, empty while it is covered. */
    text: string
    name: null | string
    staff: boolean
    locale: string
    state: string
    revision: number
    at: string
  }
}

/** What an item is made from besides its case and comment. */
export interface Around {
  reports: Row[]
  names: ReadonlyMap<Ref, string>
  /** What this person may see uncovered. */
  open: ReadonlySet<Ref>
  /** Of an appeal: the case that it is against, and the text that was removed. */
  before: null | { the: Row; original: string }
}

export const isoOf = (at: unknown): string => new Date(at as string).toISOString()

export const overdueBefore = (desk: Desk, now: Date): string =>
  new Date(now.getTime() - desk.options.targetHours * 3_600_000).toISOString()

const appealedIn = (the: Row, before: Row, actor: Actor): Appealed => ({
  plea: String(the.plea ?? ''),
  decidedAt: isoOf(before.decidedAt),
  byName: (before.decidedByName as null | string) ?? null,
  own: before.decidedBy === actor.ref,
  category: (before.category as null | string) ?? null,
  reason: (before.reason as null | string) ?? null,
  words: (before.words as null | string) ?? null,
})

/** A case as a moderator sees it now. What is covered is not in it. */
export const toItem = (
  ctx: Context,
  desk: Desk,
  actor: Actor,
  the: Row,
  comment: Row,
  { reports, names, open, before }: Around,
): QueueItem => {
  const now = nowOf(ctx.payload)
  const words = reports.flatMap((report) => (report.words ? [String(report.words)] : [])).slice(-10)
  const holder = isHeldBy(the, actor, now) ? actor.ref : undefined
  const needsReason =
    desk.options.mask && !isUncovered(actor.ref, { subject: refOf(CASES, the.id), holder }, open)
  const categories: Record<string, number> = {}
  for (const report of reports) {
    const code = String(report.category)
    categories[code] = (categories[code] ?? 0) + 1
  }
  return {
    id: String(the.id),
    rev: Number(the.rev),
    kind: String(the.kind),
    openedAt: isoOf(the.openedAt),
    overdue: isoOf(the.openedAt) < overdueBefore(desk, now),
    danger: Number(the.priority) >= 1,
    reports: Number(the.reports),
    categories,
    words: needsReason ? [] : words,
    covered: needsReason && (words.length > 0 || before !== null),
    heldByOther: heldByOther(the, actor, now),
    // Of an appeal, those of what was removed: its words that hurt are covered, too.
    signals: before && needsReason ? [] : signalsShown(before?.the ?? the, comment),
    heldBy: (the.heldBy as null | string) ?? null,
    own: comment.authorKey !== null && comment.authorKey === authorKeyOf(ctx, actor),
    appeal: before && appealedIn(the, before.the, actor),
    comment: {
      ref: refOf(desk.options.slug, comment.id),
      subject: String(comment.subject),
      subjectName: names.get(String(comment.subject)) ?? String(comment.subject),
      text: before ? (needsReason ? '' : before.original) : String(comment.text ?? ''),
      name: (comment.authorName as null | string) ?? null,
      staff: Boolean(comment.staff),
      locale: String(comment.locale),
      state: String(comment.state),
      revision: Number(comment.revision),
      at: isoOf(comment.at),
    },
  }
}
