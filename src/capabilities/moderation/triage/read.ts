import { all, compareAndSet, findRow, findRows, type Row } from '../../../platform/db.js'
import { reasonOf } from '../../../platform/failure.js'
import { type Context, nowOf } from '../../../platform/runtime.js'
import { CASES } from '../collections.js'
import { commentOf, type Desk } from '../context.js'
import { sorted } from './engine.js'
import { askDetectors } from './remote.js'
import type { RecentText, Signal, TriageSubject } from './rules.js'
import { priorityOf } from './weighing.js'

/** Texts that one is compared with: by the same account, and on the same page. */
const RECENT = 15

export interface Written {
  text: string
  locale: string
  subject: string
  authorKey: null | string
  /** When it was written. */
  at: Date
  /** Its own row, once it has one. */
  id?: number | string
}

export const writtenOf = (comment: Row): Written => ({
  text: String(comment.text ?? ''),
  locale: String(comment.locale),
  subject: String(comment.subject),
  authorKey: (comment.authorKey as null | string) ?? null,
  at: new Date(comment.at as string),
  id: comment.id,
})

const recentOf = async (ctx: Context, desk: Desk, written: Written): Promise<RecentText[]> => {
  const { slug } = desk.options
  const last = (where: Record<string, unknown>): Promise<Row[]> =>
    findRows(
      { payload: ctx.payload },
      slug,
      all(where as never, { at: { less_than_equal: written.at.toISOString() } }),
      { limit: RECENT, sort: '-at', fields: ['text', 'at', 'authorKey'] },
    )
  const [onPage, byAuthor] = await Promise.all([
    last({ subject: { equals: written.subject } }),
    written.authorKey ? last({ authorKey: { equals: written.authorKey } }) : [],
  ])
  const seen = new Map([...byAuthor, ...onPage].map((row) => [String(row.id), row]))
  if (written.id !== undefined) seen.delete(String(written.id))
  return [...seen.values()].flatMap((row) =>
    // What was removed has left its row.
    row.text
      ? [
          {
            text: String(row.text),
            at: new Date(row.at as string),
            sameAuthor: written.authorKey !== null && row.authorKey === written.authorKey,
          },
        ]
      : [],
  )
}

const subjectOf = async (ctx: Context, desk: Desk, written: Written): Promise<TriageSubject> => ({
  text: written.text,
  locale: written.locale,
  now: written.at,
  recent: await recentOf(ctx, desk, written),
})

/**
 * The signals of the built-in detectors. They judge nothing and must stop nothing: where they cannot be had, a comment
 * goes the way that it went without them.
 */
export const signalsOf = async (ctx: Context, desk: Desk, written: Written): Promise<Signal[]> => {
  if (!desk.triage) return []
  try {
    return desk.triage(await subjectOf(ctx, desk, written))
  } catch (error) {
    ctx.payload.logger.error({ msg: `governance: a comment was not triaged: ${reasonOf(error)}` })
    return []
  }
}

/** Whether there is somebody else to ask. */
export const asksOthers = (desk: Desk): boolean => (desk.options.triage?.detectors.length ?? 0) > 0

/** What the host's detectors say; those that fail are named in the log, and nowhere else. */
export const othersSay = async (ctx: Context, desk: Desk, written: Written): Promise<Signal[]> => {
  const options = desk.options.triage
  if (!options || options.detectors.length === 0) return []
  const { signals, failed } = await askDetectors(options, {
    text: written.text,
    locale: written.locale,
    now: nowOf(ctx.payload),
  })
  for (const { name, error } of failed)
    ctx.payload.logger.warn({ msg: `governance: the detector "${name}" gave nothing: ${reasonOf(error)}` })
  return signals
}

/** Adds what the host's detectors say to a case, outside of any write; once. */
export const askForCase = async (ctx: Context, desk: Desk, the: Row): Promise<void> => {
  const at = { payload: ctx.payload }
  const comment = await commentOf(ctx, desk, String(the.item))
  const readable = comment?.text && Number(comment.revision) === Number(the.revision)
  const more = readable ? await othersSay(ctx, desk, writtenOf(comment)) : []
  // Of this revision only: an edit in between asks anew.
  const mine = all({ id: { equals: the.id } }, { revision: { equals: the.revision } })
  const known = await findRow(at, CASES, mine)
  if (!known) return
  const signals = sorted([...((known.signals as null | Signal[]) ?? []), ...more])
  const priority = priorityOf(signals)
  await compareAndSet(at, CASES, all(mine, { asked: { equals: 'due' } }), { signals, asked: 'done' })
  if (priority > 0)
    await compareAndSet(
      at,
      CASES,
      all(mine, { state: { equals: 'open' } }, { priority: { less_than: priority } }),
      {
        priority,
      },
    )
}
