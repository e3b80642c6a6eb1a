import type { BasePayload } from 'payload'

import { type Actor, SYSTEM } from '../../kernel/actor.js'
import { all, findRows, type Row } from '../../platform/db.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { transition } from '../../platform/unit.js'
import { REVIEWS } from './collections.js'
import type { Governed } from './gate.js'
import { OPEN } from './inboxQuery.js'
import { decisionTargets } from './languages.js'
import { closing, type ReviewState, reviews } from './lifecycle.js'
import { mailTo } from './notify.js'
import type { SanitizedApprovals } from './options.js'
import { aboutPart, entry } from './rows.js'
import { targetOf } from './store.js'
import { decisionKey, subjectOf } from './target.js'

/** What took the place of a review: a publication without one, or another way to decide on languages. */
export type Instead = 'emergency' | 'granted' | 'languages'

/** Ends a review in whose place something else came. It is on the ledger, and who submitted it is told. */
export const supersede = (ctx: Context, { id }: Row, actor: Actor, because: Instead): Promise<Row> =>
  transition(ctx, REVIEWS, { id: { equals: id } }, (found) => {
    if (!reviews.can(found.state as ReviewState, 'supersede')) return null
    const target = targetOf(ctx.payload, found)
    const submitter = String(found.submittedBy)
    return {
      data: {
        state: 'superseded',
        ...closing(decisionKey(target), 'superseded', found.id),
        awaits: null,
        publishAt: null,
      },
      effects: {
        ledger: [
          entry('approvals.superseded', subjectOf(target), actor, nowOf(ctx.payload), {
            round: found.round,
            ...aboutPart(target),
            because,
          }),
        ],
        mail: submitter === actor.ref ? [] : [mailTo(ctx, 'approvals:mail:superseded', submitter, target)],
      },
    }
  })

const BATCH = 100

/**
 * A site that decides on its languages together again, or has one less, leaves reviews of one language that nobody can
 * decide on: they end when it starts. Nothing else changes; the content stays a draft.
 */
export const supersedeLostLanguages = async (
  payload: BasePayload,
  options: SanitizedApprovals,
  { collections, globals }: Governed,
): Promise<void> => {
  const ctx: Context = { payload }
  for (let last: number | string | undefined; ;) {
    const rows = await findRows(
      ctx,
      REVIEWS,
      all(
        { locale: { exists: true } },
        { state: { in: OPEN } },
        ...(last === undefined ? [] : [{ id: { greater_than: last } }]),
      ),
      { limit: BATCH },
    )
    for (const row of rows) {
      if (!(row.kind === 'global' ? globals : collections).includes(String(row.entity))) continue
      const { locale, ...whole } = targetOf(payload, row)
      const decided = decisionTargets(payload, options, whole)
      if (locale && !decided.some((part) => part.locale === locale))
        await supersede(ctx, row, SYSTEM, 'languages')
    }
    if (rows.length < BATCH) return
    last = rows.at(-1)!.id
  }
}
