import type { AdminViewServerProps, BasePayload, PayloadRequest, SanitizedConfig } from 'payload'

import { DefaultTemplate } from '@payloadcms/next/templates'
import { Gutter } from '@payloadcms/ui'
import { redirect } from 'next/navigation.js'
import { formatAdminURL } from 'payload/shared'
import type { ReactNode } from 'react'

import { type Actor, hasRole, type Role } from '../../kernel/actor.js'
import { formatInstant } from '../../kernel/calendar.js'
import type { Runtime, Translate } from '../runtime.js'
import { EmptyState } from './parts.js'
import './governance.css'

/** The runtime, read from the running config: a server component imports no server file (rule 7). */
export const runtimeFor = (payload: BasePayload): Runtime =>
  (payload.config.custom as { governance: Runtime }).governance

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
    href: (path) => formatAdminURL({ adminRoute, path }),
    read: async (capability, name, input = {}) => {
      const reader = runtime.capabilities.find(({ key }) => key === capability)?.reads?.[name]
      if (!reader) throw new Error(`The capability "${capability}" offers no reader "${name}".`)
      return (await reader({ payload, req, actor: runtime.actorOf(req) }, input)) as never
    },
  }
}

const signInAddress = (config: SanitizedConfig, signedIn: boolean, back: string): string => {
  const { admin, routes } = config
  const path = (signedIn ? admin.routes.unauthorized : admin.routes.login) as `/${string}`
  return `${formatAdminURL({ adminRoute: routes.admin, path })}?redirect=${encodeURIComponent(back)}`
}

const ownAddress = ({ params, payload, searchParams }: AdminViewServerProps): string => {
  const segments = params?.segments
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(searchParams ?? {}))
    if (typeof value === 'string') query.set(key, value)
  const path = `/${Array.isArray(segments) ? segments.map(encodeURIComponent).join('/') : ''}` as const
  return (
    formatAdminURL({ adminRoute: payload.config.routes.admin, path }) +
    (query.size > 0 ? `?${query.toString()}` : '')
  )
}

export type GovernanceViewProps = Omit<AdminViewServerProps, 'children'> & {
  /** Key of the title (`governance:<capability>:<key>`), which is the heading of the page. */
  title: string
  /** Key of one or two sentences below it. */
  intro?: string
  /** Who may see it; without roles any staff. */
  roles?: Role[]
  /** Further condition, where roles are not enough. */
  allowed?: (context: ViewContext) => boolean | Promise<boolean>
  children: (context: ViewContext) => Promise<ReactNode> | ReactNode
}

/**
 * Frame of an admin view: Payload's template, sign-in, role and heading. Custom views skip Payload's own
 * redirect, so the check is here, on the server, before anything is read. Usage: see README.md beside this file.
 */
export const GovernanceView = async (props: GovernanceViewProps) => {
  const { title, intro, roles, allowed, children, ...view } = props
  const { req, locale, permissions, visibleEntities } = view.initPageResult
  const context = viewContext(req, view.searchParams as ViewContext['searchParams'])
  const { actor, t } = context
  if (actor.kind !== 'staff')
    redirect(
      signInAddress(req.payload.config, actor.kind === 'member', ownAddress(view as AdminViewServerProps)),
    )
  const may = (!roles || hasRole(actor, ...roles)) && (!allowed || (await allowed(context)))
  return (
    <DefaultTemplate
      i18n={req.i18n}
      locale={locale}
      params={view.params}
      payload={req.payload}
      permissions={permissions}
      req={req}
      searchParams={view.searchParams}
      user={req.user ?? undefined}
      visibleEntities={{ collections: visibleEntities.collections, globals: visibleEntities.globals }}
    >
      <Gutter>
        <main className="gov-view">
          <h1 className="gov-view__title">{t(title)}</h1>
          {may && intro ? <p className="gov-view__intro">{t(intro)}</p> : null}
          {may ? await children(context) : <EmptyState title={t('governance:errors:notAllowed')} />}
        </main>
      </Gutter>
    </DefaultTemplate>
  )
}
