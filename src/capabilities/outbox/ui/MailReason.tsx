'use client'
import { useConfig, useDocumentInfo, useField, useTranslation } from '@payloadcms/ui'

import { ActionButton } from '../../../platform/ui/ActionButton.js'
import { type EvidenceCellProps, type EvidenceFieldProps, ReadOnly } from '../../../platform/ui/Evidence.js'
import { reasonOf } from './reason.js'

const useWords = (): ((key: string) => string) => {
  const { t } = useTranslation()
  return (key) => t(`governance:mail:${key}` as never)
}

/** Why a mail was not delivered, and the server's code for whoever looks after it. */
const Reason = ({ value }: { value: unknown }) => {
  const words = useWords()
  if (typeof value !== 'string' || value === '') return null
  const reason = reasonOf(value)
  const hasCode = !['concerned', 'interrupted', 'noAddress', 'notTheirs', 'unsafe', 'vacant'].includes(reason)
  return (
    <>
      {words(`reason:${reason}`)}
      {hasCode ? ` (${value})` : ''}
    </>
  )
}

/** In the list of mails. */
export const MailReasonCell = ({ cellData }: EvidenceCellProps) => <Reason value={cellData} />

/** On the page of a mail. */
export const MailReasonField = ({ field, path }: EvidenceFieldProps) => {
  const { value } = useField<unknown>({ path })
  return value ? (
    <ReadOnly label={field.label}>
      <Reason value={value} />
    </ReadOnly>
  ) : null
}

/** "Try again", on the page of a mail that could not be delivered. */
export const RetryMail = () => {
  const { id } = useDocumentInfo()
  const { config } = useConfig()
  const { value: state } = useField<unknown>({ path: 'state' })
  const words = useWords()
  if (state !== 'dead' || id === undefined) return null
  return (
    <div className="field-type">
      <ActionButton
        done={words('retry:done')}
        goTo={`${config.routes.admin}/collections/gov-outbox`}
        label={words('retry:label')}
        path={`/governance/outbox/${encodeURIComponent(id)}/retry`}
      />
    </div>
  )
}
