import type { BasePayload, Where } from 'payload'

import type { Actor } from '../../kernel/actor.js'
import { canonicalJSON } from '../../kernel/canonical.js'
import { doesNotExist, GovernanceError } from '../../kernel/errors.js'
import { type NoticeInForce, type NoticePort, type Place, SELF } from '../../kernel/ports.js'
import { idFor, refOf } from '../../kernel/ref.js'
import { all, findRow, type Row } from '../../platform/db.js'
import { LEASES, type Lease, takeLease } from '../../platform/lease.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { createUnitOnce } from '../../platform/unit.js'
import { NOTICES, VERSIONS } from './collections.js'
import {
  type Changes,
  gapsOf,
  incomplete,
  nextNumber,
  NOTICE_LOCALES,
  type NoticeLocale,
  type NoticeText,
  type NoticeTexts,
  type Promises,
  sameTexts,
  startOf,
  textHash,
  unchanged,
} from './domain.js'
import { promisesFrom } from './promises.js'

export const DEFAULT_NOTICE = 'site'

/** A version as the public pages show it. */
export interface NoticeVersion extends NoticeInForce {
  notice: string
  texts: Record<NoticeLocale, NoticeText & { changes: string; hash: string }>
}

const PLAIN = { number: true, sequence: true, inForceFrom: true, notice: true, promises: true } as const
const HEAD = { ...PLAIN, en: { hash: true }, fr: { hash: true } } as const
type Select = typeof HEAD

const find = async (
  ctx: Context,
  where: Where,
  options: { limit?: number; select?: Select; sort?: string },
): Promise<Row[]> => {
  const found = await ctx.payload.db.find({
    collection: VERSIONS,
    where,
    limit: options.limit ?? 0,
    sort: options.sort ?? '-number',
    pagination: false,
    select: options.select,
    req: ctx.req ?? {},
  })
  return found.docs as Row[]
}

const headOf = (row: Row): NoticeInForce => ({
  ref: refOf(VERSIONS, row.id),
  number: Number(row.number),
  sequence: Number(row.sequence),
  inForceFrom: new Date(row.inForceFrom as string),
  promises: (row.promises ?? null) as NoticeInForce['promises'],
  hashes: { en: String(row.en?.hash ?? ''), fr: String(row.fr?.hash ?? '') },
})

const textOf = (group: unknown): NoticeText => {
  const given = (group ?? {}) as Partial<NoticeText>
  return { title: given.title ?? '', content: given.content ?? null }
}

const versionOf = (row: Row): NoticeVersion => {
  const text = (locale: NoticeLocale): NoticeVersion['texts'][NoticeLocale] => {
    const group = (row[locale] ?? {}) as { changes?: string; hash?: string }
    return { ...textOf(group), changes: group.changes ?? '', hash: group.hash ?? '' }
  }
  return { ...headOf(row), notice: String(row.notice), texts: { en: text('en'), fr: text('fr') } }
}

/** The newest version is the one in force: derived at each read, never a status. */
export const inForce = async (ctx: Context, notice = DEFAULT_NOTICE): Promise<NoticeInForce | null> => {
  const [row] = await find(ctx, { notice: { equals: notice } }, { limit: 1, select: HEAD })
  return row ? headOf(row) : null
}

/** A version with its texts: by number, or the one in force. */
export const readVersion = async (
  ctx: Context,
  notice: string,
  number?: number,
): Promise<NoticeVersion | null> => {
  const where =
    number === undefined
      ? { notice: { equals: notice } }
      : all({ notice: { equals: notice } }, { number: { equals: number } })
  const [row] = await find(ctx, where, { limit: 1 })
  return row ? versionOf(row) : null
}

export const listVersions = async (ctx: Context, notice: string): Promise<NoticeVersion[]> =>
  (await find(ctx, { notice: { equals: notice } }, {})).map(versionOf)

const pause = (ms: number): Promise<void> =>
  new Promise((done) => {
    setTimeout(done, ms)
  })
const leaseKey = (notice: string): string => `notice:${notice}`
/** Seconds after which a publication that was killed keeps nobody waiting. */
const LEASE_SECONDS = 15
/** A reader waits at most this often, 10 ms each: a killed publication must not close the forms. */
const PATIENCE = 200

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

const contextOf = (place: Place): Context => place as Context
export const noticePort: NoticePort = {
  inForce: (place, notice) => inForce(contextOf(place), notice),
  settled: (place, notice) => settled(contextOf(place), notice),
}

const busy = (): GovernanceError =>
  new GovernanceError(
    'changedSinceRead',
    'Somebody else is publishing this notice at this moment. Reload and try again.',
  )

const changedMeanwhile = (): GovernanceError =>
  new GovernanceError(
    'changedSinceRead',
    'Somebody changed this draft meanwhile. Reload, read it, and publish again.',
  )

const takeTurn = async (ctx: Context, notice: string): Promise<Lease> => {
  for (let tries = 0; tries < PATIENCE; tries += 1) {
    const lease = await takeLease(ctx, leaseKey(notice), LEASE_SECONDS, () => nowOf(ctx.payload))
    if (lease) return lease
    await pause(25)
  }
  throw busy()
}

/** An instant later than everything that was bound before the lease was visible. A clock that stands still may tie. */
const instantAfterTurn = async (payload: BasePayload): Promise<Date> => {
  const before = nowOf(payload)
  for (let tries = 0; tries < 3 && nowOf(payload) <= before; tries += 1) await pause(1)
  return nowOf(payload)
}

export interface Publication {
  id: number | string
  changes: Changes
  /** `updatedAt` of the draft that was read; publishing something else than was read is refused. */
  seen?: string
}

export const draftOf = async (ctx: Context, id: number | string): Promise<Row> => {
  const row = await findRow(ctx, NOTICES, { id: { equals: idFor(ctx.payload.db.defaultIDType, String(id)) } })
  if (!row) throw doesNotExist()
  return row
}

export const textsOf = (row: Row): NoticeTexts => ({ en: textOf(row.en), fr: textOf(row.fr) })

/** @throws GovernanceError `changedSinceRead` where somebody saves it at this moment: half of it is there. */
const promisesOf = (draft: Row): Promises => {
  const promises = (draft.promised ?? null) as Promises
  if (canonicalJSON(promises) !== canonicalJSON(promisesFrom(draft.promises))) throw changedMeanwhile()
  return promises
}

/**
 * Puts the draft in force: one insert of an immutable row, at once, in both languages (S1-27, S1-28).
 * The lease only makes others wait; the unique key `notice:number` is what lets one of two publications win.
 * @throws GovernanceError `invalidInput` naming what is missing in which language, `stateConflict` when the text is
 * what is in force already, `changedSinceRead` when the draft changed or somebody else was faster.
 */
export const publish = async (
  given: Context,
  publication: Publication,
  actor: Actor,
): Promise<NoticeInForce> => {
  const ctx = { payload: given.payload }
  const notice = String((await draftOf(ctx, publication.id)).key)
  const lease = await takeTurn(ctx, notice)
  try {
    const draft = await draftOf(ctx, publication.id)
    if (
      publication.seen &&
      new Date(publication.seen).getTime() !== new Date(draft.updatedAt as string).getTime()
    ) {
      throw changedMeanwhile()
    }
    const texts = textsOf(draft)
    const promises = promisesOf(draft)
    const newest = await readVersion(ctx, notice)
    const gaps = gapsOf(texts, newest ? publication.changes : null, promises)
    if (gaps.length > 0) throw incomplete(gaps)
    if (newest && sameTexts(texts, { en: newest.texts.en.hash, fr: newest.texts.fr.hash }, promises))
      throw unchanged(newest.number)
    const inForceFrom = startOf(await instantAfterTurn(ctx.payload), newest)
    const number = nextNumber(newest)
    const hashes = { en: textHash(texts.en, promises), fr: textHash(texts.fr, promises) }
    const groups = Object.fromEntries(
      NOTICE_LOCALES.map((locale) => [
        locale,
        { ...texts[locale], changes: publication.changes[locale], hash: hashes[locale] },
      ]),
    )
    const row = await createUnitOnce(
      ctx,
      VERSIONS,
      {
        place: `${notice}:${number}`,
        notice,
        number,
        sequence: lease.token,
        inForceFrom: inForceFrom.toISOString(),
        publishedBy: actor.ref ?? null,
        scope: draft.scope ?? null,
        promises,
        ...groups,
      },
      {
        ledger: [
          {
            action: 'notices.published',
            subject: SELF,
            actor,
            at: inForceFrom,
            facts: { notice, number, sequence: lease.token, hashes },
          },
        ],
      },
    )
    if (!row) throw busy()
    return headOf(row)
  } finally {
    await lease.release()
  }
}
