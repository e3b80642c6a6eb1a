import type { Endpoint, PayloadRequest } from 'payload'

import { doesNotExist, GovernanceError, isGovernanceError } from '../../kernel/errors.js'
import { defineEndpoint, textOf } from '../../platform/endpoint.js'
import { isNoValue } from '../../platform/databases/index.js'
import { sentenceFor } from '../../platform/translate.js'
import type { Named } from './call.js'
import { type BulkAction, decideOne } from './endpoints.js'
import type { ApprovalsPort } from './port.js'

/** More than this at once is not read any more, only ticked. */
const MOST = 50

/** What became of one item. */
export interface BulkResult {
  kind: string
  slug: string
  id?: string
  locale?: string
  action: BulkAction
  ok: boolean
  /** It counts, but others must still approve. */
  waits?: boolean
  code?: string
  /** The refusal as a sentence in the language of the request. */
  message?: string
}

interface Item extends Named {
  action: BulkAction
  body: Record<string, unknown>
}

const invalid = (message: string): GovernanceError =>
  new GovernanceError('invalidInput', message, { field: 'items' }, { field: 'items' })

const itemOf = (given: unknown): Item => {
  if (given === null || typeof given !== 'object' || Array.isArray(given))
    throw invalid('Each of the items must be `{ kind, slug, id, hash, attested }`.')
  const raw = given as Record<string, unknown>
  const id = typeof raw.id === 'number' ? String(raw.id) : textOf(raw, 'id', { max: 200 })
  const locale = textOf(raw, 'locale', { max: 40 })
  return {
    kind: textOf(raw, 'kind') === 'global' ? 'global' : 'collection',
    slug: textOf(raw, 'slug', { required: true, max: 200 }),
    ...(id ? { id } : {}),
    ...(locale ? { locale } : {}),
    action: textOf(raw, 'action', { max: 20 }) === 'confirm' ? 'confirm' : 'approve',
    // What was ticked for this item, by name: one tick for all of them attests nothing.
    body: { hash: raw.hash, attested: Array.isArray(raw.attested) ? raw.attested : [] },
  }
}

/** @throws GovernanceError `invalidInput` for what is no list, too many, or the same document twice. */
const itemsIn = (body: Record<string, unknown>): Item[] => {
  const { items } = body
  if (!Array.isArray(items) || items.length === 0) throw invalid('Please choose what you approve.')
  if (items.length > MOST) throw invalid(`At most ${MOST} can be approved at once.`)
  const read = items.map(itemOf)
  const keys = read.map(({ kind, slug, id, locale, action }) => [kind, slug, id, locale, action].join(':'))
  if (new Set(keys).size < keys.length) throw invalid('One of the items is listed twice.')
  return read
}

const refusal = (req: PayloadRequest, error: unknown): Pick<BulkResult, 'code' | 'message'> => {
  const known = isNoValue(error) ? doesNotExist() : error
  if (!isGovernanceError(known)) req.payload.logger.error({ err: error, msg: 'governance: a bulk approval' })
  return {
    code: isGovernanceError(known) ? known.code : 'unexpected',
    message: sentenceFor(req.payload, req.i18n?.language ?? 'en', known),
  }
}

/**
 * `POST /governance/approvals/bulk-approve` with `{ items: [{ kind, slug, id, hash, attested }] }`: each is decided
 * like a single one, with its own attestations, one after the other. A refusal of one does not stop the others. With
 * `action: 'confirm'` an item is what was published in an emergency and is read afterwards; with `locale` it is one
 * language, where languages are decided on apart.
 * @returns `{ results }` in the order of the items.
 */
export const bulkEndpoints = (port: ApprovalsPort): Endpoint[] => [
  defineEndpoint({
    path: '/governance/approvals/bulk-approve',
    method: 'post',
    access: 'staff',
    handler: async ({ req, actor, body }) => {
      const results: BulkResult[] = []
      for (const { body: own, action, ...named } of itemsIn(body)) {
        try {
          const { waits } = await decideOne(port, { req, actor, body: own }, named, action)
          results.push({ ...named, action, ok: true, ...(waits ? { waits } : {}) })
        } catch (error) {
          results.push({ ...named, action, ok: false, ...refusal(req, error) })
        }
      }
      return { results }
    },
  }),
]
