'use client'
import { Button, useTranslation } from '@payloadcms/ui'
import { type ReactNode, useState } from 'react'

import { ButtonRow } from '../../../platform/ui/parts.js'
import { isBuiltIn, NOTABLE, type Signal, WHYS } from '../triage/rules.js'
import { isHurting, stretchesOf } from '../triage/weighing.js'

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

/** In the place of words that hurt. They are not on the page at all, so that no screen reader says them either. */
const Cover = ({ length }: { length: number }) => (
  <span className="gov-mod__cover">
    <span aria-hidden="true">{'•'.repeat(Math.min(Math.max(length, 3), 16))}</span>
    <span className="gov-visually-hidden">{useWords()('coveredWords')}</span>
  </span>
)

/** What somebody wrote, as text, with what triage saw marked in it; `covers` leaves out the words that hurt. */
export const MarkedText = (props: { text: string; signals: readonly Signal[]; covers: boolean }) => {
  const { text, signals, covers } = props
  const t = useWords()
  if (signals.length === 0) return <>{text}</>
  const hurts = (at: number): boolean => isHurting(signals[at]!)
  return stretchesOf(
    text,
    signals.map(({ span }) => span),
    covers ? hurts : undefined,
  ).map(({ text: stretch, marks }, index) =>
    marks.length > 0 ? (
      <mark
        className="gov-mod__signal"
        key={index}
        title={[...new Set(marks.map((at) => ruleName(t, signals[at]!.rule)))].join(', ')}
      >
        {covers && marks.some(hurts) ? <Cover length={stretch.length} /> : stretch}
      </mark>
    ) : (
      <span key={index}>{stretch}</span>
    ),
  )
}

/** What somebody wrote, and what triage saw in it. Words that hurt are covered until wanted, in each item anew. */
export const ReadComment = (props: {
  text: string
  signals: readonly Signal[]
  heldBy: null | string
  lang: string
  /** What stands between the text and its signals. */
  children: ReactNode
}) => {
  const { text, signals, heldBy, lang, children } = props
  const t = useWords()
  const [covers, setCovers] = useState(true)
  return (
    <>
      <blockquote className="gov-mod__text" lang={lang}>
        <MarkedText covers={covers} signals={signals} text={text} />
      </blockquote>
      {signals.some(isHurting) ? (
        <ButtonRow>
          <Button buttonStyle="secondary" margin={false} onClick={() => setCovers(!covers)}>
            {t(covers ? 'showCovered' : 'coverAgain')}
          </Button>
        </ButtonRow>
      ) : null}
      {children}
      <SignalList covers={covers} heldBy={heldBy} signals={signals} text={text} />
    </>
  )
}

/** Of a decision's text; all of it stands with the comment. */
const DECIDED = 140

/** The text that was decided on, cut short and with the words that hurt left out: they are in the comment. */
export const DecidedText = ({ text, signals }: { text: string; signals: readonly Signal[] }) => {
  const short = text.slice(0, DECIDED)
  return (
    <q>
      <MarkedText covers signals={signals.filter(isHurting)} text={short} />
      {text.length > DECIDED ? '…' : null}
    </q>
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
const SignalList = (props: {
  text: string
  signals: readonly Signal[]
  heldBy: null | string
  covers: boolean
}) => {
  const { text, signals, heldBy, covers } = props
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
            {/* Words that hurt are named once they are wanted. */}
            {!(covers && isHurting(signal)) &&
            (signal.span[1] - signal.span[0] < text.length || text.length <= LONGEST) ? (
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
