import type { Where } from 'payload'

import { type Actor, SYSTEM } from '../../kernel/actor.js'
import { addSpan, instantFrom } from '../../kernel/calendar.js'
import { hashOf } from '../../kernel/canonical.js'
import { inLanguage } from '../../kernel/labels.js'
import { SELF } from '../../kernel/ports.js'
import { all, countRows, findRows, type Row } from '../../platform/db.js'
import type { Context, Translate } from '../../platform/runtime.js'
import { translatorFor } from '../../platform/translate.js'
import { transition } from '../../platform/unit.js'
import { DELETIONS } from './collections.js'
import { nowOf, type Retention, timeZoneOf, type Work } from './context.js'
import type { FieldCounts } from './counting.js'
import { OPEN_STATES } from './domain.js'
import type { RetentionAction } from './events.js'
import { sparing } from './heldBy.js'
import { type Choices, type Counting, countingIn, OTHER, UNSAID } from './keptFields.js'
import { DEFAULT_COLLECTION } from './options.js'
import { STATISTICS } from './statisticsCollection.js'
import { publish, type PublishedCells } from './smallCells.js'
import { fieldsKept } from './terms.js'
import { plural } from './worklist.js'

const published: RetentionAction = 'retention.monthPublished'
const isOpen: Where = { state: { equals: 'open' } }

const endOf = (month: string, timeZone: string): Date =>
  addSpan(instantFrom(`${month}-01`, timeZone), { months: 1 }, timeZone)

/**
 * Whether everything that was received until then is gone, but for what holds keep: from then on the month does not
 * change any more. What a hold kept is not counted when it goes.
 */
const isWhole = async (work: Work, collection: string, end: Date): Promise<boolean> => {
  const at = { payload: work.payload }
  const ofCollection = { subjectCollection: { equals: collection } }
  if ((await countRows(at, DELETIONS, all({ state: { in: OPEN_STATES } }, ofCollection))) > 0) return false
  const rule = work.retention.rules.get(collection)
  if (!rule) return true
  const before = { less_than: end.toISOString() }
  const created: Where = { createdAt: before }
  const received: Where =
    rule.receivedAt === 'createdAt'
      ? created
      : {
          or: [{ [rule.receivedAt]: before }, all({ [rule.receivedAt]: { exists: false } }, created)],
        }
  return (await countRows(at, collection, all(received, ...(await sparing(at, collection))))) === 0
}

/** Publishes each month that is whole, once and for all: what is too small to be told is not even kept. */
export const publishMonths = async (work: Work): Promise<void> => {
  const at = { payload: work.payload }
  const now = nowOf(work.payload)
  const smallest = work.retention.options.smallestCount
  const known = new Map<string, boolean>()
  for (const row of await findRows(at, STATISTICS, isOpen, { limit: 0 })) {
    const collection = String(row.subjectCollection)
    const month = String(row.month)
    const end = endOf(month, timeZoneOf(work.payload))
    if (now < end) continue
    const of = `${collection}|${month}`
    const whole = known.get(of) ?? (await isWhole(work, collection, end))
    known.set(of, whole)
    if (!whole) continue
    await transition(at, STATISTICS, { key: { equals: row.key } }, async (found) => {
      if (found.state !== 'open') return null
      await work.fence()
      const cells = Object.entries((found.counts as FieldCounts | null) ?? {}).map(
        ([field, counts]): [string, PublishedCells] => [field, publish(counts, smallest)],
      )
      const told = Object.fromEntries(cells)
      const facts = { collection, month, hash: hashOf(told) }
      return {
        data: {
          ...{ state: 'published', published: told, counts: null, adding: null, smallest },
          publishedAt: now.toISOString(),
        },
        effects: { ledger: [{ action: published, subject: SELF, actor: SYSTEM, at: now, facts }] },
      }
    })
  }
}

export interface MonthCounts {
  month: string
  cells: { value: string; label: string; count: number }[]
  /** All others together; null where they were too few to be told. */
  rest: null | number
}

export interface FieldStatistics {
  collection: string
  label: string
  /** Of submissions: the form, and its name where it still is. */
  form: string
  formLabel: string
  field: string
  fieldLabel: string
  /** The last one first. */
  months: MonthCounts[]
}

export interface Statistics {
  fields: FieldStatistics[]
  /** Some rule says that something is counted. */
  counts: boolean
  smallest: number
}

const K = 'governance:statistics'

const labelOf = (choices: Choices | undefined, code: string, locale: string, t: Translate): string => {
  if (code === UNSAID) return t(`${K}:unsaid`)
  if (code === OTHER) return t(`${K}:other`)
  const value = code.slice(1)
  if (choices?.values === 'tick') return t(`${K}:${value === 'true' ? 'ticked' : 'unticked'}`)
  return choices?.values instanceof Map ? inLanguage(choices.values.get(value), locale, value) : value
}

/** Forms of whose messages this person need know: of the others they learn nothing here either. */
const reachedBy = async (
  ctx: Context,
  retention: Retention,
  actor: Actor,
): Promise<(row: Row) => boolean> => {
  const desk = retention.work?.()
  const forms = desk ? await desk.reachedForms(ctx, actor) : true
  return (row) => row.subjectCollection !== desk?.collection || forms === true || forms.has(String(row.form))
}

/** What was published, for this person. */
export const statistics = async (
  { payload }: Context,
  retention: Retention,
  actor: Actor,
  locale: string,
): Promise<Statistics> => {
  const ctx = { payload }
  const t = translatorFor(payload, locale)
  const reached = await reachedBy(ctx, retention, actor)
  const rows = await findRows(
    ctx,
    STATISTICS,
    { state: { equals: 'published' } },
    { limit: 0, sort: ['subjectCollection', 'form', '-month'] },
  )
  const fields = new Map<string, FieldStatistics>()
  const known = new Map<string, Counting>()
  for (const row of rows.filter(reached)) {
    const [collection, form] = [String(row.subjectCollection), String(row.form ?? '')]
    const of = `${collection}|${form}`
    const counting = known.get(of) ?? (await countingIn(ctx, collection, form))
    known.set(of, counting)
    for (const [field, told] of Object.entries(row.published as Record<string, PublishedCells>)) {
      const choices = counting.of(field)
      const one = fields.get(`${of}|${field}`) ?? {
        ...{ collection, form, field, months: [] },
        label: collection in payload.collections ? plural(payload, collection, locale) : collection,
        formLabel:
          collection === DEFAULT_COLLECTION ? inLanguage(counting.title, locale, t(`${K}:formGone`)) : '',
        fieldLabel: inLanguage(choices?.label, locale, field),
      }
      fields.set(`${of}|${field}`, one)
      one.months.push({
        month: String(row.month),
        cells: told.cells.map(([value, count]) => ({
          ...{ value, count },
          label: labelOf(choices, value, locale, t),
        })),
        rest: told.rest,
      })
    }
  }
  return {
    fields: [...fields.values()],
    counts: [...retention.rules.values()].some(({ terms }) => fieldsKept(terms).length > 0),
    smallest: retention.options.smallestCount,
  }
}
