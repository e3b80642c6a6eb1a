import { monthIn } from '../../kernel/calendar.js'
import { hashOf } from '../../kernel/canonical.js'
import { all, compareAndSet, insertOnce, type Row } from '../../platform/db.js'
import { transition } from '../../platform/unit.js'
import { DELETIONS } from './collections.js'
import { timeZoneOf, type Work } from './context.js'
import { factsOf } from './dates.js'
import type { Counts } from './domain.js'
import { codeOf, type Counting, countingIn, groupOf, valueOf } from './keptFields.js'
import { leaseLost } from './lost.js'
import type { RetentionRule } from './options.js'
import { STATISTICS } from './statisticsCollection.js'
import { type Id, rowsById } from './store.js'
import { decidedBy, fieldsKept, keptBy, termsFrom } from './terms.js'

/** How often each value occurs, by field. */
export type FieldCounts = Record<string, Record<string, number>>

/** What a unit adds to one month of one collection, or of one form. */
interface Part {
  form: string
  month: string
  counts: FieldCounts
}

interface Tallies {
  /** Which records were counted: a list that became shorter is counted anew. */
  of: string
  parts: Part[]
}

const plus = (counts: FieldCounts, more: FieldCounts): FieldCounts => {
  const sums: FieldCounts = Object.fromEntries(Object.entries(counts).map(([k, v]) => [k, { ...v }]))
  for (const [field, values] of Object.entries(more))
    for (const [value, count] of Object.entries(values)) {
      const own = (sums[field] ??= {})
      own[value] = (own[value] ?? 0) + count
    }
  return sums
}

const talliesOf = async (
  work: Work,
  rule: RetentionRule,
  unit: Row,
): Promise<{ parts: Part[]; counted: number }> => {
  const { collection } = rule
  // As the unit was begun: what its certificate says is done.
  const terms = termsFrom(unit.terms) ?? rule.terms
  const parts = new Map<string, Part>()
  const known = new Map<string, Counting>()
  let counted = 0
  for (const row of await rowsById(work, collection, unit.ids as Id[])) {
    const facts = await factsOf(work, work.retention, { ...rule, terms }, row)
    const names = keptBy(terms, decidedBy(terms, facts))
    if (names.length === 0) continue
    const form = groupOf(collection, row)
    const counting = known.get(form) ?? (await countingIn({ payload: work.payload }, collection, form))
    known.set(form, counting)
    const one: FieldCounts = {}
    for (const name of names) {
      const choices = counting.of(name)
      if (choices) one[name] = { [codeOf(choices, valueOf(collection, row, name))]: 1 }
    }
    if (Object.keys(one).length === 0) continue
    counted += 1
    const month = monthIn(facts.receivedAt, timeZoneOf(work.payload))
    const key = `${month}|${form}`
    const part = parts.get(key)
    parts.set(key, { form, month, counts: plus(part?.counts ?? {}, one) })
  }
  return { parts: [...parts.values()], counted }
}

/**
 * Counts what a unit is about to delete and writes it down with the unit, while every row is still there. Repeated
 * after a crash it keeps what was counted: some rows may be gone by then. What comes back from a backup was counted
 * when it went first.
 */
export const takeCounts = async (work: Work, rule: RetentionRule, unit: Row): Promise<Row> => {
  const terms = termsFrom(unit.terms) ?? rule.terms
  if (unit.reason === 'replay' || fieldsKept(terms).length === 0) return unit
  const of = hashOf((unit.ids as Id[]).map(String))
  if ((unit.tallies as null | Tallies)?.of === of) return unit
  const { parts, counted } = await talliesOf(work, rule, unit)
  const data = {
    tallies: { of, parts } satisfies Tallies,
    counts: { ...(unit.counts as Counts), counted },
  }
  await work.fence()
  const same = all({ key: { equals: unit.key } }, { state: { equals: unit.state } })
  const moved = await compareAndSet({ payload: work.payload }, DELETIONS, same, data)
  if (!moved) throw leaseLost()
  return { ...unit, ...moved, ...data }
}

const addingTo = (row: Row): string[] => (row.adding as null | string[]) ?? []

/**
 * Adds it to its month, once: the row names the unit in the same write, until the unit has forgotten its counts.
 * Whoever wakes up late finds the fence lost, or the row changed since it was read. A month that was published takes
 * nothing more: what went later is not counted, or it could be told from what was published before.
 */
const add = async (work: Work, unit: Row, { form, month, counts }: Part): Promise<void> => {
  const at = { payload: work.payload }
  const key = statisticsKey(String(unit.subjectCollection), month, form)
  await insertOnce(at, STATISTICS, {
    ...{ key, form, month, subjectCollection: unit.subjectCollection },
    ...{ state: 'open', counts: {}, adding: [], rev: 0 },
  })
  await transition(at, STATISTICS, { key: { equals: key } }, async (row) => {
    if (row.state !== 'open' || addingTo(row).includes(String(unit.key))) return null
    await work.fence()
    const sums = plus((row.counts as FieldCounts | null) ?? {}, counts)
    return { data: { counts: sums, adding: [...addingTo(row), String(unit.key)] } }
  })
}

export const statisticsKey = (collection: string, month: string, form: string): string =>
  `${collection}|${month}|${form}`

/** Nothing leads from a month to a deletion, and from there to a day, once it was added. */
const forget = async (work: Work, unit: Row, { form, month }: Part): Promise<void> => {
  const key = statisticsKey(String(unit.subjectCollection), month, form)
  await transition({ payload: work.payload }, STATISTICS, { key: { equals: key } }, (row) =>
    addingTo(row).includes(String(unit.key))
      ? { data: { adding: addingTo(row).filter((one) => one !== unit.key) } }
      : null,
  )
}

/** For units whose records are gone, before they are certified. */
export const addCounts = async (work: Work, units: readonly Row[]): Promise<void> => {
  const { onStep } = work.retention.options
  for (const unit of units) {
    const tallies = unit.tallies as null | Tallies
    if (!tallies) continue
    await onStep?.('before:count')
    for (const part of tallies.parts) await add(work, unit, part)
    await onStep?.('between:count')
    await work.fence()
    const one = { key: { equals: unit.key } }
    await compareAndSet({ payload: work.payload }, DELETIONS, one, { tallies: null })
    for (const part of tallies.parts) await forget(work, unit, part)
    await onStep?.('after:count')
  }
}
