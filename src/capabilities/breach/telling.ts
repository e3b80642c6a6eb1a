import { SYSTEM } from '../../kernel/actor.js'
import { type MessageDraft } from '../../kernel/ports.js'
import type { Ref } from '../../kernel/ref.js'
import type { Row } from '../../platform/db.js'
import { nowOf } from '../../platform/runtime.js'
import { wake } from '../../platform/tick.js'
import { emit, transition } from '../../platform/unit.js'
import { BREACHES } from './collections.js'
import type { PersonState } from './counts.js'
import * as domain from './domain.js'
import { NOTICE_MAIL } from './events.js'
import { type Job } from './finding.js'
import { countPeople, countPending, moveOn, peopleAfter, peopleIn } from './people.js'
import { breachOf } from './store.js'
import { type Language, NOTICE_FIELDS } from './noticeText.js'

const BATCH = 100

/** One per breach and person, whoever writes it and however often. */
export const mailKey = (found: domain.Breach, row: Row): string =>
  `breach:${found.ref}:person:${String(row.person)}`

const mailTo = (found: domain.Breach, row: Row): MessageDraft => {
  const locale: Language = row.locale === 'fr' ? 'fr' : 'en'
  const text = found.notice![locale]
  return {
    key: mailKey(found, row),
    template: NOTICE_MAIL,
    to: { contact: String(row.held ?? (row.records as Ref[])[0]), locale },
    values: Object.fromEntries(NOTICE_FIELDS.map((field) => [field, text[field]])),
    about: found.ref,
  }
}

/** Hands everybody's mail to the outbox. A row is moved on after its mail is written: repeated, it is the same mail. */
const handOver = async (job: Job, found: domain.Breach): Promise<void> => {
  let handed = 0
  for (;;) {
    const rows = await peopleIn(job, found, ['waiting', 'again'], BATCH)
    if (rows.length === 0) break
    for (const [index, row] of rows.entries()) {
      if (index % 10 === 0) await job.fence()
      await job.work.options.onStep?.('before:mail')
      if (row.state === 'again') await job.work.fates.again(job, [mailKey(found, row)])
      else await emit({ payload: job.payload }, { mail: [mailTo(found, row)] })
      await job.work.options.onStep?.('between:mail')
      await moveOn(job, row, { state: 'queued' })
      await job.work.options.onStep?.('after:mail')
    }
    handed += rows.length
  }
  if (handed > 0) wake(job.payload, ['outbox'])
}

const AFTER: Record<string, PersonState> = { sent: 'told', failed: 'failed', gone: 'gone', unsafe: 'unsafe' }

/** What became of the mails that were handed over. */
const follow = async (job: Job, found: domain.Breach): Promise<void> => {
  for (let after: Row | null = null; ;) {
    const rows: Row[] = await peopleAfter(job, found, 'queued', after, BATCH)
    const fates = await job.work.fates.fates(
      job,
      rows.map((row) => mailKey(found, row)),
    )
    for (const row of rows) {
      const fate = fates.get(mailKey(found, row))
      // Without a mail it is written again: the key is what allows one.
      const state = fate ? AFTER[fate.state] : 'waiting'
      if (state) await moveOn(job, row, { state, ...(fate?.at ? { toldAt: fate.at } : {}) })
    }
    await job.fence()
    if (rows.length < BATCH) return
    after = rows.at(-1)!
  }
}

/** Goes on telling people from where the last run stopped; done when no mail is on its way any more. */
export const tell = async (job: Job, row: Row): Promise<void> => {
  const found = breachOf(row)
  await handOver(job, found)
  await follow(job, found)
  if ((await countPending(job, found)) > 0) return
  const counts = { ...found.counts!, ...(await countPeople(job, found)) }
  await transition({ payload: job.payload }, BREACHES, { id: { equals: row.id } }, (now) =>
    now.state === 'notifying'
      ? domain.finishSending(
          { found: breachOf(now), actor: SYSTEM, now: nowOf(job.payload) },
          counts,
          job.work.options.clocks,
        )
      : null,
  )
}
