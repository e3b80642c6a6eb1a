import type { Where } from 'payload'

import type { FootprintPort, Place } from '../../kernel/ports.js'
import type { Ref } from '../../kernel/ref.js'
import { countAmong } from '../../platform/among.js'
import { all, setAll } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { OUTBOX } from './collections.js'

const contextOf = (place: Place): Context => ({ payload: place.payload as Context['payload'] })

/** Not on their way to anybody yet. One that is being sent right now is out of reach. */
const DRAFTS = ['waiting', 'collected', 'dead']

const about = (records: Ref[]): Where => ({ about: { in: records } })

/**
 * A mail about a record that is gone leaves no more; of one that has left only who got it, of which kind and when
 * stays.
 */
export const outboxFootprint: FootprintPort = {
  stores: ['mails'],
  collections: [OUTBOX],
  receiptSubjects: async () => [],
  found: async (place, records) => {
    const ctx = contextOf(place)
    return { mails: await countAmong(ctx, OUTBOX, 'about', records) }
  },
  forget: async (place, records) => {
    const ctx = contextOf(place)
    const theirs = about(records)
    await setAll(ctx, OUTBOX, all(theirs, { state: { in: DRAFTS } }), { state: 'gone', lastError: null })
    const left = all(theirs, { state: { not_equals: 'sending' } })
    await setAll(ctx, OUTBOX, left, { values: {}, address: null, about: null, path: null })
  },
}
