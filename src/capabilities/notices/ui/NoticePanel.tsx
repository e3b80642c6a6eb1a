'use client'
import { useConfig, useDocumentInfo, useFormModified, useTranslation } from '@payloadcms/ui'
import { useCallback, useEffect, useState } from 'react'

import { ActionButton, type AskedField } from '../../../platform/ui/ActionButton.js'
import { instantInWords } from '../../../kernel/instantWords.js'
import { ButtonRow, Card, StateBadge } from '../../../platform/ui/parts.js'

interface State {
  key: string
  number: null | number
  since: null | string
  same: boolean
  mayPublish: boolean
  /** Everybody reads the organization's time, wherever the browser is. */
  timeZone: string
  /** The public page. */
  address: string
}

/** Above the draft: what is in force, whether the draft differs, and the one press that publishes it. */
export const NoticePanel = () => {
  const { config } = useConfig()
  const { id, savedDocumentData } = useDocumentInfo()
  const { i18n, t } = useTranslation()
  const modified = useFormModified()
  const [state, setState] = useState<null | State>(null)
  const say = useCallback(
    (key: string, values: Record<string, unknown> = {}): string =>
      t(`governance:notices:${key}` as never, values),
    [t],
  )
  const seen = String(savedDocumentData?.updatedAt ?? '')
  const api = `${config.serverURL ?? ''}${config.routes.api}`
  const [round, setRound] = useState(0)

  useEffect(() => {
    if (!id) return
    const aborted = new AbortController()
    fetch(`${api}/governance/notices/${id}`, { credentials: 'include', signal: aborted.signal })
      .then(async (answer) => {
        if (answer.ok) setState((await answer.json()) as State)
      })
      .catch(() => undefined)
    return () => aborted.abort()
  }, [api, id, seen, round])

  if (!id || !state) return null
  const since = state.since ? instantInWords(state.since, i18n.language, state.timeZone) : ''
  const text =
    state.number === null
      ? say('panel:none')
      : say(`panel:${state.same ? 'same' : 'differs'}`, { number: state.number, date: since })
  const ask = (name: 'changesEn' | 'changesFr'): AskedField => ({
    name,
    label: say(`panel:${name}`),
    type: 'textarea',
    required: true,
    maxLength: 2000,
  })
  return (
    <Card
      badge={
        state.number === null ? undefined : (
          <StateBadge tone={state.same ? 'good' : 'wait'}>
            {say('version', { number: state.number })}
          </StateBadge>
        )
      }
      need={state.number === null ? 'needs' : undefined}
      text={text}
      title={say('heading')}
    >
      <ButtonRow>
        {state.mayPublish && !state.same ? (
          <ActionButton
            body={{ seen }}
            confirm={{
              title: say('panel:title'),
              text: say('panel:text'),
              confirmLabel: say('panel:confirm'),
              cancelLabel: say('panel:cancel'),
              fields: state.number === null ? undefined : [ask('changesEn'), ask('changesFr')],
            }}
            disabled={modified}
            done={say('panel:done')}
            label={say('panel:publish')}
            onDone={() => setRound(round + 1)}
            path={`/governance/notices/${id}/publish`}
          />
        ) : null}
        {state.number === null ? null : (
          <a href={state.address} rel="noreferrer" target="_blank">
            {say('panel:open')}
          </a>
        )}
      </ButtonRow>
      {modified && !state.same ? <p className="gov-card__text">{say('panel:saveFirst')}</p> : null}
    </Card>
  )
}
