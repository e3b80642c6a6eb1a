import type { ReactNode } from 'react'

import { ActionButton } from '../../../platform/ui/ActionButton.js'
import type { ViewContext } from '../../../platform/ui/GovernanceView.js'
import { StateBadge, type Tone } from '../../../platform/ui/parts.js'
import { unreached } from '../counts.js'
import type { Breach } from '../domain.js'
import type { BreachState } from '../events.js'
import type { Clock } from '../lawClocks.js'
import type { BreachPage } from '../reads.js'

export const K = 'governance:breach'

const TONES: Record<BreachState, Tone> = {
  suspected: 'bad',
  noRisk: 'plain',
  atRisk: 'bad',
  searching: 'wait',
  found: 'bad',
  approved: 'bad',
  notifying: 'wait',
  notified: 'good',
  closed: 'plain',
}

export const BreachBadge = ({ state, t }: { state: BreachState } & Pick<ViewContext, 't'>) => (
  <StateBadge tone={TONES[state]}>{t(`${K}:state:${state}`)}</StateBadge>
)

export const Fact = ({ label, children }: { label: string; children: ReactNode }) =>
  children === null || children === undefined || children === '' ? null : (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  )

/** One step of the work, in its place also before it is its turn: then it says what comes first. */
export const Step = ({
  id,
  title,
  later,
  children,
}: {
  id: string
  title: string
  later?: string
  children?: ReactNode
}) => (
  <section aria-labelledby={id} className="gov-breach__step">
    <h2 id={id}>{title}</h2>
    {later === undefined ? children : <p>{later}</p>}
  </section>
)

/** Somebody could not be written to, and nobody said yet how they learn of it. */
export const meansMissing = ({ state, counts, means }: Breach): boolean =>
  state === 'notified' && unreached(counts) > 0 && means.length === 0

/** What can be done again is folded up: the next step stands out. */
export const More = ({ label, children }: { label: string; children: ReactNode }) => (
  <details className="gov-breach__more">
    <summary>{label}</summary>
    {children}
  </details>
)

const daysSince = (from: Date, now: Date): number =>
  Math.max(0, Math.floor((now.getTime() - from.getTime()) / 86_400_000))

export const clockWords = ({ t, when, now }: ViewContext, clock: Clock, closed = false): string => {
  if (clock.met)
    return t(`${K}:clock:${clock.met.name ? 'metBy' : 'met'}`, {
      when: when(clock.met.at),
      name: clock.met.name,
    })
  if (!clock.running) return t(`${K}:clock:${closed ? 'ended' : 'needless'}`)
  if (clock.overdue) return t(`${K}:clock:over`, { when: when(clock.dueAt!) })
  if (clock.dueAt) return t(`${K}:clock:until`, { when: when(clock.dueAt) })
  const count = daysSince(clock.since, now)
  const since = when(clock.since)
  return count === 0
    ? t(`${K}:clock:countingToday`, { when: since })
    : t(`${K}:clock:counting`, { count, when: since })
}

const ClockBadge = ({ clock, t }: { clock: Clock } & Pick<ViewContext, 't'>) => {
  if (clock.met) return <StateBadge tone="good">{t(`${K}:clock:badgeMet`)}</StateBadge>
  if (!clock.running) return <StateBadge tone="plain">{t(`${K}:clock:badgeNeedless`)}</StateBadge>
  return clock.overdue ? (
    <StateBadge tone="bad">{t(`${K}:clock:badgeOver`)}</StateBadge>
  ) : (
    <StateBadge tone="wait">{t(`${K}:clock:badgeOpen`)}</StateBadge>
  )
}

/** What the laws ask, how long that is ago or how long there is time, and who did it when. */
export const Clocks = ({ page, context }: { page: BreachPage; context: ViewContext }) => {
  const { t, locale } = context
  const { breach } = page
  return (
    <Step id="breach-clocks" title={t(`${K}:clock:title`)}>
      <ul className="gov-list">
        {page.clocks.map((clock) => (
          <li className="gov-list__item" key={clock.key}>
            <div>
              {clock.label[locale]} <ClockBadge clock={clock} t={t} />
              <div className="gov-list__meta">
                {[
                  clockWords(context, clock, breach.state === 'closed'),
                  clock.met?.words ? t(`${K}:clock:words`, { words: clock.met.words }) : '',
                  clock.source[locale],
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </div>
            </div>
            {clock.running && !clock.byNotice ? (
              <div className="gov-row">
                <ActionButton
                  confirm={{
                    title: t(`${K}:clock:meetTitle`),
                    text: t(`${K}:clock:meetText`),
                    confirmLabel: t(`${K}:clock:meet`),
                    cancelLabel: t(`${K}:case:cancel`),
                    fields: [
                      {
                        name: 'words',
                        label: t(`${K}:clock:meetWords`),
                        type: 'textarea',
                        required: true,
                        maxLength: 5000,
                      },
                    ],
                  }}
                  done={t(`${K}:case:saved`)}
                  label={t(`${K}:clock:meet`)}
                  path={`/governance/breaches/${breach.id}/clocks/${clock.key}/met`}
                  secondary
                />
              </div>
            ) : null}
          </li>
        ))}
      </ul>
    </Step>
  )
}
