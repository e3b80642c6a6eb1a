import type { Where } from 'payload'

import { isDayOnly } from '../../kernel/calendar.js'
import { timeZoneOf } from '../../platform/clock.js'
import { all, findRows, type Row, setAll } from '../../platform/db.js'
import { reasonOf } from '../../platform/failure.js'
import type { Context, RunReport } from '../../platform/runtime.js'
import { CONSENTS } from './collections.js'
import type { Consents } from './context.js'
import { restsOnNothing } from './domain.js'
import { consentRows, eventOf, rowsOfPerson, withNamed } from './store.js'

/**
 * What is still to do for the data after a withdrawal. `open`: nobody looked yet; `kept`: it rests on something else,
 * too; `due`: its last day was brought forward; `held`: the same, and a hold keeps it; `ungoverned`: retention does not
 * govern it, a person has to delete it. Empty once it is gone.
 */
export type Due = 'due' | 'held' | 'kept' | 'open' | 'ungoverned'

/** Of what is anonymous the day only was written. */
export const keptAs = ({ payload }: Context, at: Date): { at: Date; rounded: boolean } => ({
  at,
  rounded: isDayOnly(at, timeZoneOf(payload)),
})

const answerFor = async (
  { ports }: Consents,
  ctx: Context,
  row: Row,
  about: readonly Row[],
): Promise<Due | null> => {
  const subject = String(row.subject)
  if (!restsOnNothing(about.map(eventOf))) return 'kept'
  const { at, rounded } = keptAs(ctx, new Date(row.at as string))
  const answer =
    (await ports.due?.()?.dueNow(ctx, subject, { key: String(row.key), at, rounded })) ?? 'ungoverned'
  return answer === 'gone' ? null : answer
}

/** What a basis of the account kept is decided again once that has ended. */
const reopen = async (ctx: Context, { state, account }: Row): Promise<void> => {
  if (state !== 'lifted' || !account) return
  const kept = all({ account: { equals: account } }, { state: { equals: 'withdrawn' } })
  await setAll(ctx, CONSENTS, all(kept, { due: { equals: 'kept' } }), { due: 'open' })
}

/** Decides for everything about a submission at once: a second withdrawal may end what the first one left. */
export const settleDue = async (own: Consents, ctx: Context, row: Row): Promise<void> => {
  if (row.due !== 'open') return
  const same = row.subject ? await consentRows(ctx, { subject: { equals: row.subject } }) : [row]
  await reopen(ctx, row)
  const about = withNamed(same, await rowsOfPerson(ctx, same))
  const due = row.subject ? await answerFor(own, ctx, row, about) : null
  // What came or was decided since these were read is not answered by them: it stays open, or as it was decided.
  const asRead: Where[] = same
    .filter((one) => one.due)
    .map((one) => all({ id: { equals: one.id } }, { due: { equals: one.due as string } }))
  if (asRead.length > 0) await setAll(ctx, CONSENTS, { or: asRead }, { due })
}

/** The withdrawal counts from its row on: what fails here is the runner's to repeat. */
export const settleLater = async (own: Consents, ctx: Context, row: Row): Promise<void> => {
  try {
    await settleDue(own, ctx, row)
    if (row.state !== 'lifted' || !row.account) return
    const reopened = all({ account: { equals: row.account } }, { due: { equals: 'open' } })
    for (const one of await consentRows(ctx, reopened)) await settleDue(own, ctx, one)
  } catch (error) {
    ctx.payload.logger.error({
      msg: `governance: the data of a withdrawn consent waits for the next run: ${reasonOf(error)}`,
    })
  }
}

/** Finishes what a crash left between a withdrawal and the data's last day. */
export const settleOpen = async (
  own: Consents,
  { payload, fence }: Context & { fence: () => Promise<void> },
): Promise<RunReport> => {
  const ctx = { payload }
  const open = await findRows(ctx, CONSENTS, { due: { equals: 'open' } }, { limit: 500, sort: 'at' })
  let failed = 0
  for (const row of open) {
    await fence()
    try {
      await settleDue(own, ctx, row)
    } catch (error) {
      failed += 1
      payload.logger.error({
        msg: `governance: the data of a withdrawn consent is still not due: ${reasonOf(error)}`,
      })
    }
  }
  const done = open.length - failed
  return failed > 0 ? { done, left: failed, note: `${failed} failed` } : { done }
}
