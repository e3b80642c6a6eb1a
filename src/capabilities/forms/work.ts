import type { PayloadRequest } from 'payload'

import { type Actor, hasRole } from '../../kernel/actor.js'
import { formatInstant } from '../../kernel/calendar.js'
import { doesNotExist, GovernanceError } from '../../kernel/errors.js'
import type { FootprintPort, Place, WorkItem, WorkPort } from '../../kernel/ports.js'
import { parseRef, type Ref, refOf } from '../../kernel/ref.js'
import { nameOf } from '../../platform/actor.js'
import { rowsAmong } from '../../platform/among.js'
import { countAs } from '../../platform/asPerson.js'
import { timeZoneOf } from '../../platform/clock.js'
import { findRows, type Row } from '../../platform/db.js'
import { disclose } from '../../platform/disclosure.js'
import { idIn, idOfRef } from '../../platform/ids.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { translatorFor } from '../../platform/translate.js'
import { transition } from '../../platform/unit.js'
import { ANSWERS } from './access.js'
import { KEY, SUBMISSIONS } from './collections.js'
import type { Desk } from './context.js'
import { type DeclaredForm, purposesOf } from './declaration.js'
import { addressesLeft, type FormField, isUnsafeToWrite, SAFE_TO_WRITE, type Value } from './domain.js'
import { DESK_ACTIONS, type WorkAction, workMachine, workOf } from './lifecycle.js'
import { assignedTo, formsReached } from './reach.js'
import { formOf, namedForm, storedRow } from './store.js'

const PATH = '/governance/forms/messages'

/** The binding of a message that this person may see. @throws GovernanceError `notFound` */
const bindingSeen = async (desk: Desk, req: PayloadRequest, given: string): Promise<Row> => {
  const { submissions } = desk.options
  const id = idIn(req.payload, submissions, given)
  if (id === null || (await countAs(req, submissions, { id: { equals: id } })) === 0) throw doesNotExist()
  const stored = await storedRow({ payload: req.payload }, refOf(submissions, id))
  const [binding] = await findRows(
    { payload: req.payload },
    SUBMISSIONS,
    { key: { equals: String(stored?.governanceKey ?? '') } },
    { limit: 1 },
  )
  if (!binding) throw doesNotExist()
  return binding
}

/** Who had it last, by name; null where the account is gone or has none. */
const nameBehind = async (ctx: Context, ref: unknown): Promise<null | string> => {
  const row = typeof ref === 'string' && ref.includes(':') ? await storedRow(ctx, ref) : null
  return row ? nameOf(row) || null : null
}

/** A colleague was faster: what it is by now, in words, whose hands it is in and since when; programs get the code. */
const notNow = async (ctx: Context, row: Row, locale: string): Promise<GovernanceError> => {
  const { payload } = ctx
  const state = workOf(row.work)
  const name = state === 'new' ? null : await nameBehind(ctx, row.workBy)
  const words = (language: string): Record<string, string> => ({
    state: translatorFor(payload, language)(`governance:retention:work:state:${state}`),
    ...(name && row.workAt
      ? { name, at: formatInstant(new Date(row.workAt as string), language, timeZoneOf(payload)) }
      : {}),
  })
  const why = name && row.workAt ? 'notNowBy' : 'notNow'
  const english = translatorFor(payload, 'en')(`governance:refusals:${why}`, words('en'))
  return new GovernanceError('stateConflict', english, { why, ...words(locale) }, { state })
}

interface Move {
  action: WorkAction
  actor: Actor
  /** Of whoever asks. */
  locale: string
}

/** Moves a message on. @throws GovernanceError `stateConflict` where a colleague was faster */
const moveOn = async (ctx: Context, binding: Row, { action, actor, locale }: Move): Promise<Row> =>
  transition(ctx, SUBMISSIONS, { id: { equals: binding.id } }, async (row) => {
    const from = workOf(row.work)
    if (!workMachine.can(from, action)) throw await notNow(ctx, row, locale)
    const state = workMachine.next(from, action)
    const now = nowOf(ctx.payload)
    return {
      data: { work: state, workBy: state === 'new' ? null : (actor.ref ?? null), workAt: now.toISOString() },
      effects: {
        ledger: [{ action: 'forms.worked', subject: String(row.subject), actor, at: now, facts: { state } }],
      },
    }
  })

export const work = async (
  desk: Desk,
  req: PayloadRequest,
  actor: Actor,
  { id, action }: { id: string; action: string },
): Promise<{ state: string }> => {
  const known = DESK_ACTIONS.find((one) => one === action)
  if (!known) throw doesNotExist()
  const row = await moveOn({ payload: req.payload }, await bindingSeen(desk, req, id), {
    action: known,
    actor,
    locale: req.i18n.language,
  })
  return { state: workOf(row.work) }
}

const cannotAnswer = (why: 'noAddress' | 'notSafe', sentence: string): GovernanceError =>
  new GovernanceError('stateConflict', sentence, { why })

/** They were asked, and said so. */
const isSafe = (values: Value[]): boolean =>
  values.some(({ field }) => field === SAFE_TO_WRITE) && !isUnsafeToWrite(values)

/** Subject and nothing else: what was written is not carried into the mail program. */
const mailtoFor = (address: string, number: string): string =>
  `mailto:${encodeURIComponent(address).replaceAll('%40', '@')}?subject=${encodeURIComponent(number)}`

/**
 * The address to answer to, for the person's own mail program: only where its owner said that it is safe. It is a look
 * at what is covered, and on the ledger as one.
 */
export const answerByMail = async (
  desk: Desk,
  req: PayloadRequest,
  actor: Actor,
  id: string,
): Promise<{ mailto: string }> => {
  const ctx = { payload: req.payload }
  const binding = await bindingSeen(desk, req, id)
  const subject = String(binding.subject)
  const row = await storedRow(ctx, subject)
  const values = (row?.submissionData ?? []) as Value[]
  const form = await formOf(desk, ctx, row?.form)
  const [address] = addressesLeft(values, (form?.fields ?? []) as FormField[])
  if (!address)
    throw cannotAnswer(
      'noAddress',
      'Nobody left an address in this message. If there is a telephone number, use that.',
    )
  if (!isSafe(values))
    throw cannotAnswer(
      'notSafe',
      'This person did not say that it is safe to write there. Do not write; somebody else may read that mailbox.',
    )
  if (actor.ref && desk.options.mask)
    await disclose(ctx, { ...actor, ref: actor.ref }, subject, {
      entry: ANSWERS.masked!.entry,
      reason: 'answer',
      words: '',
    })
  if (workMachine.can(workOf(binding.work), 'take'))
    await moveOn(ctx, binding, {
      action: 'take',
      actor,
      locale: req.i18n.language,
    })
  return { mailto: mailtoFor(address, String(binding.receiptNumber)) }
}

/** What these messages say, by their references. Asked for readers only, and never told. */
const writtenIn = async (desk: Desk, ctx: Context, records: Ref[]): Promise<Map<Ref, Value[]>> => {
  const { submissions } = desk.options
  const ids = records.flatMap((ref) => idOfRef(ctx.payload, submissions, ref) ?? [])
  const rows = await findRows(ctx, submissions, { id: { in: ids } }, { limit: ids.length || 1 })
  return new Map(
    rows.map(({ id, submissionData }) => [refOf(submissions, id), (submissionData ?? []) as Value[]]),
  )
}

const contextOf = (place: Place): Context => ({ payload: place.payload as Context['payload'] })

/** For the one worklist that the desk works from: retention's. */
export const workPort = (desk: Desk): FootprintPort & WorkPort => ({
  collection: desk.options.submissions,
  reach: (place, actor) => assignedTo(desk, contextOf(place), actor, desk.options.submissions),
  reachedForms: (place, actor) => formsReached(desk, contextOf(place), actor),
  of: async (place, actor, records) => {
    const works = hasRole(actor, ...desk.options.readers)
    const rows = await findRows(
      contextOf(place),
      SUBMISSIONS,
      { subject: { in: records } },
      { limit: records.length || 1 },
    )
    const written = works ? await writtenIn(desk, contextOf(place), records) : new Map<Ref, Value[]>()
    return new Map(
      rows.map((row): [Ref, WorkItem] => {
        const values = written.get(row.subject as Ref) ?? []
        const state = workOf(row.work)
        return [
          row.subject as Ref,
          {
            state,
            actions: works ? DESK_ACTIONS.filter((action) => workMachine.can(state, action)) : [],
            path: works ? `${PATH}/${encodeURIComponent(parseRef(String(row.subject)).id)}` : null,
            mayAnswer: isSafe(values) && addressesLeft(values).length > 0,
            proxy: row.proxy === true,
          },
        ]
      }),
    )
  },
  // Those of its receipt, where it has one already: the form may have changed since.
  purposesOf: async (place, record) => {
    const ctx = place as Context
    const key = { key: { equals: String(record[KEY] ?? '') } }
    const [binding] = record[KEY] ? await findRows(ctx, SUBMISSIONS, key, { limit: 1 }) : []
    if (binding) return (binding.purposes ?? []) as string[]
    const form = await namedForm(desk, ctx, desk.options.submissions, record)
    return form ? purposesOf(form as DeclaredForm) : []
  },
  addressesOf: async (place, records) => {
    const ctx = contextOf(place)
    const shapes = new Map<string, FormField[]>()
    const found = new Map<string, string[]>()
    for (const { id, form, submissionData } of records) {
      const key = String(form)
      if (!shapes.has(key)) shapes.set(key, ((await formOf(desk, ctx, form))?.fields ?? []) as FormField[])
      found.set(String(id), addressesLeft((submissionData ?? []) as Value[], shapes.get(key)))
    }
    return found
  },
  receiptSubjects: () => Promise.resolve([]),
  stores: ['messages'],
  collections: [SUBMISSIONS],
  found: async (place, records) => {
    const rows = await rowsAmong(contextOf(place), SUBMISSIONS, 'subject', records, ['work'])
    return { messages: rows.filter(({ work }) => workMachine.can(workOf(work), 'delete')).length }
  },
  // The binding holds nothing that a person wrote: it stays, and says that the message is gone.
  forget: async (place, records) => {
    const ctx = contextOf(place)
    for (const row of await findRows(ctx, SUBMISSIONS, { subject: { in: records } }, { limit: 1000 }))
      await transition(ctx, SUBMISSIONS, { id: { equals: row.id } }, (found) =>
        workMachine.can(workOf(found.work), 'delete')
          ? { data: { work: 'deleted', workBy: null, address: null, addressUntil: null, updatedAt: null } }
          : null,
      )
  },
})
