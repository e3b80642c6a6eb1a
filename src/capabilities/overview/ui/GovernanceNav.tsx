import { getTranslation } from '@payloadcms/translations'
import type { SanitizedCollectionConfig, SanitizedGlobalConfig, ServerProps } from 'payload'

import { viewContext } from '../../../platform/ui/viewContext.js'
import { NavLinks, type NavLinkItem } from './NavLinks.js'
import { requestFor } from './requestFor.js'

type Entity = Pick<SanitizedCollectionConfig, 'slug'> & {
  admin?: { hidden?: SanitizedCollectionConfig['admin']['hidden'] | SanitizedGlobalConfig['admin']['hidden'] }
}

/** One group for everything of the plugin: pages first, then the records that this person may read. */
export const GovernanceNav = async (props: ServerProps) => {
  const req = await requestFor(props)
  if (!req?.user) return null
  const { actor, t, read, href, runtime, payload, locale, now, adminRoute } = viewContext(req)
  if (actor.kind !== 'staff') return null
  const desk = { payload, req, actor, t, locale, now, adminRoute }
  const pages = runtime.capabilities.flatMap(({ navLinks }) => navLinks?.(desk) ?? [])
  const { may } = await read<{ may: boolean }>('overview', 'setUp')
  const { permissions, i18n } = props
  const visible = ({ admin }: Entity): boolean => {
    const hidden = admin?.hidden
    return !(typeof hidden === 'function' ? hidden({ user: req.user as never }) : hidden)
  }
  const links: NavLinkItem[] = [
    { id: 'nav-gov-desk', href: adminRoute, label: t('governance:overview:desk:title') },
    ...pages.map((page) => ({ id: `nav-gov-${page.href.split('/').slice(-2).join('-')}`, ...page })),
    ...(may
      ? [
          {
            id: 'nav-gov-setup',
            href: href('/governance/setup'),
            label: t('governance:overview:setup:title'),
          },
        ]
      : []),
    ...payload.config.collections
      .filter(
        (entity) =>
          runtime.added.includes(entity.slug) &&
          visible(entity) &&
          permissions?.collections?.[entity.slug]?.read,
      )
      .map(({ slug, labels }) => ({
        id: `nav-${slug}`,
        href: href(`/collections/${slug}`),
        label: getTranslation(labels.plural, i18n),
      })),
    ...payload.config.globals
      .filter(
        (entity) =>
          entity.slug.startsWith('gov-') && visible(entity) && permissions?.globals?.[entity.slug]?.read,
      )
      .map(({ slug, label }) => ({
        id: `nav-global-${slug}`,
        href: href(`/globals/${slug}`),
        label: getTranslation(label, i18n),
      })),
  ]
  return <NavLinks label={t('governance:overview:group')} links={links} />
}
