import type { Endpoint } from 'payload'

import { endOfDay, instantFrom } from '../../kernel/calendar.js'
import { timeZoneOf } from '../../platform/clock.js'
import { defineEndpoint, textOf } from '../../platform/endpoint.js'
import { delegationsPage } from './delegationReader.js'
import { delegate, endDelegation } from './delegations.js'
import { ownId } from './store.js'

/** A day is meant to its end; an instant is taken as it is. */
const until = (text: string, timeZone: string): Date =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) ? endOfDay(text, timeZone) : instantFrom(text, timeZone)

/** `GET` lists delegations (AED and ED: all) and whom one can choose; `POST` sets one, `POST …/:id/end` ends it. */
export const delegationEndpoints: Endpoint[] = [
  defineEndpoint({
    path: '/governance/approvals/delegations',
    method: 'get',
    access: 'staff',
    handler: async ({ req, actor }) => ({ ...(await delegationsPage(req, actor)) }),
  }),
  defineEndpoint({
    path: '/governance/approvals/delegations',
    method: 'post',
    access: 'staff',
    handler: async ({ req, actor, body }) => ({
      delegation: await delegate(
        { payload: req.payload },
        {
          from: textOf(body, 'from', { max: 200 }) || (actor.ref ?? ''),
          to: textOf(body, 'to', { required: true, max: 200 }),
          startsAt: instantFrom(
            textOf(body, 'startsAt', { required: true, max: 40 }),
            timeZoneOf(req.payload),
          ),
          endsAt: until(textOf(body, 'endsAt', { required: true, max: 40 }), timeZoneOf(req.payload)),
          reason: textOf(body, 'reason', { required: true, max: 500 }),
        },
        actor,
      ),
    }),
  }),
  defineEndpoint({
    path: '/governance/approvals/delegations/:id/end',
    method: 'post',
    access: 'staff',
    handler: async ({ req, actor, params }) => {
      await endDelegation({ payload: req.payload }, ownId(req.payload, params.id ?? ''), actor)
      return { ended: true }
    },
  }),
]
