'use client'
import { useConfig, useDocumentInfo, useTranslation } from '@payloadcms/ui'
import { useEffect, useState } from 'react'

import { DISCLOSURE_REASONS } from '../../kernel/disclosure.js'
import { ActionButton } from './ActionButton.js'
import { instant } from './instant.js'
import { ButtonRow, Card } from './parts.js'

interface Shown {
  until: null | string
  timeZone: string
}

/** Above what is masked: why do you need to see it? One click with a usual reason, or words of one's own. */
export const ShowMasked = () => {
  const { i18n, t } = useTranslation()
  const { config } = useConfig()
  const { id, collectionSlug } = useDocumentInfo()
  const [shown, setShown] = useState<Shown>()
  const path =
    id === undefined ? null : `/governance/disclosures/${collectionSlug}/${encodeURIComponent(String(id))}`
  const address = path && `${config.serverURL ?? ''}${config.routes.api}${path}`

  useEffect(() => {
    if (!address) return
    void fetch(address, { credentials: 'include' })
      .then(async (answer) => (answer.ok ? ((await answer.json()) as Shown) : undefined))
      .then(setShown, () => setShown(undefined))
  }, [address])

  const say = (key: string, values?: Record<string, string>): string =>
    t(`governance:disclosure:${key}` as never, values as never)
  // The form was drawn up without the content: the whole page is loaded anew.
  const reload = (): void => window.location.reload()
  if (!path || !shown) return null
  if (shown.until) {
    const time = instant(shown.until, i18n.language, shown.timeZone)
    return <Card text={say('open', { time })} title={say('title')} />
  }
  return (
    <Card id="governance-show" text={say('text')} title={say('masked')}>
      <ButtonRow>
        {DISCLOSURE_REASONS.map((reason, index) => (
          <ActionButton
            body={{ reason }}
            key={reason}
            label={say(`reason:${reason}`)}
            onDone={reload}
            path={path}
            secondary={index > 0}
          />
        ))}
        <ActionButton
          confirm={{
            title: say('reason:words'),
            confirmLabel: say('show'),
            cancelLabel: say('cancel'),
            fields: [{ name: 'words', label: say('why'), type: 'textarea', required: true, maxLength: 1000 }],
          }}
          label={say('reason:words')}
          onDone={reload}
          path={path}
          secondary
        />
      </ButtonRow>
    </Card>
  )
}
