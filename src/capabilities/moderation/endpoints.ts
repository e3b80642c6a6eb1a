import type { Endpoint } from 'payload'

import { doesNotExist, GovernanceError } from '../../kernel/errors.js'
import { defineEndpoint, type EndpointInput, textOf } from '../../platform/endpoint.js'
import { idIn } from '../../platform/ids.js'
import { undoRemoval } from './appeals.js'
import { claimCase, decide } from './cases.js'
import { CASES } from './collections.js'
import type { Desk } from './context.js'
import { readDecisions } from './decisions.js'
import { isVerdict, MODERATORS, type Ruling } from './domain.js'
import { readQueue } from './reads.js'

const BASE = '/governance/moderation'

const moderators = { access: MODERATORS }

const caseIdOf = ({ req, params }: EndpointInput): number | string => {
  const id = idIn(req.payload, CASES, params.id ?? '')
  if (id === null) throw doesNotExist()
  return id
}

const numberOf = (body: Record<string, unknown>, field: string): number => {
  const value = body[field]
  return typeof value === 'number' || (typeof value === 'string' && /^\d{1,9}$/.test(value))
    ? Number(value)
    : NaN
}

const rulingOf = (body: Record<string, unknown>): Ruling => {
  const verdict = textOf(body, 'decision', { max: 20, required: true })
  if (!isVerdict(verdict))
    throw new GovernanceError(
      'invalidInput',
      'Decide to "keep" or to "remove"; on an appeal to "uphold" or to "overturn".',
      { field: 'decision' },
      { field: 'decision' },
    )
  return {
    verdict,
    rev: numberOf(body, 'rev'),
    revision: numberOf(body, 'revision'),
    category: textOf(body, 'category', { max: 40 }),
    reason: textOf(body, 'reason', { max: 40 }),
    words: textOf(body, 'words', { max: 2000 }),
  }
}

/** For moderators, over HTTP. */
export const staffEndpoints = (desk: Desk): Endpoint[] => [
  defineEndpoint({
    path: `${BASE}/queue`,
    method: 'get',
    ...moderators,
    handler: async ({ req, actor, query }) => {
      const queue = await readQueue({ payload: req.payload, req }, desk, actor, {
        locale: req.i18n.language,
        limit: Number(query.get('limit') ?? 20),
        first: query.get('case') ?? undefined,
      })
      return { ...queue }
    },
  }),
  defineEndpoint({
    path: `${BASE}/decisions`,
    method: 'get',
    ...moderators,
    handler: async ({ req, actor, query }) => ({
      decisions: await readDecisions(
        { payload: req.payload },
        desk,
        actor,
        Number(query.get('limit') ?? 50) || 50,
      ),
    }),
  }),
  defineEndpoint({
    path: `${BASE}/cases/:id/claim`,
    method: 'post',
    ...moderators,
    handler: async (input) => {
      const row = await claimCase({ payload: input.req.payload }, desk, caseIdOf(input), input.actor)
      return {
        id: String(row.id),
        rev: Number(row.rev),
        claimedUntil: new Date(row.claimedUntil as string).toISOString(),
      }
    },
  }),
  defineEndpoint({
    path: `${BASE}/cases/:id/decide`,
    method: 'post',
    ...moderators,
    handler: async (input) => {
      const ruling = rulingOf(input.body)
      const row = await decide({ payload: input.req.payload }, desk, caseIdOf(input), ruling, input.actor)
      return { id: String(row.id), state: String(row.state), item: String(row.item) }
    },
  }),
  defineEndpoint({
    path: `${BASE}/cases/:id/undo`,
    method: 'post',
    ...moderators,
    handler: async (input) => {
      const row = await undoRemoval({ payload: input.req.payload }, desk, caseIdOf(input), input.actor)
      return { id: String(row.id), state: String(row.state), item: String(row.item) }
    },
  }),
]
