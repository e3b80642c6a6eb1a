import { doesNotExist, GovernanceError } from '../../kernel/errors.js'
import type { HoldOn } from '../../kernel/holdPorts.js'
import { parseRef, type Ref, refOf } from '../../kernel/ref.js'
import { addressesIn } from '../../kernel/text.js'
import { findRow, type Row } from '../../platform/db.js'
import { idIn } from '../../platform/ids.js'
import type { Context } from '../../platform/runtime.js'
import type { Retention } from './context.js'
import { keptAmong } from './heldBy.js'
import type { Hold, HoldKind } from './holdKinds.js'
import { namesOfAddresses } from './names.js'
import { questionTo } from './plainFields.js'
import type { UploadsPart } from './steps.js'
import type { Id } from './store.js'

/** What a hold is on, as its row says it. */
export interface Target {
  kind: HoldKind
  subject: Ref
  query: Hold['query']
  whileOpen: boolean
  /** Of a hold on one record. */
  record?: Row
}

const rowBehind = async (ctx: Context, ref: Ref): Promise<Row> => {
  const { collection, id } = parseRef(ref)
  const known = idIn(ctx.payload, collection, id)
  const row =
    known === null ? null : await findRow({ payload: ctx.payload }, collection, { id: { equals: known } })
  if (!row) throw doesNotExist()
  return row
}

const noAddress = (): GovernanceError =>
  new GovernanceError(
    'invalidInput',
    'Give one mail address, such as name@example.org.',
    { field: 'address', why: 'holdAddress' },
    { field: 'address' },
  )

/** The address itself is forgotten here: what is kept is the digest by which the site knows it in any spelling. */
const addressed = (ctx: Context, retention: Retention, given: string): Ref => {
  const [address, ...more] = addressesIn(given)
  const [subject] = address && more.length === 0 ? namesOfAddresses(ctx, retention, [address]) : []
  if (!subject) throw noAddress()
  return subject
}

/** @throws GovernanceError `notFound` for what is not there, `invalidInput` for what cannot be held */
export const targetOf = async (ctx: Context, retention: Retention, draft: HoldOn): Promise<Target> => {
  const { payload } = ctx
  const none = { query: null, whileOpen: false }
  if (draft.kind === 'query') {
    const where = questionTo(ctx, retention, draft.collection, draft.where)
    const subject = `collection:${draft.collection}`
    return { ...none, kind: 'query', subject, query: { collection: draft.collection, where } }
  }
  if (draft.kind === 'case') {
    if (!retention.cases?.()) throw doesNotExist()
    return { ...none, kind: 'case', subject: draft.subject, whileOpen: draft.whileOpen === true }
  }
  if (draft.kind === 'person') {
    if ('address' in draft)
      return { ...none, kind: 'person', subject: addressed(ctx, retention, draft.address) }
    const { collection } = parseRef(draft.subject)
    if (!payload.collections[collection as never]?.config.auth) throw doesNotExist()
    const account = await rowBehind(ctx, draft.subject)
    return { ...none, kind: 'person', subject: refOf(collection, account.id) }
  }
  const { collection } = parseRef(draft.subject)
  if (!retention.rules.has(collection)) throw doesNotExist()
  const record = await rowBehind(ctx, draft.subject)
  // As the record spells it: "01" and "1" are one id to the database and two to whoever reads the hold.
  return { ...none, kind: 'record', subject: refOf(collection, record.id), record }
}

const includes = (ids: Id[] | null | undefined, id: unknown): boolean =>
  (ids ?? []).map(String).includes(String(id))

/** A relationship as the database returns it: an id, an id with its collection, or the document. */
const parentOf = (value: unknown): unknown => {
  const inner = (value as { value?: unknown } | null)?.value ?? value
  return (inner as { id?: unknown } | null)?.id ?? inner
}

const partsOf = (unit: Row): UploadsPart[] => (unit.uploads as null | UploadsPart[]) ?? []

/** Whether a deletion under way takes this record: as its own, as a listed upload, or as a declared dependent. */
export const takes = (retention: Retention, unit: Row, collection: string, record: Row): boolean => {
  const of = String(unit.subjectCollection)
  if (of === collection && includes(unit.ids as Id[], record.id)) return true
  if (partsOf(unit).some((part) => part.collection === collection && includes(part.ids, record.id)))
    return true
  const { dependents = [] } = retention.rules.get(of) ?? {}
  return dependents
    .filter((dependent) => dependent.collection === collection)
    .some(({ field }) => includes(unit.ids as Id[], parentOf(record[field])))
}

/** A unit that is not listed yet asks for holds afterwards; of one whose rows are gone there is nothing to keep. */
const BEYOND: readonly unknown[] = ['intended', 'rowsGone']

/**
 * How many records of a hold on many a deletion has begun with. Those that such a unit has only just listed it may yet
 * give back: they are counted, since nobody can promise it.
 */
export const countGoing = async (
  ctx: Context,
  retention: Retention,
  hold: Hold,
  units: readonly Row[],
): Promise<number> => {
  let going = 0
  for (const unit of units.filter(({ state }) => !BEYOND.includes(state))) {
    const own = { collection: String(unit.subjectCollection), ids: (unit.ids as Id[] | null) ?? [] }
    for (const { collection, ids } of [own, ...partsOf(unit)])
      going += (await keptAmong(ctx, retention, collection, ids, [hold])).size
  }
  return going
}
