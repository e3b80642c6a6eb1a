import type { BasePayload } from 'payload'

import { startOfDay } from '../../kernel/calendar.js'
import { GovernanceError } from '../../kernel/errors.js'
import type { NoticeInForce } from '../../kernel/noticePorts.js'
import { isBlank } from '../../kernel/text.js'
import { findRows, type Row } from '../../platform/db.js'
import { timeZoneOf } from '../../platform/clock.js'
import {
  type Context,
  type Missing,
  nowOf,
  type Seal,
  type Translate,
  type WriteAttempt,
} from '../../platform/runtime.js'
import { translatorFor } from '../../platform/translate.js'
import { accepts, type DeclaredForm, type Fault, faultsIn, purposesNamed, purposesOf } from './declaration.js'
import type { Desk } from './context.js'
import { whatMatters } from './changes.js'
import { isAnother, noNotice, refuseAnotherShown } from './domain.js'

/** More forms than this in one write are not judged one by one, so the write is refused. */
const MOST_ROWS = 1000

/** The notice that submissions of this collection are bound to, as it is in force now. */
export const noticeFor = async (
  { options, ports }: Desk,
  ctx: Context,
  collection: string,
): Promise<NoticeInForce | null> => (await ports.notices?.inForce(ctx, options.collected[collection])) ?? null

const sentencesFor = (faults: Fault[], named: readonly string[] | null, t: Translate): string[] =>
  faults.map(({ field, fault }) =>
    t(`governance:forms:fault:${fault}`, { field, purposes: named?.join(', ') || '—' }),
  )

/** Says of every field what is missing; the admin panel shows each sentence at its place, too. */
const notLabelled = (
  { payload, req }: Context,
  faults: Fault[],
  named: readonly string[] | null,
): GovernanceError => {
  const own = sentencesFor(faults, named, translatorFor(payload, req?.i18n?.language ?? 'en'))
  const english = sentencesFor(faults, named, translatorFor(payload, 'en')).join(' ')
  return new GovernanceError(
    'formNotLabelled',
    `This form cannot accept yet. ${english} Or untick "Accepts what people send" and save it closed.`,
    { details: own.join(' ') },
    {
      errors: faults.map(({ path, field, fault }, index) => ({
        path,
        label: field,
        message: own[index],
        fault,
      })),
    },
  )
}

/** The row after the write: what the adapter is not given stays as it is. */
const merged = (
  stored: Row | null,
  data: Record<string, unknown>,
): DeclaredForm & { deletedAt?: unknown } => {
  const given = Object.entries(data).filter(([, value]) => value !== undefined)
  return { ...stored, ...Object.fromEntries(given) } as object
}

const storedForms = async (ctx: Context, attempt: WriteAttempt): Promise<(Row | null)[]> => {
  if (attempt.operation === 'create') return [null]
  const where = attempt.id === undefined ? attempt.where : { id: { equals: attempt.id } }
  const rows = await findRows(ctx, attempt.collection, where ?? {}, { limit: MOST_ROWS + 1 })
  // An upsert that matches nothing inserts.
  return rows.length === 0 ? [null] : rows
}

/** A host may have promised it of every form. */
const asAnonymous = ({ options }: Desk, form: DeclaredForm): DeclaredForm =>
  options.anonymous.includes(options.submissions) ? { ...form, governanceAnonymous: true } : form

/**
 * A form is judged as it will be stored, below every API: it accepts only when each field says what it is for, the
 * notice in force names that, and no mail carries what was written. One that is closed or in the trash may say less.
 */
export const formSeal = (desk: Desk): Seal => ({
  key: 'forms-declared',
  applies: (collection) => collection === desk.options.forms,
  judge: async (attempt, ctx) => {
    const { data } = attempt
    if (attempt.operation === 'delete' || attempt.version || !data) return
    const rows = await storedForms(ctx, attempt)
    const next = rows.map((row) => merged(row, data)).filter((form) => accepts(form) && !form.deletedAt)
    if (next.length === 0) return
    const named = purposesNamed(
      (await noticeFor(desk, { payload: ctx.payload }, desk.options.submissions))?.promises,
    )
    for (const form of next) {
      const faults = faultsIn(asAnonymous(desk, form), named)
      if (faults.length > 0 || rows.length > MOST_ROWS) throw notLabelled(ctx, faults, named)
    }
  },
})

const closed = (): GovernanceError =>
  new GovernanceError('formClosed', 'This form accepts nothing at the moment. Please telephone.')

const purposeNotNamed = (purposes: string[]): GovernanceError =>
  new GovernanceError(
    'purposeNotNamed',
    'This form asks for something that the privacy notice in force does not name, so it accepts nothing at the moment. Please telephone.',
    {},
    { purposes },
  )

const refusalFor = (form: DeclaredForm | null, current: NoticeInForce | null): GovernanceError | null => {
  if (form && !accepts(form)) return closed()
  const named = purposesNamed(current?.promises)
  const strange = form && named ? purposesOf(form).filter((purpose) => !named.includes(purpose)) : []
  return strange.length > 0 ? purposeNotNamed(strange) : null
}

/** The notice that a submission of this form would be bound to now, and why it takes none (null when it does). */
export const standingOf = async (
  desk: Desk,
  ctx: Context,
  collection: string,
  form: Row | null,
): Promise<{ current: NoticeInForce | null; refused: GovernanceError | null }> => {
  const current = await noticeFor(desk, ctx, collection)
  if (desk.ports.notices && !current) return { current, refused: noNotice() }
  return { current, refused: refusalFor(form as DeclaredForm | null, current) }
}

/**
 * The notice that a submission of this form is bound to now.
 * @throws GovernanceError 409 before anything is written, files included, when nothing may be accepted
 */
export const acceptedUnder = async (
  desk: Desk,
  ctx: Context,
  collection: string,
  form: Row | null,
): Promise<NoticeInForce | null> => {
  const { current, refused } = await standingOf(desk, ctx, collection, form)
  if (refused) throw refused
  return current
}

/**
 * Whoever was shown another version of the notice than the one in force is asked again where the change matters to what
 * this form asks. Where it does not, their submission is bound to the one in force as any other.
 * @throws GovernanceError `noticeChanged`
 */
export const mustKnow = async (
  { options, ports }: Desk,
  ctx: Context,
  {
    collection,
    form,
    current,
    shown,
  }: { collection: string; form: Row | null; current: NoticeInForce | null; shown?: number },
): Promise<void> => {
  if (!current || !isAnother(shown, current)) return
  const place = { payload: ctx.payload }
  const since = await ports.notices?.since(place, options.collected[collection], shown, current)
  const purposes = form ? purposesOf(form as DeclaredForm) : []
  const inForce = current.promises ?? null
  const change = { purposes, shown: since?.shown?.promises ?? null, inForce, said: since?.said ?? false }
  refuseAnotherShown(shown, current, whatMatters(change))
}

/** What the host promised of a whole collection, or staff of this form. */
export const isAnonymous = ({ options }: Desk, collection: string, form: Row | null): boolean =>
  options.anonymous.includes(collection) || (form as DeclaredForm | null)?.governanceAnonymous === true

/** The day in place of the time, where the form promises that nobody is known by it. */
export const dayOf = (desk: Desk, payload: BasePayload, collection: string, form: Row | null): Date | null =>
  isAnonymous(desk, collection, form) ? startOfDay(nowOf(payload), timeZoneOf(payload)) : null

export const titleOf = (form: Row, locale: string): string => {
  const title = form.title as null | Record<string, string> | string | undefined
  const said = typeof title === 'string' ? title : (title?.[locale] ?? Object.values(title ?? {})[0] ?? '')
  return isBlank(said) ? String(form.id) : said
}

/** Forms that accept although nobody has said yet what their fields are for: older than the plugin. */
export const missingLabels = async (desk: Desk, ctx: Context): Promise<Missing[]> => {
  const { forms, submissions } = desk.options
  if (!(forms in ctx.payload.collections)) return []
  const at = { payload: ctx.payload }
  const rows = await findRows(at, forms, {}, { limit: MOST_ROWS })
  const named = purposesNamed((await noticeFor(desk, at, submissions))?.promises)
  const late = rows.filter(
    (form) =>
      !form.deletedAt &&
      accepts(form as DeclaredForm) &&
      faultsIn(asAnonymous(desk, form as DeclaredForm), named).length > 0,
  )
  if (late.length === 0) return []
  const titles = late.map((form) => titleOf(form, 'en')).join(', ')
  return [
    {
      key: 'governance:forms:missing:labels',
      values: { forms: titles },
      href: `/collections/${forms}${late.length === 1 ? `/${late[0]!.id}` : ''}`,
      todo: 'governance:terminal:doctor:doLabels',
    },
  ]
}
