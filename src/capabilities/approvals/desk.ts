import type { Where } from 'payload'

import { hasRole } from '../../kernel/actor.js'
import type { Ref } from '../../kernel/ref.js'
import { all, countRows, findRows } from '../../platform/db.js'
import { readableAmong } from '../../platform/readable.js'
import type { DeskCard, DeskContext, DeskItem } from '../../platform/runtime.js'
import { REVIEWS } from './collections.js'
import { itemsOf, MOST_COUNTED } from './inbox.js'
import { type InboxQuery, listedWhere, type Page, pageOf } from './inboxQuery.js'
import type { ApprovalsPort } from './port.js'
import { duePosts } from './posting.js'
import { SOCIAL_POSTS } from './socialOptions.js'

/** Content creators post by hand what is approved and whose time has come. */
const POSTERS = ['content-creator', 'communications']
/** What an author goes on with; what goes live by itself at a planned time needs nobody. */
const cameBackTo = (author: string | undefined): Where =>
  all(
    { submittedBy: { equals: author } },
    {
      or: [
        { state: { equals: 'changesRequested' } },
        all({ state: { equals: 'approved' } }, { scheduledBy: { exists: false } }),
      ],
    },
  )
/** Items on a card. */
const SHOWN = 5
/** A post that is later than this is late. */
const LATE_MS = 24 * 3_600_000

const textIn = (value: unknown, locale: string): string => {
  const text =
    typeof value === 'object' && value !== null
      ? ((value as Record<string, unknown>)[locale] ?? Object.values(value)[0])
      : value
  const said = String(text ?? '').replaceAll(/\s+/g, ' ')
  return said.length > 60 ? `${said.slice(0, 60)}…` : said
}

const postsToGoOut = async (
  port: ApprovalsPort,
  { payload, actor, now, t, adminRoute, locale }: DeskContext,
): Promise<{ count: number; overdue: number; items: DeskItem[] }> => {
  if (!port.hasSocialPosts() || !hasRole(actor, ...POSTERS)) return { count: 0, overdue: 0, items: [] }
  const { count, rows } = await duePosts({ payload }, now, 5)
  const late = await duePosts({ payload }, new Date(now.getTime() - LATE_MS), 1)
  return {
    count,
    overdue: late.count,
    items: rows.map((row) => {
      const due = new Date(row.plannedAt as string)
      return {
        label: t('governance:approvals:social:toPost', { title: textIn(row.text, locale) }),
        href: `${adminRoute}/collections/${SOCIAL_POSTS}/${row.id}`,
        due,
        overdue: now.getTime() - due.getTime() >= LATE_MS,
      }
    }),
  }
}

/** My desk: what I may decide; for authors, what came back to them. */
export const approvalsDesk =
  (port: ApprovalsPort) =>
  async (ctx: DeskContext): Promise<DeskCard | null> => {
    const { payload, actor, t, now, adminRoute, locale, req } = ctx
    if (actor.kind !== 'staff') return null
    const at = { payload }
    const readable = (subjects: Ref[]): Promise<Set<Ref>> => readableAmong(req, subjects)
    // The list itself, so that the desk and the inbox say the same number.
    const awaits = (query: Partial<InboxQuery> = {}): Promise<Page> =>
      pageOf(at, actor, { filter: 'me', ...query }, { now, limit: MOST_COUNTED, readable })
    const needs = await awaits()
    const late = await awaits({ overdue: true })
    const cameBack = cameBackTo(actor.ref)
    const mine = await listedWhere(at, cameBack, SHOWN)
    const rows = [...needs.rows, ...mine].sort((a, b) => (a.queue < b.queue ? -1 : 1)).slice(0, SHOWN)
    const items = await itemsOf(at, port, req, rows, locale)
    const [last] = await findRows(
      at,
      REVIEWS,
      { state: { equals: 'published' } },
      { limit: 1, sort: '-publishedAt' },
    )
    const posts = await postsToGoOut(port, ctx)
    return {
      title: t('governance:approvals:desk:title'),
      text: t('governance:approvals:desk:text'),
      href: `${adminRoute}/governance/approvals`,
      needsMe: {
        count: posts.count + needs.rows.length + (await countRows(at, REVIEWS, cameBack)),
        more: needs.next !== undefined,
        overdueMore: late.next !== undefined,
        items: [
          ...posts.items,
          ...items.map((item) => ({
            label: `${item.title} – ${t(`governance:approvals:state:${item.state}`)}`,
            href: item.href,
            // What is approved, or was, is due by no day.
            due: ['approved', 'void'].includes(item.state) ? undefined : new Date(item.dueAt),
            overdue: item.overdue,
          })),
        ].slice(0, SHOWN),
      },
      overdue: posts.overdue + late.rows.length,
      last: last
        ? { text: t('governance:approvals:desk:last'), at: new Date(last.publishedAt as string) }
        : undefined,
    }
  }
