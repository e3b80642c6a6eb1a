import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { Person } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { leaveResults } from '../results.js'
import { compareAndSet, moderatedSite, REMOVAL, type Commented, type Site } from './site.js'

/** Words that exist in one comment each: where one of them turns up, that comment was read. */
const TEXT = { pending: 'Quillwort', removed: 'Brambling', visible: 'Larkspur' }
const NAME = { pending: 'Pendaline', removed: 'Remodora', visible: 'Visobelle' }
type Kind = keyof typeof TEXT
const HIDDEN: Kind[] = ['pending', 'removed']

describeDatabases('what is pending or removed', (database) => {
  let site: Site
  const made = {} as Record<Kind, Commented>
  const people: Record<string, Person | undefined> = {}
  let pick: { id: number | string }
  let leaks = 0
  let combinations = 0
  const found: string[] = []

  beforeAll(async () => {
    site = await moderatedSite(database)
    const moderator = await site.person('moderator', ['administrator'])
    const author = await site.member('author')
    Object.assign(people, {
      visitor: undefined,
      member: await site.member('member'),
      author,
      creator: await site.person('creator', ['content-creator']),
      communications: await site.person('communications', ['communications']),
      privacy: await site.person('privacy', ['privacy-officer']),
      norole: await site.person('norole', []),
      moderator,
      aed: await site.person('aed', ['aed']),
      ed: await site.person('ed', ['ed']),
    })
    for (const kind of ['visible', 'pending', 'removed'] as const) {
      made[kind] = await site.comment(`A ${TEXT[kind]} in bloom`, { as: author, name: NAME[kind] })
    }
    await site.decide(moderator, await site.caseOf(made.visible.ref, moderator), { decision: 'keep' })
    await site.decide(moderator, await site.caseOf(made.removed.ref, moderator), REMOVAL)
    // Kept, reported and kept again: a decided item leaves nothing behind either.
    await site.report(made.visible.ref)
    pick = await site.payload.create({
      collection: 'picks' as never,
      data: {
        title: 'Picks',
        one: made.pending.id,
        many: [made.visible.id, made.pending.id, made.removed.id],
        any: { relationTo: 'comments', value: made.removed.id },
      } as never,
    })
    // Versions of the post, so that drafts and versions are read with their join as well.
    await site.payload.update({
      collection: 'posts',
      id: site.post.id,
      data: { title: 'Changed' } as never,
      draft: true,
    })
  })
  afterAll(async () => {
    leaveResults('moderation', database.name, { leaks, combinations })
    await site?.stop()
  })

  const MODERATORS = ['moderator', 'aed', 'ed']
  const OTHERS = ['visitor', 'member', 'author', 'creator', 'communications', 'privacy', 'norole']

  /** Who stands for all that are no moderators where two questions each are asked; all of them with FULL=1. */
  const PROBING = process.env.FULL ? OTHERS : ['visitor', 'member', 'privacy']

  /** `each` says that the question differs by comment; otherwise asking once tells all. */
  type Ask = ((as: Person | undefined, kind: Kind) => Promise<string>) & { each?: boolean }
  const each = (differs: boolean, ask: Ask): Ask => Object.assign(ask, { each: differs })
  const rest = (path: (kind: Kind) => string, headers?: Record<string, string>): Ask =>
    each(path.length > 0, async (as, kind) => (await site.rest('GET', path(kind), { as, headers })).text)
  const gql = (query: (kind: Kind) => string): Ask =>
    each(query.length > 0, async (as, kind) => JSON.stringify(await site.graphql(query(kind), { as })))
  const userOf = async (as: Person | undefined) => {
    if (!as) return null
    const collection = as.ref.split(':')[0]!
    return {
      ...((await site.payload.findByID({ collection: collection as never, id: as.id })) as object),
      collection,
    }
  }
  const local = (
    call: (common: { overrideAccess: false; user: never }, kind: Kind) => Promise<unknown>,
  ): Ask =>
    each(call.length > 1, async (as, kind) => {
      try {
        return JSON.stringify(await call({ overrideAccess: false, user: (await userOf(as)) as never }, kind))
      } catch (error) {
        return String((error as Error).message)
      }
    })
  const idOf = (kind: Kind): string =>
    typeof made[kind].id === 'number' ? String(made[kind].id) : JSON.stringify(made[kind].id)

  /** A hidden comment as a document, be it without its words. */
  const isHiddenDoc = (value: unknown): boolean => {
    if (Array.isArray(value)) return value.some(isHiddenDoc)
    if (typeof value !== 'object' || value === null) return false
    const doc = value as Record<string, unknown>
    const hidden = HIDDEN.some((kind) => String(made[kind].id) === String(doc.id))
    if (hidden && ('text' in doc || doc.subject === site.post.ref)) return true
    return Object.values(doc).some(isHiddenDoc)
  }
  const showsHidden = (text: string): boolean => {
    if (HIDDEN.some((kind) => text.includes(TEXT[kind]) || text.includes(NAME[kind]))) return true
    return /^[[{]/.test(text) && isHiddenDoc(JSON.parse(text))
  }

  /** Reads that would show the words of a comment to whoever may read it. */
  const READS: [string, Ask][] = [
    ['REST find', rest(() => '/comments?limit=0&depth=2')],
    ['REST findByID', rest((kind) => `/comments/${made[kind].id}?depth=2`)],
    ['REST findByID as draft', rest((kind) => `/comments/${made[kind].id}?draft=true`)],
    ['REST where state', rest((kind) => `/comments?where[state][equals]=${kind}`)],
    ['REST where not visible', rest(() => '/comments?where[state][not_equals]=visible')],
    [
      'REST where or',
      rest(() => '/comments?where[or][0][state][exists]=true&where[or][1][state][exists]=false'),
    ],
    ['REST where id', rest((kind) => `/comments?where[id][equals]=${made[kind].id}`)],
    ['REST where text', rest((kind) => `/comments?where[text][contains]=${TEXT[kind].slice(0, 5)}`)],
    ['REST where subject', rest(() => `/comments?where[subject][equals]=${site.post.ref}`)],
    ['REST where relationship', rest(() => `/comments?where[posts][equals]=${site.post.id}`)],
    ['REST sort', rest(() => '/comments?sort=state&limit=1&page=1')],
    ['REST sort backwards', rest(() => '/comments?sort=-state&limit=3')],
    ['REST select', rest(() => '/comments?select[text]=true&select[authorName]=true')],
    ['REST trash', rest(() => '/comments?trash=true')],
    ['REST join', rest(() => `/posts/${site.post.id}?depth=2`)],
    ['REST join of a list', rest(() => '/posts?depth=2')],
    ['REST join of a draft', rest(() => `/posts/${site.post.id}?depth=2&draft=true`)],
    [
      'REST join with where',
      rest((kind) => `/posts/${site.post.id}?depth=1&joins[comments][where][state][equals]=${kind}`),
    ],
    [
      'REST join sorted',
      rest(() => `/posts/${site.post.id}?depth=1&joins[comments][sort]=-state&joins[comments][limit]=100`),
    ],
    ['REST versions', rest(() => '/posts/versions?depth=3')],
    ['REST population', rest(() => `/picks/${pick.id}?depth=3`)],
    [
      'REST population, chosen fields',
      rest(
        () => `/picks/${pick.id}?depth=2&populate[comments][text]=true&populate[comments][authorName]=true`,
      ),
    ],
    ['GraphQL find', gql(() => '{ Comments(limit: 100) { docs { id text authorName state } } }')],
    ['GraphQL findByID', gql((kind) => `{ Comment(id: ${idOf(kind)}) { id text authorName state } }`)],
    [
      'GraphQL where',
      gql((kind) => `{ Comments(where: { state: { equals: "${kind}" } }) { docs { id text authorName } } }`),
    ],
    [
      'GraphQL join',
      gql(() => '{ Posts { docs { comments(limit: 100) { docs { id text authorName } } } } }'),
    ],
    [
      'GraphQL population',
      gql(
        () =>
          '{ Picks { docs { one { text authorName } many { text authorName } any { value { ... on Comment { text authorName } } } } } }',
      ),
    ],
    [
      'Local find',
      local((common) =>
        site.payload.find({ ...common, collection: 'comments' as never, pagination: false, depth: 2 }),
      ),
    ],
    [
      'Local findByID',
      local((common, kind) =>
        site.payload.findByID({ ...common, collection: 'comments' as never, id: made[kind].id }),
      ),
    ],
    [
      'Local findByID without errors',
      local((common, kind) =>
        site.payload.findByID({
          ...common,
          collection: 'comments' as never,
          id: made[kind].id,
          disableErrors: true,
        }),
      ),
    ],
    [
      'Local find, hidden fields',
      local((common) =>
        site.payload.find({ ...common, collection: 'comments' as never, showHiddenFields: true, limit: 0 }),
      ),
    ],
    [
      'Local distinct texts',
      local((common) =>
        site.payload.findDistinct({ ...common, collection: 'comments' as never, field: 'text' as never }),
      ),
    ],
    [
      'Local distinct names',
      local((common) =>
        site.payload.findDistinct({
          ...common,
          collection: 'comments' as never,
          field: 'authorName' as never,
        }),
      ),
    ],
    [
      'Local distinct through a relationship',
      local((common) =>
        site.payload.findDistinct({ ...common, collection: 'picks' as never, field: 'one.text' as never }),
      ),
    ],
    [
      'Local distinct relationship, populated',
      local((common) =>
        site.payload.findDistinct({
          ...common,
          collection: 'picks' as never,
          field: 'one' as never,
          depth: 2,
        } as never),
      ),
    ],
    [
      'Local join',
      local((common) =>
        site.payload.find({
          ...common,
          collection: 'posts',
          depth: 1,
          joins: { comments: { limit: 0, count: true } } as never,
        }),
      ),
    ],
    [
      'Local population',
      local((common) =>
        site.payload.findByID({ ...common, collection: 'picks' as never, id: pick.id, depth: 2 }),
      ),
    ],
    ['public list', rest(() => `/info/comments?on=${site.post.ref}`)],
    ['public page', rest(() => `/info/comments?on=${site.post.ref}`, { accept: 'text/html' })],
    ['report page', rest((kind) => `/info/tell?on=${made[kind].ref}`)],
    ['queue', rest(() => '/governance/moderation/queue?limit=100')],
    ['decisions', rest(() => '/governance/moderation/decisions')],
    ...[
      'gov-cases',
      'gov-reports',
      'gov-takedowns',
      'gov-receipts',
      'gov-outbox',
      'gov-ledger',
      'gov-timers',
      'payload-locked-documents',
      'payload-preferences',
    ].map((slug): [string, Ask] => [`REST ${slug}`, rest(() => `/${slug}?limit=0&depth=3`)]),
  ]

  /** Reads whose answer must not depend on whether there is a hidden comment that matches. */
  const PROBES: [string, (kind: Kind) => Ask, (kind: Kind) => Ask][] = (
    [
      [
        'REST count',
        (kind, word) =>
          rest(() => `/comments/count?where[state][equals]=${kind}&where[text][contains]=${word}`),
      ],
      ['REST find', (_, word) => rest(() => `/comments?where[text][contains]=${word}`)],
      ['REST find by name', (_, word) => rest(() => `/comments?where[authorName][contains]=${word}`)],
      [
        'REST posts by a comment’s text',
        (_, word) => rest(() => `/posts?depth=0&where[comments.text][contains]=${word}`),
      ],
      [
        'REST posts by a comment’s name',
        (_, word) => rest(() => `/posts?depth=0&where[comments.authorName][contains]=${word}`),
      ],
      [
        'REST posts by a comment’s state',
        (kind, word) =>
          rest(
            () => `/posts?depth=0&where[comments.state][equals]=${word.startsWith('No') ? 'nothing' : kind}`,
          ),
      ],
      [
        'REST count of posts by a comment’s state',
        (kind, word) =>
          rest(
            () => `/posts/count?where[comments.state][equals]=${word.startsWith('No') ? 'nothing' : kind}`,
          ),
      ],
      [
        'REST picks by a comment’s text',
        (_, word) => rest(() => `/picks?depth=0&where[one.text][contains]=${word}`),
      ],
      [
        'REST picks by one of many',
        (_, word) => rest(() => `/picks?depth=0&where[many.text][contains]=${word}`),
      ],
      [
        'REST picks by a comment’s state',
        (kind, word) =>
          rest(() => `/picks?depth=0&where[many.state][equals]=${word.startsWith('No') ? 'nothing' : kind}`),
      ],
      [
        'REST picks by some of many',
        (_, word) => rest(() => `/picks?depth=0&where[many][contains][text][contains]=${word}`),
      ],
      [
        'REST join with where',
        (_, word) =>
          rest(
            () =>
              `/posts/${site.post.id}?depth=0&joins[comments][where][text][contains]=${word}&joins[comments][count]=true`,
          ),
      ],
      [
        'GraphQL count',
        (_, word) => gql(() => `{ countComments(where: { text: { contains: "${word}" } }) { totalDocs } }`),
      ],
      [
        'GraphQL join count',
        (_, word) =>
          gql(
            () =>
              `{ Posts { docs { comments(count: true, where: { text: { contains: "${word}" } }) { totalDocs hasNextPage } } } }`,
          ),
      ],
      [
        'Local count',
        (_, word) =>
          local((common) =>
            site.payload.count({
              ...common,
              collection: 'comments' as never,
              where: { text: { contains: word } } as never,
            }),
          ),
      ],
      [
        'Local picks',
        (_, word) =>
          local((common) =>
            site.payload.find({
              ...common,
              depth: 0,
              collection: 'picks' as never,
              where: { 'one.text': { contains: word } } as never,
            }),
          ),
      ],
      [
        'Local posts',
        (_, word) =>
          local((common) =>
            site.payload.find({
              ...common,
              depth: 0,
              collection: 'posts',
              where: { 'comments.text': { contains: word } } as never,
            }),
          ),
      ],
    ] as [string, (kind: Kind, word: string) => Ask][]
  ).map(([name, ask]) => [
    name,
    (kind) => ask(kind, name.includes('name') ? NAME[kind].slice(0, 6) : TEXT[kind].slice(0, 6)),
    (kind) => ask(kind, 'Nosuch'),
  ])

  const normal = (text: string): string =>
    text.replaceAll(/\d+(\.\d+)?ms|nonce[-="][^"'; ]*|"?stamp"? value="[^"]*"/g, '')

  it('is read by nobody but moderators, on any path', async () => {
    for (const [path, ask] of READS) {
      for (const role of OTHERS) {
        for (const kind of ask.each ? HIDDEN : HIDDEN.slice(0, 1)) {
          const text = await ask(people[role], kind)
          combinations += 1
          if (showsHidden(text)) {
            leaks += 1
            found.push(`${path}, ${role}, ${kind}`)
          }
        }
      }
    }
    expect(found).toEqual([])
  }, 300_000)

  it('cannot be probed: an answer is the same whether or not a hidden comment matches', async () => {
    for (const [path, hit, miss] of PROBES) {
      for (const role of PROBING) {
        for (const kind of HIDDEN) {
          const [one, other] = [await hit(kind)(people[role], kind), await miss(kind)(people[role], kind)]
          combinations += 1
          const strip = (text: string): string =>
            normal(text).replaceAll(/Quillw|Brambl|Nosuch|Pendal|Remodo|pending|removed|nothing/g, '')
          if (strip(one) !== strip(other)) {
            leaks += 1
            found.push(
              `probe ${path}, ${role}, ${kind}: ${strip(one).slice(0, 120)} / ${strip(other).slice(0, 120)}`,
            )
          }
        }
      }
    }
    expect(found).toEqual([])
  }, 300_000)

  it('cannot be told from the order in which others are sorted', async () => {
    const { payload } = site
    const pickOf = (title: string, kind: Kind) =>
      payload.create({ collection: 'picks' as never, data: { title, one: made[kind].id } as never })
    await pickOf('of the pending one', 'pending')
    await pickOf('of the visible one', 'visible')
    const orders = async (as: Person | undefined) => {
      const titles: string[] = []
      for (const sort of [
        'one.text',
        '-one.text',
        'one.state',
        'one.authorName',
        'one.staff',
        'one.locale',
        'one.revision',
        'many.text',
        'any.value.text',
      ]) {
        const { body } = await site.rest('GET', `/picks?depth=0&sort=${sort}&where[title][like]=of the`, {
          as,
        })
        titles.push(`${sort}: ${body.docs?.map((doc: { title: string }) => doc.title).join() ?? 'refused'}`)
      }
      const posts = await site.rest('GET', '/posts?depth=0&sort=comments.text', { as })
      return [...titles, posts.body.docs?.length ?? 'refused'].join('; ')
    }
    const write = (text: string, authorName: string) =>
      compareAndSet(
        site.ctx,
        'comments',
        { id: { equals: made.pending.id } },
        {
          text,
          authorName,
        },
      )
    for (const role of OTHERS) {
      await write('Aaaa', 'Aaaa')
      const before = await orders(people[role])
      await write('Zzzz', 'Zzzz')
      combinations += 1
      if ((await orders(people[role])) !== before) {
        leaks += 1
        found.push(`sort, ${role}: ${before}`)
      }
    }
    await compareAndSet(
      site.ctx,
      'comments',
      { id: { equals: made.pending.id } },
      {
        text: `A ${TEXT.pending} in bloom`,
        authorName: NAME.pending,
        subject: site.post.ref,
        at: site.clock.now().toISOString(),
      },
    )
    expect(found).toEqual([])
  })

  it('is counted by nobody else', async () => {
    for (const role of OTHERS) {
      const as = people[role]
      expect((await site.rest('GET', '/comments/count', { as })).body.totalDocs).toBe(1)
      expect((await site.rest('GET', '/comments?limit=1', { as })).body).toMatchObject({
        totalDocs: 1,
        totalPages: 1,
        hasNextPage: false,
      })
      expect(
        (await site.rest('GET', `/posts/${site.post.id}?joins[comments][count]=true`, { as })).body.comments,
      ).toMatchObject({ totalDocs: 1, hasNextPage: false })
      expect(
        (
          await site.graphql(
            '{ countComments { totalDocs } Posts { docs { comments(count: true) { totalDocs } } } }',
            { as },
          )
        ).data,
      ).toMatchObject({
        countComments: { totalDocs: 1 },
        Posts: { docs: [{ comments: { totalDocs: 1 } }] },
      })
      expect((await site.rest('GET', `/info/comments?on=${site.post.ref}`, { as })).body.count).toBe(1)
      combinations += 5
    }
  })

  it('answers for a hidden comment as for one that does not exist', async () => {
    const missing = typeof made.pending.id === 'number' ? '999999' : 'ffffffffffffffffffffffff'
    for (const role of OTHERS) {
      const as = people[role]
      const none = await site.rest('GET', `/comments/${missing}`, { as })
      for (const kind of HIDDEN) {
        const answer = await site.rest('GET', `/comments/${made[kind].id}`, { as })
        expect([answer.status, answer.text]).toEqual([none.status, none.text])
      }
    }
  })

  describe('is there for moderators, so that the paths above can fail', () => {
    it('over REST, GraphQL, the Local API, joins, population, the queue and the list of decisions', async () => {
      const SAMPLE = process.env.FULL ? MODERATORS : ['moderator']
      const seen: Record<string, string[]> = {}
      for (const [path, ask] of READS) {
        for (const role of SAMPLE) {
          const text = await ask(people[role], 'pending')
          if (text.includes(TEXT.pending)) (seen[path] ??= []).push(role)
        }
      }
      const paths = [
        'REST find',
        'REST findByID',
        'REST where state',
        'REST where text',
        'REST join',
        'REST population',
        'GraphQL find',
        'GraphQL join',
        'GraphQL population',
        'Local find',
        'Local distinct texts',
        'Local distinct through a relationship',
        'Local join',
        'Local population',
        'queue',
      ]
      for (const path of paths) expect([path, seen[path]]).toEqual([path, SAMPLE])
      for (const role of MODERATORS)
        expect(
          (await site.rest('GET', '/governance/moderation/decisions', { as: people[role] })).text,
        ).toContain(TEXT.removed)
    }, 120_000)

    it('and the probes find it for them', async () => {
      for (const [path, hit, miss] of PROBES) {
        const [one, other] = [
          await hit('pending')(people.moderator, 'pending'),
          await miss('pending')(people.moderator, 'pending'),
        ]
        expect([path, normal(one) === normal(other)]).toEqual([path, false])
      }
    })

    it('and a visible one is there for everybody', async () => {
      for (const role of [...PROBING, 'moderator']) {
        for (const path of [
          'REST find',
          'REST findByID',
          'REST select',
          'REST join',
          'REST population',
          'REST population, chosen fields',
          'GraphQL find',
          'GraphQL join',
          'GraphQL population',
          'Local find',
          'Local join',
          'public list',
          'public page',
        ]) {
          const ask = READS.find(([name]) => name === path)![1]
          expect([path, role, (await ask(people[role], 'visible')).includes(TEXT.visible)]).toEqual([
            path,
            role,
            true,
          ])
        }
      }
    }, 120_000)

    it('but the account, its digest and the state of the machinery are nobody’s', async () => {
      const doc = (await site.rest('GET', `/comments/${made.visible.id}`, { as: people.privacy })).body
      expect(Object.keys(doc)).not.toEqual(expect.arrayContaining(['author']))
      for (const key of ['author', 'authorKey', 'queued', 'effects', 'effectsKey', 'rev', 'takedown'])
        expect(doc[key]).toBeUndefined()
      expect(
        (await site.rest('GET', `/comments/${made.visible.id}`, { as: people.moderator })).body.author,
      ).toBe(people.author!.ref)
      for (const field of ['author', 'authorKey', 'queued', 'rev'])
        expect(
          (await site.rest('GET', `/comments?where[${field}][exists]=true`, { as: people.member })).status,
        ).not.toBe(200)
    })
  })

  it('cannot be told from which documents a filter finds', async () => {
    const { payload } = site
    const quiet = await payload.create({
      collection: 'posts',
      data: { title: 'Quiet', _status: 'published' } as never,
    })
    const pending = await site.comment('Waits under the quiet post', { on: `posts:${quiet.id}` })
    const FILTERS = [
      'where[comments][exists]=true',
      `where[comments][equals]=${pending.id}`,
      `where[comments][in]=${pending.id}`,
      `where[comments.id][equals]=${pending.id}`,
      'where[comments.id][exists]=true',
      'where[comments.at][exists]=true',
      'where[comments.subject][exists]=true',
      `where[comments.posts][equals]=${quiet.id}`,
      'where[comments][contains][at][exists]=true',
      'where[comments][contains][subject][exists]=true',
      `where[comments][contains][id][equals]=${pending.id}`,
      `where[comments][contains][posts][equals]=${quiet.id}`,
      'where[and][0][comments][contains][at][exists]=true',
      'where[comments.staff][equals]=false',
    ]
    const finds = async (as: Person | undefined, filter: string): Promise<boolean> =>
      (await site.rest('GET', `/posts?depth=0&limit=0&${filter}`, { as })).text.includes('Quiet')
    for (const filter of FILTERS) {
      for (const role of PROBING) {
        combinations += 1
        if (await finds(people[role], filter)) {
          leaks += 1
          found.push(`filter ${filter}, ${role}`)
        }
      }
    }
    expect(found).toEqual([])
    // They are filters that find something for those who may: not all are errors.
    const working = await Promise.all(FILTERS.map((filter) => finds(people.moderator, filter)))
    expect(working.filter(Boolean).length).toBeGreaterThan(FILTERS.length / 3)
  })

  describe('is written by the plugin only', () => {
    it('nobody creates, changes, copies or deletes a comment over REST', async () => {
      for (const as of Object.values(people)) {
        const { id } = made.visible
        const answers = await Promise.all([
          site.rest('POST', '/comments', {
            as,
            body: {
              text: 'x',
              subject: site.post.ref,
              state: 'visible',
              locale: 'en',
              at: new Date().toISOString(),
              revision: 1,
            },
          }),
          site.rest('PATCH', `/comments/${id}`, { as, body: { text: 'x' } }),
          site.rest('PATCH', `/comments/${made.pending.id}`, { as, body: { state: 'visible' } }),
          site.rest('PATCH', '/comments?where[id][exists]=true', { as, body: { state: 'visible' } }),
          site.rest('POST', `/comments/${id}/duplicate`, { as, body: {} }),
          site.rest('DELETE', `/comments/${id}`, { as }),
          site.rest('DELETE', '/comments?where[id][exists]=true', { as }),
        ])
        for (const answer of answers) expect(answer.status).toBeGreaterThanOrEqual(400)
      }
      expect(await site.row('comments', made.visible.id)).toMatchObject({
        text: `A ${TEXT.visible} in bloom`,
        state: 'visible',
      })
      expect(await site.row('comments', made.pending.id)).toMatchObject({ state: 'pending' })
    })

    it('nor over the Local API with all rights, nor over GraphQL', async () => {
      const { payload } = site
      const sealed = { code: 'appendOnly' }
      const collection = 'comments' as never
      await expect(
        payload.update({ collection, id: made.pending.id, data: { state: 'visible' } as never }),
      ).rejects.toMatchObject(sealed)
      await expect(payload.delete({ collection, id: made.visible.id })).rejects.toMatchObject(sealed)
      await expect(
        payload.create({
          collection,
          data: {
            text: 'x',
            subject: site.post.ref,
            state: 'visible',
            locale: 'en',
            at: new Date().toISOString(),
            revision: 1,
          } as never,
        }),
      ).rejects.toMatchObject(sealed)
      await expect(
        payload.update({ collection: 'gov-cases' as never, where: {}, data: { state: 'kept' } as never }),
      ).resolves.toMatchObject({ docs: [] })
      const mutation = await site.graphql(
        `mutation { updateComment(id: ${idOf('pending')}, data: { state: "visible" }) { id } }`,
        { as: people.moderator },
      )
      expect(mutation.errors?.length).toBeGreaterThan(0)
      expect(await site.row('comments', made.pending.id)).toMatchObject({ state: 'pending' })
    })
  })
})
