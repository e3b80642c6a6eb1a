'use client'
import { useConfig, useDocumentInfo, useField, useTranslation } from '@payloadcms/ui'

import { ActionButton } from '../../../platform/ui/ActionButton.js'

/** On the page of somebody whom nobody writes to: staff learned in another way that it is safe again. */
export const LiftUnsafe = () => {
  const { id } = useDocumentInfo()
  const { config } = useConfig()
  const { t } = useTranslation()
  const { value: liftedAt } = useField<unknown>({ path: 'liftedAt' })
  const words = (key: string): string => t(`governance:mail:lift:${key}` as never)
  if (liftedAt || id === undefined) return null
  return (
    <div className="field-type">
      <ActionButton
        confirm={{
          title: words('title'),
          text: words('text'),
          confirmLabel: words('label'),
          cancelLabel: words('cancel'),
          fields: [
            {
              name: 'reason',
              type: 'textarea',
              label: words('reason'),
              help: words('reasonHelp'),
              required: true,
              maxLength: 2000,
            },
          ],
        }}
        done={words('done')}
        goTo={`${config.routes.admin}/collections/gov-unsafe-addresses`}
        label={words('label')}
        path={`/governance/unsafe-addresses/${encodeURIComponent(id)}/lift`}
        secondary
      />
    </div>
  )
}
