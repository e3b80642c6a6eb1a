import type { Where } from 'payload'

import { all, countRows, findRows } from '../../platform/db.js'
import type { DeskCard, DeskContext } from '../../platform/runtime.js'
import { REVIEWS } from './collections.js'
import { awaitingMe, itemsOf, overdueOnly } from './inbox.js'
import type { ApprovalsPort } from './port.js'

/** My desk: what I may decide; for authors, what came back to them. */
export const approvalsDesk =
  (port: ApprovalsPort) =>
  async (ctx: DeskContext): Promise<DeskCard | null> => {
    const { payload, actor, t, now, adminRoute, locale, req } = ctx
    if (actor.kind !== 'staff') return null
    const at = { payload }
    const mine = all(
      { submittedBy: { equals: actor.ref } },
      { state: { in: ['changesRequested', 'approved'] } },
    )
    const needs = await awaitingMe(at, actor)
    const where: Where = needs ? { or: [needs, mine] } : mine
    const rows = await findRows(at, REVIEWS, where, { limit: 5, sort: 'dueAt' })
    const items = await itemsOf(at, req, rows, locale)
    const [last] = await findRows(
      at,
      REVIEWS,
      { state: { equals: 'published' } },
      { limit: 1, sort: '-publishedAt' },
    )
    return {
      title: t('governance:approvals:desk:title'),
      text: t('governance:approvals:desk:text'),
      href: `${adminRoute}/governance/approvals`,
      needsMe: {
        count: await countRows(at, REVIEWS, where),
        items: items.map((item) => ({
          label: `${item.title} – ${t(`governance:approvals:state:${item.state}`)}`,
          href: item.href,
          due: new Date(item.dueAt),
          overdue: item.overdue,
        })),
      },
      overdue: needs ? await countRows(at, REVIEWS, overdueOnly(needs, now)) : 0,
      last: last
        ? { text: t('governance:approvals:desk:last'), at: new Date(last.publishedAt as string) }
        : undefined,
    }
  }
