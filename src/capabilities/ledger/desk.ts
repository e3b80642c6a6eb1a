import { findRows } from '../../platform/db.js'
import type { DeskCard, DeskContext, NavLink } from '../../platform/runtime.js'
import { LEDGER } from './collections.js'
import { writtenAt } from './domain.js'
import { mayReadLedger } from './reach.js'
import { foundOn } from './watch.js'

const pathOf = (adminRoute: string): string => `${adminRoute}/governance/ledger`

export const navLinks = ({ actor, t, adminRoute }: DeskContext): NavLink[] =>
  mayReadLedger(actor) ? [{ label: t('governance:ledgerScreen:title'), href: pathOf(adminRoute) }] : []

/** For its readers. What a check found needs them before everything else. */
export const deskCard = async ({ actor, t, adminRoute, payload }: DeskContext): Promise<DeskCard | null> => {
  if (!mayReadLedger(actor)) return null
  const href = pathOf(adminRoute)
  // No column with JSON: one that somebody made unreadable would take the card along.
  const fields = ['at', 'createdAt']
  const [newest] = await findRows({ payload }, LEDGER, {}, { limit: 1, sort: '-at', fields })
  const findings = (await foundOn({ payload }))?.findings ?? []
  return {
    title: t('governance:ledgerScreen:title'),
    text: t('governance:ledgerScreen:desk:text'),
    href,
    needsMe: {
      count: findings.length,
      items: findings.slice(0, 3).map(({ at, problem }) => ({
        label: t(`governance:ledger:found:${problem}`, { at }),
        href,
        overdue: true,
      })),
    },
    overdue: findings.length,
    last: newest && { text: t('governance:ledgerScreen:desk:last'), at: new Date(writtenAt(newest)) },
    action: { label: t('governance:ledgerScreen:desk:open'), href },
  }
}
