import { createLocalReq, type CollectionConfig, type PayloadRequest } from 'payload'

import { actorOf } from '../../src/platform/actor.js'
import { type Person, type Stand, stand } from '../helpers/boot.js'
import { databases } from '../helpers/databases.js'
import { insertRaw } from './insertRaw.js'

type Ratios = Record<'draftSave' | 'publish' | 'readPublished' | 'inboxDeepVsFirst' | 'inboxVsFind', number>
type Row = { database: string; what: string; p50: number; p95: number; of: number }

const open = { create: () => true, read: () => true, update: () => true, delete: () => true }

/** Two copies of one collection: as many fields as a small page has. */
const pages = (slug: string): CollectionConfig => ({
  slug,
  access: open,
  versions: { drafts: true, maxPerDoc: 100 },
  fields: [
    { name: 'title', type: 'text', localized: true },
    { name: 'summary', type: 'textarea', localized: true },
    { name: 'body', type: 'richText', localized: true },
    { name: 'day', type: 'date' },
    {
      name: 'links',
      type: 'array',
      fields: [
        { name: 'label', type: 'text' },
        { name: 'address', type: 'text' },
      ],
    },
  ],
})
const stock: CollectionConfig = {
  slug: 'stock',
  access: open,
  admin: { useAsTitle: 'title' },
  versions: { drafts: true },
  fields: [{ name: 'title', type: 'text' }],
}
/** What the inbox is compared with: a list of as many rows, by an index, without any plugin. */
const shelf: CollectionConfig = {
  slug: 'shelf',
  access: open,
  fields: [
    { name: 'title', type: 'text' },
    { name: 'place', type: 'text', index: true },
    { name: 'state', type: 'text' },
    { name: 'by', type: 'text' },
    { name: 'byName', type: 'text' },
    { name: 'submittedAt', type: 'date' },
    { name: 'dueAt', type: 'date' },
  ],
}

const quantile = (times: number[], q: number): number => {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0
}
const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now()
  await work()
  return performance.now() - began
}
const round = (value: number): number => Number(value.toFixed(3))

const words = (index: number) => ({
  root: {
    type: 'root',
    direction: 'ltr',
    format: '',
    indent: 0,
    version: 1,
    children: Array.from({ length: 12 }, (_, paragraph) => ({
      type: 'paragraph',
      direction: 'ltr',
      format: '',
      indent: 0,
      version: 1,
      children: [
        {
          type: 'text',
          detail: 0,
          format: 0,
          mode: 'normal',
          style: '',
          version: 1,
          text: `Paragraph ${paragraph} of ${index}. `.repeat(8),
        },
      ],
    })),
  },
})

interface Bench {
  site: Stand
  author: Person
  administrator: Person
  /** A request of this person, with their roles. */
  req: (person: Person) => Promise<PayloadRequest>
}

const begin = async (database: ReturnType<typeof databases>[number]): Promise<Bench> => {
  const site = await stand(database, {
    collections: [pages('governed'), pages('ungoverned'), stock, shelf],
    plugin: {
      approvals: { collections: ['governed', 'stock'], locales: 'any' },
      // Measured here is one capability; the others have benchmarks of their own.
      moderation: false,
      notices: false,
      retention: false,
      incidents: false,
    },
  })
  const author = await site.person('author', ['content-creator'])
  const administrator = await site.person('administrator', ['administrator'])
  const req = async (person: Person): Promise<PayloadRequest> => {
    const user = {
      ...(await site.payload.findByID({ collection: 'users', id: person.id })),
      collection: 'users',
    }
    return createLocalReq({ user: user as never }, site.payload)
  }
  return { site, author, administrator, req }
}

/** Saves, publications and reads of both copies, one after the other, so that whatever slows one slows both. */
const writes = async ({ site, author, administrator, req }: Bench, small: boolean, report: Report) => {
  const { payload } = site
  const documents = small ? 4 : 25
  const versions = small ? 3 : 20
  const rounds = small ? 2 : 8
  const slugs = ['governed', 'ungoverned'] as const
  const ids: Record<string, (number | string)[]> = { governed: [], ungoverned: [] }
  let serial = 0
  const content = (): Record<string, unknown> => {
    serial += 1
    return {
      title: `Title ${serial}`,
      summary: `Summary ${serial}`,
      body: words(serial),
      day: '2026-03-02T15:00:00.000Z',
      links: [1, 2, 3].map((link) => ({ label: `Link ${link}`, address: `https://example.org/${serial}` })),
    }
  }
  const save = async (collection: string, id: number | string, data: object): Promise<unknown> =>
    payload.update({
      collection,
      id,
      data,
      draft: true,
      depth: 0,
      overrideAccess: false,
      req: await req(author),
    } as never)
  for (let index = 0; index < documents; index += 1) {
    for (const slug of slugs) {
      const made = await payload.create({ collection: slug, draft: true, data: content() } as never)
      ids[slug]!.push(made.id)
      for (let version = 1; version < versions; version += 1) await save(slug, made.id, content())
    }
  }
  const both = async (
    measure: (slug: string, id: number | string) => Promise<number>,
  ): Promise<Record<string, number[]>> => {
    const times: Record<string, number[]> = { governed: [], ungoverned: [] }
    for (let index = 0; index < documents; index += 1) {
      // Who goes first changes, so that nobody always pays for what is cold.
      for (const slug of index % 2 === 0 ? slugs : [...slugs].reverse())
        times[slug]!.push(await measure(slug, ids[slug]![index]!))
    }
    return times
  }
  const compare = (what: string, parts: Record<string, number[]>[]): number => {
    const all = (slug: string): number[] => parts.flatMap((part) => part[slug]!)
    for (const slug of slugs) report(`${what}, ${slug}`, all(slug))
    return round(quantile(all('governed'), 0.5) / quantile(all('ungoverned'), 0.5))
  }

  const saves = []
  for (let turn = 0; turn < rounds; turn += 1) {
    saves.push(
      await both(async (slug, id) => {
        const data = content()
        return timed(() => save(slug, id, data))
      }),
    )
  }
  const draftSave = compare('save a draft', saves)

  const approve = async (id: number | string): Promise<void> => {
    const path = `/governance/approvals/collections/governed/${id}`
    const submitted = await site.rest('POST', `${path}/submit`, { as: author })
    const { hash } = submitted.body
    const answer = await site.rest('POST', `${path}/approve`, {
      as: administrator,
      body: { hash, attested: true },
    })
    if (answer.status !== 200) throw new Error(`approve: ${answer.text}`)
  }
  const publications = []
  for (let turn = 0; turn < Math.max(2, rounds / 2); turn += 1) {
    await both(async (slug, id) => {
      await save(slug, id, content())
      if (slug === 'governed') await approve(id)
      return 0
    })
    publications.push(
      await both(async (slug, id) => {
        const by = await req(author)
        return timed(() =>
          payload.update({
            collection: slug,
            id,
            data: { _status: 'published' },
            depth: 0,
            overrideAccess: false,
            req: by,
          } as never),
        )
      }),
    )
  }
  const publish = compare('publish', publications)

  const reads = []
  for (let turn = 0; turn < rounds * 4; turn += 1) {
    reads.push(
      await both(async (slug, id) => {
        const visitor = await createLocalReq({}, payload)
        return timed(async () => {
          await payload.findByID({ collection: slug, id, overrideAccess: false, req: visitor } as never)
          await payload.find({
            collection: slug,
            where: { _status: { equals: 'published' } },
            limit: 10,
            overrideAccess: false,
            req: visitor,
          } as never)
        })
      }),
    )
  }
  return { draftSave, publish, readPublished: compare('read published', reads) }
}

/** 100,000 documents, each with a review; one in ten is open and awaits the administrators. */
const fill = async ({ site, author }: Bench, documents: number): Promise<void> => {
  const { payload } = site
  const now = '2026-03-02T15:00:00.000Z'
  const common = { createdAt: now, updatedAt: now }
  const begun = Date.parse(now)
  const definition = {
    steps: [
      { key: 'approval', roles: ['administrator', 'aed', 'ed'], approvals: 1, dueDays: 3, checklist: [] },
    ],
    attestations: ['content'],
    expireDays: 90,
  }
  const leaves = Object.fromEntries(
    Array.from({ length: 12 }, (_, field) => [`field${field}`, 'a'.repeat(24)]),
  )
  for (let from = 0; from < documents; from += 500) {
    const block = Array.from({ length: Math.min(500, documents - from) }, (_, index) => from + index)
    const found = await insertRaw(
      payload,
      'stock',
      block.map((n) => ({
        title: `Document ${n}`,
        _status: n % 10 === 0 ? 'draft' : 'published',
        ...common,
      })),
    )
    await insertRaw(
      payload,
      'stock',
      block.map((n, index) => ({
        parent: found[index],
        version: { title: `Document ${n}`, _status: n % 10 === 0 ? 'draft' : 'published', ...common },
        latest: true,
        ...common,
      })),
      true,
    )
    await insertRaw(
      payload,
      'shelf',
      block.map((n) => ({
        title: `Document ${n}`,
        place: `${new Date(begun + n * 60_000).toISOString()}~${n}`,
        state: 'inReview',
        by: author.ref,
        byName: 'author',
        submittedAt: now,
        dueAt: now,
        ...common,
      })),
    )
    await insertRaw(
      payload,
      'gov-reviews',
      block.map((n, index) => {
        const isOpen = n % 10 === 0
        const subject = `stock:${String(found[index])}`
        // Not in the order of their ids, as in life.
        const dueAt = new Date(begun + ((n * 7919) % documents) * 60_000).toISOString()
        return {
          openKey: isOpen ? subject : `closed:bench-${n}`,
          queue: isOpen ? `${dueAt}~${subject}` : null,
          subject,
          kind: 'collection',
          entity: 'stock',
          docId: String(found[index]),
          state: isOpen ? 'inReview' : 'published',
          round: 1,
          step: 0,
          awaits: isOpen ? '|administrator|aed|ed|' : null,
          approvals: [],
          hash: 'b'.repeat(64),
          leaves,
          locales: ['en', 'fr'],
          definition,
          submittedBy: author.ref,
          submittedByName: 'author',
          submittedAt: now,
          dueAt,
          rev: 0,
          ...common,
        }
      }),
    )
    await insertRaw(
      payload,
      'gov-review-authors',
      block.map((n, index) => ({
        subject: `stock:${String(found[index])}`,
        author: author.ref,
        touches: 1,
        open: n % 10 === 0,
        at: now,
        ...common,
      })),
    )
  }
}

interface InboxPage {
  items: unknown[]
  next?: string
}

const inboxes = async (bench: Bench, small: boolean, report: Report) => {
  const documents = small ? 5000 : 100_000
  const deepPage = small ? 8 : 150
  const times = small ? 20 : 100
  const { site, administrator } = bench
  const { payload } = site
  await fill(bench, documents)
  const { reads } = (site.config.custom as any).governance.capabilities.find(
    ({ key }: any) => key === 'approvals',
  )
  const page = async (after?: string): Promise<InboxPage> => {
    const req = await bench.req(administrator)
    return reads.inbox({ payload, req, actor: actorOf(req) }, { filter: 'me', locale: 'en', after })
  }
  let deep: string | undefined
  for (let turn = 1; turn < deepPage; turn += 1) {
    const { items, next } = await page(deep)
    if (items.length !== 50 || !next) throw new Error(`Page ${turn} has ${items.length} items.`)
    deep = next
  }
  const by = await bench.req(administrator)
  const actor = actorOf(by)
  const ask = (after?: string) => (): Promise<InboxPage> =>
    reads.inbox({ payload, req: by, actor }, { filter: 'me', locale: 'en', after })
  const places = (turn: number): string =>
    new Date(Date.parse('2026-03-02T15:00:00.000Z') + turn * 600_000).toISOString()
  const find = (turn: number) => () =>
    payload.find({
      collection: 'shelf',
      where: { place: { greater_than: places(turn) } },
      sort: 'place',
      limit: 50,
      pagination: false,
      depth: 0,
      overrideAccess: false,
      req: by,
    } as never)
  const first: number[] = []
  const last: number[] = []
  const plain: number[] = []
  const counts: number[] = []
  // Once for what is cold.
  for (const work of [ask(), ask(deep), find(0)]) await work()
  for (let turn = 0; turn < times; turn += 1) {
    first.push(await timed(ask()))
    last.push(await timed(ask(deep)))
    plain.push(await timed(find(turn)))
  }
  for (let turn = 0; turn < 10; turn += 1)
    counts.push(await timed(() => reads.inboxCounts({ payload, req: by, actor }, {})))
  report('inbox, page 1', first)
  report(`inbox, page ${deepPage}`, last)
  report('plain find of 50 rows', plain)
  report('inbox, counts', counts)
  const [p1, pDeep, pFind] = [first, last, plain].map((all) => quantile(all, 0.95)) as [
    number,
    number,
    number,
  ]
  return { inboxDeepVsFirst: round(pDeep / p1), inboxVsFind: round(Math.max(p1, pDeep) / pFind) }
}

type Report = (what: string, times: number[]) => void

/**
 * A governed and an ungoverned copy of one collection, both with as many versions per document, and the inbox over
 * 100,000 documents with 10,000 open reviews. Ratios of the median for saves, publications and reads, of the 95th
 * percentile for the inbox. Times are milliseconds.
 */
export async function bench({ small }: { small: boolean }): Promise<{ rows: Row[]; summary: object }> {
  const rows: Row[] = []
  const summary: Record<string, Ratios> = {}
  for (const database of databases()) {
    const report: Report = (what, times) => {
      const [p50, p95] = [0.5, 0.95].map((q) => round(quantile(times, q))) as [number, number]
      rows.push({ database: database.name, what, p50, p95, of: times.length })
    }
    const one = await begin(database)
    try {
      const ratios = await writes(one, small, report)
      summary[database.name] = { ...ratios, ...(await inboxes(one, small, report)) }
    } finally {
      await one.site.stop()
    }
  }
  const [first] = Object.values(summary)
  // With one database its keys stand at the top, too.
  return { rows, summary: { ...(Object.keys(summary).length === 1 ? first : {}), databases: summary } }
}
