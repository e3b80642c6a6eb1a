import type { Severity } from '../../../kernel/ports.js'
import type { Translate } from '../../../platform/runtime.js'
import { StateBadge, type Tone } from '../../../platform/ui/parts.js'
import type { ViewContext } from '../../../platform/ui/viewContext.js'
import { isOverdue } from '../case.js'
import type { Case, IncidentState } from '../domain.js'
import type { CasePage, KindLabels } from '../reads.js'
import { ageOf } from './age.js'

/** What every part of these screens needs. */
export interface Words {
  t: Translate
  locale: 'en' | 'fr'
  labels: KindLabels
}

export const worksOnCases = ({ read }: ViewContext): Promise<boolean> => read('incidents', 'mayWork')

export const kindIn = ({ t, locale, labels }: Words, kind: string): string =>
  labels[kind]?.[locale] ?? t(`governance:incidents:kind:${kind}`)

export const ageIn = (t: Translate, from: Date, now: Date): string => {
  const { unit, count } = ageOf(from, now)
  return t(`governance:incidents:age:${unit}`, { count })
}

/** Words of a person: as text, with their line breaks, and nothing else. */
export const Quote = ({ children }: { children: string }) => (
  <blockquote style={{ margin: 0, whiteSpace: 'pre-wrap' }}>{children}</blockquote>
)

/** What was reported: in the words of whoever did, or of the site itself. */
export const summaryIn = (
  t: Translate,
  { summary, because }: Pick<CasePage, 'because' | 'summary'>,
): string => (because ? t(because.key, because.values) : summary)

const SEVERITY_TONE: Record<Severity, Tone> = { low: 'plain', medium: 'wait', high: 'bad', critical: 'bad' }

export const SeverityBadge = ({ t, severity }: { t: Translate; severity: Severity }) => (
  <StateBadge tone={SEVERITY_TONE[severity]}>{t(`governance:incidents:severity:${severity}`)}</StateBadge>
)

/** In place of the severity: what is only a test is not grave. */
export const TestBadge = ({ t }: { t: Translate }) => (
  <StateBadge tone="plain">{t('governance:incidents:kind:test')}</StateBadge>
)

const STATE_TONE: Record<IncidentState, Tone> = {
  reported: 'bad',
  acknowledged: 'wait',
  contained: 'wait',
  resolved: 'good',
  closed: 'plain',
}

export const IncidentStateBadge = ({ t, state }: { t: Translate; state: IncidentState }) => (
  <StateBadge tone={STATE_TONE[state]}>{t(`governance:incidents:state:${state}`)}</StateBadge>
)

/** Until when somebody must have taken it, how old it is, and how often nobody answered. */
export const urgencyOf = (t: Translate, found: Case, now: Date, when: (at: Date) => string): string => {
  const parts = [t('governance:incidents:list:since', { age: ageIn(t, found.reportedAt, now) })]
  if (found.state === 'reported' && found.mergedInto === null) {
    const late = found.ackDueAt <= now
    parts.push(t(`governance:incidents:list:${late ? 'late' : 'until'}`, { deadline: when(found.ackDueAt) }))
  }
  if (found.escalations > 0) {
    parts.push(t('governance:incidents:list:escalated', { count: found.escalations }))
  }
  if (found.tasks.length > 0) {
    const done = found.tasks.filter(({ doneAt }) => doneAt).length
    parts.push(t('governance:incidents:tasks:progress', { done, all: found.tasks.length }))
    const count = found.tasks.filter((task) => isOverdue(task, now)).length
    if (count > 0) parts.push(t('governance:incidents:tasks:overdue', { count }))
  }
  return parts.join(' · ')
}
