import type { CollectionConfig, Field, FieldAccess, PayloadRequest, SelectIncludeType } from 'payload'

import {
  decide,
  type FieldClass,
  type FieldClasses,
  type Mask,
  type Rule,
  type Rules,
} from '../kernel/accessTable.js'
import type { Actor } from '../kernel/actor.js'
import {
  DISCLOSED_FOR_MS,
  disclosedEntry,
  disclosureKey,
  type DisclosureReason,
  isOpen,
  isUncovered,
} from '../kernel/disclosure.js'
import { type Ref, refOf } from '../kernel/ref.js'
import { actorOf } from './actor.js'
import { all, deleteRows, findRow, findRows, type Row } from './db.js'
import { type Context, nowOf, type Runner } from './runtime.js'
import { createUnitOnce, transition, unitFields } from './unit.js'

export const DISCLOSURES = 'gov-disclosures'

/** Who has a masked record open, until when. The reason is on the ledger only. */
export const disclosureCollection: CollectionConfig = {
  slug: DISCLOSURES,
  admin: { hidden: true },
  graphQL: false,
  fields: [
    { name: 'key', type: 'text', required: true, unique: true, index: true },
    { name: 'person', type: 'text', required: true, index: true },
    { name: 'subject', type: 'text', required: true, index: true },
    { name: 'until', type: 'date', required: true, index: true },
    ...unitFields(),
  ],
}

/** Opens a record to this person; asked again while it is open, it stays as it is and nothing more is recorded. */
export const disclose = async (
  ctx: Context,
  actor: Actor & { ref: Ref },
  subject: Ref,
  { entry, reason, words }: { entry: string; reason: DisclosureReason; words: string },
): Promise<Date> => {
  const now = nowOf(ctx.payload)
  const key = disclosureKey(actor.ref, subject)
  const until = new Date(now.getTime() + DISCLOSED_FOR_MS)
  const effects = { ledger: [disclosedEntry(entry, subject, actor, now, reason, words)] }
  const data = { key, person: actor.ref, subject, until: until.toISOString() }
  if (await createUnitOnce(ctx, DISCLOSURES, data, effects)) return until
  const row = await transition(ctx, DISCLOSURES, { key: { equals: key } }, (found) =>
    isOpen(found.until, now) ? null : { data: { until: until.toISOString() }, effects },
  )
  return new Date(row.until as string)
}

/** Until when this record is open to this person. */
export const disclosedUntil = async (ctx: Context, person: Ref, subject: Ref): Promise<Date | null> => {
  const row = await findRow(ctx, DISCLOSURES, { key: { equals: disclosureKey(person, subject) } })
  return row && isOpen(row.until, nowOf(ctx.payload)) ? new Date(row.until as string) : null
}

const MEMO = 'governanceDisclosed'

/** All that is open to this person now. */
export const disclosedTo = async (
  { payload }: Pick<Context, 'payload'>,
  person: Ref | undefined,
): Promise<Set<Ref>> => {
  if (person === undefined) return new Set()
  const now = nowOf(payload)
  const rows = await findRows(
    { payload },
    DISCLOSURES,
    all({ person: { equals: person } }, { until: { greater_than: now.toISOString() } }),
    { limit: 1000 },
  )
  return new Set(rows.filter(({ until }) => isOpen(until, now)).map(({ subject }) => subject as Ref))
}

/** The same for whoever makes this request, read once for all of its documents. */
const openTo = (req: PayloadRequest, person: Ref): Promise<Set<Ref>> => {
  const memo = (req.context[MEMO] ??= {}) as Record<Ref, Promise<Set<Ref>>>
  return (memo[person] ??= disclosedTo({ payload: req.payload }, person))
}

/**
 * Masked until asked for. A query, a sort and a list of distinct values come without a document and would tell what is
 * behind the mask: they are closed to everybody. Who may not read such rows at all sees only the answer to what they
 * sent themselves.
 */
const maskedAccess =
  (slug: string, { holder, with: other }: Mask, readers: Rule): FieldAccess =>
  async ({ req, doc, id }) => {
    const actor = actorOf(req)
    const row = doc as Partial<Row> | undefined
    const docId = row?.id ?? id
    if (docId === undefined) return false
    if (decide(readers, actor) !== true) return true
    if (actor.ref === undefined) return false
    const subject = other ? row?.[other.field] : refOf(slug, docId)
    const record = { subject, holder: holder && row?.[holder] }
    return isUncovered(actor.ref, record, await openTo(req, actor.ref))
  }

/** The fields of a class with its mask, if it has one, on top of their own access. */
export const withMask = (
  slug: string,
  fields: Field[],
  { fields: covered, masked }: FieldClass,
  readers: Rule,
): Field[] =>
  fields.map((field): Field => {
    if (!masked || !('name' in field) || !covered.includes(field.name)) return field
    const own = 'access' in field ? field.access?.read : undefined
    const mask = maskedAccess(slug, masked, readers)
    const read: FieldAccess = async (args) => (!own || (await own(args))) && (await mask(args))
    return { ...field, access: { ...('access' in field ? field.access : {}), read } } as Field
  })

/** What a mask asks of a row is read with every row, whatever a query selects. */
const maskFields = (classes: FieldClasses = {}): Record<string, true> =>
  Object.fromEntries(
    Object.values(classes)
      .flatMap(({ masked }) => [masked?.holder, masked?.with?.field])
      .flatMap((field) => (field ? [[field, true as const]] : [])),
  )

/** A collection that the plugin adds, with the masks that the table gives it. */
export const withMasks = ({ classes, read }: Rules, collection: CollectionConfig): CollectionConfig => {
  const force = maskFields(classes)
  const { slug, fields, forceSelect } = collection
  return {
    ...collection,
    ...(Object.keys(force).length > 0
      ? { forceSelect: { ...forceSelect, ...force } as SelectIncludeType }
      : {}),
    fields: Object.values(classes ?? {}).reduce((all, one) => withMask(slug, all, one, read), fields),
  }
}

/** Rows of looks that are over go after a day: what counts is on the ledger. */
export const disclosureSweeper: Runner = {
  key: 'disclosures',
  everySeconds: 3600,
  run: async ({ payload, now }) => {
    const before = new Date(now.getTime() - 24 * 3_600_000).toISOString()
    await deleteRows(
      { payload },
      DISCLOSURES,
      all({ until: { less_than: before } }, { effectsKey: { exists: false } }),
    )
    return { done: 1 }
  },
}
