'use client'
import { useDocumentInfo, useFormModified, useTranslation } from '@payloadcms/ui'
import { useCallback } from 'react'

import { instantInWords } from '../../../kernel/instantWords.js'
import { ActionButton } from '../../../platform/ui/ActionButton.js'
import { ButtonRow, Card, StateBadge } from '../../../platform/ui/parts.js'
import { CHANGED, useAnswer } from '../../../platform/ui/useAnswer.js'

interface State {
  key: string
  number: null | number
  since: null | string
  next: { number: number; from: string } | null
  same: boolean
  approvedBy: string[]
  /** Null where approvals are switched off. */
  approved: boolean | null
  /** Somebody was asked to read and approve it. */
  waiting: boolean
  warnings: { key: string; locale: 'en' | 'fr' }[]
  mayPublish: boolean
  mayEdit: boolean
  /** Everybody reads the organization's time, wherever the browser is. */
  timeZone: string
  /** The public page. */
  address: string
}

/** One line for what is weak in both. */
const languagesOf = (warnings: State['warnings'], key: string): 'both' | 'en' | 'fr' => {
  const [first, second] = warnings.filter((warning) => warning.key === key)
  return second ? 'both' : (first?.locale ?? 'en')
}

/** Above the draft: what is in force, what comes, whether the draft differs, and the one press that publishes it. */
export const NoticePanel = () => {
  const { id, savedDocumentData } = useDocumentInfo()
  const { i18n, t } = useTranslation()
  const modified = useFormModified()
  const { answer: state } = useAnswer<State>(id === undefined ? null : `/governance/notices/${id}`)
  const say = useCallback(
    (key: string, values: Record<string, unknown> = {}): string =>
      t(`governance:notices:${key}` as never, values),
    [t],
  )
  if (!id || !state) return null
  const when = (at: null | string): string => (at ? instantInWords(at, i18n.language, state.timeZone) : '')
  const { number, next, same, approved } = state
  const something = number !== null || next !== null
  const sentences = [
    ...(number === null
      ? next
        ? []
        : [say('panel:none')]
      : [say(`panel:${same && !next ? 'same' : 'inForce'}`, { number, date: when(state.since) })]),
    ...(next ? [say('panel:comes', { number: next.number, date: when(next.from) })] : []),
    ...(something && state.approvedBy.length > 0
      ? [say('panel:approvedBy', { names: state.approvedBy.join(', ') })]
      : []),
    ...(something && !same ? [say('panel:differs')] : []),
    ...(!same && approved === false ? [say(`panel:${state.waiting ? 'waits' : 'needsApproval'}`)] : []),
    ...(!same && approved ? [say('panel:isApproved')] : []),
  ]
  const mayPublish = state.mayPublish && !same && approved !== false
  return (
    <Card
      badge={
        number === null ? undefined : (
          <StateBadge tone={same ? 'good' : 'wait'}>{say('version', { number })}</StateBadge>
        )
      }
      need={something ? undefined : 'needs'}
      text={sentences.join(' ')}
      title={say('heading')}
    >
      {!same && state.warnings.length > 0 ? (
        <section aria-label={say('warnings:heading')} className="gov-sentences">
          <p className="gov-card__text">
            <strong>{say('warnings:heading')}</strong>
          </p>
          <ul>
            {[...new Set(state.warnings.map(({ key }) => key))].map((key) => (
              <li key={key}>
                {say('warnings:in', {
                  language: say(`warnings:${languagesOf(state.warnings, key)}`),
                  text: say(`warnings:${key}`),
                })}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <ButtonRow>
        {mayPublish ? (
          <ActionButton
            body={{ seen: String(savedDocumentData?.updatedAt ?? '') }}
            confirm={{
              title: say('panel:title'),
              text: say('panel:text'),
              confirmLabel: say('panel:confirm'),
              cancelLabel: say('panel:cancel'),
              fields: [
                {
                  name: 'inForceFrom',
                  label: say('panel:from'),
                  help: say('panel:fromHelp'),
                  type: 'dateTime',
                },
                // Nobody was shown a version before the first one.
                ...(something
                  ? [
                      {
                        name: 'matters',
                        label: say('panel:matters'),
                        help: say('panel:mattersHelp'),
                        type: 'check' as const,
                      },
                    ]
                  : []),
              ],
            }}
            disabled={modified}
            done={say('panel:done')}
            label={say('panel:publish')}
            onDone={() => window.dispatchEvent(new Event(CHANGED))}
            path={`/governance/notices/${id}/publish`}
          />
        ) : null}
        {state.mayEdit ? (
          <ActionButton
            body={{ seen: String(savedDocumentData?.updatedAt ?? '') }}
            confirm={{
              title: say('import:title'),
              text: say('import:text'),
              confirmLabel: say('import:confirm'),
              cancelLabel: say('panel:cancel'),
              fields: [
                {
                  name: 'locale',
                  label: say('import:locale'),
                  type: 'select',
                  required: true,
                  // Chosen, never guessed: what is imported takes the place of what is there.
                  empty: say('import:choose'),
                  options: [
                    { value: 'en', label: say('import:en') },
                    { value: 'fr', label: say('import:fr') },
                  ],
                },
                {
                  name: 'format',
                  label: say('import:format'),
                  type: 'select',
                  required: true,
                  defaultValue: 'text',
                  options: [
                    { value: 'text', label: say('import:asText') },
                    { value: 'markdown', label: 'Markdown' },
                  ],
                },
                // Without a limit here: a browser would cut the end off a long document and say nothing.
                { name: 'text', label: say('import:document'), type: 'textarea', required: true },
              ],
            }}
            disabled={modified}
            done={say('import:done')}
            label={say('import:label')}
            onDone={() => window.location.reload()}
            path={`/governance/notices/${id}/import`}
            secondary
          />
        ) : null}
        {something ? (
          <a href={state.address} rel="noreferrer" target="_blank">
            {say('panel:open')}
          </a>
        ) : null}
      </ButtonRow>
      {modified && !same ? <p className="gov-card__text">{say('panel:saveFirst')}</p> : null}
    </Card>
  )
}
