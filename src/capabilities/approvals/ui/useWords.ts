'use client'
import { useTranslation } from '@payloadcms/ui'

import type { BulkResult } from '../bulk.js'
import type { InboxItem } from '../inbox.js'

/** An item with its times in words. */
export interface ShownItem extends InboxItem {
  submittedWords: string
  dueWords: string
}

export interface Outcome extends BulkResult {
  title: string
}

export type Words = (key: string, values?: Record<string, unknown>) => string

/** Words of this capability, without a document. */
export const useWords = (): { say: Words; language: 'en' | 'fr' } => {
  const { i18n, t } = useTranslation()
  return {
    say: (key, values) => t(`governance:approvals:${key}` as never, values as never),
    language: i18n.language === 'fr' ? 'fr' : 'en',
  }
}
