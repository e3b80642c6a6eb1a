import { addSpan, type Span } from '../../kernel/calendar.js'
import type { Ref } from '../../kernel/ref.js'
import type { Bilingual } from '../../kernel/text.js'
import type { BreachState } from './events.js'

/** What a law asks and until when. Data, not code: another law is another entry. */
export interface ClockRule {
  readonly key: string
  readonly label: Bilingual
  /** Which law says so. */
  readonly source: Bilingual
  /** From discovery; without one the law names no number ("at the first reasonable opportunity"), and it counts up. */
  readonly span: null | Span
  /** Met by telling the people: nobody needs to say so. */
  readonly byNotice: boolean
}

/** PHIPA, section 12 (2): people are told at the first reasonable opportunity. */
export const PHIPA: ClockRule = {
  key: 'phipa',
  label: {
    en: 'Tell the people affected, at the first reasonable opportunity',
    fr: 'Aviser les personnes touchées, à la première occasion raisonnable',
  },
  source: { en: 'PHIPA, s. 12 (2)', fr: 'LPRPS, par. 12 (2)' },
  span: null,
  byNotice: true,
}

/** Ready-made clocks of other laws, switched on by their names. */
export const KNOWN_CLOCKS: Readonly<Record<string, ClockRule>> = {
  gdpr: {
    key: 'gdpr',
    label: { en: 'Tell the supervisory authority', fr: 'Aviser l’autorité de contrôle' },
    source: { en: 'GDPR, art. 33', fr: 'RGPD, art. 33' },
    span: { hours: 72 },
    byNotice: false,
  },
  pipeda: {
    key: 'pipeda',
    label: {
      en: 'Report to the Privacy Commissioner of Canada, as soon as feasible',
      fr: 'Déclarer au Commissariat à la protection de la vie privée du Canada, le plus tôt possible',
    },
    source: { en: 'PIPEDA, s. 10.1', fr: 'LPRPDE, art. 10.1' },
    span: null,
    byNotice: false,
  },
}

export interface Met {
  at: string
  by: Ref
  name: string
  words: string
}

export interface Clock {
  key: string
  label: Bilingual
  source: Bilingual
  since: Date
  /** Null where the law names no number. */
  dueAt: Date | null
  met: Met | null
  byNotice: boolean
  /** Counts on: neither met nor needless. */
  running: boolean
  overdue: boolean
}

interface Timed {
  state: BreachState
  discoveredAt: Date
  met: Readonly<Record<string, Met>>
}

/** Without a real risk nobody needs to be told; what is closed is over. */
const NEEDLESS: readonly BreachState[] = ['noRisk', 'closed']

export const clocksOf = (
  rules: readonly ClockRule[],
  found: Timed,
  { now, timeZone }: { now: Date; timeZone: string },
): Clock[] =>
  rules.map(({ key, label, source, span, byNotice }) => {
    const met = found.met[key] ?? null
    const dueAt = span ? addSpan(found.discoveredAt, span, timeZone) : null
    const running = met === null && !NEEDLESS.includes(found.state)
    return {
      ...{ key, label, source, byNotice, met, dueAt, running, since: found.discoveredAt },
      overdue: running && dueAt !== null && dueAt <= now,
    }
  })

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** What is told about a clock by now. The key is that of the mail: the same step is told once. */
export interface Alarm {
  clock: Clock
  step: string
  what: 'open' | 'over' | 'soon'
}

/**
 * A third of the time before it runs out (a day at most), and when it has. What has no end is called to mind after the
 * first day and then each week.
 */
export const alarmsOf = (clocks: readonly Clock[], now: Date): Alarm[] =>
  clocks
    .filter(({ running }) => running)
    .flatMap((clock): Alarm[] => {
      if (clock.dueAt === null) {
        const age = now.getTime() - clock.since.getTime() - DAY
        return age < 0 ? [] : [{ clock, what: 'open', step: `open${Math.floor(age / (7 * DAY))}` }]
      }
      if (clock.dueAt <= now) return [{ clock, what: 'over', step: 'over' }]
      const whole = clock.dueAt.getTime() - clock.since.getTime()
      const warnAt = clock.dueAt.getTime() - Math.min(whole / 3, DAY)
      return now.getTime() >= warnAt ? [{ clock, what: 'soon', step: 'soon' }] : []
    })
