import type { ContactSource } from '../../kernel/breachPorts.js'
import { isGovernanceError } from '../../kernel/errors.js'
import { parseRef } from '../../kernel/ref.js'
import { GovernanceError } from '../../kernel/errors.js'
import type { Actor } from '../../kernel/actor.js'
import { timeZoneOf } from '../../platform/clock.js'
import { type Context, nowOf, type Reader } from '../../platform/runtime.js'
import { sourcesOf } from './contacts.js'
import type { BreachWork } from './context.js'
import type { Counts } from './counts.js'
import { type Breach, mayWork } from './domain.js'
import type { BreachAction } from './events.js'
import { searchedSoFar } from './finding.js'
import { type Clock, clocksOf } from './lawClocks.js'
import { lifecycle } from './lifecycle.js'
import { countPeople, peopleIn } from './people.js'
import { type Entry, entryOf } from './register.js'
import { breachesFor, breachOf, breachSeen, recordReading } from './store.js'
import { gapsIn, hashOfNotice } from './noticeText.js'

export type { Clock, Entry }

export interface BreachItem {
  breach: Breach
  clocks: Clock[]
}
export interface BreachList {
  open: BreachItem[]
  closed: BreachItem[]
}

/** How far the notices are, while they leave. */
export interface Progress extends Omit<Counts, 'deleted' | 'deletedMost' | 'records' | 'untold'> {
  waiting: number
}

export interface BreachPage extends BreachItem {
  actions: BreachAction[]
  /** Number and id of the case that it was declared from, where this person sees it. */
  incident: null | { id: number | string; number: string }
  declaredBy: string
  approvedBy: string
  learned: string
  keepUntil: Date | null
  /** That an entry of the register is kept. */
  months: number
  sources: ContactSource[]
  /** Fields of the notice that are still empty. */
  gaps: string[]
  hash: null | string
  /** Wrote the notice as it stands: somebody else approves it. */
  isWriter: boolean
  /** While people are being found. */
  searched: null | { looked: number; total: number }
  progress: null | Progress
  /** Records whose notice could not be delivered. */
  failed: string[]
}

const SHOWN_FAILED = 50

export const itemOf = (ctx: Context, work: BreachWork, breach: Breach): BreachItem => ({
  breach,
  clocks: clocksOf(work.options.clocks, breach, {
    now: nowOf(ctx.payload),
    timeZone: timeZoneOf(ctx.payload),
  }),
})

const progressOf = async (ctx: Context, found: Breach): Promise<null | Progress> => {
  if (found.state !== 'notifying' && found.state !== 'notified') return null
  const counts = await countPeople(ctx, found)
  return { ...counts, waiting: counts.people - counts.told - counts.failed }
}

const failedOf = async (ctx: Context, found: Breach): Promise<string[]> =>
  (await peopleIn(ctx, found, ['failed'], SHOWN_FAILED)).map(
    ({ records }) => parseRef((records as string[])[0] ?? '').id,
  )

/** Everything about one breach, for one of its people. That they read it is on the ledger. */
export const breachPage = async (
  place: Context,
  work: BreachWork,
  actor: Actor,
  id: string,
  locale: string,
): Promise<BreachPage> => {
  const ctx = { payload: place.payload }
  const row = await breachSeen(ctx, work, actor, id)
  const breach = breachOf(row)
  await recordReading(ctx, actor, breach.ref)
  const incident = breach.incident
    ? ((await work.cases()?.seen(ctx, actor, parseRef(breach.incident).id)) ?? null)
    : null
  const actions = lifecycle.actionsIn(breach.state)
  return {
    ...itemOf(ctx, work, breach),
    actions,
    incident: incident && { id: incident.id, number: incident.number },
    declaredBy: String(row.declaredName ?? ''),
    approvedBy: String(row.approvedName ?? ''),
    learned: String(row.learned ?? ''),
    keepUntil: row.keepUntil ? new Date(row.keepUntil as string) : null,
    months: work.options.registerMonths,
    sources: actions.includes('search') ? await sourcesOf(ctx, work, locale) : [],
    gaps: gapsIn(breach.notice),
    hash: breach.notice && hashOfNotice(breach.notice),
    isWriter: breach.noticeBy === actor.ref,
    searched: await searchedSoFar(ctx, work, row),
    progress: await progressOf(ctx, breach),
    failed: await failedOf(ctx, breach),
  }
}

export const registerFor = async (ctx: Context, work: BreachWork, actor: Actor): Promise<Entry[]> => {
  const labels = new Map(work.options.clocks.map(({ key, label }) => [key, label]))
  return (await breachesFor(ctx, work, actor, 10_000)).map((row) => entryOf(row, labels))
}

/** What the admin views show. Each checks access itself. */
export const reads = (work: BreachWork): Record<string, Reader> => {
  const forWorkers =
    (read: Reader): Reader =>
    async (ctx, input) => {
      if (!mayWork(ctx.actor)) throw new GovernanceError('notAllowed', 'Your role does not allow this.')
      return read({ payload: ctx.payload, actor: ctx.actor }, input)
    }
  return {
    list: forWorkers(async (ctx): Promise<BreachList> => {
      const items = (await breachesFor(ctx, work, ctx.actor)).map((row) => itemOf(ctx, work, breachOf(row)))
      return {
        open: items.filter(({ breach }) => breach.state !== 'closed'),
        closed: items.filter(({ breach }) => breach.state === 'closed'),
      }
    }),
    case: forWorkers((ctx, input) =>
      breachPage(ctx, work, ctx.actor, String(input.id ?? ''), String(input.locale ?? 'en')).catch(
        (error: unknown) => {
          if (isGovernanceError(error) && error.code === 'notFound') return null
          throw error
        },
      ),
    ),
    declare: forWorkers(async (ctx, input) =>
      typeof input.incident === 'string' && input.incident
        ? ((await work.cases()?.seen(ctx, ctx.actor, input.incident)) ?? null)
        : null,
    ),
    register: forWorkers(async (ctx) => ({
      entries: await registerFor(ctx, work, ctx.actor),
      months: work.options.registerMonths,
    })),
  }
}
