'use client'
import { useField, useTranslation } from '@payloadcms/ui'

import { type EvidenceFieldProps, ReadOnly } from '../../../platform/ui/Evidence.js'
import { StateBadge, type Tone } from '../../../platform/ui/parts.js'

const TONES: Record<string, Tone> = { pending: 'wait', visible: 'good', removed: 'bad' }

const State = ({ value }: { value: unknown }) => {
  const { t } = useTranslation()
  if (typeof value !== 'string' || !(value in TONES)) return null
  return <StateBadge tone={TONES[value]}>{t(`governance:moderation:state:${value}` as never)}</StateBadge>
}

/** The state of a comment in words, in lists. */
export const CommentStateCell = ({ cellData }: { cellData?: unknown }) => <State value={cellData} />

/** The same on the comment's own page, read-only. */
export const CommentStateField = ({ field, path }: EvidenceFieldProps) => {
  const { value } = useField<string>({ path })
  return (
    <ReadOnly label={field.label}>
      <State value={value} />
    </ReadOnly>
  )
}
