import type { Endpoint, PayloadRequest } from 'payload'

import type { Actor } from '../../kernel/actor.js'
import { defineEndpoint } from '../../platform/endpoint.js'
import type { Context } from '../../platform/runtime.js'
import type { Retention } from './context.js'
import { holdEndpoints } from './holdEndpoints.js'
import { confirmPlan } from './plans.js'
import { deleteNow } from './work.js'
import { DECIDERS, WORKERS } from './domain.js'
import { health } from './health.js'
import { footprintOf, markHandled } from './reads.js'
import { mustReach } from './reach.js'
import { confirmLonger } from './ruleChanges.js'
import { worklist } from './worklist.js'

const BASE = '/governance/retention'
const RECORD = `${BASE}/records/:collection/:id`

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
    ...holdEndpoints(retention),
  ]
}
