'use client'
import { useTranslation } from '@payloadcms/ui'

import { isBuiltIn, NOTABLE, type Signal, WHYS } from '../triage/rules.js'
import { stretchesOf } from '../triage/weighing.js'

type Words = (key: string, values?: Record<string, unknown>) => string

const useWords = (): Words => {
  const { t } = useTranslation()
  return (key, values) => t(`governance:moderation:${key}` as never, values as never)
}

/** A rule of the host's own detectors has no name here: its code is shown as it is. */
const ruleName = (t: Words, rule: string): string => (isBuiltIn(rule) ? t(`rules:${rule}`) : rule)

const whyName = (t: Words, why: string): string => {
  if (why === 'plain') return ''
  return (WHYS as readonly string[]).includes(why) ? t(`whys:${why}`) : why
}

const strengthOf = (weight: number): string =>
  weight >= 0.8 ? 'strong' : weight >= NOTABLE ? 'medium' : 'weak'

/** What somebody wrote, as text, with what triage saw marked in it. */
export const MarkedText = ({ text, signals }: { text: string; signals: readonly Signal[] }) => {
  const t = useWords()
  if (signals.length === 0) return <>{text}</>
  return stretchesOf(
    text,
    signals.map(({ span }) => span),
  ).map(({ text: stretch, marks }, index) =>
    marks.length > 0 ? (
      <mark
        className="gov-mod__signal"
        key={index}
        title={[...new Set(marks.map((at) => ruleName(t, signals[at]!.rule)))].join(', ')}
      >
        {stretch}
      </mark>
    ) : (
      <span key={index}>{stretch}</span>
    ),
  )
}

const SHOWN = 12
/** Of a matched place; the rest is in the text above. */
const LONGEST = 60

const matched = (text: string, [start, end]: readonly [number, number]): string => {
  const found = text.slice(start, end)
  return found.length > LONGEST ? `${found.slice(0, LONGEST)}…` : found
}

/** The signals in words: which rule, how strong, why so, and where. They help to see; the moderator decides. */
export const SignalList = (props: { text: string; signals: readonly Signal[]; heldBy: null | string }) => {
  const { text, signals, heldBy } = props
  const t = useWords()
  if (signals.length === 0 && !heldBy) return null
  return (
    <details
      className="gov-mod__signals"
      open={Boolean(heldBy) || signals.some(({ weight }) => weight >= NOTABLE)}
    >
      <summary>{t('signals')}</summary>
      {heldBy ? <p>{t('heldByMachine', { rule: ruleName(t, heldBy) })}</p> : null}
      <ul>
        {signals.slice(0, SHOWN).map((signal, index) => (
          <li key={index}>
            <strong>{ruleName(t, signal.rule)}</strong>
            {` · ${t(`strength:${strengthOf(signal.weight)}`)}`}
            {whyName(t, signal.why) ? ` · ${whyName(t, signal.why)}` : null}
            {signal.span[1] - signal.span[0] < text.length || text.length <= LONGEST ? (
              <>
                {' · '}
                <q>{matched(text, signal.span)}</q>
              </>
            ) : null}
          </li>
        ))}
      </ul>
      {signals.length > SHOWN ? <p>{t('moreSignals', { count: signals.length - SHOWN })}</p> : null}
      <p className="gov-mod__hint">{t('signalsHelp')}</p>
    </details>
  )
}
