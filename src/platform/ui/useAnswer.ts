'use client'
import { useConfig, useDocumentInfo } from '@payloadcms/ui'
import { useCallback, useEffect, useState } from 'react'

/** Panel and button of one document tell each other that something happened. */
export const CHANGED = 'governance:approvals:changed'

interface Shared {
  /** State of the document at which it was asked. */
  of: string
  at: number
  answer: Promise<unknown>
}
/** What many fields of one form ask for at once, by its address. Kept on the page that they are on. */
const SHARED = Symbol.for('payload-plugin-governance.sharedAnswers')
const sharedAnswers = (): Map<string, Shared> => {
  const page = window as { [SHARED]?: Map<string, Shared> }
  return (page[SHARED] ??= new Map<string, Shared>())
}
const SHARED_MS = 60_000

const askOnce = <T>(address: string, of: string, ask: () => Promise<T | null>): Promise<T | null> => {
  const answers = sharedAnswers()
  const known = answers.get(address)
  if (known?.of === of && Date.now() - known.at < SHARED_MS) return known.answer as Promise<T | null>
  const answer = ask()
  answers.set(address, { of, at: Date.now(), answer })
  void answer.then((got) => got === null && answers.delete(address))
  return answer
}

/**
 * What an endpoint of the plugin (`path` below the API route) answers about the document of the edit view: null while
 * there is none or it refuses. Asked again after each save and each action; `shared`: once for all fields that ask.
 */
export const useAnswer = <T>(
  path: string | null,
  { shared = false }: { shared?: boolean } = {},
): { answer: T | null; load: () => Promise<void> } => {
  const { config } = useConfig()
  const { data, lastUpdateTime } = useDocumentInfo()
  const [answer, setAnswer] = useState<T | null>(null)
  const { routes, serverURL } = config
  const state = `${String(data?.updatedAt)}@${lastUpdateTime}`

  const load = useCallback(async (): Promise<void> => {
    if (!path) return setAnswer(null)
    const address = `${serverURL ?? ''}${routes.api}${path}`
    const ask = async (): Promise<T | null> => {
      const response = await fetch(address, { credentials: 'include' }).catch(() => null)
      return response?.ok ? ((await response.json()) as T) : null
    }
    setAnswer(await (shared ? askOnce(address, state, ask) : ask()))
  }, [path, routes.api, serverURL, shared, state])

  useEffect(() => {
    void load()
    const listen = (): void => void load()
    window.addEventListener(CHANGED, listen)
    return () => window.removeEventListener(CHANGED, listen)
    // A save, by hand or by itself, may change what was approved: then `load` is another.
  }, [load])

  return { answer, load }
}
