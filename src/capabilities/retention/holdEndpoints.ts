import type { Endpoint, PayloadRequest } from 'payload'

import type { Actor } from '../../kernel/actor.js'
import { addSpan, endOfDay, startOfDay } from '../../kernel/calendar.js'
import { doesNotExist, GovernanceError } from '../../kernel/errors.js'
import type { HoldOn } from '../../kernel/holdPorts.js'
import { parseRef } from '../../kernel/ref.js'
import { defineEndpoint, textOf } from '../../platform/endpoint.js'
import { isThereFor } from '../../platform/readable.js'
import { nowOf, type Retention, timeZoneOf } from './context.js'
import { DECIDERS } from './domain.js'
import { previewOf } from './holdCounts.js'
import { HOLD_KINDS, isDay } from './holdKinds.js'
import { keepOn, placeHold, releaseHold } from './holds.js'
import { targetOf } from './holdsOn.js'
import { holdsPage } from './holdViews.js'
import { holdSeen, mayCountAll, mustReach } from './reach.js'

const BASE = '/governance/retention/holds'

/** Days until a hold is looked at again unless the person says otherwise. */
const REVIEW_DAYS = 30
/** One that is looked at later than that is looked at by nobody; and databases hold no year of six digits. */
const LATEST_REVIEW_MONTHS = 120

const inFuture = (payload: PayloadRequest['payload'], body: object, field: string): Date => {
  const given = textOf(body as Record<string, unknown>, field, { max: 40 })
  const now = nowOf(payload)
  const zone = timeZoneOf(payload)
  // A day as a calendar gives it begins where the organization is.
  const said = isDay(given) ? startOfDay(endOfDay(given, zone), zone) : new Date(given)
  const at = given ? said : addSpan(now, { days: REVIEW_DAYS }, zone)
  const latest = addSpan(now, { months: LATEST_REVIEW_MONTHS }, zone)
  if (Number.isNaN(at.getTime()) || at <= now || at > latest) {
    throw new GovernanceError(
      'invalidInput',
      `"${field}" must be a date in the future, within ten years.`,
      { field },
      { field },
    )
  }
  return at
}

/** What the hold is to be on, as far as this person may know of it. @throws GovernanceError `notFound` otherwise */
const holdOnFrom = async (
  req: PayloadRequest,
  retention: Retention,
  body: Record<string, unknown>,
  actor: Actor,
): Promise<HoldOn> => {
  const at = { payload: req.payload }
  const kind = HOLD_KINDS.find((one) => one === (textOf(body, 'kind', { max: 20 }) || 'record'))
  if (kind === 'record') {
    const subject = textOf(body, 'record', { required: true, max: 200 })
    await mustReach(at, retention, { ...parseRef(subject), actor })
    return { subject }
  }
  if (kind === 'person') {
    const account = textOf(body, 'account', { max: 200 })
    if (!account) return { kind, address: textOf(body, 'address', { required: true, max: 320 }) }
    if (!(await isThereFor(req, account))) throw doesNotExist()
    return { kind, subject: account }
  }
  if (kind === 'case') {
    const number = textOf(body, 'number', { required: true, max: 40 }).toUpperCase()
    const subject = await retention.cases?.()?.find(at, actor, number)
    if (!subject) throw doesNotExist()
    return { kind, subject }
  }
  if (kind === 'query') {
    const collection = textOf(body, 'collection', { required: true, max: 200 })
    return { kind, collection, where: body.where as object }
  }
  throw new GovernanceError(
    'invalidInput',
    'Choose what the hold is on.',
    { field: 'kind' },
    { field: 'kind' },
  )
}

/** Holds on records, persons, cases and questions: what one would keep, placing, keeping on, releasing. */
export const holdEndpoints = (retention: Retention): Endpoint[] => [
  defineEndpoint({
    path: BASE,
    method: 'get',
    access: DECIDERS,
    handler: async ({ req, actor }) => ({ ...(await holdsPage(req, retention, actor, req.i18n.language)) }),
  }),
  defineEndpoint({
    path: `${BASE}/preview`,
    method: 'post',
    access: DECIDERS,
    handler: async ({ req, body, actor }) => {
      const on = await holdOnFrom(req, retention, body, actor)
      const target = await targetOf({ payload: req.payload }, retention, on)
      return { ...(await previewOf(req, retention, target, actor)) }
    },
  }),
  defineEndpoint({
    path: BASE,
    method: 'post',
    access: DECIDERS,
    handler: async ({ req, body, actor }) => {
      const at = { payload: req.payload }
      const reviewAt = inFuture(req.payload, body, 'reviewAt')
      const on = await holdOnFrom(req, retention, body, actor)
      const why = textOf(body, 'why', { required: true, max: 2000 })
      // A question of fields that this person may not read is refused, as every other door refuses it.
      if (on.kind === 'query') await previewOf(req, retention, await targetOf(at, retention, on), actor)
      const hold = await placeHold(at, retention, { ...on, why, reviewAt }, actor)
      const going = (await mayCountAll(at, retention, actor)) ? { going: Number(hold.going ?? 0) } : {}
      return { id: hold.id, state: hold.state, reviewAt: reviewAt.toISOString(), ...going }
    },
  }),
  defineEndpoint({
    path: `${BASE}/:id/keep`,
    method: 'post',
    access: DECIDERS,
    handler: async ({ req, params, body, actor }) => {
      const at = { payload: req.payload }
      const { id } = await holdSeen(at, retention, params.id!, actor)
      textOf(body, 'until', { required: true, max: 40 })
      const reviewAt = inFuture(req.payload, body, 'until')
      const why = textOf(body, 'why', { required: true, max: 2000 })
      const hold = await keepOn(at, id, { reviewAt, why }, actor)
      return { id: hold.id, state: hold.state, reviewAt: reviewAt.toISOString() }
    },
  }),
  defineEndpoint({
    path: `${BASE}/:id/release`,
    method: 'post',
    access: DECIDERS,
    handler: async ({ req, params, body, actor }) => {
      const why = textOf(body, 'why', { required: true, max: 2000 })
      const at = { payload: req.payload }
      const { id } = await holdSeen(at, retention, params.id!, actor)
      const hold = await releaseHold(at, id, why, actor)
      return { id: hold.id, state: hold.state }
    },
  }),
]
