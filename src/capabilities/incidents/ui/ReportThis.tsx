'use client'
import { useConfig, useDocumentInfo, useTranslation } from '@payloadcms/ui'

import '../../../platform/ui/governance.css'

/** Above a document: leads to the report with the document filled in. Nothing to report before it was saved once. */
export const ReportThis = () => {
  const { id, collectionSlug, globalSlug } = useDocumentInfo()
  const { config } = useConfig()
  const { t } = useTranslation()
  const saved = id === undefined ? null : `${collectionSlug}:${id}`
  const about = globalSlug ? `global:${globalSlug}` : saved
  if (about === null) return null
  const href = `${config.routes.admin}/governance/incidents/report?about=${encodeURIComponent(about)}`
  return (
    <a className="gov-report-this" href={href}>
      {t('governance:incidents:report:this' as never)}
    </a>
  )
}
