import { randomToken } from '../../kernel/canonical.js'
import { addSpan } from '../../kernel/calendar.js'
import { type Effects, type MailValue, type MessageDraft, SELF, type TimerDraft } from '../../kernel/ports.js'
import { languageIn } from '../../kernel/labels.js'
import type { Ref } from '../../kernel/ref.js'
import { timeZoneOf } from '../../platform/clock.js'
import type { Context } from '../../platform/runtime.js'
import { labelOf } from '../../platform/titles.js'
import { type Definition, dueOf, type StepDefinition } from './definition.js'
import { type ApprovalMail, DUE_TIMER, EXPIRE_TIMER } from './events.js'
import { adminPathOf } from './rows.js'
import type { Target } from './target.js'

/** What a person may have once a day; the rest is overdue, has failed, or went out without an approval. */
const CAN_WAIT: readonly ApprovalMail[] = [
  'approvals:mail:awaiting',
  'approvals:mail:changesRequested',
  'approvals:mail:approved',
  'approvals:mail:published',
  'approvals:mail:reminder',
  'approvals:mail:commented',
]

/** What a mail is about, as the panel calls it: its kind and number, never its title, which may say too much. */
const nameOf = ({ payload }: Context, { kind, slug, id, locale }: Target): MailValue => {
  const named = (language: 'en' | 'fr'): string => {
    const label = labelOf(payload, slug, kind, language)
    const name = id === undefined ? label : `${label} ${id}`
    return locale ? `${name}, ${languageIn(language, locale)}` : name
  }
  return { en: named('en'), fr: named('fr') }
}

export const mailTo = (
  ctx: Context,
  template: ApprovalMail,
  to: Ref,
  target: Target,
  values: Record<string, MailValue> = {},
): MessageDraft => ({
  // A token per cause: the same person may be asked again in a later round of the same review.
  key: `${template}:${SELF}:${to}:${randomToken(9)}`,
  template,
  to: { user: to },
  values: { what: nameOf(ctx, target), ...values },
  path: adminPathOf(ctx, target),
  digest: CAN_WAIT.includes(template),
})

export const dueAtOf = (ctx: Context, step: StepDefinition, now: Date): Date =>
  dueOf(step, now, timeZoneOf(ctx.payload))

/** A day before a step is due its people are reminded; a step of one day is reminded when it is due. */
export const reminderOf = (ctx: Context, dueAt: Date, begun: Date): Date => {
  const before = addSpan(dueAt, { days: -1 }, timeZoneOf(ctx.payload))
  return before > begun ? before : dueAt
}

/** Watches one step of one round; it stops by itself when that is over. */
export const dueTimer = (
  ctx: Context,
  { round, step, dueAt, now }: { round: number; step: number; dueAt: Date; now: Date },
): TimerDraft => ({
  key: `${DUE_TIMER}:${SELF}:${round}:${step}`,
  kind: DUE_TIMER,
  subject: SELF,
  dueAt: reminderOf(ctx, dueAt, now),
  data: { round, step },
})

export const expireTimers = (
  ctx: Context,
  { expireDays }: Definition,
  round: number,
  now: Date,
): TimerDraft[] =>
  expireDays === null
    ? []
    : [
        {
          key: `${EXPIRE_TIMER}:${SELF}:${round}`,
          kind: EXPIRE_TIMER,
          subject: SELF,
          dueAt: addSpan(now, { days: expireDays }, timeZoneOf(ctx.payload)),
          data: { round },
        },
      ]

/** Joins effects that belong to one write. */
export const joined = (...parts: Effects[]): Effects => ({
  ledger: parts.flatMap(({ ledger }) => ledger ?? []),
  mail: parts.flatMap(({ mail }) => mail ?? []),
  timers: parts.flatMap(({ timers }) => timers ?? []),
})
