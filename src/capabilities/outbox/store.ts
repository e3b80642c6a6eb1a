import type { BasePayload } from 'payload'

import { keyedHash } from '../../kernel/canonical.js'
import type { MessageDraft, Person } from '../../kernel/ports.js'
import { all, compareAndSet, findRow, findRows, insertOnce, type Row } from '../../platform/db.js'
import { escapeHtml } from '../../platform/html.js'
import { type Context, type Runner, runtimeOf } from '../../platform/runtime.js'
import { translatorFor } from '../../platform/translate.js'
import { OUTBOX } from './collections.js'
import { afterFailure } from './domain.js'

/** Writes a mail with its cause. An address that is not safe to write to is not even stored. */
export const enqueue = async (ctx: Context, draft: MessageDraft & { causedAt: Date }): Promise<void> => {
  const { to } = draft
  if ('address' in to && !to.safeToWrite) return
  if (await findRow(ctx, OUTBOX, { key: { equals: draft.key } })) return
  await insertOnce(ctx, OUTBOX, {
    key: draft.key, template: draft.template, state: 'waiting', values: draft.values ?? {}, path: draft.path ?? null, attempts: 0,
    nextAt: (draft.notBefore ?? draft.causedAt).toISOString(), causedAt: draft.causedAt.toISOString(),
    ...('user' in to ? { toKind: 'user', toRef: to.user } : 'role' in to ? { toKind: 'role', toRef: to.role }
      : { toKind: 'address', address: to.address, locale: to.locale }),
  })
}

/** Without a real adapter Payload logs mails and calls that sent; we do not. */
export const canSend = (payload: BasePayload): boolean => payload.email?.name !== undefined && payload.email.name !== 'console'

/** The address that links in mails start with; without a server URL a mail names the path only. */
const linkOf = (payload: BasePayload, row: Row): string => (row.path ? `${payload.config.serverURL ?? ''}${row.path as string}` : '')

const compose = (payload: BasePayload, row: Row, locale: string): { subject: string; text: string; html: string } => {
  const t = translatorFor(payload, locale)
  const values = row.values as Record<string, string>
  const base = `governance:${String(row.template)}`
  const body = t(`${base}:body`, values)
  const link = linkOf(payload, row)
  const footer = t('governance:mail:footer')
  const paragraphs = body.split('\n\n').map((part) => `<p>${escapeHtml(part).replaceAll('\n', '<br>')}</p>`).join('')
  return {
    subject: t(`${base}:subject`, values),
    text: [body, link, `-- \n${footer}`].filter(Boolean).join('\n\n'),
    html: `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>${escapeHtml(t(`${base}:subject`, values))}</title></head><body>${paragraphs}${
      link ? `<p><a href="${escapeHtml(link)}">${escapeHtml(t('governance:mail:open'))}</a></p>` : ''}<p>${escapeHtml(footer)}</p></body></html>`,
  }
}

/** A role is resolved when the mail leaves: to those who hold it then. A vacant role stays waiting and is shown. */
const expand = async (payload: BasePayload, row: Row, now: Date): Promise<void> => {
  const at = { payload }
  const people = await runtimeOf(payload).people(payload, [String(row.toRef)])
  for (const person of people) {
    await insertOnce(at, OUTBOX, {
      key: `${String(row.key)}>${person.ref}`, template: row.template, state: 'waiting', toKind: 'user', toRef: person.ref,
      values: row.values, path: row.path, attempts: 0, nextAt: row.nextAt, causedAt: row.causedAt,
    })
  }
  await compareAndSet(at, OUTBOX, { id: { equals: row.id } }, people.length > 0
    ? { state: 'expanded' }
    : { lastError: `vacant: ${String(row.toRef)}`, nextAt: new Date(now.getTime() + 15 * 60_000).toISOString() })
}

const recipientOf = async (payload: BasePayload, row: Row): Promise<null | Pick<Person, 'email' | 'locale'>> => {
  if (row.toKind === 'address') return { email: String(row.address), locale: String(row.locale ?? 'en') }
  const people = await runtimeOf(payload).people(payload, [])
  return people.find((person) => person.ref === row.toRef) ?? null
}

const deliver = async (payload: BasePayload, row: Row, now: Date): Promise<void> => {
  const at = { payload }
  const mine = all({ id: { equals: row.id } }, { state: { equals: row.state } }, { attempts: { equals: row.attempts } })
  const attempts = Number(row.attempts) + 1
  // Taken for five minutes before the connection opens: a runner that dies here is followed by another attempt.
  const taken = await compareAndSet(at, OUTBOX, mine,
    { state: 'sending', attempts, nextAt: new Date(now.getTime() + 5 * 60_000).toISOString() })
  if (!taken) return
  const held = all({ id: { equals: row.id } }, { state: { equals: 'sending' } }, { attempts: { equals: attempts } })
  const person = await recipientOf(payload, row)
  if (!person) {
    await compareAndSet(at, OUTBOX, held, { state: 'dead', lastError: 'The recipient has no account any more.' })
    return
  }
  try {
    const domain = /@([\w.-]+)/.exec(payload.email.defaultFromAddress)?.[1] ?? 'localhost'
    await payload.sendEmail({
      to: person.email, ...compose(payload, row, person.locale),
      messageId: `<${keyedHash(payload.secret, String(row.key)).slice(0, 40)}@${domain}>`,
    })
    await compareAndSet(at, OUTBOX, held, { state: 'sent', sentAt: now.toISOString(), lastError: null, address: null })
  } catch (error) {
    const outcome = afterFailure(attempts, error as Error & { responseCode?: number }, now, Math.random())
    await compareAndSet(at, OUTBOX, held, { ...outcome, nextAt: outcome.nextAt.toISOString() })
  }
}

/** Delivers what is due. "Sending" rows past their time belonged to a runner that died. */
export const outboxRunner: Runner = {
  key: 'outbox',
  everySeconds: 10,
  run: async ({ payload, fence, now }) => {
    if (!canSend(payload)) return { done: 0, note: 'no email adapter' }
    let done = 0
    for (let round = 0; round < 20; round += 1) {
      const due = await findRows({ payload }, OUTBOX, {
        and: [{ state: { in: ['waiting', 'sending'] } }, { nextAt: { less_than_equal: now.toISOString() } }],
      }, { limit: 50, sort: 'nextAt' })
      if (due.length === 0) break
      for (const row of due) {
        await fence()
        if (row.toKind === 'role') await expand(payload, row, now)
        else await deliver(payload, row, now)
        done += 1
      }
    }
    return { done }
  },
}
