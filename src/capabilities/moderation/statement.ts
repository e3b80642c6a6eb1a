import { formatInstant } from '../../kernel/calendar.js'
import { html } from '../../platform/html.js'
import { publicUrl } from '../../platform/publicPage.js'
import { type ReceiptLine, type ReceiptLines, type ReceiptPart, runtimeOf } from '../../platform/runtime.js'
import { ownComment } from './appeals.js'
import type { Desk } from './context.js'
import { type AppealFate, type Fate, type Machine, readFate, type Removal } from './fate.js'
import { categoryChoices, labelIn, reasonChoices } from './labels.js'
import { outcomeOf } from './reports.js'
import { isBuiltIn } from './triage/rules.js'

/** Path of the public page on which an author asks for a second look. Neutral, as all of these are. */
export const AGAIN = 'again'

type Shown = Parameters<ReceiptLines>[1]
type Words = (key: string, values?: Record<string, unknown>) => string

const wordsOf =
  ({ t }: Shown): Words =>
  (key, values) =>
    t(`governance:moderation:public:${key}`, values)

const dayOf = ({ payload, locale }: Shown, at: Date): string =>
  formatInstant(at, locale, runtimeOf(payload).options.timeZone)

const causeOf = ({ kind, reports }: Removal, word: Words): string => {
  if (reports > 1) return word('because-reports', { count: reports })
  if (reports === 1) return word('because-report')
  return word(kind === 'signals' ? 'because-signals' : 'because-pending')
}

/** Whether a machine took part, which whoever is restricted is told. */
const machineLine = (part: Machine | 'holds', heldBy: null | string, shown: Shown): ReceiptLine => {
  const word = wordsOf(shown)
  const rule = heldBy && isBuiltIn(heldBy) ? shown.t(`governance:moderation:rules:${heldBy}`) : (heldBy ?? '')
  return { label: word('machine'), value: word(`machine-${part}`, { rule }) }
}

/** The statement of reasons: what, how far, how long, which rule, the facts, a machine's part, and how to appeal. */
const removalLines = (desk: Desk, { removal, heldBy }: Fate, shown: Shown): ReceiptLine[] => {
  if (!removal) return []
  const word = wordsOf(shown)
  const { t, locale } = shown
  const line = (label: string, value: null | string): ReceiptLine[] =>
    value ? [{ label: word(label), value }] : []
  return [
    ...line('decidedOn', dayOf(shown, removal.at)),
    ...line('reach', word('reachText')),
    ...line('howLong', word('howLongText')),
    ...line('category', labelIn(categoryChoices(desk.options, t, locale), removal.category)),
    ...line('reason', labelIn(reasonChoices(desk.options, t, locale), removal.reason)),
    ...line('reasonWords', removal.words),
    ...line('because', causeOf(removal, word)),
    machineLine(removal.machine, heldBy, shown),
  ]
}

const appealLines = (appeal: AppealFate, shown: Shown): ReceiptLine[] => {
  const word = wordsOf(shown)
  const values = { on: dayOf(shown, appeal.decidedAt ?? appeal.at) }
  return [
    { label: word('secondLook'), value: word(`appeal-${appeal.state}`, values) },
    ...(appeal.words ? [{ label: word('reasonWords'), value: appeal.words }] : []),
  ]
}

/** Whether a second look can be asked for now. */
export const maySay = ({ removal, appeal }: Fate, now: Date): boolean =>
  removal !== null && appeal === null && now <= removal.appealUntil

const howToAppeal = ({ removal, appeal }: Fate, shown: Shown): ReceiptLine[] => {
  if (!removal || appeal) return []
  const word = wordsOf(shown)
  const on = dayOf(shown, removal.appealUntil)
  const value = word(shown.now <= removal.appealUntil ? 'mayAppeal' : 'appealOver', { on })
  return [{ label: word('disagree'), value }]
}

/** Where a comment stands, for whoever wrote it. */
export const fateLines = (desk: Desk, fate: Fate | null, shown: Shown): ReceiptLine[] => {
  const word = wordsOf(shown)
  if (!fate) return [{ label: word('standing'), value: word('gone') }]
  return [
    { label: word('standing'), value: word(`fate-${fate.state}`) },
    ...(fate.state === 'removed' ? [] : [{ label: word('yourText'), value: fate.text }]),
    ...(fate.state === 'pending' && fate.heldBy ? [machineLine('holds', fate.heldBy, shown)] : []),
    ...removalLines(desk, fate, shown),
    ...(fate.appeal ? appealLines(fate.appeal, shown) : []),
    ...howToAppeal(fate, shown),
  ]
}

/** What the receipts of this capability say. */
export const receiptLines = (desk: Desk): Record<string, ReceiptLines> => ({
  comment: async (row, shown) => fateLines(desk, await readFate(shown, desk, row.subject), shown),
  report: async (row, { payload, t }) => {
    const outcome = await outcomeOf({ payload }, row.subject)
    return [
      {
        label: t('governance:moderation:public:standing'),
        value: t(`governance:moderation:public:outcome-${outcome}`),
      },
    ]
  },
})

/** The way to a second look, while there is one. */
export const appealPart =
  (desk: Desk): ReceiptPart =>
  async (receipt, shown) => {
    const who = { number: receipt.number, code: receipt.code, on: '' }
    const comment = await ownComment(shown, desk, who, { kind: 'visitor', roles: [] }).catch(() => null)
    const fate = comment && (await readFate(shown, desk, `${desk.options.slug}:${comment.id}`))
    if (!fate || !maySay(fate, shown.now)) return null
    const href = publicUrl(shown.req, AGAIN, { n: receipt.number, k: receipt.code })
    return html`<p><a href="${href}">${wordsOf(shown)('askAgain')}</a></p>`
  }
