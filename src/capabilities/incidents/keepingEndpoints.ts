import type { Endpoint, PayloadRequest } from 'payload'

import { doesNotExist } from '../../kernel/errors.js'
import { parseRef, type Ref, refOf } from '../../kernel/ref.js'
import { defineEndpoint, type EndpointInput, textOf } from '../../platform/endpoint.js'
import { idIn } from '../../platform/ids.js'
import { addRecord, removeRecord } from './belonging.js'
import { keepCase, keepNoMore } from './keeping.js'
import { matterOf } from './matter.js'
import type { CaseWork } from './standing.js'
import { changeCase } from './store.js'

const BASE = '/governance/incidents'

/** A record as people have it: the address of its page in the admin panel, or `collection:id`. */
const recordIn = (given: string): Ref => {
  const [, collection, id] = /\/collections\/([^/?#]+)\/([^/?#]+)/.exec(given) ?? []
  if (!collection || !id) return given
  try {
    return refOf(collection, decodeURIComponent(id))
  } catch {
    return given
  }
}

/** @throws GovernanceError `notFound` where it is not there for this person */
const recordNamed = async (req: PayloadRequest, given: string): Promise<Ref> => {
  const { subject } = await matterOf(req, recordIn(given))
  const { collection, id } = parseRef(subject)
  const known = idIn(req.payload, collection, id)
  // Evidence and the site's bookkeeping are nobody's collected data.
  if (known === null || /^(gov|payload)-/.test(collection)) throw doesNotExist()
  return refOf(collection, known)
}

/** Which records belong to a case, and whether they are kept while it is open. */
export const keepingEndpoints = (work: CaseWork): Endpoint[] => {
  const on = (path: string, handler: (input: EndpointInput) => Promise<Record<string, unknown>>): Endpoint =>
    defineEndpoint({ path: `${BASE}/:id/${path}`, method: 'post', access: 'staff', handler })
  return [
    on('records', async ({ req, actor, params, body }) => {
      const given = textOf(body, 'record', { required: true, max: 500 })
      const record = await recordNamed(req, given)
      const at = { payload: req.payload }
      await changeCase(at, work, actor, params.id ?? '', 'attach', (found, now) =>
        addRecord(found, record, actor, now),
      )
      return { record }
    }),
    on('records/remove', async ({ req, actor, params, body }) => {
      const record = textOf(body, 'record', { required: true, max: 500 })
      const at = { payload: req.payload }
      await changeCase(at, work, actor, params.id ?? '', 'attach', (found, now) =>
        removeRecord(found, record, actor, now),
      )
      return { record }
    }),
    on('keep', async ({ req, actor, params, body }) => {
      const why = textOf(body, 'why', { required: true, max: 2000 })
      return { ...(await keepCase({ payload: req.payload }, work, actor, params.id ?? '', why)) }
    }),
    on('keep/release', async ({ req, actor, params, body }) => {
      const why = textOf(body, 'why', { required: true, max: 2000 })
      await keepNoMore({ payload: req.payload }, work, actor, params.id ?? '', why)
      return { state: 'released' }
    }),
  ]
}
