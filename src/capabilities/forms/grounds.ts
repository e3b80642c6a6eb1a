import type { PayloadRequest } from 'payload'

import type { ConsentDraft, DeclaredField, Grounds } from '../../kernel/grounds.js'
import type { NoticeInForce } from '../../kernel/noticePorts.js'
import { actorOf } from '../../platform/actor.js'
import { findRow, type Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { KEY, SUBMISSIONS } from './collections.js'
import { type Desk, isForSomebodyElse } from './context.js'
import { type FormField, type FormShape, readAnswers, refuseWithdrawn, type Value } from './domain.js'
import { storedRow } from './store.js'

/**
 * What a submission rests on, by what its form declares at this moment; null where there is no form, or none that
 * declares anything. A visitor who is signed in is known again by a digest, except where the form is anonymous.
 */
export const groundsAtReceipt = (
  desk: Desk,
  ctx: Context,
  { form, anonymous, data }: { form: Row | null; anonymous: boolean; data: Record<string, unknown> },
): Grounds | null => {
  const { consents } = desk.ports
  if (!consents || !form) return null
  const written = Array.isArray(data.submissionData) ? (data.submissionData as Value[]) : []
  const values = [...written, ...filesAmong(data.submissionUploads)]
  const grounds = consents.groundsOf(ctx, (form.fields ?? []) as DeclaredField[], values)
  const account = anonymous || !grounds?.consents.length ? null : accountOf(ctx.req)
  return grounds && account ? { ...grounds, account: consents.accountDigest(ctx, account) } : grounds
}

/** Files are kept apart from what was written, and rest on what their fields declare as well. */
const filesAmong = (uploads: unknown): Value[] =>
  (Array.isArray(uploads) ? (uploads as { field?: unknown }[]) : []).flatMap(({ field }) =>
    typeof field === 'string' ? [{ field, value: 'file' }] : [],
  )

/** Fields whose data rests on a consent that was asked for and not given: not kept, and in no export. */
export const restOnRefused = (fields: readonly DeclaredField[], grounds: Grounds | null): string[] => {
  const refused = (grounds?.consents ?? []).filter(({ given }) => !given).map(({ purpose }) => purpose)
  return fields.flatMap(({ blockType, name, governance }) =>
    name &&
    blockType !== 'checkbox' &&
    governance?.basis === 'consent' &&
    refused.includes(governance.purpose ?? '')
      ? [name]
      : [],
  )
}

/** The same of what somebody is about to send. Where consents are off, no box asks for any. */
export const sentWithoutConsent = (
  { ports }: Desk,
  ctx: Context,
  { fields }: Pick<FormShape, 'fields'>,
  values: Value[],
): string[] => {
  const declared = (fields ?? []) as DeclaredField[]
  return restOnRefused(declared, ports.consents?.groundsOf(ctx, declared, values) ?? null)
}

/** Files that came with a "no" to what alone would let us keep them are taken off before any is stored. */
export const dropRefusedFiles = (
  desk: Desk,
  req: PayloadRequest,
  form: FormShape | null,
  given: Record<string, unknown>,
): string[] => {
  if (!form || !req.files) return []
  const { values } = readAnswers(form, given, { ...desk.options.limits, ownCode: true })
  const refused = sentWithoutConsent(desk, { payload: req.payload }, form, values)
  const kept = Object.entries(req.files).filter(([name]) => !refused.includes(name))
  Object.assign(req, { files: Object.fromEntries(kept) })
  return refused
}

/** The account of a visitor who sends something for themselves: nobody else is known by it. */
const accountOf = (req: Partial<PayloadRequest> | undefined): null | string => {
  if (!req?.user || isForSomebodyElse(req)) return null
  const { kind, ref } = actorOf(req as PayloadRequest)
  return kind === 'member' && ref ? ref : null
}

/**
 * From the instant of a withdrawal nothing more is captured under that purpose, as far as the sender is known: by their
 * account. Of what is anonymous there is none.
 */
export const refuseBarred = async (
  { ports }: Desk,
  req: PayloadRequest,
  form: Row,
  values: Value[],
): Promise<void> => {
  const account = accountOf(req)
  if (!account || !ports.consents) return
  const fields = (form.fields ?? []) as DeclaredField[] & FormField[]
  const sent = [...values, ...filesAmong(Object.keys(req.files ?? {}).map((field) => ({ field })))]
  refuseWithdrawn(await ports.consents.barred({ payload: req.payload }, account, fields, sent), fields)
}

/** The consents that are written with the submission's commit; of the day only, where it is anonymous. */
export const consentsFor = async (
  desk: Desk,
  ctx: Context,
  binding: Row,
  commit: { subject: string; boundAt: Date; current: NoticeInForce | null; keptUntil: Date },
): Promise<ConsentDraft[]> => {
  const grounds = (binding.grounds ?? null) as Grounds | null
  if (!grounds?.consents.length || !desk.ports.consents) return []
  const { boundAt, ...rest } = commit
  return desk.ports.consents.drawUp(ctx, {
    ...rest,
    grounds,
    at: boundAt,
    form: (binding.form as null | string) ?? null,
    receipt: String(binding.receiptNumber),
    via: String(binding.source),
    locale: String(binding.locale ?? 'en'),
    notice: (binding.notice as null | string) ?? null,
  })
}

/** By the key on the stored record: where it is gone, another may have its id by now. */
export const groundsOf = async (
  ctx: Context,
  subject: string,
): Promise<{ grounds: Grounds; receivedAt: Date } | null> => {
  const key = (await storedRow(ctx, subject))?.[KEY] as string | undefined
  const binding = key ? await findRow(ctx, SUBMISSIONS, { key: { equals: key } }) : null
  return binding?.grounds
    ? { grounds: binding.grounds as Grounds, receivedAt: new Date(binding.receivedAt as string) }
    : null
}
