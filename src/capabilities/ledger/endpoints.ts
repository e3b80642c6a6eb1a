import type { Endpoint, PayloadRequest } from 'payload'

import type { Actor } from '../../kernel/actor.js'
import { GovernanceError } from '../../kernel/errors.js'
import { defineEndpoint } from '../../platform/endpoint.js'
import { exportLedger, type Format } from './export.js'
import { documentRef, historyOf } from './history.js'
import { countOf, queryOf, whereOf } from './listing.js'
import { type Asking, entries, entry } from './entries.js'
import { READERS } from './readers.js'

const BASE = '/governance/ledger'

const at = (req: PayloadRequest, actor: Actor): Asking => ({
  payload: req.payload,
  req,
  actor,
})

const localeOf = (req: PayloadRequest): 'en' | 'fr' => (req.i18n.language === 'fr' ? 'fr' : 'en')

const formatOf = (given: null | string): Format => {
  if (given === 'csv' || given === 'jsonl') return given
  throw new GovernanceError(
    'invalidInput',
    '"format" must be "csv" or "jsonl".',
    { field: 'format' },
    { field: 'format' },
  )
}

export const endpoints: Endpoint[] = [
  defineEndpoint({
    path: BASE,
    method: 'get',
    access: READERS,
    handler: async ({ req, actor, query }) => ({
      ...(await entries(
        at(req, actor),
        queryOf((name) => query.get(name)),
        { locale: localeOf(req), after: query.get('after') },
      )),
    }),
  }),
  defineEndpoint({
    path: `${BASE}/count`,
    method: 'get',
    access: READERS,
    handler: async ({ req, query }) => {
      const ctx = { payload: req.payload }
      return {
        count: await countOf(
          ctx,
          whereOf(
            ctx,
            queryOf((name) => query.get(name)),
          ),
        ),
      }
    },
  }),
  defineEndpoint({
    path: `${BASE}/export`,
    method: 'get',
    access: READERS,
    handler: ({ req, actor, query }) =>
      exportLedger({ payload: req.payload }, actor, {
        query: queryOf((name) => query.get(name)),
        format: formatOf(query.get('format')),
        personal: Boolean(query.get('personal')),
        locale: localeOf(req),
      }),
  }),
  defineEndpoint({
    path: `${BASE}/entries/:key`,
    method: 'get',
    access: READERS,
    handler: async ({ req, actor, params }) => ({
      ...(await entry(at(req, actor), params.key!, localeOf(req))),
    }),
  }),
  defineEndpoint({
    path: `${BASE}/history/collections/:slug/:id`,
    method: 'get',
    access: 'staff',
    handler: async ({ req, actor, params, query }) => ({
      ...(await historyOf(at(req, actor), documentRef('collections', params.slug!, params.id), {
        locale: localeOf(req),
        after: query.get('after'),
      })),
    }),
  }),
  defineEndpoint({
    path: `${BASE}/history/globals/:slug`,
    method: 'get',
    access: 'staff',
    handler: async ({ req, actor, params, query }) => ({
      ...(await historyOf(at(req, actor), documentRef('globals', params.slug!), {
        locale: localeOf(req),
        after: query.get('after'),
      })),
    }),
  }),
]
