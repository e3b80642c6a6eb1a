'use client'
import { useTranslation } from '@payloadcms/ui'

import { StateBadge } from '../../../platform/ui/parts.js'
import { Uncover } from '../../../platform/ui/Uncover.js'
import type { Choice } from '../labels.js'
import type { QueueItem } from '../reads.js'
import { ReadComment } from './Signals.js'
import './moderation.css'

/** An item with its dates in words and the address of the document it is about. */
export interface ShownItem extends QueueItem {
  written: string
  /** Of an appeal: when the decision was made that it is against. */
  before: string
  subjectHref: string
}

export type Words = (key: string, values?: Record<string, unknown>) => string

export const useWords = (): Words => {
  const { t } = useTranslation()
  return (key, values) => t(`governance:moderation:${key}` as never, values as never)
}

const labelOf = (choices: Choice[], code: string): string =>
  choices.find(({ value }) => value === code)?.label ?? code

/** What an appeal is against, and what its author says. */
export const Appeal = (props: { item: ShownItem; categories: Choice[]; reasons: Choice[]; t: Words }) => {
  const { item, categories, reasons, t } = props
  const { appeal } = item
  if (!appeal) return null
  const why = [
    appeal.category ? labelOf(categories, appeal.category) : '',
    appeal.reason ? labelOf(reasons, appeal.reason) : '',
    appeal.words ?? '',
  ].filter(Boolean)
  return (
    <>
      <p className="gov-mod__by">
        {[t('appealBefore', { name: appeal.byName ?? t('unnamed'), when: item.before }), ...why].join(' · ')}
      </p>
      {appeal.plea ? (
        <>
          <p className="gov-mod__by">{t('appealPlea')}</p>
          <blockquote className="gov-mod__text" lang={item.comment.locale}>
            {appeal.plea}
          </blockquote>
        </>
      ) : (
        <p>{t('appealNoPlea')}</p>
      )}
    </>
  )
}

/** The category that most reports name: a suggestion, the moderator chooses. */
export const mostNamed = (categories: Record<string, number>): string =>
  Object.entries(categories).sort(([, a], [, b]) => b - a)[0]?.[0] ?? ''

/** What brought it here, at a glance. */
export const Why = ({ item, categories, t }: { item: ShownItem; categories: Choice[]; t: Words }) => (
  <div className="gov-mod__why">
    {item.danger ? <StateBadge tone="bad">{t('saidDanger')}</StateBadge> : null}
    {item.overdue ? <StateBadge tone="bad">{t('late')}</StateBadge> : null}
    {item.kind === 'signals' ? <StateBadge tone="wait">{t('kindSignals')}</StateBadge> : null}
    {item.appeal ? <StateBadge tone="wait">{t('kindAppeal')}</StateBadge> : null}
    {item.kind === 'pending' ? <StateBadge tone="wait">{t('kindPending')}</StateBadge> : null}
    {item.reports > 0 ? (
      <StateBadge tone="wait">
        {item.reports === 1 ? t('reportedOnce') : t('reportedTimes', { count: item.reports })}
      </StateBadge>
    ) : null}
    {Object.entries(item.categories).map(([code, count]) => (
      <StateBadge key={code}>{`${labelOf(categories, code)}${count > 1 ? ` × ${count}` : ''}`}</StateBadge>
    ))}
  </div>
)

/** What is to be judged, as text. */
export const Comment = ({ item, t }: { item: ShownItem; t: Words }) => {
  const { comment } = item
  const by = (
    <p className="gov-mod__by">
      {t('writtenBy')} {comment.name ?? t('unnamed')}
      {comment.staff ? (
        <>
          {' '}
          <em className="gov-mod__mark">{t('staff')}</em>
        </>
      ) : null}
      {` · ${item.written} · ${t('on')} `}
      <a href={item.subjectHref}>{comment.subjectName}</a>
    </p>
  )
  return (
    <>
      {item.appeal && item.covered ? (
        <>
          <p className="gov-mod__text">{t('appealCovered')}</p>
          {by}
        </>
      ) : (
        <ReadComment
          heldBy={item.heldBy}
          key={`${item.id}:${comment.revision}`}
          lang={comment.locale}
          signals={item.signals}
          text={comment.text}
        >
          {by}
        </ReadComment>
      )}
      {item.words.length > 0 ? (
        <details className="gov-mod__reports">
          <summary>{t('reportersWrote')}</summary>
          <ul>
            {item.words.map((words, index) => (
              <li key={index}>{words}</li>
            ))}
          </ul>
        </details>
      ) : null}
      {item.covered && !item.appeal ? (
        <details className="gov-mod__reports">
          <summary>{t('reportersWrote')}</summary>
          <Uncover collection="gov-cases" id={item.id} />
        </details>
      ) : null}
    </>
  )
}
