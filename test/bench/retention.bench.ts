import { setTimeout } from 'node:timers/promises'

import { databases, type TestDatabase } from '../helpers/databases.js'
import { deleteAll, type Desk, desk, fill, left } from './retentionSite.js'
import { setBased } from './setBased.js'
import { quantile, round, timed } from './timing.js'

interface Sizes {
  /** Letters that Payload deletes, that are compared, and that are many. */
  payload: number
  compared: number
  many: number
  /** Times that a page is read for each comparison. */
  finds: number
}

interface Row {
  database: string
  'payload/s': number
  'set based/s': number
  'ours/s': number
  vsPayloadDelete: number
  vsSetBased: number
  perRowMillionVsTenThousand: number
  many: number
  rssGrowthMB: number
  worstBatchMs: number
  findSlowdownP95: number
  'find p95 ms': number
  'gentle/s': number
}

const mustBeEmpty = async (site: Desk): Promise<void> => {
  const rest = await left(site)
  if (rest > 0) throw new Error(`${rest} rows are left: these figures say nothing.`)
}

/** `payload.delete({ where })` on the same site without the plugin: the letters, and the documents of their files. */
const byPayload = async (database: TestDatabase, count: number): Promise<number> => {
  const site = await desk(database, undefined)
  try {
    await fill(site, count, false)
    const { payload } = site.site
    const took = await timed(async () => {
      for (const collection of ['letters', 'scans'] as const) {
        const { errors } = await payload.delete({
          collection: collection as never,
          where: { id: { exists: true } },
        })
        if (errors.length > 0) throw new Error(`Payload could not delete: ${JSON.stringify(errors[0])}`)
      }
    })
    await mustBeEmpty(site)
    return took / count
  } finally {
    await site.stop()
  }
}

interface Measured {
  /** How long it took to make the letters, in seconds, and to delete each, in milliseconds. */
  filled: number
  perRow: number
  worstBatchMs: number
  rssGrowthMB: number
}

/** From the intent of a batch to its last file. */
const batches = (site: Desk): (() => number) => {
  let began = 0
  let worst = 0
  site.watch((step) => {
    if (step === 'before:intend') began = performance.now()
    if (step === 'after:dropFiles' || step === 'after:dropRows')
      worst = Math.max(worst, performance.now() - began)
  })
  return () => worst
}

const rssMB = (): number => process.memoryUsage().rss / 1_048_576

const ours = async (site: Desk, count: number): Promise<Measured> => {
  const filled = (await timed(() => fill(site, count))) / 1000
  ;(globalThis as { gc?: () => void }).gc?.()
  const worst = batches(site)
  const before = rssMB()
  let most = before
  const look = setInterval(() => {
    most = Math.max(most, rssMB())
  }, 50)
  const took = await timed(async () => {
    const done = await deleteAll(site)
    if (done !== count) throw new Error(`${done} of ${count} letters went.`)
  })
  clearInterval(look)
  site.watch(() => undefined)
  await mustBeEmpty(site)
  return { filled, perRow: took / count, worstBatchMs: worst(), rssGrowthMB: most - before }
}

/** Reads a page as visitors do, one after the other with a moment in between, so many times or until told to end. */
const reads = async (site: Desk, times: number, isOver: () => boolean = () => false): Promise<number[]> => {
  const took: number[] = []
  while (took.length < times && !isOver()) {
    took.push(await timed(() => site.site.payload.find({ collection: 'pages' as never, limit: 10 })))
    await setTimeout(2)
  }
  return took
}

/** How much slower a page is while letters are deleted at the default pace, in the same process. */
const slowdown = async (
  database: TestDatabase,
  { finds }: Sizes,
): Promise<{ ratio: number; p95: number; perSecond: number }> => {
  const site = await desk(database, 'gentle')
  try {
    const { payload } = site.site
    for (let at = 0; at < 50; at += 1)
      await payload.create({ collection: 'pages' as never, data: { title: `Page ${at}` } as never })
    // More than it can delete meanwhile.
    await fill(site, finds * 8)
    await reads(site, Math.ceil(finds / 4))
    const alone = await reads(site, finds)
    let isOver = false
    const began = performance.now()
    const work = deleteAll(site).finally(() => {
      isOver = true
    })
    const beside = await reads(site, finds, () => isOver)
    const seconds = (performance.now() - began) / 1000
    if (beside.length < finds) throw new Error('The deletion was over before the reading: too few letters.')
    const units = await payload.db.find({
      collection: 'gov-deletions',
      where: { state: { in: ['rowsGone', 'certified'] } },
      select: { counts: true },
      limit: 0,
      pagination: false,
    })
    const gone = units.docs.reduce(
      (sum, unit) => sum + (unit as unknown as { counts: { rows: number } }).counts.rows,
      0,
    )
    site.watch(() => {
      throw Object.assign(new Error('enough'), { name: 'GovernanceError', code: 'leaseLost' })
    })
    await work.catch(() => undefined)
    const [p95, of] = [quantile(beside, 0.95), quantile(alone, 0.95)]
    return { ratio: p95 / of, p95, perSecond: gone / seconds }
  } finally {
    await site.stop()
  }
}

const measure = async (database: TestDatabase, sizes: Sizes): Promise<Row> => {
  const say = (what: string): void => console.error(`${database.name}: ${what}`)
  say('payload.delete')
  const theirs = await byPayload(database, sizes.payload)
  const site = await desk(database, 'full')
  try {
    // Once to warm up, then each in turn.
    await ours(site, Math.ceil(sizes.compared / 10))
    const hand: number[] = []
    const own: Measured[] = []
    for (let turn = 0; turn < 3; turn += 1) {
      say(`turn ${turn + 1}`)
      await fill(site, sizes.compared)
      hand.push((await timed(() => setBased(site))) / sizes.compared)
      await mustBeEmpty(site)
      own.push(await ours(site, sizes.compared))
    }
    const [byHand, few] = [
      quantile(hand, 0.5),
      quantile(
        own.map(({ perRow }) => perRow),
        0.5,
      ),
    ]
    say(`${sizes.many} letters`)
    const many = await ours(site, sizes.many)
    say(`made in ${Math.round(many.filled)} s, deleted in ${Math.round((many.perRow * sizes.many) / 1000)} s`)
    say('beside visitors')
    const beside = await slowdown(database, sizes)
    return {
      database: database.name,
      'payload/s': Math.round(1000 / theirs),
      'set based/s': Math.round(1000 / byHand),
      'ours/s': Math.round(1000 / few),
      vsPayloadDelete: round(theirs / few),
      vsSetBased: round(few / byHand),
      perRowMillionVsTenThousand: round(many.perRow / few),
      many: sizes.many,
      rssGrowthMB: round(many.rssGrowthMB),
      worstBatchMs: round(Math.max(many.worstBatchMs, ...own.map(({ worstBatchMs }) => worstBatchMs))),
      findSlowdownP95: round(beside.ratio),
      'find p95 ms': round(beside.p95),
      'gentle/s': Math.round(beside.perSecond),
    }
  } finally {
    await site.stop()
  }
}

/**
 * Letters with two versions, half of them with a file: deleted with list, holds, digests and certificate, beside
 * Payload's own deletion and one written by hand for these tables. The summary is Postgres' where it is there.
 */
export async function bench({ small }: { small: boolean }): Promise<{ rows: Row[]; summary: object }> {
  const sizes: Sizes = small
    ? { payload: 400, compared: 2000, many: 20_000, finds: 400 }
    : { payload: 2000, compared: 10_000, many: 1_000_000, finds: 3000 }
  const rows: Row[] = []
  for (const database of databases()) rows.push(await measure(database, sizes))
  const [first] = rows.filter(({ database }) => database === 'postgres')
  const worst = (
    key: 'findSlowdownP95' | 'perRowMillionVsTenThousand' | 'rssGrowthMB' | 'worstBatchMs',
  ): number => Math.max(...rows.map((row) => row[key]))
  return {
    rows,
    summary: {
      vsPayloadDelete: (first ?? rows[0]!).vsPayloadDelete,
      vsSetBased: (first ?? rows[0]!).vsSetBased,
      perRowMillionVsTenThousand: worst('perRowMillionVsTenThousand'),
      rssGrowthMB: worst('rssGrowthMB'),
      worstBatchMs: worst('worstBatchMs'),
      findSlowdownP95: worst('findSlowdownP95'),
    },
  }
}
