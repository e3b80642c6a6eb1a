import { hasRole } from '../../kernel/actor.js'
import type { DeskCard, DeskContext, NavLink } from '../../platform/runtime.js'
import type { Consents } from './context.js'
import { waiting } from './reads.js'
import { newestStep } from './store.js'

const pathOf = (adminRoute: string): string => `${adminRoute}/governance/consents`

/** For the privacy officer: what was withdrawn and is not gone yet. */
export const deskCard =
  ({ options }: Consents) =>
  async (ctx: DeskContext): Promise<DeskCard | null> => {
    const { actor, t, locale, adminRoute, payload } = ctx
    if (!hasRole(actor, ...options.readers)) return null
    const href = pathOf(adminRoute)
    const [open, last] = await Promise.all([waiting({ payload }, locale), newestStep({ payload })])
    const byHand = open.filter(({ due }) => due === 'ungoverned')
    return {
      title: t('governance:consents:desk:title'),
      text: t('governance:consents:desk:text'),
      href,
      needsMe: {
        count: byHand.length,
        items: byHand.slice(0, 5).map(({ receipt }) => ({
          label: t('governance:consents:desk:item', { number: receipt }),
          href: `${href}?receipt=${encodeURIComponent(receipt)}`,
        })),
      },
      overdue: 0,
      ...(last ? { last: { text: t('governance:consents:desk:last'), at: last } } : {}),
    }
  }

export const navLinks =
  ({ options }: Consents) =>
  ({ actor, t, adminRoute }: DeskContext): NavLink[] =>
    hasRole(actor, ...options.readers)
      ? [{ label: t('governance:consents:nav'), href: pathOf(adminRoute) }]
      : []
