import type { Person } from '../../helpers/boot.js'
import type { ApprovalSite, Target } from './site.js'

export const STATES = [
  'live, no draft',
  'no review',
  'in review',
  'approved',
  'approved then edited',
] as const
export type State = (typeof STATES)[number]

export type Answer = { refused: boolean; code?: string }
/** Somebody, by whatever they show for it. */
export interface Caller {
  name: string
  as?: Person
  headers?: Record<string, string>
  /** For the Local API. */
  user?: object
}
export interface Attempt {
  name: string
  run: (site: ApprovalSite, target: Target, who: Caller) => Promise<Answer>
  /** Of the site's own code: with no person, or as one, or only with none. */
  local?: 'anyone' | 'nobody'
  /** Publishes the newest draft as it is: passes once that is approved. */
  publishesNewest?: boolean
  /** Copies the newest version: a draft of a draft is no publication. */
  copiesNewest?: boolean
  /** Passes in every state, because it changes nothing that is live. */
  harmless?: boolean
}

export const CHANGED = 'Changed behind the back'

export const rest =
  (method: string, path: (id: unknown) => string, body?: Record<string, unknown>): Attempt['run'] =>
  async (site, { id }, { as, headers }) => {
    const answer = await site.rest(method, path(id), { as, headers, body })
    const failed = (answer.body?.errors?.length ?? 0) > 0
    return { refused: answer.status >= 400 || failed, code: answer.body?.errors?.[0]?.data?.code }
  }

const multipart =
  (method: string, path: (id: unknown) => string, data: object): Attempt['run'] =>
  async (site, { id }, { as, headers }) => {
    const form = { _payload: JSON.stringify(data) }
    const answer = await site.rest(method, path(id), { as, headers, multipart: form })
    return { refused: answer.status >= 400, code: answer.body?.errors?.[0]?.data?.code }
  }

/** The Local API with everything in the name of that person: it overrides access all the same. */
const inTheNameOf = (payload: any, user: object): any =>
  new Proxy(payload, {
    get: (target, name) =>
      [
        'create',
        'delete',
        'duplicate',
        'restoreGlobalVersion',
        'restoreVersion',
        'update',
        'updateGlobal',
      ].includes(String(name))
        ? (args: object) => target[name]({ ...args, user })
        : target[name],
  })

export const local =
  (call: (payload: any, id: any, site: ApprovalSite) => Promise<unknown>): Attempt['run'] =>
  async (site, { id }, { user }) => {
    try {
      const payload = user ? inTheNameOf(site.payload, user) : site.payload
      const result = (await call(payload, id, site)) as { errors?: unknown[] } | undefined
      return { refused: (result?.errors?.length ?? 0) > 0 }
    } catch (error) {
      return { refused: true, code: (error as { code?: string }).code ?? String(error) }
    }
  }

export const graphql =
  (query: (id: string) => string): Attempt['run'] =>
  async (site, { id }, { as, headers }) => {
    const text = typeof id === 'number' ? String(id) : JSON.stringify(id)
    const { errors } = await site.graphql(query(text), { as, headers })
    return { refused: (errors?.length ?? 0) > 0, code: errors?.[0]?.message }
  }

const published = { _status: 'published' }
const collection = 'articles'
const where = (id: unknown): string => `/articles?where[id][equals]=${String(id)}`

const oldVersion = async (site: ApprovalSite, id: unknown, status = 'published'): Promise<unknown> => {
  const { docs } = await site.payload.db.findVersions({
    collection,
    where: { and: [{ parent: { equals: id } }, { 'version._status': { equals: status } }] } as never,
    sort: 'createdAt',
    limit: 1,
    locale: 'en',
  })
  return docs[0]?.id
}

export const ARTICLE: Attempt[] = [
  { name: 'REST create published', run: rest('POST', () => '/articles', { title: CHANGED, ...published }) },
  {
    name: 'REST create ?draft=true published',
    run: rest('POST', () => '/articles?draft=true', { title: CHANGED, ...published }),
  },
  {
    name: 'REST publish by id',
    run: rest('PATCH', (id) => `/articles/${id}`, published),
    publishesNewest: true,
  },
  {
    name: 'REST publish by id, ?draft=true',
    run: rest('PATCH', (id) => `/articles/${id}?draft=true`, published),
    publishesNewest: true,
  },
  {
    name: 'REST publish with a change',
    run: rest('PATCH', (id) => `/articles/${id}`, { title: CHANGED, ...published }),
  },
  {
    name: 'REST publish with a change, ?draft=true',
    run: rest('PATCH', (id) => `/articles/${id}?draft=true`, { title: CHANGED, ...published }),
  },
  {
    name: 'REST publish with a change in French',
    run: rest('PATCH', (id) => `/articles/${id}?locale=fr`, { title: CHANGED, ...published }),
  },
  {
    name: 'REST publish, autosave',
    run: rest('PATCH', (id) => `/articles/${id}?draft=true&autosave=true`, { title: CHANGED, ...published }),
  },
  {
    name: 'REST publish with a change, as a multipart form',
    run: multipart('PATCH', (id) => `/articles/${id}`, { title: CHANGED, ...published }),
  },
  {
    name: 'REST create published, as a multipart form',
    run: multipart('POST', () => '/articles', { title: CHANGED, ...published }),
  },
  {
    name: 'REST publish by id, as a multipart form',
    run: multipart('PATCH', (id) => `/articles/${id}`, published),
    publishesNewest: true,
  },
  { name: 'REST edit without status', run: rest('PATCH', (id) => `/articles/${id}`, { title: CHANGED }) },
  { name: 'REST bulk edit without status', run: rest('PATCH', where, { title: CHANGED }) },
  { name: 'REST bulk publish with a change', run: rest('PATCH', where, { title: CHANGED, ...published }) },
  { name: 'REST bulk publish of the main row', run: rest('PATCH', where, published), harmless: true },
  {
    name: 'REST publish one language',
    run: rest('PATCH', (id) => `/articles/${id}?locale=fr&publishSpecificLocale=fr`, {
      title: CHANGED,
      ...published,
    }),
  },
  {
    name: 'REST publish all languages',
    run: rest('PATCH', (id) => `/articles/${id}?publishAllLocales=true`, { title: CHANGED, ...published }),
  },
  { name: 'REST unpublish', run: rest('PATCH', (id) => `/articles/${id}`, { _status: 'draft' }) },
  {
    name: 'REST unpublish all languages',
    run: rest('PATCH', (id) => `/articles/${id}?unpublishAllLocales=true`, { _status: 'draft' }),
  },
  { name: 'REST bulk unpublish', run: rest('PATCH', where, { _status: 'draft' }) },
  {
    name: 'REST restore a published version',
    run: async (site, target, who) => {
      const id = await oldVersion(site, target.id)
      return rest('POST', () => `/articles/versions/${String(id)}`)(site, target, who)
    },
  },
  {
    name: 'REST duplicate, ?draft=false',
    run: rest('POST', (id) => `/articles/${id}/duplicate?draft=false`, {}),
    copiesNewest: true,
  },
  { name: 'REST duplicate', run: rest('POST', (id) => `/articles/${id}/duplicate`, {}), harmless: true },
  {
    name: 'REST trash',
    run: rest('PATCH', (id) => `/articles/${id}`, { deletedAt: '2026-03-02T15:00:00.000Z' }),
  },
  { name: 'REST bulk trash', run: rest('PATCH', where, { deletedAt: '2026-03-02T15:00:00.000Z' }) },
  { name: 'REST delete', run: rest('DELETE', (id) => `/articles/${id}`) },
  { name: 'REST bulk delete', run: rest('DELETE', where) },
  {
    name: 'GraphQL create published',
    run: graphql(
      () => `mutation { createArticle(data: { title: "${CHANGED}", _status: published }) { id } }`,
    ),
  },
  {
    name: 'GraphQL publish by id',
    run: graphql((id) => `mutation { updateArticle(id: ${id}, data: { _status: published }) { id } }`),
    publishesNewest: true,
  },
  {
    name: 'GraphQL publish by id, draft: true',
    run: graphql(
      (id) => `mutation { updateArticle(id: ${id}, draft: true, data: { _status: published }) { id } }`,
    ),
    publishesNewest: true,
  },
  {
    name: 'GraphQL publish with a change',
    run: graphql(
      (id) =>
        `mutation { updateArticle(id: ${id}, data: { title: "${CHANGED}", _status: published }) { id } }`,
    ),
  },
  {
    name: 'GraphQL edit without status',
    run: graphql((id) => `mutation { updateArticle(id: ${id}, data: { title: "${CHANGED}" }) { id } }`),
  },
  {
    name: 'GraphQL unpublish',
    run: graphql((id) => `mutation { updateArticle(id: ${id}, data: { _status: draft }) { id } }`),
  },
  { name: 'GraphQL delete', run: graphql((id) => `mutation { deleteArticle(id: ${id}) { id } }`) },
  {
    name: 'GraphQL restore a published version',
    run: async (site, target, who) => {
      const id = await oldVersion(site, target.id)
      return graphql(
        () =>
          `mutation { restoreVersionArticle(id: ${typeof id === 'number' ? id : JSON.stringify(id)}) { id } }`,
      )(site, target, who)
    },
  },
  {
    name: 'Local create published',
    local: 'anyone',
    run: local((payload) => payload.create({ collection, data: { title: CHANGED, ...published } })),
  },
  {
    name: 'Local create published, draft: true',
    local: 'anyone',
    run: local((payload) =>
      payload.create({ collection, draft: true, data: { title: CHANGED, ...published } }),
    ),
  },
  {
    name: 'Local publish by id',
    local: 'anyone',
    run: local((payload, id) => payload.update({ collection, id, data: published })),
    publishesNewest: true,
  },
  {
    name: 'Local publish by id, draft: true',
    local: 'anyone',
    run: local((payload, id) => payload.update({ collection, id, draft: true, data: published })),
    publishesNewest: true,
  },
  {
    name: 'Local publish with a change',
    local: 'anyone',
    run: local((payload, id) => payload.update({ collection, id, data: { title: CHANGED, ...published } })),
  },
  {
    name: 'Local bulk publish with a change',
    local: 'anyone',
    run: local((payload, id) =>
      payload.update({ collection, where: { id: { equals: id } }, data: { title: CHANGED, ...published } }),
    ),
  },
  {
    name: 'Local edit without status',
    local: 'anyone',
    run: local((payload, id) => payload.update({ collection, id, data: { title: CHANGED } })),
  },
  {
    name: 'Local unpublish',
    local: 'anyone',
    run: local((payload, id) => payload.update({ collection, id, data: { _status: 'draft' } })),
  },
  {
    name: 'Local restore a published version',
    local: 'anyone',
    run: local(async (payload, id, site) =>
      payload.restoreVersion({ collection, id: await oldVersion(site, id) }),
    ),
  },
  {
    name: 'Local duplicate',
    local: 'anyone',
    run: local((payload, id) => payload.duplicate({ collection, id, data: published })),
  },
  { name: 'Local delete', run: local((payload, id) => payload.delete({ collection, id })) },
  {
    name: 'Local delete where',
    local: 'anyone',
    run: local((payload, id) => payload.delete({ collection, where: { id: { equals: id } } })),
  },
  {
    name: 'Local trash',
    local: 'anyone',
    run: local((payload, id) =>
      payload.update({ collection, id, data: { deletedAt: '2026-03-02T15:00:00.000Z' } }),
    ),
  },
  {
    name: 'adapter updateOne',
    local: 'nobody',
    run: local((payload, id) =>
      payload.db.updateOne({
        collection,
        id,
        data: { publishedAt: null, deletedAt: '2026-03-02T15:00:00.000Z' },
      }),
    ),
  },
  {
    name: 'adapter updateMany',
    local: 'nobody',
    run: local((payload, id) =>
      payload.db.updateMany({ collection, where: { id: { equals: id } }, data: { _status: 'draft' } }),
    ),
  },
  {
    name: 'adapter deleteMany',
    local: 'nobody',
    run: local((payload, id) => payload.db.deleteMany({ collection, where: { id: { equals: id } } })),
  },
  {
    name: 'another language copied over (copyToLocale)',
    local: 'anyone',
    run: local(async (payload, id) => {
      // What the admin's server function does: the fetched status goes along.
      const { id: _id, ...data } = await payload.findByID({
        collection,
        id,
        draft: true,
        locale: 'fr',
        depth: 0,
      })
      return payload.update({ collection, id, data, draft: true, locale: 'en' })
    }),
    harmless: true,
  },
  {
    name: 'stock scheduler',
    local: 'nobody',
    run: local(async (payload, id) => {
      const job = await payload.jobs.queue({
        task: 'schedulePublish',
        input: { type: 'publish', doc: { relationTo: collection, value: String(id) } },
      })
      const outcome = await payload.jobs.runByID({ id: job.id })
      return { errors: JSON.stringify(outcome).includes('error') ? ['refused'] : [] }
    }),
    harmless: true,
    publishesNewest: true,
  },
]

export const BANNER: Attempt[] = [
  {
    name: 'REST global publish',
    run: rest('POST', () => '/globals/banner', published),
    publishesNewest: true,
  },
  {
    name: 'REST global publish with a change',
    run: rest('POST', () => '/globals/banner?draft=true', { text: CHANGED, ...published }),
  },
  { name: 'REST global edit without status', run: rest('POST', () => '/globals/banner', { text: CHANGED }) },
  { name: 'REST global unpublish', run: rest('POST', () => '/globals/banner', { _status: 'draft' }) },
  {
    name: 'GraphQL global publish',
    run: graphql(() => 'mutation { updateBanner(data: { _status: published }) { text } }'),
    publishesNewest: true,
  },
  {
    name: 'GraphQL global publish with a change',
    run: graphql(
      () => `mutation { updateBanner(data: { text: "${CHANGED}", _status: published }) { text } }`,
    ),
  },
  {
    name: 'Local global publish',
    local: 'anyone',
    run: local((payload) => payload.updateGlobal({ slug: 'banner', data: published })),
    publishesNewest: true,
  },
  {
    name: 'Local global edit without status',
    local: 'anyone',
    run: local((payload) => payload.updateGlobal({ slug: 'banner', data: { text: CHANGED } })),
  },
  {
    name: 'Local global restore',
    local: 'anyone',
    run: local(async (payload) => {
      const { docs } = await payload.db.findGlobalVersions({
        global: 'banner',
        where: { 'version._status': { equals: 'published' } },
        sort: 'createdAt',
        limit: 1,
      })
      return payload.restoreGlobalVersion({ slug: 'banner', id: docs[0].id })
    }),
  },
]

/** Who could try this: over an interface everybody but the site's own code. */
export const callersOf = ({ local: kind }: Attempt, everybody: Caller[]): Caller[] =>
  everybody.filter(({ name, user }) =>
    kind === undefined ? name !== 'system' : name === 'system' || (kind === 'anyone' && user !== undefined),
  )

/**
 * Each way in at least one state by somebody, and what must pass in the state where it must; every way in every state
 * by everybody with `FULL=1`.
 */
export const sample = (
  attempts: Attempt[],
  state: { name: string; index: number },
  everybody: Caller[],
): { attempt: Attempt; who: Caller }[] =>
  attempts.flatMap((attempt, index) => {
    const callers = callersOf(attempt, everybody)
    if (process.env.FULL === '1') return callers.map((who) => ({ attempt, who }))
    const tried = (index + state.index) % 4 === 0 || (attempt.publishesNewest && state.name === 'approved')
    return tried ? [{ attempt, who: callers[(index + state.index) % callers.length]! }] : []
  })
