import type { PayloadRequest, ServerProps } from 'payload'

import { viewContext } from '../../../platform/ui/viewContext.js'
import type { Missing } from '../../../platform/runtime.js'
import { requestFor } from './requestFor.js'

/** On every page of the admin panel, while something is missing: what, and where to mend it. */
export const MissingBanner = async (props: ServerProps & { req?: PayloadRequest }) => {
  const req = await requestFor(props)
  if (!req?.user) return null
  const { actor, t, read, adminRoute } = viewContext(req)
  if (actor.kind !== 'staff') return null
  const missing = await read<Missing[]>('overview', 'missing')
  if (missing.length === 0) return null
  const { may } = await read<{ may: boolean }>('overview', 'setUp')
  const setUp = `${adminRoute}/governance/setup`
  const addressOf = (href: string): string =>
    href.startsWith(`${adminRoute}/`) || /^https?:/.test(href) ? href : `${adminRoute}${href}`
  const others = [...new Set(missing.flatMap(({ href }) => (href ? [addressOf(href)] : [])))].filter(
    (to) => to !== setUp,
  )
  return (
    <aside aria-label={t('governance:overview:banner:title')} className="gov-banner">
      <p className="gov-banner__text">
        <strong>{t('governance:overview:banner:title')}</strong>{' '}
        {missing.map(({ key, values }) => t(key, values)).join(' ')}
      </p>
      {may ? (
        <>
          {missing.some(({ href }) => href && addressOf(href) === setUp) ? (
            <a href={setUp}>{t('governance:overview:banner:open')}</a>
          ) : null}
          {others.map((to) => (
            <a href={to} key={to}>
              {t('governance:overview:banner:mend')}
            </a>
          ))}
        </>
      ) : (
        <span>{t('governance:overview:banner:ask')}</span>
      )}
    </aside>
  )
}
