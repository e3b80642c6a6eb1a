import type { BasePayload, Where } from 'payload'

import { all, findRows, type Row } from '../../platform/db.js'
import { hasRole } from '../../kernel/actor.js'
import { formatInstant, formatKept } from '../../kernel/calendar.js'
import type { Grounds } from '../../kernel/grounds.js'
import { parseRef, type Ref } from '../../kernel/ref.js'
import { type DeskCard, type DeskContext, type ReceiptLines, runtimeOf } from '../../platform/runtime.js'
import { bindingOf, latestDeletion } from './bindings.js'
import { SUBMISSIONS } from './collections.js'
import type { Desk } from './context.js'
import { noticeUrl } from './page.js'
import { assignedTo, bindingsFor } from './reach.js'
import { storedCount, storedRow } from './store.js'

const newestBindings = (
  ctx: DeskContext,
  collection: string,
  theirs: Where[],
  limit: number,
): Promise<Row[]> =>
  findRows(
    ctx,
    SUBMISSIONS,
    all(
      { state: { equals: 'confirmed' } },
      { collected: { equals: collection } },
      { work: { not_equals: 'deleted' } },
      ...theirs,
    ),
    { limit, sort: '-receivedAt' },
  )

/** How many messages are kept now, and the newest of them. */
export const deskCard = async (desk: Desk, ctx: DeskContext): Promise<DeskCard | null> => {
  const slug = desk.options.submissions
  if (!hasRole(ctx.actor, ...desk.options.readers) || !(slug in ctx.payload.collections)) return null
  const { t, locale, adminRoute } = ctx
  const { timeZone } = runtimeOf(ctx.payload).options
  const [theirs, bound] = await Promise.all([
    assignedTo(desk, ctx, ctx.actor, slug),
    bindingsFor(desk, ctx, ctx.actor),
  ])
  const [count, newest] = await Promise.all([
    storedCount(ctx, slug, theirs === true ? {} : theirs),
    newestBindings(ctx, slug, bound === true ? [] : [bound], 5),
  ])
  const items = newest.map((row) => ({
    label: t('governance:forms:desk:item', {
      date: formatKept(new Date(row.receivedAt as string), locale, timeZone),
    }),
    href: `${adminRoute}/collections/${slug}/${encodeURIComponent(parseRef(String(row.subject)).id)}`,
    ...(row.danger ? { severity: 'critical' } : {}),
  }))
  const first = newest[0]
  return {
    title: t('governance:forms:desk:title'),
    text: t('governance:forms:desk:text'),
    href: `${adminRoute}/collections/${slug}`,
    needsMe: { count, items: count === 0 ? [] : items },
    overdue: 0,
    ...(first
      ? { last: { text: t('governance:forms:desk:last'), at: new Date(first.receivedAt as string) } }
      : {}),
  }
}

/** Purposes that somebody was asked to agree to: consents say below whether they did, and whether they still do. */
const isAskedFor = (grounds: Grounds | null, purpose: string): boolean =>
  (grounds?.consents ?? []).some((one) => one.purpose === purpose) &&
  !grounds?.others.some((one) => one.purpose === purpose)

/** What it is used for, in the words of the notice where it still has them. */
const purposesIn = async (
  desk: Desk,
  payload: BasePayload,
  subject: Ref,
  locale: 'en' | 'fr',
): Promise<string> => {
  const binding = await bindingOf({ payload }, subject)
  const grounds = desk.ports.consents ? ((binding?.grounds ?? null) as Grounds | null) : null
  const keys = ((binding?.purposes ?? []) as string[]).filter((key) => !isAskedFor(grounds, key))
  const current = await desk.ports.notices?.inForce({ payload }, String(binding?.notice ?? 'site'))
  const named = current?.promises?.purposes ?? []
  return keys.map((key) => named.find((one) => one.key === key)?.label[locale] || key).join('; ')
}

/** What the sender reads on the receipt page: which notice applies, and until when the message is kept. */
export const receiptLines =
  (desk: Desk): ReceiptLines =>
  async (row, { payload, req, t, locale }) => {
    const { timeZone } = runtimeOf(payload).options
    const stored = await storedRow({ payload }, row.subject)
    const given = stored?.deleteAfter as string | undefined
    const until = given
      ? new Date(given)
      : latestDeletion(desk, payload, parseRef(row.subject).collection, new Date(row.issuedAt), [])
    const version = row.facts?.version
    const notice = row.facts?.notice
    const purposes = stored ? await purposesIn(desk, payload, row.subject, locale) : ''
    return [
      ...(version
        ? [
            {
              label: t('governance:forms:receipt:notice'),
              value: t('governance:forms:version', { number: version }),
              href: noticeUrl(req, notice ?? '', version),
            },
          ]
        : []),
      ...(purposes ? [{ label: t('governance:forms:receipt:purposes'), value: purposes }] : []),
      {
        label: t('governance:forms:receipt:state'),
        value: t(`governance:forms:receipt:${stored ? 'kept' : 'deleted'}`),
      },
      ...(stored
        ? [
            {
              label: t('governance:forms:receipt:until'),
              value: formatInstant(until, locale, timeZone, false),
            },
          ]
        : []),
    ]
  }
