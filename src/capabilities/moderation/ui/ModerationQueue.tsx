'use client'
import { Button, useTranslation } from '@payloadcms/ui'
import { useEffect, useRef, useState } from 'react'

import { ConfirmDialog } from '../../../platform/ui/ConfirmDialog.js'
import { SelectField, TextArea } from '../../../platform/ui/fields.js'
import { ButtonRow, Card, StateBadge } from '../../../platform/ui/parts.js'
import { Uncover } from '../../../platform/ui/Uncover.js'
import { useAction } from '../../../platform/ui/useAction.js'
import type { Choice } from '../labels.js'
import type { QueueItem } from '../reads.js'
import { ReadComment } from './Signals.js'
import './moderation.css'

/** An item with its dates in words and the address of the document it is about. */
export interface ShownItem extends QueueItem {
  written: string
  subjectHref: string
}

export interface ModerationQueueProps {
  items: ShownItem[]
  open: number
  categories: Choice[]
  reasons: Choice[]
}

type Words = (key: string, values?: Record<string, unknown>) => string

const useWords = (): Words => {
  const { t } = useTranslation()
  return (key, values) => t(`governance:moderation:${key}` as never, values as never)
}

const labelOf = (choices: Choice[], code: string): string =>
  choices.find(({ value }) => value === code)?.label ?? code

/** The category that most reports name: a suggestion, the moderator chooses. */
const mostNamed = (categories: Record<string, number>): string =>
  Object.entries(categories).sort(([, a], [, b]) => b - a)[0]?.[0] ?? ''

const Why = ({ item, categories, t }: { item: ShownItem; categories: Choice[]; t: Words }) => (
  <div className="gov-mod__why">
    {item.danger ? <StateBadge tone="bad">{t('saidDanger')}</StateBadge> : null}
    {item.overdue ? <StateBadge tone="bad">{t('late')}</StateBadge> : null}
    {item.kind === 'signals' ? <StateBadge tone="wait">{t('kindSignals')}</StateBadge> : null}
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

const Comment = ({ item, t }: { item: ShownItem; t: Words }) => {
  const { comment } = item
  return (
    <>
      <ReadComment
        heldBy={item.heldBy}
        key={`${item.id}:${comment.revision}`}
        lang={comment.locale}
        signals={item.signals}
        text={comment.text}
      >
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
      </ReadComment>
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
      {item.covered ? (
        <details className="gov-mod__reports">
          <summary>{t('reportersWrote')}</summary>
          <Uncover collection="gov-cases" id={item.id} />
        </details>
      ) : null}
    </>
  )
}

/** One item at a time: keep, remove with a reason, or the next one. What strangers wrote is text, never markup. */
export const ModerationQueue = ({ items, open, categories, reasons }: ModerationQueueProps) => {
  const t = useWords()
  const { run, busy } = useAction()
  const [index, setIndex] = useState(0)
  const [claimed, setClaimed] = useState<{ id: string; rev: number } | null>(null)
  const heading = useRef<HTMLDivElement>(null)
  const last = useRef<string | undefined>(undefined)
  const at = items.length > 0 ? index % items.length : 0
  const item = items[at]

  // A decision replaces the item in place: who reads with a screen reader or keyboard is led to the new one.
  useEffect(() => {
    if (last.current !== undefined && last.current !== item?.id) heading.current?.focus()
    last.current = item?.id
  }, [item?.id])

  if (!item) return null
  const path = `/governance/moderation/cases/${item.id}`
  const decide = async (rev: number, ruling: Record<string, unknown>, done: string): Promise<void> => {
    const answer = await run(
      `${path}/decide`,
      { rev, revision: item.comment.revision, ...ruling },
      { done: t(done) },
    )
    if (answer.ok || answer.status === 409) setClaimed(null)
  }
  const startRemoval = async (): Promise<void> => {
    const { ok, data } = await run(`${path}/claim`, {}, { refresh: false })
    if (ok) setClaimed({ id: item.id, rev: Number(data.rev) })
  }
  const mayDecide = !item.own && !item.heldByOther
  return (
    <section aria-label={t('title')}>
      <div ref={heading} tabIndex={-1}>
        <Card
          badge={<Why categories={categories} item={item} t={t} />}
          footer={
            <ButtonRow>
              {mayDecide ? (
                <>
                  <Button
                    disabled={busy}
                    margin={false}
                    onClick={() => void decide(item.rev, { decision: 'keep' }, 'kept')}
                  >
                    {t('keep')}
                  </Button>
                  <Button
                    buttonStyle="error"
                    disabled={busy}
                    margin={false}
                    onClick={() => void startRemoval()}
                  >
                    {t('remove')}
                  </Button>
                </>
              ) : null}
              {items.length > 1 ? (
                <Button
                  buttonStyle="secondary"
                  disabled={busy}
                  margin={false}
                  onClick={() => setIndex(at + 1)}
                >
                  {t('next')}
                </Button>
              ) : null}
            </ButtonRow>
          }
          need={item.danger || item.overdue ? 'urgent' : 'needs'}
          title={t('position', { index: at + 1, count: open })}
        >
          <Comment item={item} t={t} />
          {item.own ? <p>{t('own')}</p> : null}
          {item.heldByOther && !item.own ? <p>{t('heldByOther')}</p> : null}
        </Card>
      </div>
      <ConfirmDialog
        busy={busy}
        cancelLabel={t('cancel')}
        confirmLabel={t('confirmRemove')}
        danger
        onCancel={() => setClaimed(null)}
        onConfirm={(values) =>
          void decide(claimed?.rev ?? item.rev, { decision: 'remove', ...values }, 'removed')
        }
        open={claimed?.id === item.id}
        text={t('removeText')}
        title={t('removeTitle')}
      >
        <SelectField
          defaultValue={mostNamed(item.categories)}
          empty={t('choose')}
          label={t('category')}
          name="category"
          options={categories}
          required
        />
        <SelectField empty={t('choose')} label={t('reason')} name="reason" options={reasons} required />
        <TextArea help={t('wordsHelp')} label={t('words')} maxLength={2000} name="words" rows={2} />
      </ConfirmDialog>
    </section>
  )
}
