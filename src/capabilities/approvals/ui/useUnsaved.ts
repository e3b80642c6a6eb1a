'use client'
import { useConfig, useDocumentInfo, useFormModified } from '@payloadcms/ui'
import { hasAutosaveEnabled } from 'payload/shared'

/** True while the form holds what no draft holds yet. Where drafts save themselves there is nothing to wait for. */
export const useUnsaved = (): boolean => {
  const { getEntityConfig } = useConfig()
  const { collectionSlug, globalSlug } = useDocumentInfo()
  const modified = useFormModified()
  const entity = collectionSlug
    ? getEntityConfig({ collectionSlug })
    : globalSlug
      ? getEntityConfig({ globalSlug })
      : undefined
  return modified && !hasAutosaveEnabled(entity as never)
}
