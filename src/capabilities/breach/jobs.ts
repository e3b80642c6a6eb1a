import { addSpan } from '../../kernel/calendar.js'
import type { MessageDraft } from '../../kernel/ports.js'
import { timeZoneOf } from '../../platform/clock.js'
import { all, compareAndSet, deleteRows, findRows, type Row } from '../../platform/db.js'
import { nowOf, type Runner } from '../../platform/runtime.js'
import { emit } from '../../platform/unit.js'
import { BREACHES, PEOPLE } from './collections.js'
import type { BreachWork } from './context.js'
import * as domain from './domain.js'
import { CLOCK_MAIL, CLOCK_OVER_MAIL, OPEN_MAIL, RUNNER, WATCH } from './events.js'
import { find, type Job, release } from './finding.js'
import { type Alarm, alarmsOf, clocksOf } from './lawClocks.js'
import { OPEN_STATES } from './lifecycle.js'
import { forgetPeople, ofBreach } from './people.js'
import { breachOf, casePath } from './store.js'
import { tell } from './telling.js'

const BATCH = 200

/** Whoever is in one of these needs their address no more. */
const SETTLED = ['told', 'unsafe', 'unasked', 'noAddress', 'gone']

/** Over: nothing is kept for it any more. Where there was no risk, nobody stays on the list either. */
const releaseAll = async (job: Job, row: Row): Promise<void> => {
  const found = breachOf(row)
  const everybody = { breach: { equals: String(found.id) } }
  await release(job, found, everybody)
  if (found.state === 'noRisk') await forgetPeople(job, everybody)
  await compareAndSet(
    { payload: job.payload },
    BREACHES,
    all({ id: { equals: row.id } }, { state: { equals: row.state } }),
    { holding: false },
  )
}

/** Those who have been told, or never will be: their records leave on their dates again. */
const releaseSettled = async (job: Job): Promise<void> => {
  const holding = await findRows(
    { payload: job.payload },
    BREACHES,
    { holding: { equals: true } },
    { limit: BATCH },
  )
  for (const row of holding)
    if (row.state === 'closed' || row.state === 'noRisk') await releaseAll(job, row)
    else if (row.state !== 'searching')
      await release(job, breachOf(row), ofBreach(breachOf(row), { state: { in: SETTLED } }))
}

/** Finds people and tells them. Killed anywhere, the next run goes on where this one stopped. */
export const breachRunner = (work: BreachWork): Runner => ({
  key: RUNNER,
  everySeconds: 20,
  run: async ({ payload, fence }) => {
    const job: Job = { payload, fence, work }
    const open = await findRows(
      { payload },
      BREACHES,
      { state: { in: ['searching', 'notifying'] } },
      { limit: BATCH, sort: 'declaredAt' },
    )
    for (const row of open) await (row.state === 'searching' ? find(job, row) : tell(job, row))
    await releaseSettled(job)
    return { done: open.length }
  },
})

const TEMPLATES: Record<Alarm['what'], string> = { soon: CLOCK_MAIL, over: CLOCK_OVER_MAIL, open: OPEN_MAIL }

const mailOf = (found: domain.Breach, { clock, step, what }: Alarm, path: string): MessageDraft => ({
  key: `breach:${found.ref}:clock:${clock.key}:${step}`,
  template: TEMPLATES[what],
  to: { roles: domain.BREACH_ROLES },
  values: {
    number: found.number,
    what: clock.label,
    source: clock.source,
    since: { at: clock.since.toISOString() },
    ...(clock.dueAt ? { deadline: { at: clock.dueAt.toISOString() } } : {}),
  },
  about: found.ref,
  path,
})

/** Tells of clocks before they run out. The key of each mail is the step: however often it runs, it is told once. */
const watchClocks = async (job: Job): Promise<number> => {
  const { payload, work } = job
  const now = nowOf(payload)
  const rows = await findRows(
    { payload },
    BREACHES,
    { state: { in: [...OPEN_STATES] } },
    { limit: 1000, sort: 'declaredAt' },
  )
  let told = 0
  for (const row of rows) {
    const found = breachOf(row)
    const clocks = clocksOf(work.options.clocks, found, { now, timeZone: timeZoneOf(payload) })
    const mail = alarmsOf(clocks, now).map((alarm) => mailOf(found, alarm, casePath(payload, row.id)))
    if (mail.length > 0) await emit({ payload }, { mail })
    told += mail.length
  }
  return told
}

/** PIPEDA: an entry of the register stays 24 months, and then leaves with a certificate. */
const endRegister = async (job: Job): Promise<number> => {
  const { payload, work } = job
  const now = nowOf(payload).toISOString()
  const rows = await findRows(
    { payload },
    BREACHES,
    all({ state: { equals: 'closed' } }, { keepUntil: { less_than_equal: now } }),
    { limit: BATCH, fields: ['number'] },
  )
  const deletions = work.deletions()
  if (rows.length === 0 || !deletions) return 0
  for (const { id } of rows) await deleteRows({ payload }, PEOPLE, { breach: { equals: String(id) } })
  await deletions.remove(
    { payload },
    {
      collection: BREACHES,
      months: work.options.registerMonths,
      countedFrom: 'closedAt',
      ids: rows.map(({ id }) => id),
    },
  )
  return rows.length
}

export const watchRunner = (work: BreachWork): Runner => ({
  key: WATCH,
  everySeconds: 300,
  run: async ({ payload, fence }) => {
    const job: Job = { payload, fence, work }
    return { done: (await watchClocks(job)) + (await endRegister(job)) }
  },
})

/** Until when an entry of the register stays once it is closed. */
export const keptUntil = (work: BreachWork, now: Date, timeZone: string): Date =>
  addSpan(now, { months: work.options.registerMonths }, timeZone)
