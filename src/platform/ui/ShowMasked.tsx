'use client'
import { useConfig, useDocumentInfo, useTranslation } from '@payloadcms/ui'
import { useEffect, useState } from 'react'

import { instantInWords } from '../../kernel/instantWords.js'
import { Card } from './parts.js'
import { disclosurePath, Uncover } from './Uncover.js'

interface Shown {
  until: null | string
  timeZone: string
}

/** Above a document with masked fields: the question why, or until when they are shown. */
export const ShowMasked = () => {
  const { i18n, t } = useTranslation()
  const { config } = useConfig()
  const { id, collectionSlug } = useDocumentInfo()
  const [shown, setShown] = useState<Shown>()
  const record = id === undefined || !collectionSlug ? null : { collection: collectionSlug, id }
  const address = record && `${config.serverURL ?? ''}${config.routes.api}${disclosurePath(record)}`

  useEffect(() => {
    if (!address) return
    void fetch(address, { credentials: 'include' })
      .then(async (answer) => (answer.ok ? ((await answer.json()) as Shown) : undefined))
      .then(setShown, () => setShown(undefined))
  }, [address])

  if (!record || !shown) return null
  if (shown.until) {
    const time = instantInWords(shown.until, i18n.language, shown.timeZone)
    const say = (key: string): string => t(`governance:disclosure:${key}` as never, { time } as never)
    return <Card text={say('open')} title={say('title')} />
  }
  // The form was drawn up without the content: the whole page is loaded anew.
  return <Uncover {...record} anchor="governance-show" onDone={() => window.location.reload()} />
}
