import type { DeskCard, DeskContext, NavLink } from '../../platform/runtime.js'
import { mayReadLedger } from './shown.js'

const pathOf = (adminRoute: string): string => `${adminRoute}/governance/ledger`

export const navLinks = ({ actor, t, adminRoute }: DeskContext): NavLink[] =>
  mayReadLedger(actor) ? [{ label: t('governance:ledgerScreen:title'), href: pathOf(adminRoute) }] : []

/** For its readers. What a check found needs them before everything else. */
export const deskCard = ({ actor, t, adminRoute }: DeskContext): Promise<DeskCard | null> => {
  if (!mayReadLedger(actor)) return Promise.resolve(null)
  const href = pathOf(adminRoute)
  return Promise.resolve({
    title: t('governance:ledgerScreen:title'),
    text: t('governance:ledgerScreen:desk:text'),
    href,
    needsMe: { count: 0, items: [] },
    overdue: 0,
    action: { label: t('governance:ledgerScreen:desk:open'), href },
  })
}
