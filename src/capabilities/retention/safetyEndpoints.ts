import type { Endpoint } from 'payload'

import { defineEndpoint, textOf } from '../../platform/endpoint.js'
import type { Retention } from './context.js'
import { DECIDERS } from './domain.js'
import { dryRunFor } from './dryRun.js'
import { confirmClock, pauseRunner, resumeRunner } from './safetyStore.js'
import { confirmShare } from './shares.js'
import { verifiedInWords } from './verified.js'

const BASE = '/governance/retention'

/** Pausing, answering what a run asks, and looking at what the next one would do. */
export const safetyEndpoints = (retention: Retention): Endpoint[] => [
  defineEndpoint({
    path: `${BASE}/plan`,
    method: 'get',
    access: DECIDERS,
    handler: async ({ req, actor }) => ({
      ...(await dryRunFor({ payload: req.payload }, retention, actor, req.i18n.language)),
    }),
  }),
  defineEndpoint({
    path: `${BASE}/certificates/:number/verify`,
    method: 'post',
    access: DECIDERS,
    handler: async ({ req, params }) => ({
      ...(await verifiedInWords({ payload: req.payload }, retention, params.number!, req.i18n.language)),
    }),
  }),
  defineEndpoint({
    path: `${BASE}/pause`,
    method: 'post',
    access: DECIDERS,
    handler: async ({ req, body, actor }) => {
      await pauseRunner({ payload: req.payload }, textOf(body, 'why', { required: true, max: 2000 }), actor)
      return { state: 'paused' }
    },
  }),
  defineEndpoint({
    path: `${BASE}/resume`,
    method: 'post',
    access: DECIDERS,
    handler: async ({ req, body, actor }) => {
      await resumeRunner({ payload: req.payload }, textOf(body, 'why', { required: true, max: 2000 }), actor)
      return { state: 'running' }
    },
  }),
  defineEndpoint({
    path: `${BASE}/clock/confirm`,
    method: 'post',
    access: DECIDERS,
    handler: async ({ req, actor }) => {
      await confirmClock({ payload: req.payload }, retention, actor)
      return { state: 'right' }
    },
  }),
  defineEndpoint({
    path: `${BASE}/shares/:collection/confirm`,
    method: 'post',
    access: DECIDERS,
    handler: async ({ req, params, body, actor }) => {
      const until = textOf(body, 'until', { required: true, max: 40 })
      await confirmShare({ payload: req.payload }, params.collection!, until, actor)
      return { state: 'confirmed' }
    },
  }),
]
