import type { Where } from 'payload'

import type { Actor } from '../../kernel/actor.js'
import { all, countRows, type Row } from '../../platform/db.js'
import { rowPages } from '../../platform/rowPages.js'
import type { Context } from '../../platform/runtime.js'
import { translatorFor } from '../../platform/translate.js'
import { timeForDue } from './clocks.js'
import { comingWeeks, type Week, weekStarts } from './comingWeeks.js'
import { DATE_FIELD, type Retention, timeZoneOf } from './context.js'
import { factsOf } from './dates.js'
import { dueBefore } from './domain.js'
import { fileNamesOf } from './footprint.js'
import type { RetentionRule } from './options.js'
import { reachOf } from './reach.js'
import { isRestored } from './restored.js'
import { clockOf, pauseOf } from './safetyStore.js'
import { judgeShare } from './shares.js'
import { countDue, countVersions, duePart, iso, released, rowsById, UNDATED } from './store.js'
import { decidedBy, eachInWords } from './terms.js'
import { allFileNames, ownUploads } from './uploads.js'
import { plural } from './worklist.js'

const PAGE = 100
/** Records looked at one by one for a screen; a terminal may take its time. */
const MOST_ON_SCREEN = 1000

/** What the next run would do in one collection. */
export interface RulePlan {
  collection: string
  label: string
  /** What goes. */
  records: number
  versions: number
  files: number
  /** By the term that dated them. */
  terms: { words: string; records: number }[]
  /** Versions, files and terms are of the first so many; null when all were looked at. */
  lookedAt: null | number
  /** Due, and kept: by a hold, or until somebody confirms the plan for what was there before. */
  held: number
  unconfirmed: number
  /** Get their date with the next run. */
  undated: number
  /** So large a share that the run asks first. */
  asks: boolean
  /** Dates of what goes. */
  from: null | string
  to: null | string
}

export interface DryRun {
  at: string
  /** Why nothing at all would go. */
  stopped: 'clock' | 'paused' | 'restored' | null
  rules: RulePlan[]
}

interface Looked {
  versions: number
  files: number
  terms: Map<number, number>
  seen: number
  from: null | string
  to: null | string
}

const filesOf = async (
  ctx: Context & { retention: Retention },
  rule: RetentionRule,
  rows: Row[],
): Promise<number> => {
  const own = ctx.payload.collections[rule.collection as never]!.config.upload
    ? (await allFileNames(ctx, rule.collection, rows)).length
    : 0
  let files = own
  for (const [uploads, ids] of await ownUploads(ctx, rule, rows))
    files += (await rowsById(ctx, uploads, ids)).flatMap(fileNamesOf).length
  return files
}

const lookAt = async (
  ctx: Context,
  retention: Retention,
  rule: RetentionRule,
  { limit, theirs, most }: { limit: Date; theirs: null | Where; most: number },
): Promise<Looked> => {
  const looked: Looked = { versions: 0, files: 0, terms: new Map(), seen: 0, from: null, to: null }
  const due = await duePart(ctx, rule.collection, limit)
  const where = theirs ? [due, theirs] : [due]
  for await (const rows of rowPages(ctx, rule.collection, where, { size: PAGE })) {
    for (const row of rows) {
      const term = decidedBy(rule.terms, await factsOf(ctx, retention, rule, row))
      looked.terms.set(term, (looked.terms.get(term) ?? 0) + 1)
      const date = iso(row[DATE_FIELD])
      if (looked.from === null || date < looked.from) looked.from = date
      if (looked.to === null || date > looked.to) looked.to = date
    }
    looked.versions += await countVersions(
      ctx,
      rule.collection,
      rows.map(({ id }) => id),
    )
    looked.files += await filesOf({ ...ctx, retention }, rule, rows)
    looked.seen += rows.length
    if (looked.seen >= most) break
  }
  return looked
}

interface Asker {
  /** Null in a terminal, which sees all. */
  actor: Actor | null
  locale: string
  most?: number
}

const planOf = async (
  ctx: Context,
  retention: Retention,
  rule: RetentionRule,
  { limit, asker }: { limit: Date; asker: Asker },
): Promise<RulePlan> => {
  const { collection } = rule
  const theirs = asker.actor ? await reachOf(ctx, retention, collection, asker.actor) : null
  const count = (...parts: Where[]): Promise<number> =>
    countRows(ctx, collection, all(...parts, ...(theirs ? [theirs] : [])))
  const dated: Where = { [DATE_FIELD]: { less_than_equal: limit.toISOString() } }
  const free = await released(ctx, collection)
  const records = await countDue(ctx, collection, limit, theirs)
  const passed = await count(dated)
  const confirmed = free ? await count(dated, free) : passed
  const most = asker.most ?? Infinity
  const looked = await lookAt(ctx, retention, rule, { limit, theirs, most })
  const words = eachInWords(rule.terms, translatorFor(ctx.payload, asker.locale))
  return {
    collection,
    label: plural(ctx.payload, collection, asker.locale),
    records,
    versions: looked.versions,
    files: looked.files,
    terms: [...looked.terms]
      .sort(([a], [b]) => a - b)
      .map(([term, seen]) => ({ words: words[term] ?? '', records: seen })),
    lookedAt: looked.seen < records ? looked.seen : null,
    held: confirmed - records,
    unconfirmed: passed - confirmed,
    undated: await count(UNDATED),
    asks: (await judgeShare(ctx, retention, collection, limit)).asks,
    from: looked.from,
    to: looked.to,
  }
}

const stoppedBy = async (ctx: Context, retention: Retention): Promise<DryRun['stopped']> => {
  if (await isRestored(ctx, retention)) return 'restored'
  if (await clockOf(ctx)) return 'clock'
  return (await pauseOf(ctx)) ? 'paused' : null
}

/** What the next run would delete, rule by rule. It writes nothing. */
export const dryRun = async (ctx: Context, retention: Retention, asker: Asker): Promise<DryRun> => {
  const at = { payload: ctx.payload }
  const now = await timeForDue(at, retention)
  const limit = dueBefore(now, retention.options.earlyHours)
  const rules: RulePlan[] = []
  for (const rule of retention.rules.values()) rules.push(await planOf(at, retention, rule, { limit, asker }))
  return { at: now.toISOString(), stopped: await stoppedBy(at, retention), rules }
}

/** And what the coming weeks bring, by collection. */
export interface ScreenedRun extends DryRun {
  coming: { starts: string[]; rules: { collection: string; label: string; weeks: Week[] }[] }
}

/** The same for a screen, and for what this person may know of. */
export const dryRunFor = async (
  ctx: Context,
  retention: Retention,
  actor: Actor,
  locale: string,
): Promise<ScreenedRun> => {
  const at = { payload: ctx.payload }
  const run = await dryRun(at, retention, { actor, locale, most: MOST_ON_SCREEN })
  const now = new Date(run.at)
  const rules: ScreenedRun['coming']['rules'] = []
  for (const { collection, label } of run.rules) {
    const theirs = await reachOf(at, retention, collection, actor)
    rules.push({ collection, label, weeks: await comingWeeks(at, retention, collection, { now, theirs }) })
  }
  const starts = weekStarts(now, timeZoneOf(ctx.payload)).map((start) => start.toISOString())
  return { ...run, coming: { starts, rules } }
}
