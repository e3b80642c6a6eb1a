import type { Ref } from '../../kernel/ref.js'
import { all, compareAndSet, findRows, insert, type Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { AUTHORS } from './collections.js'

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

/** Everyone who touched the content since it was last live. @param part its `decisionKey` */
export const authorsOf = async (ctx: Context, part: string): Promise<Touches> =>
  touchesIn(await openRows(ctx, part))

const openRows = (ctx: Context, part: string): Promise<Row[]> =>
  findRows(ctx, AUTHORS, all({ subject: { equals: part } }, { open: { equals: true } }), { limit: 1000 })

const touchesIn = (rows: Row[]): Touches => {
  const touches: Touches = {}
  for (const row of rows)
    touches[String(row.author)] = (touches[String(row.author)] ?? 0) + Number(row.touches)
  return touches
}

/** This content is live: whoever did not touch it after the snapshot is no author of what comes next. */
export const closeAuthors = async (ctx: Context, part: string, snapshot: Touches): Promise<void> => {
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
  // Touched since, or first touched twice at the same instant, which made two rows.
  const rows = (await openRows(ctx, part)).filter(({ author }) => left.includes(String(author)))
  const now = touchesIn(rows)
  const settled = Object.keys(snapshot).filter((author) => now[author] === snapshot[author])
  for (const row of rows.filter((one) => settled.includes(String(one.author)))) {
    await compareAndSet(ctx, AUTHORS, all({ id: { equals: row.id } }, { touches: { equals: row.touches } }), {
      open: false,
    })
  }
}
