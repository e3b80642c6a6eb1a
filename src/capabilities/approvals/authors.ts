import type { Ref } from '../../kernel/ref.js'
import { all, compareAndSet, findRow, findRows, insert, type Row } from '../../platform/db.js'
import { localesOf } from '../../platform/fields.js'
import type { Context } from '../../platform/runtime.js'
import { AUTHORS, PUBLICATIONS } from './collections.js'
import { decisionKey, subjectOf, type Target } from './target.js'

/** Author and how often they touched the content: a snapshot that later tells whether they touched it again. */
export type Touches = Record<Ref, number>

/**
 * Notes that this person touches the content, before the version is written. A counter rather than a unique key: a
 * violation would abort the host's transaction, and the counter shows a touch that came after an approval.
 */
export const touch = async (ctx: Context, part: string, author: Ref, now: Date): Promise<void> => {
  const mine = all({ subject: { equals: part } }, { author: { equals: author } }, { open: { equals: true } })
  if (await compareAndSet(ctx, AUTHORS, mine, { touches: { $inc: 1 } })) return
  await insert(ctx, AUTHORS, { subject: part, author, touches: 1, open: true, at: now.toISOString() })
}

/** Everyone who touched the content since it was last live. */
export const authorsOf = async (ctx: Context, target: Target): Promise<Touches> =>
  touchesIn(await openRows(ctx, target))

/**
 * A site may come to decide on its languages apart, or together again, while people write: whoever touched a language
 * wrote the whole, and whoever touched the whole wrote each language, until that is published by itself.
 */
const openRows = async (ctx: Context, target: Target): Promise<Row[]> => {
  const own = decisionKey(target)
  const whole = subjectOf(target)
  const keys = target.locale
    ? [own, whole]
    : [own, ...localesOf(ctx.payload).map((locale) => decisionKey({ ...target, locale }))]
  const open = all({ subject: { in: keys } }, { open: { equals: true } })
  const rows = await findRows(ctx, AUTHORS, open, { limit: 1000 })
  if (!target.locale || rows.every(({ subject }) => subject === own)) return rows
  const published = await findRow(
    ctx,
    PUBLICATIONS,
    all({ subject: { equals: own } }, { how: { not_equals: 'takenDown' } }),
  )
  const before = ({ at }: Row): boolean =>
    published !== null && new Date(at as string) < new Date(published.at as string)
  return rows.filter((row) => row.subject === own || !before(row))
}

const touchesIn = (rows: Row[]): Touches => {
  const touches: Touches = {}
  for (const row of rows)
    touches[String(row.author)] = (touches[String(row.author)] ?? 0) + Number(row.touches)
  return touches
}

/** This content is live: whoever did not touch it after the snapshot is no author of what comes next. */
export const closeAuthors = async (ctx: Context, target: Target, snapshot: Touches): Promise<void> => {
  const part = decisionKey(target)
  const left: Ref[] = []
  for (const [author, touches] of Object.entries(snapshot)) {
    const untouched = all(
      { subject: { equals: part } },
      { author: { equals: author } },
      { open: { equals: true } },
      { touches: { equals: touches } },
    )
    if (!(await compareAndSet(ctx, AUTHORS, untouched, { open: false }))) left.push(author)
  }
  if (left.length === 0) return
  // Touched since, or first touched twice at the same instant, which made two rows, or under another name (above).
  const rows = (await openRows(ctx, target)).filter(({ author }) => left.includes(String(author)))
  const now = touchesIn(rows)
  const settled = Object.keys(snapshot).filter((author) => now[author] === snapshot[author])
  // Who touched the whole is an author of the other languages still.
  const closes = ({ author, subject }: Row): boolean =>
    settled.includes(String(author)) && (!target.locale || subject === part)
  for (const row of rows.filter(closes)) {
    await compareAndSet(ctx, AUTHORS, all({ id: { equals: row.id } }, { touches: { equals: row.touches } }), {
      open: false,
    })
  }
}
