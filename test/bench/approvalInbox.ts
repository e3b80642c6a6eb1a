import type { CollectionConfig } from 'payload'

import { actorOf } from '../../src/platform/actor.js'
import { insertRaw, settle } from './insertRaw.js'
import { type Bench, quantile, type Report, round, timed } from './timing.js'

const open = { create: () => true, read: () => true, update: () => true, delete: () => true }

export const stock: CollectionConfig = {
  slug: 'stock',
  access: open,
  admin: { useAsTitle: 'title' },
  versions: { drafts: true },
  fields: [{ name: 'title', type: 'text' }],
}
/** A leaner comparison, reported beside: short rows of a collection that no plugin knows. */
export const shelf: CollectionConfig = {
  slug: 'shelf',
  access: open,
  indexes: [{ fields: ['place', 'createdAt'] }],
  fields: [
    { name: 'title', type: 'text' },
    { name: 'place', type: 'text' },
    { name: 'state', type: 'text' },
    { name: 'by', type: 'text' },
    { name: 'byName', type: 'text' },
    { name: 'submittedAt', type: 'date' },
    { name: 'dueAt', type: 'date' },
  ],
}

/** Columns of a review that the inbox shows. */
const SHOWN = ['subject', 'locale', 'state', 'submittedByName', 'submittedAt', 'queue']

/** 100,000 documents, each with a review; one in ten is open and awaits the administrators. */
export const fill = async ({ site, author }: Bench, documents: number): Promise<void> => {
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

export const inboxes = async (bench: Bench, small: boolean, report: Report) => {
  const documents = small ? 5000 : 100_000
  const deepPage = small ? 8 : 150
  const times = small ? 20 : 100
  const { site, administrator } = bench
  const { payload } = site
  await fill(bench, documents)
  await settle(payload)
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
  const list = (collection: string, field: string, more: object) => (turn: number) => () =>
    payload.find({
      collection,
      where: { [field]: { greater_than: places(turn) } },
      // As the index is: without the second field Payload sorts by it the other way round, which no index has.
      sort: [field, 'createdAt'],
      limit: 50,
      pagination: false,
      depth: 0,
      overrideAccess: false,
      req: by,
      ...more,
    } as never)
  // The rows that the inbox lists, by the index that it takes, and no column more than it shows.
  const find = list('gov-reviews', 'queue', {
    select: Object.fromEntries(SHOWN.map((name) => [name, true])),
  })
  const lean = list('shelf', 'place', {})
  const first: number[] = []
  const last: number[] = []
  const plain: number[] = []
  const short: number[] = []
  const counts: number[] = []
  // Once for what is cold.
  for (const work of [ask(), ask(deep), find(0), lean(0)]) await work()
  for (let turn = 0; turn < times; turn += 1) {
    first.push(await timed(ask()))
    last.push(await timed(ask(deep)))
    plain.push(await timed(find(turn)))
    short.push(await timed(lean(turn)))
  }
  for (let turn = 0; turn < 10; turn += 1)
    counts.push(await timed(() => reads.inboxCounts({ payload, req: by, actor }, {})))
  report('inbox, page 1', first)
  report(`inbox, page ${deepPage}`, last)
  report('plain find of 50 reviews', plain)
  report('plain find of 50 short rows', short)
  report('inbox, counts', counts)
  const p95 = (times: number[]): number => quantile(times, 0.95)
  const slower = Math.max(p95(first), p95(last))
  return {
    inboxDeepVsFirst: round(p95(last) / p95(first)),
    inboxVsFind: round(slower / p95(plain)),
    // Not asked for: rows of another collection, with fewer columns than any review has.
    inboxVsShortFind: round(slower / p95(short)),
  }
}
