'use client'
import { useDocumentInfo, useLocale, useTranslation } from '@payloadcms/ui'
import { useCallback } from 'react'

import { instantInWords } from '../../../kernel/instantWords.js'
import { useAction } from '../../../platform/ui/useAction.js'
import type { DocumentStatus, UserAction } from '../status.js'
import { CHANGED, useAnswer } from '../../../platform/ui/useAnswer.js'

/** `mail`: whether a mail can leave this site, so that nobody waits for an approver who was never told. */
export type AnsweredStatus = DocumentStatus & { mail: boolean }

export interface Approval {
  status: AnsweredStatus | null
  busy: boolean
  /** Language of the person: `en` or `fr`. */
  language: string
  /** Translates a key of this capability. */
  say: (key: string, values?: Record<string, unknown>) => string
  when: (at: string) => string
  /** @returns whether it worked; a refusal is shown as a sentence. */
  act: (action: UserAction, body?: Record<string, unknown>) => Promise<boolean>
}

/** State of the document in the edit view and what this person may do; null while there is no document yet. */
export const useApproval = (): Approval => {
  const { i18n, t } = useTranslation()
  const document = useDocumentInfo()
  const { run, busy } = useAction()
  // Where languages are decided on apart, the one that is edited; elsewhere it makes no difference.
  const { code } = useLocale()
  const query = code ? `?locale=${encodeURIComponent(code)}` : ''
  const {
    id,
    collectionSlug,
    globalSlug,
    setHasPublishedDoc,
    setMostRecentVersionIsAutosaved,
    setUnpublishedVersionCount,
  } = document
  const path = globalSlug
    ? `/governance/approvals/globals/${globalSlug}`
    : collectionSlug && id !== undefined
      ? `/governance/approvals/collections/${collectionSlug}/${encodeURIComponent(String(id))}`
      : null
  const { answer: status } = useAnswer<AnsweredStatus>(path && `${path}${query}`)

  const say: Approval['say'] = useCallback(
    (key, values) => t(`governance:approvals:${key}` as never, values as never),
    [t],
  )

  const act: Approval['act'] = useCallback(
    async (action, body = {}) => {
      const done = ({ state, approvers }: Record<string, unknown>): string => {
        if (action === 'submit' && approvers === 0) return say('done:submitNobody')
        if (action === 'submit' && status?.mail === false) return say('done:submitNoMail')
        // Of several approvals not the last.
        if (action === 'approve' && state === 'inReview') return say('done:approveStep')
        return say(`done:${action}`)
      }
      const answer = await run(`${path}/${action}${query}`, body, { done })
      if (answer.ok && (action === 'publish' || action === 'emergency')) {
        setHasPublishedDoc(true)
        setUnpublishedVersionCount(0)
        setMostRecentVersionIsAutosaved(false)
      }
      if (answer.ok && action === 'takedown') setHasPublishedDoc(false)
      window.dispatchEvent(new Event(CHANGED))
      return answer.ok
    },
    [
      path,
      query,
      run,
      say,
      status?.mail,
      setHasPublishedDoc,
      setMostRecentVersionIsAutosaved,
      setUnpublishedVersionCount,
    ],
  )

  const when = useCallback(
    (at: string): string => instantInWords(at, i18n.language, status?.timeZone),
    [i18n.language, status?.timeZone],
  )

  return { status, busy, language: i18n.language, say, when, act }
}
