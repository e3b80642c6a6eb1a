'use client'
import { useTranslation } from '@payloadcms/ui'

import type { BulkResult } from '../bulk.js'
import type { BulkAction } from '../endpoints.js'
import type { InboxItem } from '../inbox.js'

/** An item with its times in words. */
export interface ShownItem extends InboxItem {
  submittedWords: string
  dueWords: string
}

export interface Outcome extends BulkResult {
  title: string
}

/** What can be decided together with others: what is asked of each, or undefined. */
export const bulkActionOf = ({ state }: InboxItem): BulkAction | undefined =>
  state === 'inReview' ? 'approve' : state === 'retrospective' ? 'confirm' : undefined

/** Names a decision: of one document what is to be approved and what is to be read afterwards can wait at once. */
export const nameOf = (
  item: Pick<BulkResult, 'id' | 'kind' | 'locale' | 'slug'>,
  action: BulkAction | '' = '',
): string => [item.kind, item.slug, item.id ?? '', item.locale ?? '', action].join(':')

export type Words = (key: string, values?: Record<string, unknown>) => string

/** Words of this capability, without a document. */
export const useWords = (): { say: Words; language: 'en' | 'fr' } => {
  const { i18n, t } = useTranslation()
  return {
    say: (key, values) => t(`governance:approvals:${key}` as never, values as never),
    language: i18n.language === 'fr' ? 'fr' : 'en',
  }
}
