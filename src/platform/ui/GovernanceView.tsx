import type { AdminViewServerProps, SanitizedConfig } from 'payload'

import { DefaultTemplate } from '@payloadcms/next/templates'
import { Gutter } from '@payloadcms/ui'
import { redirect } from 'next/navigation.js'
import { formatAdminURL } from 'payload/shared'
import type { ReactNode } from 'react'

import { hasRole, type Role } from '../../kernel/actor.js'
import { PageTitle } from './PageTitle.js'
import { EmptyState } from './parts.js'
import { tabTitle, type ViewContext, viewContext } from './viewContext.js'
import './governance.css'
import './print.css'

export { runtimeFor, type ViewContext, viewContext } from './viewContext.js'

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
      <PageTitle title={tabTitle(req.payload.config, t(title))} />
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
