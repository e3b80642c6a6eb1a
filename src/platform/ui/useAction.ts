'use client'
import { toast, useConfig, useTranslation } from '@payloadcms/ui'
import { useRouter } from 'next/navigation.js'
import { useCallback, useState } from 'react'

import { refuse } from './refuse.js'

export interface ActionAnswer {
  ok: boolean
  status: number
  /** Sentence of the refusal, in the language of the person. */
  message?: string
  /** Code of the refusal (`kernel/errors.ts`). */
  code?: string
  /** What the endpoint answered. */
  data: Record<string, unknown>
}

interface Refusal {
  errors?: { message?: string; data?: { code?: string } }[]
  message?: string
}

export interface ActionOptions {
  /** Sentence shown when it worked; a function of what the endpoint answered where that makes a difference. */
  done?: string | ((data: Record<string, unknown>) => string)
  /** Load the page's data anew afterwards. @default true */
  refresh?: boolean
  /** Where to go when it worked, instead of a refresh. */
  goTo?: string
  /** No message of refusal; the caller shows it. @default false */
  quiet?: boolean
}

/**
 * Posts JSON, or a form with a file, to an endpoint of the plugin (`path` below the API route), shows what came of it,
 * refreshes the page. A refusal never throws: it comes back with its sentence, so that what was typed stays.
 */
export const useAction = () => {
  const { config } = useConfig()
  const { i18n, t } = useTranslation()
  const router = useRouter()
  const [busy, setBusy] = useState(false)
  const { routes, serverURL } = config
  const unexpected = t('governance:errors:unexpected' as never)

  const run = useCallback(
    async (
      path: string,
      body: FormData | Record<string, unknown> = {},
      options: ActionOptions = {},
    ): Promise<ActionAnswer> => {
      setBusy(true)
      try {
        const response = await fetch(`${serverURL ?? ''}${routes.api}${path}`, {
          method: 'POST',
          credentials: 'include',
          // Of a form the browser itself says where its parts begin.
          headers: {
            ...(body instanceof FormData ? {} : { 'content-type': 'application/json' }),
            'accept-language': i18n.language,
          },
          body: body instanceof FormData ? body : JSON.stringify(body),
        })
        const data = (await response.json().catch(() => ({}))) as Record<string, unknown> & Refusal
        if (!response.ok) {
          const message = data.errors?.[0]?.message ?? data.message ?? unexpected
          if (!options.quiet) refuse(message)
          return { ok: false, status: response.status, message, code: data.errors?.[0]?.data?.code, data }
        }
        const { done } = options
        if (done) toast.success(typeof done === 'string' ? done : done(data))
        if (options.goTo) router.push(options.goTo)
        else if (options.refresh !== false) router.refresh()
        return { ok: true, status: response.status, data }
      } catch {
        if (!options.quiet) refuse(unexpected)
        return { ok: false, status: 0, message: unexpected, data: {} }
      } finally {
        setBusy(false)
      }
    },
    [i18n.language, router, routes.api, serverURL, unexpected],
  )
  return { run, busy }
}
