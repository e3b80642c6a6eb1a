import type { PayloadRequest, Where } from 'payload'

import type { Actor } from '../../kernel/actor.js'
import { keyedHash } from '../../kernel/canonical.js'
import { idFor, parseRef, refOf } from '../../kernel/ref.js'
import { countRows, findRow, findRows, type Row } from '../../platform/db.js'
import { idIn } from '../../platform/ids.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { emit } from '../../platform/unit.js'
import { attachMeta, type Desk, type Meta } from './context.js'
import { listOf, oneOfEach } from './declaration.js'

/** The host's row behind a reference, if it is still there. */
export const storedRow = async (ctx: Context, ref: string): Promise<Row | null> => {
  const { collection, id } = parseRef(ref)
  const known = idIn(ctx.payload, collection, id)
  return known === null ? null : findRow(ctx, collection, { id: { equals: known } })
}

/** S0-05: one entry per operation, with how many and a keyed digest of which. */
export const recordReading = async (
  ctx: Context,
  actor: Actor,
  collection: string,
  ids: (number | string)[],
  more: Record<string, unknown> = {},
): Promise<void> => {
  const { payload } = ctx
  const digest = keyedHash(payload.secret, ids.map(String).sort().join(','))
  const subject = ids.length === 1 ? refOf(collection, ids[0]!) : `${collection}:*`
  await emit(ctx, {
    ledger: [
      {
        action: 'forms.read',
        subject,
        actor,
        at: nowOf(payload),
        facts: { count: ids.length, digest, ...more },
      },
    ],
  })
}

/** The form of a public page or a submission, in that language; null when there is none that the visitor may see. */
export const findForm = async (
  desk: Desk,
  req: PayloadRequest,
  slug: string,
  slugField: string | null,
  locale: string,
): Promise<Row | null> => {
  const { options } = desk
  const find = async (where: Where): Promise<Row | null> => {
    const { docs } = await req.payload.find({
      collection: options.forms as never,
      where,
      limit: 1,
      depth: 0,
      locale: locale as never,
      req,
      overrideAccess: false,
    })
    return (docs[0] as unknown as Row | undefined) ?? null
  }
  if (!/^[\w-]{1,80}$/.test(slug)) return null
  const named = slugField ? await find({ [slugField]: { equals: slug } }) : null
  const id = idIn(req.payload, options.forms, slug)
  const found = named ?? (id === null ? null : await find({ id: { equals: id } }))
  // Visitors may not read where mails of the form go; whether these go to what is typed decides what is asked.
  const stored = found && (await formOf(desk, { payload: req.payload }, found.id))
  return found && { ...found, emails: stored?.emails ?? [] }
}

const MEMO = 'governanceForm'

/**
 * The form that a submission names, in all languages (of fields that are kept per language, one of each); null when
 * there is none, or only in the trash. One request that stores one submission reads it once.
 */
export const formOf = async ({ options }: Desk, ctx: Context, id: unknown): Promise<Row | null> => {
  if (typeof id !== 'string' && typeof id !== 'number') return null
  const known = idIn(ctx.payload, options.forms, String(id))
  if (known === null) return null
  const memo = ctx.req && ((ctx.req.context[MEMO] ??= new Map()) as Map<string, Row | null>)
  const read = memo?.get(String(known))
  if (read !== undefined) return read
  const found = await findRow(ctx, options.forms, { id: { equals: known } })
  const form =
    found && !found.deletedAt
      ? { ...found, fields: oneOfEach(found.fields), emails: listOf(found.emails) }
      : null
  memo?.set(String(known), form)
  return form
}

/** Nothing that was read for one submission serves the next one of the same request. */
export const forgetForm = (req: PayloadRequest): void => {
  delete req.context[MEMO]
}

/** The form of a row that is about to be stored; null in collections that have none. */
export const namedForm = async (
  desk: Desk,
  ctx: Context,
  collection: string,
  data: Record<string, unknown>,
): Promise<Row | null> => {
  if (collection !== desk.options.submissions) return null
  const form = data.form as number | string | undefined | { id?: number | string }
  return formOf(desk, ctx, form !== null && typeof form === 'object' ? form.id : form)
}

export const storedCount = ({ payload }: Context, collection: string, where: Where): Promise<number> =>
  countRows({ payload }, collection, where)

/** Stores what came through one of the plugin's own doors, without a transaction around it. */
export const store = (
  req: PayloadRequest,
  collection: string,
  data: Record<string, unknown>,
  meta: Meta,
  depth = 0,
): Promise<Row> => {
  attachMeta(req, meta)
  return req.payload.create({
    collection: collection as never,
    data: data as never,
    req,
    depth,
    overrideAccess: false,
    disableTransaction: true,
  }) as unknown as Promise<Row>
}

/** Files of that collection that came with these submissions. */
export const filesSentWith = async (
  ctx: Context,
  submissions: string,
  ids: string[],
  uploads: string,
): Promise<(number | string)[]> => {
  if (ids.length === 0) return []
  const known = ids.map((id) => idFor(ctx.payload.db.defaultIDType, id))
  const rows = await findRows(ctx, submissions, { id: { in: known } }, { limit: ids.length })
  const sent = rows.flatMap((row) => (row.submissionUploads ?? []) as { value?: unknown }[])
  const files = sent.flatMap(({ value }) => value) as (null | { relationTo?: string; value?: unknown })[]
  return files.flatMap((file) =>
    file?.relationTo === uploads ? [((file.value as Row | null)?.id ?? file.value) as number | string] : [],
  )
}
