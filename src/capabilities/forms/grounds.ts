import type { ConsentDraft, DeclaredField, Grounds } from '../../kernel/grounds.js'
import type { NoticeInForce } from '../../kernel/noticePorts.js'
import { actorOf } from '../../platform/actor.js'
import { findRow, type Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { KEY, SUBMISSIONS } from './collections.js'
import type { Desk } from './context.js'
import type { Value } from './domain.js'
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
  const values = Array.isArray(data.submissionData) ? (data.submissionData as Value[]) : []
  const grounds = consents.groundsOf(ctx, (form.fields ?? []) as DeclaredField[], values)
  if (!grounds?.consents.length || !ctx.req?.user || anonymous) return grounds
  const { kind, ref } = actorOf(ctx.req)
  return kind === 'member' && ref ? { ...grounds, account: consents.accountDigest(ctx, ref) } : grounds
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
