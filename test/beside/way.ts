import { createLocalReq } from 'payload'

import { findRows, type Row } from '../../src/platform/db.js'
import { runtimeOf } from '../../src/platform/runtime.js'
import type { Person, RestAnswer, Stand } from '../helpers/boot.js'

export type Id = number | string

/** The way of one document from draft to live, over REST, as people go it. */
export interface Way {
  draft: (as: Person, slug: string, body: Record<string, unknown>) => Promise<Id>
  act: (action: string, as: Person, slug: string, id: Id, body?: object) => Promise<RestAnswer>
  status: (as: Person | undefined, slug: string, id: Id) => Promise<RestAnswer>
  /** Submits as the first, approves as the second. */
  approved: (author: Person, approver: Person, slug: string, id: Id) => Promise<void>
  /** And publishes as the first. */
  published: (author: Person, approver: Person, slug: string, id: Id) => Promise<void>
  /** What is stored as live; null where it is not. */
  live: (slug: string, id: Id) => Promise<null | Row>
  rows: (collection: string, where?: object) => Promise<Row[]>
}

export const wayOf = (site: Stand): Way => {
  const path = (slug: string, id: Id): string => `/governance/approvals/collections/${slug}/${id}`
  const must = (answer: RestAnswer, what: string): RestAnswer => {
    if (answer.status >= 300) throw new Error(`${what}: ${answer.status} ${answer.text}`)
    return answer
  }
  const act: Way['act'] = (action, as, slug, id, body = {}) =>
    site.rest('POST', `${path(slug, id)}/${action}`, { as, body })
  const approved: Way['approved'] = async (author, approver, slug, id) => {
    const { body } = must(await act('submit', author, slug, id), 'submit')
    must(await act('approve', approver, slug, id, { hash: body.hash, attested: true }), 'approve')
  }
  const rows: Way['rows'] = (collection, where = {}) =>
    findRows({ payload: site.payload }, collection, where as never, { limit: 1000 })
  return {
    act,
    approved,
    rows,
    draft: async (as, slug, body) =>
      must(await site.rest('POST', `/${slug}?draft=true`, { as, body }), 'draft').body.doc.id as Id,
    status: (as, slug, id) => site.rest('GET', path(slug, id), { as }),
    published: async (author, approver, slug, id) => {
      await approved(author, approver, slug, id)
      must(await act('publish', author, slug, id), 'publish')
    },
    live: async (slug, id) => {
      const [row] = await rows(slug, { id: { equals: id } })
      return row && row._status === 'published' && !row.deletedAt ? row : null
    },
  }
}

/** What the plugin's own pages read for a person, through the same readers. */
export const readAs = async (
  site: Stand,
  capability: string,
  name: string,
  person: Person,
  input: Record<string, unknown> = {},
  // What a reader gives is known to its capability.
): Promise<any> => {
  const user = {
    ...(await site.payload.findByID({ collection: 'users', id: person.id, depth: 0 })),
    collection: 'users',
  }
  const req = await createLocalReq({ user: user as never }, site.payload)
  const runtime = runtimeOf(site.payload)
  const reader = runtime.capabilities.find(({ key }) => key === capability)?.reads?.[name]
  if (!reader) throw new Error(`no reader ${capability}.${name}`)
  return reader({ payload: site.payload, req, actor: runtime.actorOf(req) }, { locale: 'en', ...input })
}
