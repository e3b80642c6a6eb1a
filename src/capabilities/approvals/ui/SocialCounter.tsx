'use client'
import { useFormFields, useTranslation } from '@payloadcms/ui'

import '../../../platform/ui/governance.css'

export interface SocialCounterProps {
  /** Characters per network; null: no limit is known. */
  limits: Record<string, null | number>
}

/** How long the text is, against what the chosen network takes. Only says so: the network decides. */
export const SocialCounter = ({ limits }: SocialCounterProps) => {
  const { t } = useTranslation()
  const text = useFormFields(([fields]) => fields?.text?.value)
  const network = useFormFields(([fields]) => fields?.network?.value)
  const limit = limits[typeof network === 'string' ? network : ''] ?? null
  if (limit === null) return null
  const count = typeof text === 'string' ? Array.from(text).length : 0
  const say = (key: string, values: Record<string, number>): string =>
    t(`governance:approvals:social:${key}` as never, values as never)
  return (
    <p aria-live="polite" className="gov-card__text gov-counter">
      {say('count', { count, limit })}
      {count > limit ? (
        <>
          {' '}
          <strong>{say('tooLong', { over: count - limit })}</strong>
        </>
      ) : null}
    </p>
  )
}
