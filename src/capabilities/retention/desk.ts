import { addSpan, formatInstant } from '../../kernel/calendar.js'
import type {
  Context,
  DeskCard,
  DeskContext,
  DeskItem,
  DoctorContext,
  NavLink,
} from '../../platform/runtime.js'
import { type Retention, timeZoneOf } from './context.js'
import { inLanguage } from '../../kernel/labels.js'
import { BY_ITSELF, dueAttestations, type DueAttestation } from './attestations.js'
import { mayDecide, maySee } from './domain.js'
import { pointersTo } from './footprint.js'
import { health } from './health.js'
import { keptLines } from './keptDoctor.js'
import { reviewOf } from './holdKinds.js'
import { holdsToReview } from './holdReview.js'
import { holdsSeen } from './reach.js'
import type { SafetyState } from './safetyWatch.js'
import { fieldsKept, termsInWords } from './terms.js'
import { type WorkItem, worklist } from './worklist.js'

const pathOf = (adminRoute: string): string => `${adminRoute}/governance/worklist`

/** Somebody dealt with it, and only its deletion is left to do. */
const isDone = ({ state, work }: WorkItem): boolean => state === 'handled' || work?.state === 'answered'

const attestLabel = ({ t, locale }: DeskContext, { place, label }: DueAttestation): string => {
  const own = BY_ITSELF.includes(place) ? t(`governance:footprint:beyond:${place}`) : place
  return t('governance:footprint:attest:desk', { place: inLanguage(label, locale, own) })
}

/** A hold whose review date has come is a task: keep on until another day, or release. */
const reviewItems = async (retention: Retention, ctx: DeskContext): Promise<DeskItem[]> => {
  const { t, adminRoute, now, payload, actor } = ctx
  const due = await holdsToReview({ payload }, now)
  if (due.length === 0) return []
  const seen = await holdsSeen({ payload }, retention, actor, due)
  return seen.map((hold) => ({
    label: t('governance:retention:desk:review', {
      since: formatInstant(new Date(hold.placedAt as string), ctx.locale, timeZoneOf(payload), false),
    }),
    href: `${adminRoute}/governance/holds`,
    due: new Date(hold.reviewAt as string),
    overdue: reviewOf(new Date(hold.reviewAt as string), now) === 'late',
  }))
}

/** For those who work with it: what leaves within a week, what is late, and the last certificate. */
export const deskCard =
  (retention: Retention) =>
  async (ctx: DeskContext): Promise<DeskCard | null> => {
    const { actor, t, adminRoute, now, payload } = ctx
    if (!maySee(actor) || retention.rules.size === 0) return null
    const at = { payload }
    const list = await worklist(at, retention, ctx.locale, ctx.actor)
    const week = addSpan(now, { days: 7 }, timeZoneOf(payload))
    const near = list.items.filter(
      (item) => !item.hold && (isDone(item) || new Date(item.deleteAfter) <= week),
    )
    const href = pathOf(adminRoute)
    const reviews = mayDecide(actor) ? await reviewItems(retention, ctx) : []
    const report = await health(at, retention)
    const attest = mayDecide(actor) ? await dueAttestations(at, retention) : []
    // Before all else: what is listed below may have been deleted once.
    const restored = report.safety.restored
      ? [{ label: t('governance:retentionSafety:restored:title'), href, due: now, overdue: true }]
      : []
    const questions = report.safety.asked.length + Number(report.safety.clock === 'asked')
    return {
      title: t('governance:retention:desk:title'),
      text: t('governance:retention:desk:text'),
      href,
      needsMe: {
        count:
          near.length +
          list.plans.length +
          list.changes.length +
          attest.length +
          reviews.length +
          restored.length +
          (mayDecide(actor) ? questions : 0),
        items: [
          ...restored,
          ...reviews.slice(0, 5),
          ...near.slice(0, 5).map((item) => ({
            label: t('governance:retention:desk:item', { form: item.form, number: item.number }),
            href,
            due: new Date(item.deleteAfter),
            overdue: item.overdue,
          })),
          ...attest.map((due) => ({ label: attestLabel(ctx, due), href, due: new Date(due.until) })),
        ],
      },
      overdue: list.overdue + reviews.filter(({ overdue }) => overdue).length,
      ...(list.last
        ? {
            last: {
              text: t('governance:retention:desk:last', { number: list.last.number, rows: list.last.rows }),
              at: new Date(list.last.at),
            },
          }
        : report.lastSuccessAt
          ? { last: { text: t('governance:retention:desk:ran'), at: new Date(report.lastSuccessAt) } }
          : {}),
      action: { label: t('governance:retention:desk:open'), href },
    }
  }

export const navLinks =
  (retention: Retention) =>
  ({ actor, t, adminRoute }: DeskContext): NavLink[] =>
    maySee(actor) && retention.rules.size > 0
      ? [
          { label: t('governance:retention:nav'), href: pathOf(adminRoute) },
          ...([...retention.rules.values()].some(({ terms }) => fieldsKept(terms).length > 0)
            ? [{ label: t('governance:statistics:nav'), href: `${adminRoute}/governance/statistics` }]
            : []),
        ]
      : []

/** Upload collections that a governed collection points to, without a rule of their own. */
const ungovernedUploads = (ctx: Context, retention: Retention): { rule: string; uploads: string }[] =>
  Object.values(ctx.payload.collections)
    .map(({ config }) => config)
    .filter((config) => Boolean(config.upload) && !retention.rules.has(config.slug))
    .flatMap((config) => {
      const pointing = new Set(pointersTo(ctx.payload, config.slug).map(({ collection }) => collection))
      return [...retention.rules.keys()]
        .filter((rule) => pointing.has(rule))
        .map((rule) => ({ rule, uploads: config.slug }))
    })

const safetyLines = (
  { restored, paused, tombstones }: SafetyState,
  { options }: Retention,
  t: DoctorContext['t'],
): string[] => {
  const word = (key: string, values = {}): string => t(`governance:retentionSafety:terminal:${key}`, values)
  return [
    ...(restored ? [word('doctorRestored')] : []),
    ...(paused ? [word('doctorPaused', { days: paused.days })] : []),
    ...(tombstones ? [word('doctor', { file: options.tombstonesFile, problem: tombstones })] : []),
  ]
}

export const doctorLines = async ({ t, ...ctx }: DoctorContext, retention: Retention): Promise<string[]> => {
  const report = await health(ctx, retention)
  const lines = [...retention.rules.values()].map(({ collection, terms }) =>
    t('governance:terminal:doctor:retentionRule', { collection, rule: termsInWords(terms, t) }),
  )
  const { lastSuccessAt, overdue, undated, held, holdsToReview: toReview } = report
  lines.push(
    t('governance:terminal:doctor:retention', {
      last: lastSuccessAt ?? t('governance:terminal:doctor:never'),
      overdue,
      undated,
      held,
    }),
  )
  if (toReview > 0) lines.push(t('governance:terminal:doctor:retentionHolds', { count: toReview }))
  for (const { rule, uploads } of ungovernedUploads(ctx, retention)) {
    lines.push(t('governance:terminal:doctor:retentionFiles', { rule, uploads }))
  }
  const counted = await keptLines({ t, ...ctx }, retention)
  return [...lines, ...counted, ...safetyLines(report.safety, retention, t)]
}
