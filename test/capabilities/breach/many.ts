import { randomBytes } from 'node:crypto'

import { addressKeys, listUnsafe } from '../../../src/capabilities/outbox/unsafe.js'
import { insert } from '../../../src/platform/db.js'
import type { Stand } from '../../helpers/boot.js'

/** What is to come of all these messages, reckoned apart from the product. */
export interface Expected {
  /** Who gets a notice, and in which language: that of their newest message that is there. */
  told: Map<string, 'en' | 'fr'>
  unsafe: Set<string>
  deleted: number
  noAddress: number
}

const DAY = 86_400_000

interface Message {
  email: string
  safe: 'no' | 'yes'
  locale: 'en' | 'fr'
  isDue: boolean
  receivedAt: string
}

/** Several of one person, in both languages, some without an address, some with a no, every tenth past its date. */
const messageOf = (index: number, count: number, now: number): Message => {
  const person = index % Math.ceil(count * 0.6)
  return {
    email: index % 11 === 5 ? '' : `person${person}@visitor.example`,
    safe: index % 7 === 3 ? 'no' : 'yes',
    locale: index % 3 === 0 ? 'fr' : 'en',
    isDue: index % 10 === 0,
    receivedAt: new Date(now - 20 * DAY + index * 60_000).toISOString(),
  }
}

/** As the door stores it, with its binding. Written below the API, because ten thousand are too many for it. */
const store = async (site: Stand, form: number | string, index: number, one: Message): Promise<void> => {
  const at = { payload: site.payload }
  const now = Date.parse(one.receivedAt)
  const row = await insert(at, 'form-submissions', {
    form,
    submissionData: [
      { field: 'message', value: 'Please help me.' },
      ...(one.email ? [{ field: 'email', value: index % 2 ? one.email : one.email.toUpperCase() }] : []),
      { field: 'safeToWrite', value: one.email ? one.safe : 'no' },
      // Rows of a list have ids, which Payload draws above this door.
    ].map((value) => ({ id: randomBytes(12).toString('hex'), ...value })),
    createdAt: one.receivedAt,
    governanceKey: `many-${index}`,
    deleteAfter: new Date(now + (one.isDue ? 1 : 80) * DAY).toISOString(),
  })
  const subject = `form-submissions:${row.id}`
  await insert(at, 'gov-submissions', {
    key: `many-${index}`,
    subject,
    collected: 'form-submissions',
    form: `forms:${form}`,
    state: 'confirmed',
    receivedAt: one.receivedAt,
    locale: one.locale,
    work: 'new',
    rev: 0,
  })
  if (one.email && one.safe === 'no')
    for (const key of addressKeys(at, [one.email])) await listUnsafe(at, { key, subject })
}

export const manyMessages = async (site: Stand, form: number | string, count: number): Promise<Expected> => {
  const now = site.clock.now().getTime()
  const expected: Expected = { told: new Map(), unsafe: new Set(), deleted: 0, noAddress: 0 }
  for (let index = 0; index < count; index += 1) {
    const one = messageOf(index, count, now)
    await store(site, form, index, one)
    // A no is on the list for good, also when the message with it is gone.
    if (one.email && one.safe === 'no') expected.unsafe.add(one.email)
    if (one.isDue) expected.deleted += 1
    else if (one.email) expected.told.set(one.email, one.locale)
    else expected.noAddress += 1
  }
  for (const email of expected.unsafe) expected.told.delete(email)
  return expected
}
