import type { Endpoint, PayloadRequest } from 'payload'

import { doesNotExist, GovernanceError } from '../../kernel/errors.js'
import { keyedHash, randomToken } from '../../kernel/canonical.js'
import type { Actor } from '../../kernel/actor.js'
import { timeZoneOf } from '../../platform/clock.js'
import { csvResponse } from '../../platform/csv.js'
import { defineEndpoint, type EndpointInput, textOf } from '../../platform/endpoint.js'
import { nowOf } from '../../platform/runtime.js'
import { wake } from '../../platform/tick.js'
import { emit } from '../../platform/unit.js'
import { answersFrom } from './assessment.js'
import { BREACHES } from './collections.js'
import type { BreachWork } from './context.js'
import * as domain from './domain.js'
import { entry, RUNNER } from './events.js'
import { criteriaFrom, discoveredFrom, noticeFrom } from './input.js'
import { keptUntil } from './jobs.js'
import { askAgain } from './people.js'
import { breachPage, registerFor } from './reads.js'
import { cellsOf, COLUMNS } from './register.js'
import { breachSeen, casePath, changeBreach, declareBreach } from './store.js'

const BASE = '/governance/breaches'
const localeOf = ({ i18n }: PayloadRequest): 'en' | 'fr' => (i18n.language?.startsWith('fr') ? 'fr' : 'en')

/** From a case that this person sees, or by their own word: then they say when it was discovered. */
const declared = async (
  work: BreachWork,
  { req, actor, body }: EndpointInput,
): Promise<Record<string, unknown>> => {
  const ctx = { payload: req.payload }
  const named = textOf(body, 'incident', { max: 100 })
  const from = named ? await work.cases()?.seen(ctx, actor, named) : null
  if (named && !from) throw doesNotExist()
  const discoveredAt = discoveredFrom(req, body) ?? from?.reportedAt ?? null
  if (!discoveredAt)
    throw new GovernanceError(
      'invalidInput',
      'Please fill in "discoveredAt".',
      { field: 'discoveredAt', why: 'missing' },
      { field: 'discoveredAt' },
    )
  const summary = textOf(body, 'summary', { required: true, max: 10_000 })
  const key = textOf(body, 'requestKey', { max: 100 })
  const own = key ? keyedHash(req.payload.secret, `${actor.ref ?? ''} ${key}`).slice(0, 40) : randomToken(18)
  const { row, declared: isNew } = await declareBreach(
    ctx,
    {
      causeKey: from ? `case:${from.ref}` : `staff:${own}`,
      summary,
      discoveredAt,
      incident: from?.ref ?? null,
    },
    actor,
  )
  return { id: row.id, number: row.number, declared: isNew }
}

type Decide = (
  change: { found: domain.Breach; actor: Actor; now: Date },
  input: EndpointInput,
) => domain.Outcome | null

/** One step: what was sent is read first, then judged on the breach as it is when it is written. */
const stepEndpoint = (
  work: BreachWork,
  path: string,
  prepare: (input: EndpointInput) => Promise<Decide> | Decide,
  after?: (input: EndpointInput, found: domain.Breach) => Promise<void> | void,
): Endpoint =>
  defineEndpoint({
    path: `${BASE}/:id/${path}`,
    method: 'post',
    access: domain.BREACH_ROLES,
    handler: async (input) => {
      const { req, actor, params } = input
      const at = { payload: req.payload }
      // Before anything that was sent is judged: a guessed id learns nothing.
      await breachSeen(at, work, actor, params.id ?? '')
      const decide = await prepare(input)
      const found = await changeBreach(at, work, actor, params.id ?? '', (breach, now) =>
        decide({ found: breach, actor, now }, input),
      )
      await after?.(input, found)
      return { number: found.number, state: found.state }
    },
  })

const wakeRunner = ({ req }: EndpointInput): void => wake(req.payload, [RUNNER])
const reasonIn = (body: Record<string, unknown>, field: string): string =>
  textOf(body, field, { required: true, max: 5000 })

const riskIn = (body: Record<string, unknown>): 'none' | 'real' => {
  if (body.risk === 'none' || body.risk === 'real') return body.risk
  throw new GovernanceError(
    'invalidInput',
    'Please say whether there is a real risk.',
    { field: 'risk', why: 'missing' },
    { field: 'risk' },
  )
}

const steps = (work: BreachWork): Endpoint[] => [
  // Without a risk the runner ends what was kept for it.
  stepEndpoint(
    work,
    'assess',
    ({ body }) => {
      const made = { answers: answersFrom(body), risk: riskIn(body), reason: reasonIn(body, 'reason') }
      return (change) => domain.assess(change, made)
    },
    wakeRunner,
  ),
  stepEndpoint(
    work,
    'search',
    async ({ req, body }) => {
      const criteria = await criteriaFrom(req, work, body)
      return (change) => domain.search(change, criteria)
    },
    wakeRunner,
  ),
  stepEndpoint(work, 'notice', ({ body }) => {
    const text = noticeFrom(body)
    const seen = textOf(body, 'seen', { max: 100 }) || null
    return (change, { req }) => domain.write(change, text, seen, casePath(req.payload, change.found.id))
  }),
  stepEndpoint(work, 'approve', ({ body }) => {
    const read = textOf(body, 'hash', { required: true, max: 100 })
    return (change) => domain.approve(change, read)
  }),
  stepEndpoint(
    work,
    'send',
    ({ body }) =>
      (change) =>
        domain.send(change, Number(body.people)),
    wakeRunner,
  ),
  stepEndpoint(
    work,
    'retry',
    () => (change) => domain.retry(change),
    async (input, found) => {
      await askAgain({ payload: input.req.payload }, found)
      wakeRunner(input)
    },
  ),
  stepEndpoint(work, 'clocks/:clock/met', ({ params, body }) => {
    const clock = work.options.clocks.find(({ key }) => key === params.clock)
    if (!clock) throw doesNotExist()
    const words = reasonIn(body, 'words')
    return (change) => domain.meet(change, clock.key, words)
  }),
  stepEndpoint(work, 'means', ({ body }) => {
    const words = reasonIn(body, 'words')
    return (change) => domain.otherMeans(change, words)
  }),
  stepEndpoint(
    work,
    'close',
    ({ req, body }) => {
      const words = reasonIn(body, 'words')
      return (change) => domain.close(change, words, keptUntil(work, change.now, timeZoneOf(req.payload)))
    },
    wakeRunner,
  ),
]

export const endpoints = (work: BreachWork): Endpoint[] => [
  defineEndpoint({
    path: BASE,
    method: 'post',
    access: domain.BREACH_ROLES,
    handler: (input) => declared(work, input),
  }),
  defineEndpoint({
    path: `${BASE}/register`,
    method: 'get',
    access: domain.BREACH_ROLES,
    handler: async ({ req, actor }) => {
      const at = { payload: req.payload }
      const entries = await registerFor(at, work, actor)
      const facts = { count: entries.length, format: 'csv' }
      const told = entry('breach.exported', `collection:${BREACHES}`, actor, nowOf(req.payload), facts)
      await emit(at, { ledger: [told] })
      return csvResponse(
        'breach-register',
        COLUMNS,
        entries.map((one) => cellsOf(one, localeOf(req))),
      )
    },
  }),
  defineEndpoint({
    path: `${BASE}/:id`,
    method: 'get',
    access: domain.BREACH_ROLES,
    handler: async ({ req, actor, params }) => ({
      ...(await breachPage({ payload: req.payload }, work, actor, params.id ?? '', localeOf(req))),
    }),
  }),
  ...steps(work),
]
