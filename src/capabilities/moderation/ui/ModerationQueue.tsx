'use client'
import { Button } from '@payloadcms/ui'
import { useEffect, useRef, useState } from 'react'

import { ConfirmDialog } from '../../../platform/ui/ConfirmDialog.js'
import { SelectField, TextArea } from '../../../platform/ui/fields.js'
import { ButtonRow, Card } from '../../../platform/ui/parts.js'
import { useAction } from '../../../platform/ui/useAction.js'
import type { Choice } from '../labels.js'
import { Appeal, Comment, mostNamed, type ShownItem, useWords, Why, type Words } from './QueueCard.js'

export type { ShownItem } from './QueueCard.js'

export interface ModerationQueueProps {
  items: ShownItem[]
  open: number
  categories: Choice[]
  reasons: Choice[]
}

/** What is being asked about before it is done. */
type Asked = 'overturn' | 'remove' | 'uphold'

const DONE: Readonly<Record<Asked | 'keep', string>> = {
  keep: 'kept',
  overturn: 'overturned',
  remove: 'removed',
  uphold: 'upheld',
}

const Fields = (props: {
  asked: Asked
  item: ShownItem
  categories: Choice[]
  reasons: Choice[]
  t: Words
}) => {
  const { asked, item, categories, reasons, t } = props
  if (asked !== 'remove')
    return (
      <TextArea
        help={t(`${asked}WordsHelp`)}
        label={t(`${asked}Words`)}
        maxLength={2000}
        name="words"
        required={asked === 'uphold'}
        rows={2}
      />
    )
  return (
    <>
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
    </>
  )
}

/** One item at a time: keep, remove with a reason, or the next one. What strangers wrote is text, never markup. */
export const ModerationQueue = ({ items, open, categories, reasons }: ModerationQueueProps) => {
  const t = useWords()
  const { run, busy } = useAction()
  const [index, setIndex] = useState(0)
  const [claimed, setClaimed] = useState<{ id: string; rev: number; asked: Asked } | null>(null)
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
  const decide = async (rev: number, decision: Asked | 'keep', ruling: object = {}): Promise<void> => {
    const answer = await run(
      `${path}/decide`,
      { rev, revision: item.comment.revision, decision, ...ruling },
      { done: t(DONE[decision]) },
    )
    if (answer.ok || answer.status === 409) setClaimed(null)
  }
  const ask = async (asked: Asked): Promise<void> => {
    const { ok, data } = await run(`${path}/claim`, {}, { refresh: false })
    if (ok) setClaimed({ id: item.id, rev: Number(data.rev), asked })
  }
  const isAsked = claimed?.id === item.id
  const asked = claimed?.asked ?? 'remove'
  const { appeal } = item
  const mayDecide = !item.own && !appeal?.own && !item.heldByOther
  const button = (label: string, act: () => Promise<unknown>, style: 'error' | 'primary' = 'primary') => (
    <Button buttonStyle={style} disabled={busy} key={label} margin={false} onClick={() => void act()}>
      {t(label)}
    </Button>
  )
  const buttons = (): React.ReactNode => {
    if (appeal && item.covered) return button('take', () => run(`${path}/claim`, {}, { done: t('taken') }))
    if (appeal)
      return [button('overturn', () => ask('overturn')), button('uphold', () => ask('uphold'), 'error')]
    return [button('keep', () => decide(item.rev, 'keep')), button('remove', () => ask('remove'), 'error')]
  }
  return (
    <section aria-label={t('title')}>
      <div ref={heading} tabIndex={-1}>
        <Card
          badge={<Why categories={categories} item={item} t={t} />}
          footer={
            <ButtonRow>
              {mayDecide ? buttons() : null}
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
          <Appeal categories={categories} item={item} reasons={reasons} t={t} />
          {item.own ? <p>{t('own')}</p> : null}
          {appeal?.own && !item.own ? <p>{t('appealOwn')}</p> : null}
          {item.heldByOther && !item.own && !appeal?.own ? <p>{t('heldByOther')}</p> : null}
        </Card>
      </div>
      <ConfirmDialog
        busy={busy}
        cancelLabel={t('cancel')}
        confirmLabel={t(asked === 'remove' ? 'confirmRemove' : asked)}
        danger={asked !== 'overturn'}
        onCancel={() => setClaimed(null)}
        onConfirm={(values) => void decide(claimed?.rev ?? item.rev, asked, values)}
        open={isAsked}
        text={t(`${asked}Text`)}
        title={t(`${asked}Title`)}
      >
        <Fields asked={asked} categories={categories} item={item} reasons={reasons} t={t} />
      </ConfirmDialog>
    </section>
  )
}
