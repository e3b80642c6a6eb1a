import type { ConsentPort, UseDecision } from '../../kernel/consentPorts.js'
import type { FootprintPort, Place } from '../../kernel/ports.js'
import type { Ref } from '../../kernel/ref.js'
import { setAll } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { CONSENTS } from './collections.js'
import type { Consents } from './context.js'
import { closedPurposes, decideUse, groundsIn } from './domain.js'
import { accountDigest, consentRows, drawUp, eventOf, rowsAbout } from './store.js'

const contextOf = (place: Place): Context => ({ payload: (place as Context).payload })

export const mayUse = async (
  { ports }: Consents,
  ctx: Context,
  subject: Ref,
  purpose: string,
): Promise<UseDecision> => {
  const events = (await rowsAbout(ctx, subject)).map(eventOf)
  const decided = decideUse(events, purpose)
  if (decided.why !== 'unknown') return decided
  return decideUse(events, purpose, await ports.grounds?.()?.groundsOf(ctx, subject))
}

/** Asked in parts: a database takes only so many values in one question. */
const AT_ONCE = 200

const closedAmong = async (ctx: Context, subjects: Ref[]): Promise<Set<Ref>> => {
  const closed = new Set<Ref>()
  for (let from = 0; from < subjects.length; from += AT_ONCE) {
    const some = subjects.slice(from, from + AT_ONCE)
    const rows = await consentRows(ctx, { subject: { in: some } })
    for (const subject of some) {
      const events = rows.filter((row) => row.subject === subject).map(eventOf)
      if (closedPurposes(events).length > 0) closed.add(subject)
    }
  }
  return closed
}

export const consentPort = (own: Consents): ConsentPort => ({
  groundsOf: (_, fields, values) => groundsIn(fields, values),
  accountDigest: (place, account) => accountDigest(contextOf(place), account),
  drawUp: (place, submission) => drawUp(contextOf(place), submission),
  mayUse: (place, subject, purpose) => mayUse(own, contextOf(place), subject, purpose),
  mayExport: (place, subjects) => closedAmong(contextOf(place), subjects),
})

/** What was sent is gone: its consents remain as evidence, and point to nothing that could be somebody else's. */
export const consentFootprint: FootprintPort = {
  receiptSubjects: async () => [],
  forget: async (place, records) => {
    await setAll(contextOf(place), CONSENTS, { subject: { in: records } }, { subject: null, due: null })
  },
}
