import type { Endpoint, PayloadRequest } from 'payload'

import { addSpan } from '../../kernel/calendar.js'
import type { Actor } from '../../kernel/actor.js'
import { GovernanceError } from '../../kernel/errors.js'
import { parseRef } from '../../kernel/ref.js'
import { defineEndpoint, textOf } from '../../platform/endpoint.js'
import type { Context } from '../../platform/runtime.js'
import { nowOf, type Retention, timeZoneOf } from './context.js'
import { placeHold, releaseHold } from './holds.js'
import { confirmPlan } from './plans.js'
import { deleteNow } from './work.js'
import { DECIDERS, WORKERS } from './domain.js'
import { health } from './health.js'
import { footprintOf, markHandled } from './reads.js'
import { holdSeen, mustReach } from './reach.js'
import { confirmLonger } from './ruleChanges.js'
import { worklist } from './worklist.js'

const BASE = '/governance/retention'
const RECORD = `${BASE}/records/:collection/:id`

/** Days until a hold is looked at again unless the person says otherwise. */
const REVIEW_DAYS = 30

const reviewDate = (given: string, now: Date, timeZone: string): Date => {
  const at = given ? new Date(given) : addSpan(now, { days: REVIEW_DAYS }, timeZone)
  if (Number.isNaN(at.getTime()) || at <= now) {
    throw new GovernanceError(
      'invalidInput',
      '"reviewAt" must be a date in the future.',
      { field: 'reviewAt' },
      { field: 'reviewAt' },
    )
  }
  return at
}

/** By its id nobody gets at what their list does not show. */
const reaches =
  (retention: Retention) =>
  async (
    { payload }: PayloadRequest,
    { collection = '', id = '' }: Record<string, string | undefined>,
    actor: Actor,
  ): Promise<[Context, { collection: string; id: string }]> => {
    const at = { payload }
    await mustReach(at, retention, { collection, id, actor })
    return [at, { collection, id }]
  }

export const endpoints = (retention: Retention): Endpoint[] => {
  const reached = reaches(retention)
  return [
    defineEndpoint({
      path: `${BASE}/health`,
      method: 'get',
      access: 'staff',
      handler: async ({ req }) => {
        const report = await health({ payload: req.payload }, retention)
        return Response.json(report, {
          status: report.ok ? 200 : 503,
          headers: { 'cache-control': 'no-store' },
        })
      },
    }),
    defineEndpoint({
      path: `${BASE}/worklist`,
      method: 'get',
      access: WORKERS,
      handler: async ({ req, actor }) => ({
        ...(await worklist({ payload: req.payload }, retention, req.i18n.language, actor)),
      }),
    }),
    defineEndpoint({
      path: `${RECORD}/footprint`,
      method: 'get',
      access: WORKERS,
      handler: async ({ req, params, actor }) => {
        const [at, { collection, id }] = await reached(req, params, actor)
        return { ...(await footprintOf(at, retention, collection, id)) }
      },
    }),
    defineEndpoint({
      path: `${RECORD}/delete`,
      method: 'post',
      access: WORKERS,
      handler: async ({ req, params, actor }) => {
        const [at, { collection, id }] = await reached(req, params, actor)
        return { ...(await deleteNow(at, retention, collection, id, actor)) }
      },
    }),
    defineEndpoint({
      path: `${RECORD}/handled`,
      method: 'post',
      access: WORKERS,
      handler: async ({ req, params, actor }) => {
        const [at, { collection, id }] = await reached(req, params, actor)
        await markHandled(at, retention, collection, id, actor)
        return { state: 'handled' }
      },
    }),
    defineEndpoint({
      path: `${BASE}/plans/:collection/confirm`,
      method: 'post',
      access: DECIDERS,
      handler: async ({ req, params, actor }) => {
        await confirmPlan({ payload: req.payload }, params.collection!, actor)
        return { state: 'confirmed' }
      },
    }),
    defineEndpoint({
      path: `${BASE}/rules/:collection/lengthen`,
      method: 'post',
      access: DECIDERS,
      handler: async ({ req, params, actor }) => {
        await confirmLonger({ payload: req.payload }, params.collection!, actor)
        return { state: 'lengthening' }
      },
    }),
    defineEndpoint({
      path: `${BASE}/holds`,
      method: 'post',
      access: DECIDERS,
      handler: async ({ req, body, actor }) => {
        const { payload } = req
        const reviewAt = reviewDate(
          textOf(body, 'reviewAt', { max: 40 }),
          nowOf(payload),
          timeZoneOf(payload),
        )
        const subject = textOf(body, 'record', { required: true, max: 200 })
        await mustReach({ payload }, retention, { ...parseRef(subject), actor })
        const hold = await placeHold(
          { payload },
          retention,
          { subject, why: textOf(body, 'why', { required: true, max: 2000 }), reviewAt },
          actor,
        )
        return { id: hold.id, state: hold.state, reviewAt: reviewAt.toISOString() }
      },
    }),
    defineEndpoint({
      path: `${BASE}/holds/:id/release`,
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
}
