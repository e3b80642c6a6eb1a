import { CHANGED } from '../approvals/attempts.js'
import type { ApprovalSite } from '../approvals/site.js'

export const VERSIONS = 'gov-notice-versions'

let serial = 100
/** A version that nobody approved, with a place of its own so that no unique key refuses it. */
export const forgedRow = (): Record<string, unknown> => {
  serial += 1
  return {
    place: `site:${serial}`,
    notice: 'site',
    number: serial,
    sequence: serial,
    planned: false,
    inForceFrom: '2020-01-01T00:00:00.000Z',
    approvalKey: `forged:${serial}`,
    en: { title: CHANGED, hash: 'x' },
    fr: { title: CHANGED, hash: 'x' },
  }
}
export const FORGED = { number: 77, en: { title: CHANGED, hash: 'x' } }

type Data = Record<string, unknown>
/** What the attempt would write into an article, as a change of a version: it has no status and no title of its own. */
const forged = (data: Data, isNew: boolean): Data => {
  const { _status, title, level, ...others } = data
  return { ...others, ...(isNew ? forgedRow() : FORGED) }
}

const WRITES = ['create', 'duplicate', 'update', 'updateOne', 'updateMany']

/** The arguments of the Local API or of the adapter, for a version in place of an article. */
const aimedCall =
  (target: Record<string, (args: Data) => unknown>, name: string) =>
  (args: Data): unknown => {
    const { collection, data, publishAllLocales: _all, ...others } = args
    return target[name]!({
      ...others,
      ...(collection === 'articles' ? { collection: VERSIONS } : { collection }),
      ...(data && WRITES.includes(name)
        ? { data: forged(data as Data, name === 'create') }
        : data
          ? { data }
          : {}),
    })
  }

const aimedDb = (db: any): any =>
  new Proxy(db, {
    get: (target, name: string) => {
      // It has no versions of its own: what would be restored is the row itself.
      if (name === 'findVersions')
        return async ({ where }: { where: any }) => ({ docs: [{ id: where.and[0].parent.equals }] })
      if (name === 'updateOne' || /Many$/.test(name)) return aimedCall(target, name)
      return target[name]
    },
  })

const LOCAL = ['create', 'delete', 'duplicate', 'findByID', 'restoreVersion', 'update']
const aimedPayload = (payload: any): any =>
  new Proxy(payload, {
    get: (target, name: string) => {
      if (name === 'db') return aimedDb(target.db)
      if (name !== 'jobs') return LOCAL.includes(name) ? aimedCall(target, name) : target[name]
      const queue = ({ input, ...job }: any): unknown =>
        target.jobs.queue({ ...job, input: { ...input, doc: { ...input.doc, relationTo: VERSIONS } } })
      return new Proxy(target.jobs, { get: (jobs, key) => (key === 'queue' ? queue : jobs[key]) })
    },
  })

/**
 * The same site, where whatever is done to articles is done to published versions of notices: so that each path of the
 * matrix of approvals, also one that is added to it, is tried against them.
 */
export const aimedAtVersions = (site: ApprovalSite): ApprovalSite => ({
  ...site,
  payload: aimedPayload(site.payload),
  rest: (method, path, call = {}) => {
    const isNew = method === 'POST' && /^\/articles(\?|$)/.test(path)
    const { body, multipart } = call
    const raw = multipart?._payload
    return site.rest(method, path.replace(/^\/articles/, `/${VERSIONS}`), {
      ...call,
      ...(body ? { body: forged(body as Data, isNew) } : {}),
      ...(raw ? { multipart: { _payload: JSON.stringify(forged(JSON.parse(raw) as Data, isNew)) } } : {}),
    })
  },
  graphql: (query, call) =>
    site.graphql(
      query
        .replaceAll('Article', 'GovNoticeVersion')
        .replace(/, draft: true|, locale: fr/g, '')
        .replace(/data: \{[^}]*\}/, `data: { number: 77, en: { title: "${CHANGED}" } }`),
      call,
    ),
})
