'use client'
import { Button, useConfig } from '@payloadcms/ui'
import { useRouter } from 'next/navigation.js'
import { useEffect, useState } from 'react'

import { ConfirmDialog } from '../../../platform/ui/ConfirmDialog.js'
import { CheckField } from '../../../platform/ui/fields.js'
import { useAction } from '../../../platform/ui/useAction.js'
import type { BulkResult } from '../bulk.js'
import type { DocumentStatus } from '../status.js'
import {
  bulkActionOf,
  nameOf as named,
  type Outcome,
  type ShownItem,
  useWords,
  type Words,
} from './useWords.js'

/** At most so many at once, as the endpoint takes. */
const MOST = 50

interface Tick {
  key: string
  label: string
}

const pathOf = ({ kind, slug, id, locale }: ShownItem): string =>
  (kind === 'global'
    ? `/governance/approvals/globals/${slug}`
    : `/governance/approvals/collections/${slug}/${encodeURIComponent(id ?? '')}`) +
  (locale ? `?locale=${encodeURIComponent(locale)}` : '')

const nameOf = (item: ShownItem): string => named(item, bulkActionOf(item))

const isAble = (item: ShownItem, status: DocumentStatus | null | undefined): boolean =>
  Boolean(status?.actions.includes(bulkActionOf(item) ?? 'approve'))

/** Why this person cannot decide on it, or what became of it since the list was read. */
const whyNot = (item: ShownItem, status: DocumentStatus | null, say: Words): string => {
  if (!status) return ''
  if (bulkActionOf(item) === 'confirm') return status.retrospective?.whyNot ?? ''
  return status.whyNot ?? say('bulk:now', { state: say(`state:${status.state}`) })
}

/** Each as it is when the dialog opens: what is approved is what could be read then. Null: not readable. */
const useStatuses = (items: ShownItem[]): Record<string, DocumentStatus | null> | null => {
  const { config } = useConfig()
  const [statuses, setStatuses] = useState<Record<string, DocumentStatus | null> | null>(null)
  const base = `${config.serverURL ?? ''}${config.routes.api}`
  useEffect(() => {
    let gone = false
    const load = async (item: ShownItem): Promise<[string, DocumentStatus | null]> => {
      const response = await fetch(`${base}${pathOf(item)}`, { credentials: 'include' }).catch(() => null)
      return [nameOf(item), response?.ok ? ((await response.json()) as DocumentStatus) : null]
    }
    void Promise.all(items.map(load)).then((loaded) => {
      if (!gone) setStatuses(Object.fromEntries(loaded))
    })
    return () => {
      gone = true
    }
  }, [base, items])
  return statuses
}

const useTicks = (): ((item: ShownItem, status: DocumentStatus) => Tick[]) => {
  const { say, language } = useWords()
  return (item, { attestations, review }) => {
    const waits = review?.steps.find(({ state }) => state === 'waits')
    // What is read afterwards has no checklist: that of the step is about what waits to be published.
    const checklist = bulkActionOf(item) === 'approve' ? (waits?.checklist ?? []) : []
    return [
      ...attestations.map((key) => ({ key, label: say(`attest:${key}`) })),
      ...checklist.map(({ key, label }) => ({ key: `check:${key}`, label: label[language] })),
    ]
  }
}

interface ItemProps {
  item: ShownItem
  status: DocumentStatus | null
  onLeaveOut: () => void
}

const BulkItem = ({ item, status, onLeaveOut }: ItemProps) => {
  const { say } = useWords()
  const ticks = useTicks()
  const able = isAble(item, status)
  return (
    <fieldset className="gov-inbox__item">
      <legend>{item.title}</legend>
      <p className="gov-card__text">
        <a href={item.href} rel="noreferrer" target="_blank">
          {say('bulk:read')}
          <span className="gov-visually-hidden">{` ${item.title}`}</span> {say('bulk:newTab')}
        </a>
      </p>
      {bulkActionOf(item) === 'confirm' ? (
        <p className="gov-card__text">{`${say('state:retrospective')}. ${say('ask:confirm')}`}</p>
      ) : null}
      {able && status ? (
        ticks(item, status).map(({ key, label }) => (
          <CheckField key={key} label={label} name={`${nameOf(item)}|${key}`} required />
        ))
      ) : (
        <p className="gov-card__text">{`${whyNot(item, status, say)} ${say('bulk:cannot')}`.trim()}</p>
      )}
      <Button buttonStyle="secondary" margin={false} onClick={onLeaveOut} size="small" type="button">
        {say('bulk:leaveOut', { title: item.title })}
      </Button>
    </fieldset>
  )
}

interface Props {
  items: ShownItem[]
  onClose: () => void
  onDone: (outcomes: Outcome[]) => void
}

/** Each item with its own boxes: nothing is attested for all of them at once (S2-34). */
export const BulkDialog = ({ items: given, onClose, onDone }: Props) => {
  const { say } = useWords()
  const { run, busy } = useAction()
  const router = useRouter()
  const [all] = useState(() => given.slice(0, MOST))
  const [out, setOut] = useState<string[]>([])
  const statuses = useStatuses(all)
  const items = all.filter((item) => !out.includes(nameOf(item)))
  const able = items.filter((item) => isAble(item, statuses?.[nameOf(item)]))

  const approve = async (values: Record<string, string>): Promise<void> => {
    const answer = await run(
      '/governance/approvals/bulk-approve',
      {
        items: able.map((item) => {
          const prefix = `${nameOf(item)}|`
          return {
            kind: item.kind,
            slug: item.slug,
            id: item.id,
            locale: item.locale,
            action: bulkActionOf(item),
            hash: statuses?.[nameOf(item)]?.hash,
            attested: Object.keys(values)
              .filter((name) => name.startsWith(prefix) && values[name] === 'on')
              .map((name) => name.slice(prefix.length)),
          }
        }),
      },
      { refresh: false },
    )
    if (!answer.ok) return
    const results = (answer.data.results ?? []) as BulkResult[]
    onDone(results.map((result, index) => ({ ...result, title: able[index]?.title ?? '' })))
    router.refresh()
  }

  return (
    <ConfirmDialog
      busy={busy || statuses === null || able.length === 0}
      cancelLabel={say('cancel')}
      confirmLabel={say('bulk:approve')}
      onCancel={onClose}
      onConfirm={(values) => void approve(values)}
      open
      text={say(items.some(({ locale }) => locale) ? 'bulk:textApart' : 'bulk:text')}
      title={say('bulk:title')}
    >
      {statuses === null ? <p role="status">{say('bulk:loading')}</p> : null}
      {statuses !== null && items.length === 0 ? <p role="status">{say('bulk:none')}</p> : null}
      {statuses === null
        ? null
        : items.map((item) => (
            <BulkItem
              item={item}
              key={nameOf(item)}
              onLeaveOut={() => setOut((before) => [...before, nameOf(item)])}
              status={statuses[nameOf(item)] ?? null}
            />
          ))}
    </ConfirmDialog>
  )
}
