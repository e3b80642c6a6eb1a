import { hasRole } from '../../kernel/actor.js'
import { findRows } from '../../platform/db.js'
import type { Capability, DeskCard, DeskContext, NavLink } from '../../platform/runtime.js'
import { CASES } from './collections.js'
import { bringsComments, type Desk } from './context.js'
import { DECIDED, MODERATORS } from './domain.js'
import { readQueue } from './reads.js'

const ITEMS = 5
const SHOWN = 60

const short = (text: string): string => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text)

export const viewPath = (adminRoute: string): string => `${adminRoute}/governance/moderation`

/** S2-36: what waits for a moderator, what waits too long, what was decided last. */
export const deskCard = async (desk: Desk, ctx: DeskContext): Promise<DeskCard | null> => {
  const { payload, actor, t, adminRoute } = ctx
  if (!hasRole(actor, ...MODERATORS) || !bringsComments({ payload }, desk)) return null
  const queue = await readQueue({ payload }, desk, actor, { limit: ITEMS })
  const [last] = await findRows(
    { payload },
    CASES,
    { state: { in: DECIDED } },
    { limit: 1, sort: '-decidedAt' },
  )
  const href = viewPath(adminRoute)
  return {
    title: t('governance:moderation:title'),
    text: t('governance:moderation:about'),
    href,
    needsMe: {
      count: queue.open,
      items: queue.items.map((item) => ({
        label: short(item.comment.text.replaceAll(/\s+/g, ' ')),
        href: `${href}?case=${item.id}`,
        overdue: item.overdue,
        ...(item.danger ? { severity: 'critical' } : {}),
      })),
    },
    overdue: queue.overdue,
    ...(last
      ? {
          last: {
            text: t(`governance:moderation:state:${String(last.state)}`),
            at: new Date(last.decidedAt as string),
          },
        }
      : {}),
  }
}

export const navLinks = (desk: Desk, ctx: DeskContext): NavLink[] =>
  hasRole(ctx.actor, ...MODERATORS) && bringsComments({ payload: ctx.payload }, desk)
    ? [{ label: ctx.t('governance:moderation:title'), href: viewPath(ctx.adminRoute) }]
    : []

export const doctorLines =
  (desk: Desk): NonNullable<Capability['doctor']> =>
  async ({ payload, t }) => [
    bringsComments({ payload }, desk)
      ? t(`governance:terminal:doctor:moderation${desk.options.mode === 'before' ? 'Before' : 'After'}`, {
          slug: desk.options.slug,
        })
      : t('governance:terminal:doctor:moderationHost', { slug: desk.options.slug }),
  ]
