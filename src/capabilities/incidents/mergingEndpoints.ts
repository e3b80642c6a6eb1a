import type { Endpoint } from 'payload'

import { defineEndpoint, textOf } from '../../platform/endpoint.js'
import { mergeCase, unmergeCase } from './mergingStore.js'
import type { CaseWork } from './standing.js'

/** Two reports of the same thing become one case, and two again where that was a mistake. */
export const mergingEndpoints = (work: CaseWork): Endpoint[] => [
  defineEndpoint({
    path: '/governance/incidents/:id/merge',
    method: 'post',
    access: 'staff',
    handler: async ({ req, actor, params, body }) => {
      const into = textOf(body, 'into', { required: true, max: 40 })
      const { number, state } = await mergeCase({ payload: req.payload }, work, actor, params.id ?? '', into)
      return { number, state }
    },
  }),
  defineEndpoint({
    path: '/governance/incidents/:id/unmerge',
    method: 'post',
    access: 'staff',
    handler: async ({ req, actor, params }) => {
      const { number, state } = await unmergeCase({ payload: req.payload }, work, actor, params.id ?? '')
      return { number, state }
    },
  }),
]
