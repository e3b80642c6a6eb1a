import type { BasePayload } from 'payload'

import type { Actor } from '../../kernel/actor.js'
import { GovernanceError } from '../../kernel/errors.js'
import type { ApprovalPort, Reserved } from '../../kernel/approvalPorts.js'
import type { NoticeInForce } from '../../kernel/noticePorts.js'
import { SELF } from '../../kernel/ports.js'
import { refOf } from '../../kernel/ref.js'
import type { Row } from '../../platform/db.js'
import { type Lease, takeLease } from '../../platform/lease.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { createUnitOnce } from '../../platform/unit.js'
import { NOTICES, VERSIONS } from './collections.js'
import {
  gapsOf,
  incomplete,
  mustNotOverlap,
  nextNumber,
  NOTICE_LOCALES,
  plannedStart,
  startOf,
  textHash,
  unchanged,
} from './domain.js'
import { changedMeanwhile, type Draft, draftOf, isSame } from './drafts.js'
import type { SanitizedNotices } from './options.js'
import { headOf, leaseKey, newestOf, type NoticeVersion, PATIENCE, pause } from './store.js'

/** Seconds after which a publication that was killed keeps nobody waiting. */
const LEASE_SECONDS = 15

const busy = (): GovernanceError =>
  new GovernanceError(
    'changedSinceRead',
    'Somebody else is publishing this notice at this moment. Reload and try again.',
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
  /** `updatedAt` of the draft that was read; publishing something else than was read is refused. */
  seen?: string
  /** @default at once */
  inForceFrom?: Date
  /** Who publishes says that the change matters to everybody who was shown an older version. */
  matters?: boolean
}

/** What a publication goes by: who must have approved, and which languages it needs. */
export interface Rules {
  options: Pick<SanitizedNotices, 'locales'>
  /** Null where approvals are switched off: then the role alone decides. */
  approvals: ApprovalPort | null
}

/** @throws GovernanceError `invalidInput` naming what is missing, `stateConflict` where nothing is new */
export const mustBeReady = (draft: Draft, newest: NoticeVersion | null, { options }: Rules): void => {
  const gaps = gapsOf(draft.texts, newest ? draft.changes : null, draft.promises, options.locales)
  if (gaps.length > 0) throw incomplete(gaps)
  if (newest && isSame(draft, newest)) throw unchanged(newest.number)
}

interface Made extends Draft {
  notice: string
  number: number
  sequence: number
  inForceFrom: Date
  publishedAt: Date
  planned: boolean
  matters: boolean
  reserved: Reserved | null
}

/** One insert of an immutable row, in all languages. */
const insertVersion = async (ctx: Context, made: Made, actor: Actor): Promise<Row> => {
  const { notice, number, sequence, inForceFrom, publishedAt, planned, reserved, texts, promises } = made
  const hashes = { en: textHash(texts.en, promises), fr: textHash(texts.fr, promises) }
  const groups = Object.fromEntries(
    NOTICE_LOCALES.map((locale) => [
      locale,
      { ...texts[locale], changes: made.changes[locale], hash: hashes[locale] },
    ]),
  )
  const place = `${notice}:${number}`
  const by = reserved?.by ?? []
  const row = await createUnitOnce(
    ctx,
    VERSIONS,
    {
      place,
      notice,
      number,
      sequence,
      inForceFrom: inForceFrom.toISOString(),
      publishedAt: publishedAt.toISOString(),
      planned,
      matters: made.matters,
      publishedBy: actor.ref ?? null,
      approvedBy: by.map(({ byName, by: ref }) => byName ?? ref).join(', ') || null,
      approvals: by,
      approvalKey: reserved?.key ?? `without:${place}`,
      scope: made.row.scope ?? null,
      promises,
      ...groups,
    },
    {
      ledger: [
        {
          action: 'notices.published',
          subject: SELF,
          actor,
          at: publishedAt,
          facts: {
            notice,
            number,
            sequence,
            hashes,
            ...(planned ? { inForceFrom: inForceFrom.toISOString() } : {}),
            ...(made.matters ? { matters: true } : {}),
            ...(by.length > 0 ? { approvedBy: by.map((one) => one.by) } : {}),
          },
        },
      ],
    },
  )
  if (!row) throw busy()
  return row
}

/**
 * Puts the draft in force, at once or from a time on, in all its languages (S1-27, S1-28).
 * The lease only makes others wait; the unique key `notice:number` is what lets one of two publications win, and that
 * of the approval keeps one approval from being used for two.
 * @throws GovernanceError as `mustBeReady`; `approvalMissing` or `approvalVoid` unless a second person approved exactly
 * this; `invalidInput` or `stateConflict` for a start that is past or overlaps; `changedSinceRead` when the draft
 * changed or somebody else was faster.
 */
export const publish = async (
  given: Context,
  rules: Rules,
  publication: Publication,
  actor: Actor,
): Promise<NoticeInForce> => {
  const ctx = { payload: given.payload }
  const { notice } = await draftOf(ctx, publication.id)
  const lease = await takeTurn(ctx, notice)
  try {
    const draft = await draftOf(ctx, publication.id)
    const { seen } = publication
    if (seen && new Date(seen).getTime() !== new Date(draft.row.updatedAt as string).getTime())
      throw changedMeanwhile()
    const newest = await newestOf(ctx, notice)
    mustBeReady(draft, newest, rules)
    const publishedAt = await instantAfterTurn(ctx.payload)
    const planned = publication.inForceFrom !== undefined
    if (!planned) mustNotOverlap(publishedAt, newest)
    const inForceFrom = publication.inForceFrom
      ? plannedStart(publication.inForceFrom, publishedAt, newest)
      : startOf(publishedAt, newest)
    const subject = refOf(NOTICES, draft.row.id)
    const reserved = rules.approvals ? await rules.approvals.reserve(ctx, subject, draft.row) : null
    const number = nextNumber(newest)
    const matters = publication.matters === true
    const made = {
      ...draft,
      number,
      sequence: lease.token,
      inForceFrom,
      publishedAt,
      planned,
      matters,
      reserved,
    }
    const row = await insertVersion(ctx, made, actor).catch(async (error: unknown) => {
      await reserved?.undo()
      throw error
    })
    await reserved?.done(actor)
    return headOf(row)
  } finally {
    await lease.release()
  }
}
