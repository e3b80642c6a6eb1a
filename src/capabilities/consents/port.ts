import type { ConsentPort, UseDecision } from '../../kernel/consentPorts.js'
import type { FootprintPort, Place } from '../../kernel/ports.js'
import type { Ref } from '../../kernel/ref.js'
import { countAmong } from '../../platform/among.js'
import { setAll } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { CONSENTS } from './collections.js'
import type { Consents } from './context.js'
import { barredIn, groundsIn, mayBeBarred } from './asked.js'
import { closedPurposes, decideOver, decideUse, withdrawnSince } from './domain.js'
import {
  accountDigest,
  accountsIn,
  consentRows,
  drawUp,
  eventOf,
  rowsAbout,
  rowsOfPerson,
  withNamed,
} from './store.js'

const contextOf = (place: Place): Context => ({ payload: (place as Context).payload })

export const mayUse = async (
  { ports }: Consents,
  ctx: Context,
  subject: Ref,
  purpose: string,
): Promise<UseDecision> => {
  const rows = await rowsAbout(ctx, subject)
  const ofPerson = await rowsOfPerson(ctx, rows)
  const events = withNamed(rows, ofPerson).map(eventOf)
  const since = withdrawnSince(ofPerson.map(eventOf), purpose)
  const decided = decideUse(events, purpose)
  if (decided.why !== 'unknown') return decideOver(decided, since)
  return decideOver(decideUse(events, purpose, await ports.grounds?.()?.groundsOf(ctx, subject)), since)
}

/** Asked in parts: a database takes only so many values in one question. */
const AT_ONCE = 200

const closedAmong = async (ctx: Context, subjects: Ref[]): Promise<Set<Ref>> => {
  const closed = new Set<Ref>()
  for (let from = 0; from < subjects.length; from += AT_ONCE) {
    const some = subjects.slice(from, from + AT_ONCE)
    const rows = await consentRows(ctx, { subject: { in: some } })
    const ofPersons = await rowsOfPerson(ctx, rows)
    for (const subject of some) {
      const own = rows.filter((row) => row.subject === subject)
      const accounts = accountsIn(own)
      const person = ofPersons.filter(({ account }) => accounts.includes(String(account)))
      const about = withNamed(own, person)
      if (closedPurposes(about.map(eventOf), person.map(eventOf)).length > 0) closed.add(subject)
    }
  }
  return closed
}

export const consentPort = (own: Consents): ConsentPort => ({
  groundsOf: (_, fields, values) => groundsIn(fields, values),
  accountDigest: (place, account) => accountDigest(contextOf(place), account),
  drawUp: (place, submission) => drawUp(contextOf(place), submission),
  barred: async (place, account, fields, values) => {
    if (!mayBeBarred(fields, values)) return []
    const events = (await rowsAbout(contextOf(place), account)).map(eventOf)
    return barredIn(fields, values, (purpose) => withdrawnSince(events, purpose) !== null)
  },
  mayUse: (place, subject, purpose) => mayUse(own, contextOf(place), subject, purpose),
  mayExport: (place, subjects) => closedAmong(contextOf(place), subjects),
})

/** What was sent is gone: its consents remain as evidence, and point to nothing that could be somebody else's. */
export const consentFootprint: FootprintPort = {
  stores: ['consents'],
  collections: [CONSENTS],
  receiptSubjects: async () => [],
  found: async (place, records) => ({
    consents: await countAmong(contextOf(place), CONSENTS, 'subject', records),
  }),
  forget: async (place, records) => {
    await setAll(contextOf(place), CONSENTS, { subject: { in: records } }, { subject: null, due: null })
  },
}
