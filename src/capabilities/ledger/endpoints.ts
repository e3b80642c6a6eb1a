import type { Endpoint, PayloadRequest } from 'payload'

import type { Actor } from '../../kernel/actor.js'
import { GovernanceError } from '../../kernel/errors.js'
import type { Erasure } from '../../kernel/ledgerPort.js'
import { linesOf } from '../../platform/download.js'
import { defineEndpoint, textOf } from '../../platform/endpoint.js'
import { exportLedger, type Format } from './export.js'
import { documentRef, historyOf } from './history.js'
import { queryOf } from './listing.js'
import { count, entries, entry } from './entries.js'
import { erase } from './erase.js'
import type { SanitizedLedger } from './options.js'
import { ERASERS, READERS } from './readers.js'
import type { Asking } from './reach.js'
import { verifying } from './verifying.js'

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

const WAYS = ['entry', 'person', 'subject'] as const

/** Whose values, and under what. */
const erasureOf = (body: Record<string, unknown>): Erasure => {
  const by = WAYS.find((way) => way === body.by)
  const of = (Array.isArray(body.of) ? body.of : [body.of]).filter((one) => typeof one === 'string' && one)
  if (!by || of.length === 0)
    throw new GovernanceError(
      'invalidInput',
      '"by" must be "entry", "person" or "subject", and "of" must name at least one.',
      { field: by ? 'of' : 'by' },
      { field: by ? 'of' : 'by' },
    )
  return { by, of: of as string[], under: textOf(body, 'under', { required: true, max: 200 }) }
}

export const endpoints = (options: SanitizedLedger): Endpoint[] => [
  defineEndpoint({
    path: `${BASE}/verify`,
    method: 'post',
    access: READERS,
    handler: async ({ req, actor }) =>
      linesOf('application/x-ndjson; charset=utf-8', verifying({ payload: req.payload }, actor, options)),
  }),
  defineEndpoint({
    path: `${BASE}/erase`,
    method: 'post',
    access: ERASERS,
    handler: async ({ req, actor, body }) => ({
      ...(await erase({ payload: req.payload }, erasureOf(body), actor)),
    }),
  }),
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
    handler: async ({ req, actor, query }) => ({
      count: await count(
        at(req, actor),
        queryOf((name) => query.get(name)),
      ),
    }),
  }),
  defineEndpoint({
    path: `${BASE}/export`,
    method: 'get',
    access: READERS,
    handler: ({ req, actor, query }) =>
      exportLedger(at(req, actor), {
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
