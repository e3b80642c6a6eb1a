import type { PayloadRequest } from 'payload'

import { type Actor, hasRole } from '../../kernel/actor.js'
import { doesNotExist } from '../../kernel/errors.js'
import { refOf } from '../../kernel/ref.js'
import type { DeclaredField, Grounds } from '../../kernel/grounds.js'
import { csv } from '../../platform/csv.js'
import { all, findRows, type Row } from '../../platform/db.js'
import { downloadOf } from '../../platform/download.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { emit } from '../../platform/unit.js'
import { SUBMISSIONS } from './collections.js'
import type { Desk } from './context.js'
import { titleOf } from './declared.js'
import type { FormField, Value } from './domain.js'
import { mayExport } from './reach.js'
import { restOnRefused } from './grounds.js'
import { formOf } from './store.js'

const BATCH = 200
/** What is told of every message, before what its form asks. */
const COLUMNS = ['receipt', 'received', 'noticeVersion', 'purposes', 'forSomebodyElse']

const OLDEST_FIRST = ['receivedAt', 'id']

/** Committed messages of the form by their bindings, oldest first. What is anonymous has ids that tell no order. */
const boundTo = async (ctx: Context, form: string): Promise<Row['id'][]> => {
  const where = all({ form: { equals: form } }, { state: { equals: 'confirmed' } })
  const rows = await findRows(ctx, SUBMISSIONS, where, {
    limit: 0,
    sort: OLDEST_FIRST,
    fields: ['receivedAt'],
  })
  return rows.map(({ id }) => id)
}

/** These messages in that order, each with its binding. */
async function* messagesOf(desk: Desk, ctx: Context, ids: Row['id'][]): AsyncGenerator<[Row, Row][]> {
  const { submissions } = desk.options
  for (let from = 0; from < ids.length; from += BATCH) {
    const some = { id: { in: ids.slice(from, from + BATCH) } }
    const bound = await findRows(ctx, SUBMISSIONS, some, { limit: BATCH, sort: OLDEST_FIRST })
    const kept = await findRows(
      ctx,
      submissions,
      { governanceKey: { in: bound.map(({ key }) => String(key)) } },
      { limit: BATCH },
    )
    const byKey = new Map(kept.map((row) => [String(row.governanceKey), row]))
    const pairs = bound.flatMap((binding): [Row, Row][] => {
      const row = byKey.get(String(binding.key))
      return row ? [[binding, row]] : []
    })
    // Data that rests on a consent which was withdrawn leaves in no file.
    const refs = pairs.map(([, row]) => refOf(submissions, row.id))
    const barred = (await desk.ports.withdrawn?.(ctx, refs)) ?? new Set()
    yield pairs.filter(([, row]) => !barred.has(refOf(submissions, row.id)))
  }
}

/** What rests on a consent that was asked for and not given leaves in no file, whenever it was kept. */
const refusedIn = (form: Row, binding: Row): string[] =>
  restOnRefused((form.fields ?? []) as DeclaredField[], binding.grounds as Grounds | null)

const recordOf = ([binding, row]: [Row, Row], refused: string[]): Record<string, unknown> => ({
  ...Object.fromEntries(
    ((row.submissionData ?? []) as Value[])
      .filter(({ field }) => !refused.includes(field))
      .map(({ field, value }) => [`answer:${field}`, value]),
  ),
  receipt: binding.receiptNumber,
  received: new Date(binding.receivedAt as string).toISOString(),
  noticeVersion: binding.number ?? '',
  purposes: ((binding.purposes ?? []) as string[]).join(' '),
  forSomebodyElse: binding.proxy ? 'yes' : '',
})

const namesOf = (form: Row): string[] =>
  ((form.fields ?? []) as FormField[]).flatMap(({ blockType, name }) =>
    name && !['message', 'upload'].includes(blockType) ? [name] : [],
  )

async function* parts(desk: Desk, ctx: Context, form: Row, ids: Row['id'][]): AsyncGenerator<string> {
  const columns = [...COLUMNS, ...namesOf(form).map((name) => `answer:${name}`), 'answer:safeToWrite']
  yield csv(columns, [])
  for await (const rows of messagesOf(desk, ctx, ids))
    yield csv(
      columns,
      rows.map((pair) => recordOf(pair, refusedIn(form, pair[0]))),
      true,
    )
}

/** Forms that this person may take messages out of, by their titles. */
export const exportableForms = async (
  desk: Desk,
  { payload }: Context,
  actor: Actor,
  locale: string,
): Promise<{ id: number | string; title: string }[]> => {
  const { options } = desk
  if (!hasRole(actor, ...options.exporters) || !(options.forms in payload.collections)) return []
  const forms = await findRows({ payload }, options.forms, {}, { limit: 0 })
  return forms
    .filter((form) => !form.deletedAt && mayExport(desk, actor, form))
    .map((form) => ({ id: form.id, title: titleOf(form, locale) }))
    .sort((a, b) => a.title.localeCompare(b.title, locale))
}

/** What a form was sent, as a table. How many and of which form is on the ledger before its first line leaves. */
export const exportMessages = async (
  desk: Desk,
  { payload }: PayloadRequest,
  actor: Actor,
  given: unknown,
): Promise<Response> => {
  const at = { payload }
  const form = await formOf(desk, at, given)
  if (!form || !mayExport(desk, actor, form)) throw doesNotExist()
  const now = nowOf(payload)
  // The same for the count and for the table: what comes meanwhile is in neither.
  const ids = await boundTo(at, refOf(desk.options.forms, form.id))
  let count = 0
  for await (const rows of messagesOf(desk, at, ids)) count += rows.length
  await emit(at, {
    ledger: [
      {
        action: 'forms.exported',
        subject: refOf(desk.options.forms, form.id),
        actor,
        at: now,
        facts: { count, format: 'csv' },
      },
    ],
  })
  return downloadOf(`messages-${form.id}.csv`, 'text/csv; charset=utf-8', parts(desk, at, form, ids))
}
