'use client'
import { useField, useTranslation } from '@payloadcms/ui'

import { type EvidenceFieldProps, ReadOnly } from '../../../platform/ui/Evidence.js'
import { ruleInWords } from '../terms.js'

/** The rule of a certificate is kept as a sentence in English; here in the language of the person. */
export const RuleField = ({ field, path }: EvidenceFieldProps) => {
  const { t } = useTranslation()
  const { value: rule } = useField<string>({ path })
  const { value: terms } = useField<unknown>({ path: 'terms' })
  return <ReadOnly label={field.label}>{ruleInWords({ rule, terms }, t as never)}</ReadOnly>
}
