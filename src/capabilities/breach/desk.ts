import type { DeskCard, DeskContext, NavLink } from '../../platform/runtime.js'
import type { BreachWork } from './context.js'
import { mayWork } from './domain.js'
import { type Ref } from '../../kernel/ref.js'
import { type BreachItem, itemOf } from './reads.js'
import { breachesFor, breachFrom, breachOf } from './store.js'

const pathOf = (adminRoute: string): string => `${adminRoute}/governance/breaches`

/** The clock that runs out first; one that only counts up where there is no other. */
const nearest = ({ clocks }: BreachItem): { due?: Date; overdue?: boolean } => {
  const running = clocks.filter((clock) => clock.running && clock.dueAt)
  const [first] = running.sort((a, b) => a.dueAt!.getTime() - b.dueAt!.getTime())
  return first ? { due: first.dueAt!, overdue: first.overdue } : {}
}

const daysSince = (from: Date, now: Date): number =>
  Math.max(0, Math.floor((now.getTime() - from.getTime()) / 86_400_000))

const labelOf = ({ t }: DeskContext, { breach }: BreachItem, count: number): string => {
  const values = { number: breach.number, state: t(`governance:breach:state:${breach.state}`) }
  return count === 0
    ? t('governance:breach:desk:itemToday', values)
    : t('governance:breach:desk:item', { ...values, count })
}

export const deskCard =
  (work: BreachWork) =>
  async (ctx: DeskContext): Promise<DeskCard | null> => {
    const { actor, t, adminRoute, now } = ctx
    if (!mayWork(actor)) return null
    const at = { payload: ctx.payload }
    const href = pathOf(adminRoute)
    const items = (await breachesFor(at, work, actor)).map((row) => itemOf(at, work, breachOf(row)))
    const open = items.filter(({ breach }) => breach.state !== 'closed')
    return {
      title: t('governance:breach:desk:title'),
      text: t('governance:breach:desk:text'),
      href,
      needsMe: {
        count: open.length,
        items: open.slice(0, 5).map((item) => ({
          label: labelOf(ctx, item, daysSince(item.breach.discoveredAt, now)),
          href: `${href}/${item.breach.id}`,
          ...nearest(item),
        })),
      },
      overdue: open.filter(({ clocks }) => clocks.some(({ overdue }) => overdue)).length,
      ...(items[0]
        ? {
            last: {
              text: t('governance:breach:desk:last', { number: items[0].breach.number }),
              at: items[0].breach.declaredAt,
            },
          }
        : {}),
      action: { label: t('governance:breach:declare:title'), href: `${href}/declare` },
    }
  }

export const navLinks = ({ actor, t, adminRoute }: DeskContext): NavLink[] =>
  mayWork(actor) ? [{ label: t('governance:breach:title'), href: pathOf(adminRoute) }] : []

/** On the page of a case: declare a breach from it, or go to the one that was. */
export const linksAbout =
  (work: BreachWork) =>
  async ({ actor, t, adminRoute, payload }: DeskContext, about: Ref): Promise<NavLink[]> => {
    if (!mayWork(actor) || !about.startsWith('gov-incidents:')) return []
    const id = about.slice('gov-incidents:'.length)
    if (!(await work.cases()?.seen({ payload }, actor, id))) return []
    const known = await breachFrom({ payload }, about)
    return known
      ? [
          {
            label: t('governance:breach:ofCase', { number: String(known.number) }),
            href: `${pathOf(adminRoute)}/${known.id}`,
          },
        ]
      : [
          {
            label: t('governance:breach:declare:title'),
            href: `${pathOf(adminRoute)}/declare?incident=${encodeURIComponent(id)}`,
          },
        ]
  }
