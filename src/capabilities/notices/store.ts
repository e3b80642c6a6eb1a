import type { PayloadRequest, Where } from 'payload'

import type { ApprovedBy } from '../../kernel/approvalPorts.js'
import { doesNotExist } from '../../kernel/errors.js'
import type { NoticeInForce, NoticePort } from '../../kernel/noticePorts.js'
import type { Place } from '../../kernel/ports.js'
import { idFor, parseRef, refOf } from '../../kernel/ref.js'
import { all, countRows, findRow, type Row } from '../../platform/db.js'
import { LEASES } from '../../platform/lease.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { NOTICES, VERSIONS } from './collections.js'
import type { NoticeLocale, NoticeText } from './domain.js'

export const DEFAULT_NOTICE = 'site'

/** A version as the public pages show it. */
export interface NoticeVersion extends NoticeInForce {
  notice: string
  texts: Record<NoticeLocale, NoticeText & { changes: string; hash: string }>
  publishedAt: Date
  /** Published for a time to come. */
  planned: boolean
  approvals: ApprovedBy[]
}

const hash = { hash: true } as const
const HEAD = {
  number: true,
  sequence: true,
  inForceFrom: true,
  notice: true,
  promises: true,
  planned: true,
  en: hash,
  fr: hash,
} as const

/** What a list shows of each: everything but the texts themselves. */
const line = { title: true, changes: true, hash: true } as const
const LINES = { ...HEAD, publishedAt: true, en: line, fr: line } as const

interface Asked {
  limit?: number
  select?: Record<string, unknown>
  /** By what is in force from when. */
  order?: 'newest' | 'oldest'
}

const find = async (
  ctx: Context,
  where: Where[],
  { limit = 1, select, order = 'newest' }: Asked,
): Promise<Row[]> => {
  const found = await ctx.payload.db.find({
    collection: VERSIONS,
    where: all(...where),
    limit,
    // By both, as the index is.
    sort: order === 'newest' ? ['-inForceFrom', '-createdAt'] : ['inForceFrom', 'createdAt'],
    pagination: false,
    ...(select ? { select: select as never } : {}),
    req: ctx.req ?? {},
  })
  return found.docs as Row[]
}

export const headOf = (row: Row): NoticeInForce => ({
  ref: refOf(VERSIONS, row.id),
  number: Number(row.number),
  sequence: Number(row.sequence),
  inForceFrom: new Date(row.inForceFrom as string),
  promises: (row.promises ?? null) as NoticeInForce['promises'],
  hashes: { en: String(row.en?.hash ?? ''), fr: String(row.fr?.hash ?? '') },
})

export const textOf = (group: unknown): NoticeText => {
  const given = (group ?? {}) as Partial<NoticeText>
  return { title: given.title ?? '', content: given.content ?? null }
}

const versionOf = (row: Row): NoticeVersion => {
  const text = (locale: NoticeLocale): NoticeVersion['texts'][NoticeLocale] => {
    const group = (row[locale] ?? {}) as { changes?: string; hash?: string }
    return { ...textOf(group), changes: group.changes ?? '', hash: group.hash ?? '' }
  }
  const head = headOf(row)
  return {
    ...head,
    notice: String(row.notice),
    texts: { en: text('en'), fr: text('fr') },
    // Versions from before there were planned ones took effect when they were published.
    publishedAt: row.publishedAt ? new Date(row.publishedAt as string) : head.inForceFrom,
    planned: row.planned === true,
    approvals: (row.approvals ?? []) as ApprovedBy[],
  }
}

const of = (notice: string): Where => ({ notice: { equals: notice } })
const begun = (at: Date): Where => ({ inForceFrom: { less_than_equal: at.toISOString() } })
/** What was published at once is in force as soon as it is there, also for a process whose clock is behind. */
const begunBy = (now: Date): Where => ({ or: [begun(now), { planned: { equals: false } }] })
const toCome = (now: Date): Where =>
  all({ planned: { equals: true } }, { inForceFrom: { greater_than: now.toISOString() } })

/** The newest that has begun is in force: derived at each read, never a status, and nothing runs when it begins. */
export const inForce = async (ctx: Context, notice = DEFAULT_NOTICE): Promise<NoticeInForce | null> => {
  const [row] = await find(ctx, [of(notice), begunBy(nowOf(ctx.payload))], { select: HEAD })
  return row ? headOf(row) : null
}

/** In force at that instant. */
export const inForceAt = async (ctx: Context, notice: string, at: Date): Promise<NoticeInForce | null> => {
  const [row] = await find(ctx, [of(notice), begun(at)], { select: HEAD })
  return row ? headOf(row) : null
}

export const numbered = async (
  ctx: Context,
  notice: string,
  number: number,
): Promise<NoticeInForce | null> => {
  const [row] = await find(ctx, [of(notice), { number: { equals: number } }], { select: HEAD })
  return row ? headOf(row) : null
}

/** What was published last, whether it has begun or not. */
export const newestOf = async (ctx: Context, notice: string): Promise<NoticeVersion | null> => {
  const [row] = await find(ctx, [of(notice)], {})
  return row ? versionOf(row) : null
}

/** What comes next: published, and not begun. */
export const nextOf = async (ctx: Context, notice: string): Promise<NoticeInForce | null> => {
  const [row] = await find(ctx, [of(notice), toCome(nowOf(ctx.payload))], { select: HEAD, order: 'oldest' })
  return row ? headOf(row) : null
}

/** More than this are hardly ever published ahead; then it takes two reads. */
const FEW = 4

/** Both in one read, as every page asks for them: what is in force, and what comes next. */
export const nowAndNext = async (
  ctx: Context,
  notice: string,
): Promise<{ current: NoticeInForce | null; next: NoticeInForce | null }> => {
  const now = nowOf(ctx.payload)
  const rows = await find(ctx, [of(notice)], { limit: FEW, select: HEAD })
  const isToCome = (row: Row): boolean => row.planned === true && new Date(row.inForceFrom as string) > now
  const at = rows.findIndex((row) => !isToCome(row))
  if (at < 0 && rows.length === FEW) {
    const [current, next] = await Promise.all([inForce(ctx, notice), nextOf(ctx, notice)])
    return { current, next }
  }
  const [current, next] = [rows[at], at < 0 ? rows.at(-1) : rows[at - 1]]
  return { current: current ? headOf(current) : null, next: next ? headOf(next) : null }
}

/** With its texts. */
export const wholeOf = async (ctx: Context, { ref }: NoticeInForce): Promise<NoticeVersion> => {
  const row = await findRow(ctx, VERSIONS, { id: { equals: ownId(ctx, parseRef(ref).id) } })
  if (!row) throw doesNotExist()
  return versionOf(row)
}

/** All of them, without their texts. */
export const listVersions = async (ctx: Context, notice: string): Promise<NoticeVersion[]> =>
  (await find(ctx, [of(notice)], { limit: 0, select: LINES })).map(versionOf)

export const isPublishedBy = async (ctx: Context, approvalKey: string): Promise<boolean> =>
  (await countRows(ctx, VERSIONS, { approvalKey: { equals: approvalKey } })) > 0

/** Writes a language of a draft as that person: with their access, and with them as its author. */
export const saveText = async (
  req: PayloadRequest,
  id: number | string,
  locale: NoticeLocale,
  text: Pick<NoticeText, 'content'> & Partial<NoticeText>,
): Promise<void> => {
  await req.payload.update({
    collection: NOTICES as never,
    id,
    data: { [locale]: text } as never,
    depth: 0,
    overrideAccess: false,
    req,
  })
}

/** An id from an address, as the database spells it. */
export const ownId = ({ payload }: Context, id: string): number | string =>
  idFor(payload.db.defaultIDType, id)

export const pause = (ms: number): Promise<void> =>
  new Promise((done) => {
    setTimeout(done, ms)
  })
export const leaseKey = (notice: string): string => `notice:${notice}`
/** A reader waits at most this often, 10 ms each: a killed publication must not close the forms. */
export const PATIENCE = 200

const isPublishing = async (ctx: Context, notice: string): Promise<boolean> => {
  const lease = await findRow(ctx, LEASES, { key: { equals: leaseKey(notice) } })
  return Boolean(lease?.expiresAt) && new Date(lease!.expiresAt as string) > nowOf(ctx.payload)
}

/** See `NoticePort.settled`. Never inside the caller's transaction, which may see an older state of things. */
export const settled = async (
  { payload }: Context,
  notice = DEFAULT_NOTICE,
): Promise<NoticeInForce | null> => {
  for (let tries = 0; tries < PATIENCE && (await isPublishing({ payload }, notice)); tries += 1)
    await pause(10)
  return inForce({ payload }, notice)
}

/** See `NoticePort.since`. */
const since = async (
  ctx: Context,
  notice: string,
  shown: number,
  inForce: NoticeInForce,
): Promise<{ shown: NoticeInForce | null; said: boolean }> => {
  // Of another kind than a version that came before: nothing is known of it.
  if (!Number.isSafeInteger(shown) || shown < 1 || shown > inForce.number) return { shown: null, said: false }
  const [row] = await find(ctx, [of(notice), { number: { equals: shown } }], { select: HEAD })
  const between = all(
    of(notice),
    { matters: { equals: true } },
    { number: { greater_than: shown } },
    { number: { less_than_equal: inForce.number } },
  )
  return { shown: row ? headOf(row) : null, said: (await countRows(ctx, VERSIONS, between)) > 0 }
}

const contextOf = (place: Place): Context => place as Context
export const noticePort: NoticePort = {
  inForce: (place, notice) => inForce(contextOf(place), notice),
  settled: (place, notice) => settled(contextOf(place), notice),
  since: (place, notice = DEFAULT_NOTICE, ...more) => since(contextOf(place), notice, ...more),
}
