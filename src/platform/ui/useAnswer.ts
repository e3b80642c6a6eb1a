'use client'
import { useConfig, useDocumentInfo } from '@payloadcms/ui'
import { useCallback, useEffect, useState } from 'react'

/** Panel and button of one document tell each other that something happened. */
export const CHANGED = 'governance:approvals:changed'

/**
 * What an endpoint of the plugin (`path` below the API route) answers about the document of the edit view: null while
 * there is none or it refuses. Asked again after each save and each action.
 */
export const useAnswer = <T>(path: string | null): { answer: T | null; load: () => Promise<void> } => {
  const { config } = useConfig()
  const { data, lastUpdateTime } = useDocumentInfo()
  const [answer, setAnswer] = useState<T | null>(null)
  const { routes, serverURL } = config

  const load = useCallback(async (): Promise<void> => {
    if (!path) return setAnswer(null)
    const response = await fetch(`${serverURL ?? ''}${routes.api}${path}`, { credentials: 'include' }).catch(
      () => null,
    )
    setAnswer(response?.ok ? ((await response.json()) as T) : null)
  }, [path, routes.api, serverURL])

  useEffect(() => {
    void load()
    const listen = (): void => void load()
    window.addEventListener(CHANGED, listen)
    return () => window.removeEventListener(CHANGED, listen)
    // A save, by hand or by itself, may change what was approved.
  }, [load, data?.updatedAt, lastUpdateTime])

  return { answer, load }
}
