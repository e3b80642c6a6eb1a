import type { Ref } from '../../kernel/ref.js'
import { all, compareAndSet, findRows, insert, type Row } from '../../platform/db.js'
import { localesOf } from '../../platform/fields.js'
import type { Context } from '../../platform/runtime.js'
import { AUTHORS } from './collections.js'
import { lastPublished } from './rows.js'
import { decisionKey, subjectOf, type Target } from './target.js'

/** Author and how often they touched the content: a snapshot that later tells whether they touched it again. */
export type Touches = Record<Ref, number>

/**
 * Notes that this person touches the content, before the version is written. A counter rather than a unique key: a
 * violation would abort the host's transaction, and the counter shows a touch that came after an approval. It never
 * begins again, so that a snapshot is about one state of it for good.
 */
export const touch = async (ctx: Context, part: string, author: Ref, now: Date): Promise<void> => {
  const at = now.toISOString()
  const mine = all({ subject: { equals: part } }, { author: { equals: author } })
  if (await compareAndSet(ctx, AUTHORS, mine, { touches: { $inc: 1 }, open: true, at })) return
  await insert(ctx, AUTHORS, { subject: part, author, touches: 1, open: true, at })
}

/** Two rows of one author, first touched twice at the same instant or under another name (below), count as one. */
const touchesIn = (rows: Row[]): Touches => {
  const touches: Touches = {}
  for (const { author, touches: times } of rows)
    touches[String(author)] = (touches[String(author)] ?? 0) + Number(times)
  return touches
}

interface Authors {
  rows: Row[]
  open: Touches
}

/**
 * Whoever has not touched the content since what is live now was approved is no author of what comes next. The review
 * that was published holds their counters as they were then, so that a publication need not wait for these rows.
 *
 * A site may come to decide on its languages apart, or together again, while people write: whoever touched a language
 * wrote the whole, and whoever touched the whole wrote each language, until that is published by itself.
 */
const authorsIn = async (ctx: Context, target: Target): Promise<Authors> => {
  const own = decisionKey(target)
  const keys = target.locale
    ? [own, subjectOf(target)]
    : [own, ...localesOf(ctx.payload).map((locale) => decisionKey({ ...target, locale }))]
  const rows = await findRows(ctx, AUTHORS, { subject: { in: keys } }, { limit: 1000 })
  if (!rows.some(({ open }) => open)) return { rows, open: {} }
  const live = await lastPublished(ctx, target)
  const snapshot = (live?.authors ?? {}) as Touches
  const touches = touchesIn(rows)
  // Rows of the whole stay open for its other languages.
  const isBefore = ({ subject, at }: Row): boolean =>
    Boolean(target.locale && live && subject !== own) &&
    new Date(at as string) < new Date(live?.publishedAt as string)
  const left = rows.filter(
    (row) => row.open && !isBefore(row) && snapshot[row.author] !== touches[row.author],
  )
  return { rows, open: Object.fromEntries(left.map(({ author }) => [author, touches[author]!])) }
}

/** Everyone who touched the content since it was last live. */
export const authorsOf = async (ctx: Context, target: Target): Promise<Touches> =>
  (await authorsIn(ctx, target)).open

/**
 * The same, and the rows of all others are closed: the next snapshot holds these authors only, so what the last one
 * says of the others is kept in their rows before.
 */
export const closeAuthors = async (ctx: Context, target: Target): Promise<Touches> => {
  const { rows, open } = await authorsIn(ctx, target)
  // Who touched the whole is an author of the other languages still.
  const closes = (row: Row): boolean =>
    row.open && !(row.author in open) && (!target.locale || row.subject === decisionKey(target))
  for (const { id, touches } of rows.filter(closes)) {
    const untouched = all({ id: { equals: id } }, { touches: { equals: touches } })
    if (!(await compareAndSet(ctx, AUTHORS, untouched, { open: false }))) return closeAuthors(ctx, target)
  }
  return open
}
