import type { BasePayload, PayloadRequest, SanitizedConfig } from 'payload'

import { formatAdminURL } from 'payload/shared'

import type { Actor } from '../../kernel/actor.js'
import { formatInstant, formatKept } from '../../kernel/calendar.js'
import type { Runtime, Translate } from '../runtime.js'

/** The runtime, read from the running config: a server component imports no server file (rule 7). */
export const runtimeFor = (payload: BasePayload): Runtime =>
  (payload.config.custom as { governance: Runtime }).governance

/** As Payload writes its own: with the host's suffix. */
export const tabTitle = (config: SanitizedConfig, title: string): string =>
  [title, config.admin.meta?.titleSuffix].filter(Boolean).join(' ')

export interface ViewContext {
  payload: BasePayload
  req: PayloadRequest
  actor: Actor
  t: Translate
  /** Language of the admin panel for this person. */
  locale: 'en' | 'fr'
  now: Date
  /** An instant in words, in the organization's time zone. */
  when: (at: Date | string, withTime?: boolean) => string
  /** The same of what may be anonymous: the day alone, where nothing else was kept. */
  whenKept: (at: Date | string) => string
  adminRoute: string
  /** Address in the admin panel: `href('/governance/incidents')`. */
  href: (path: `/${string}`) => string
  runtime: Runtime
  /** Calls a reader that a capability offers under `reads`. */
  read: <T>(capability: string, name: string, input?: Record<string, unknown>) => Promise<T>
  searchParams: Record<string, string | string[] | undefined>
}

/** What every server component of the plugin may use; `t` takes the host's wording into account. */
export const viewContext = (
  req: PayloadRequest,
  searchParams: ViewContext['searchParams'] = {},
): ViewContext => {
  const { payload } = req
  const runtime = runtimeFor(payload)
  const locale = req.i18n.language === 'fr' ? 'fr' : 'en'
  const adminRoute = payload.config.routes.admin
  const { timeZone, now } = runtime.options
  return {
    payload,
    req,
    runtime,
    locale,
    adminRoute,
    searchParams,
    actor: runtime.actorOf(req),
    t: runtime.translatorFor(payload, locale),
    now: now(),
    when: (at, withTime = true) => formatInstant(new Date(at), locale, timeZone, withTime),
    whenKept: (at) => formatKept(new Date(at), locale, timeZone),
    href: (path) => formatAdminURL({ adminRoute, path }),
    read: async (capability, name, input = {}) => {
      const reader = runtime.capabilities.find(({ key }) => key === capability)?.reads?.[name]
      if (!reader) throw new Error(`The capability "${capability}" offers no reader "${name}".`)
      return (await reader({ payload, req, actor: runtime.actorOf(req) }, input)) as never
    },
  }
}
