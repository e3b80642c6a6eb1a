import { afterAll, beforeAll, expect, it } from 'vitest'

import { publishAsHost } from '../../../src/index.js'
import { settleRefusals } from '../../../src/capabilities/approvals/index.js'
import { findRows } from '../../../src/platform/db.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { leaveResults } from '../results.js'
import { type ApprovalSite, approvalSite, countVersions, liveContent, type Target } from './site.js'

const STATES = ['live, no draft', 'no review', 'in review', 'approved', 'approved then edited'] as const
type State = (typeof STATES)[number]

type Answer = { refused: boolean; code?: string }
interface Attempt {
  name: string
  run: (site: ApprovalSite, target: Target) => Promise<Answer>
  /** Publishes the newest draft as it is: passes once that is approved. */
  publishesNewest?: boolean
  /** Copies the newest version: a draft of a draft is no publication. */
  copiesNewest?: boolean
  /** Passes in every state, because it changes nothing that is live. */
  harmless?: boolean
}

const CHANGED = 'Changed behind the back'

const rest =
  (method: string, path: (id: unknown) => string, body?: Record<string, unknown>): Attempt['run'] =>
  async (site, { id }) => {
    const answer = await site.rest(method, path(id), { as: site.author, body })
    const failed = (answer.body?.errors?.length ?? 0) > 0
    return { refused: answer.status >= 400 || failed, code: answer.body?.errors?.[0]?.data?.code }
  }

const local =
  (call: (payload: any, id: any, site: ApprovalSite) => Promise<unknown>): Attempt['run'] =>
  async (site, { id }) => {
    try {
      const result = (await call(site.payload, id, site)) as { errors?: unknown[] } | undefined
      return { refused: (result?.errors?.length ?? 0) > 0 }
    } catch (error) {
      return { refused: true, code: (error as { code?: string }).code ?? String(error) }
    }
  }

const graphql =
  (query: (id: string) => string): Attempt['run'] =>
  async (site, { id }) => {
    const text = typeof id === 'number' ? String(id) : JSON.stringify(id)
    const { errors } = await site.graphql(query(text), { as: site.author })
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
  })
  return docs[0]?.id
}

const ARTICLE: Attempt[] = [
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
    run: async (site, target) => {
      const id = await oldVersion(site, target.id)
      return rest('POST', () => `/articles/versions/${String(id)}`)(site, target)
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
    run: async (site, target) => {
      const id = await oldVersion(site, target.id)
      return graphql(
        () =>
          `mutation { restoreVersionArticle(id: ${typeof id === 'number' ? id : JSON.stringify(id)}) { id } }`,
      )(site, target)
    },
  },
  {
    name: 'Local create published',
    run: local((payload) => payload.create({ collection, data: { title: CHANGED, ...published } })),
  },
  {
    name: 'Local create published, draft: true',
    run: local((payload) =>
      payload.create({ collection, draft: true, data: { title: CHANGED, ...published } }),
    ),
  },
  {
    name: 'Local publish by id',
    run: local((payload, id) => payload.update({ collection, id, data: published })),
    publishesNewest: true,
  },
  {
    name: 'Local publish by id, draft: true',
    run: local((payload, id) => payload.update({ collection, id, draft: true, data: published })),
    publishesNewest: true,
  },
  {
    name: 'Local publish with a change',
    run: local((payload, id) => payload.update({ collection, id, data: { title: CHANGED, ...published } })),
  },
  {
    name: 'Local bulk publish with a change',
    run: local((payload, id) =>
      payload.update({ collection, where: { id: { equals: id } }, data: { title: CHANGED, ...published } }),
    ),
  },
  {
    name: 'Local edit without status',
    run: local((payload, id) => payload.update({ collection, id, data: { title: CHANGED } })),
  },
  {
    name: 'Local unpublish',
    run: local((payload, id) => payload.update({ collection, id, data: { _status: 'draft' } })),
  },
  {
    name: 'Local restore a published version',
    run: local(async (payload, id, site) =>
      payload.restoreVersion({ collection, id: await oldVersion(site, id) }),
    ),
  },
  {
    name: 'Local duplicate',
    run: local((payload, id) => payload.duplicate({ collection, id, data: published })),
  },
  { name: 'Local delete', run: local((payload, id) => payload.delete({ collection, id })) },
  {
    name: 'Local delete where',
    run: local((payload, id) => payload.delete({ collection, where: { id: { equals: id } } })),
  },
  {
    name: 'Local trash',
    run: local((payload, id) =>
      payload.update({ collection, id, data: { deletedAt: '2026-03-02T15:00:00.000Z' } }),
    ),
  },
  {
    name: 'adapter updateOne',
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
    run: local((payload, id) =>
      payload.db.updateMany({ collection, where: { id: { equals: id } }, data: { _status: 'draft' } }),
    ),
  },
  {
    name: 'adapter deleteMany',
    run: local((payload, id) => payload.db.deleteMany({ collection, where: { id: { equals: id } } })),
  },
  {
    name: 'another language copied over (copyToLocale)',
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

const BANNER: Attempt[] = [
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
    run: local((payload) => payload.updateGlobal({ slug: 'banner', data: published })),
    publishesNewest: true,
  },
  {
    name: 'Local global edit without status',
    run: local((payload) => payload.updateGlobal({ slug: 'banner', data: { text: CHANGED } })),
  },
  {
    name: 'Local global restore',
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

/** Each way in at least one state, and what must pass in the state where it must; every pair with `FULL=1`. */
const sample = (attempts: Attempt[], state: State): Attempt[] =>
  attempts.filter(
    (attempt, index) =>
      process.env.FULL === '1' ||
      (index + STATES.indexOf(state)) % 4 === 0 ||
      (attempt.publishesNewest && state === 'approved'),
  )

describeDatabases('approvals: no path around', (database) => {
  let site: ApprovalSite
  const counts = { attempts: 0, unapprovedPublishes: 0, approvedButRefused: 0, liveChangedByRefused: 0 }
  beforeAll(async () => {
    site = await approvalSite(database)
  })
  afterAll(async () => {
    leaveResults('approvals', database.name, counts)
    await settleRefusals(site.payload)
    await site?.stop()
  })

  const field = (target: Target): string => (target.id === undefined ? 'text' : 'title')

  const host = async (target: Target | { slug: 'articles' }, text: string): Promise<number | string> => {
    const name = target.slug === 'banner' ? 'text' : 'title'
    const options =
      target.slug === 'banner' ? { global: 'banner' } : { collection: 'articles', id: (target as Target).id }
    const doc = await publishAsHost(site.payload, {
      ...options,
      data: { [name]: text },
      locales: { fr: { [name]: `${text} (fr)` } },
      reason: 'Fixture',
    } as never)
    return doc.id
  }

  const edit = async (target: Target, text: string, locale: string): Promise<void> => {
    const common = {
      data: { [field(target)]: text },
      draft: true,
      locale,
      user: {
        ...(await site.payload.findByID({ collection: 'users', id: site.author.id })),
        collection: 'users',
      },
    }
    if (target.id === undefined) await site.payload.updateGlobal({ ...common, slug: target.slug } as never)
    else await site.payload.update({ ...common, collection: target.slug, id: target.id } as never)
  }

  let serial = 0
  /** Live as "Now n", once live as "Before n"; with a draft "Next n" in the state. */
  const fixture = async (state: State, global = false): Promise<Target> => {
    serial += 1
    if (global) {
      // One document only: what was left of the last state goes first.
      const open = await site.status(site.administrator, { slug: 'banner' })
      if (open.actions?.includes('withdraw'))
        await site.act('withdraw', site.administrator, { slug: 'banner' })
    }
    const first: Target = global
      ? { slug: 'banner' }
      : { slug: 'articles', id: await host({ slug: 'articles' }, `Before ${serial}`) }
    if (global) await host(first, `Before ${serial}`)
    await host(first, `Now ${serial}`)
    if (state === 'live, no draft') return first
    await edit(first, `Next ${serial}`, 'en')
    await edit(first, `Next ${serial} (fr)`, 'fr')
    if (state === 'no review') return first
    if (state === 'in review') await site.act('submit', site.author, first)
    else await site.approved(first)
    if (state === 'approved then edited') await edit(first, `Later ${serial}`, 'fr')
    return first
  }

  interface Snapshot {
    live: string
    versions: number
    liveDocs: number
    state: string
    hash: string
  }
  const snapshot = async (target: Target): Promise<Snapshot> => {
    const status = await site.status(site.author, target)
    const liveDocs = await site.payload.db.count({
      collection: 'articles',
      where: { and: [{ _status: { equals: 'published' } }, { deletedAt: { exists: false } }] },
    })
    return {
      live: await liveContent(site, target),
      versions: await countVersions(site, target),
      liveDocs: liveDocs.totalDocs,
      state: status.state,
      hash: status.hash,
    }
  }

  const walk = async (attempts: Attempt[], state: State, global: boolean): Promise<string[]> => {
    const problems: string[] = []
    let target = await fixture(state, global)
    let before = await snapshot(target)
    for (const attempt of attempts) {
      counts.attempts += 1
      const answer = await attempt.run(site, target)
      const after = await snapshot(target)
      const problem = (text: string): void => {
        problems.push(`${attempt.name} × ${state}: ${text} ${JSON.stringify(answer)}`)
      }
      const changed = after.live !== before.live || after.liveDocs !== before.liveDocs
      const isApproved =
        state === 'approved' &&
        after.live.includes(`Next ${serial}`) &&
        after.live.includes(`Next ${serial} (fr)`) &&
        after.liveDocs === before.liveDocs
      if (answer.refused && (changed || after.versions !== before.versions)) {
        counts.liveChangedByRefused += 1
        problem('refused, but changed something')
      }
      if (changed && !isApproved) {
        counts.unapprovedPublishes += 1
        problem(`live changed from ${before.live} to ${after.live}`)
      }
      if (state === 'approved' && attempt.publishesNewest && !(changed && isApproved)) {
        counts.approvedButRefused += 1
        problem('approved, but not published')
      }
      const mustPass =
        attempt.harmless ||
        (attempt.publishesNewest && (state === 'approved' || state === 'live, no draft')) ||
        (attempt.copiesNewest && state !== 'live, no draft')
      if (!answer.refused && !mustPass && !changed) problem('passed without a word')
      if (JSON.stringify(after) !== JSON.stringify(before)) {
        target = await fixture(state, global)
        before = await snapshot(target)
      }
    }
    return problems
  }

  for (const state of STATES) {
    it(`refuses or renders harmless the ways with a document: ${state}`, async () => {
      expect(await walk(sample(ARTICLE, state), state, false)).toEqual([])
    }, 300_000)
    it(`refuses or renders harmless the ways with a global: ${state}`, async () => {
      expect(await walk(sample(BANNER, state), state, true)).toEqual([])
    }, 120_000)
  }

  it('puts refusals on the ledger, those of bulk operations and the Local API too', async () => {
    await settleRefusals(site.payload)
    const refusals = await findRows(
      { payload: site.payload },
      'gov-ledger',
      { action: { equals: 'approvals.refused' } },
      { limit: 5000 },
    )
    expect(refusals.length).toBeGreaterThan(30)
    expect(new Set(refusals.map(({ actorKind }) => actorKind))).toEqual(new Set(['staff', 'system']))
  })
})
