'use client'
import { useField, useTranslation } from '@payloadcms/ui'

import { type EvidenceFieldProps, ReadOnly } from '../../../platform/ui/Evidence.js'

/** The rule of a certificate is kept as a sentence in English; here in the language of the person. */
export const RuleField = ({ field, path }: EvidenceFieldProps) => {
  const { t } = useTranslation()
  const { value } = useField<string>({ path })
  const months = /^(\d+) calendar months from receipt$/.exec(value ?? '')?.[1]
  return (
    <ReadOnly label={field.label}>
      {months ? t('governance:retention:certificate:ruleText' as never, { months } as never) : value}
    </ReadOnly>
  )
}
