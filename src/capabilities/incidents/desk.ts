import { hasRole } from '../../kernel/actor.js'
import type { DeskCard, DeskContext, NavLink, ReceiptLines } from '../../platform/runtime.js'
import { CASE_ROLES, isOverdue } from './case.js'
import { countCases, openCases, ownReports, ownTasks, progressBehind } from './queries.js'
import { type CaseWork, isResponsible, standingOf } from './standing.js'

const reportAction = ({ t, adminRoute }: DeskContext): NavLink => ({
  label: t('governance:incidents:report:title'),
  href: `${adminRoute}/governance/incidents/report`,
})

/** Case people see what waits for them; everybody else can report and see how far the own reports are. */
export const deskCard =
  (work: CaseWork) =>
  async (ctx: DeskContext): Promise<DeskCard | null> => {
    const { actor, t, adminRoute, now } = ctx
    if (actor.kind !== 'staff') return null
    const base = {
      title: t('governance:incidents:desk:title'),
      href: `${adminRoute}/governance/incidents`,
      action: reportAction(ctx),
    }
    const at = { payload: ctx.payload }
    const standing = await standingOf(at, work, actor)
    if (!standing) {
      const [last] = await ownReports(at, actor)
      return {
        ...base,
        text: t('governance:incidents:desk:everyone'),
        href: base.action.href,
        needsMe: { count: 0, items: [] },
        overdue: 0,
        last: last && {
          text: t('governance:incidents:desk:own', {
            number: last.number,
            state: t(`governance:incidents:state:${last.state}`),
          }),
          at: new Date(last.reportedAt),
        },
      }
    }
    const [counts, cases, tasks] = await Promise.all([
      countCases(at, now, standing),
      openCases(at, standing, { limit: 5 }),
      ownTasks(at, standing),
    ])
    const [newest] = [...cases].sort((a, b) => +b.reportedAt - +a.reportedAt)
    return {
      ...base,
      text: t(`governance:incidents:desk:${isResponsible(standing) ? 'text' : 'helps'}`),
      needsMe: {
        count: counts.open + tasks.length,
        items: [
          ...tasks.slice(0, 5).map(({ found, task }) => ({
            label: t('governance:incidents:desk:task', { number: found.number }),
            href: `${base.href}/${found.id}`,
            due: new Date(task.dueAt),
            overdue: isOverdue(task, now),
          })),
          ...cases.map((found) => ({
            label: t('governance:incidents:desk:item', {
              number: found.number,
              state: t(`governance:incidents:state:${found.state}`),
              severity: t(`governance:incidents:severity:${found.severity}`),
            }),
            href: `${base.href}/${found.id}`,
            severity: found.severity,
            ...(found.state === 'reported' ? { due: found.ackDueAt, overdue: found.ackDueAt <= now } : {}),
          })),
        ],
      },
      overdue: counts.overdue + tasks.filter(({ task }) => isOverdue(task, now)).length,
      last: newest && {
        text: t('governance:incidents:desk:newest', { number: newest.number }),
        at: newest.reportedAt,
      },
    }
  }

export const navLinks = (ctx: DeskContext): NavLink[] => [
  ...(hasRole(ctx.actor, ...CASE_ROLES)
    ? [{ label: ctx.t('governance:incidents:title'), href: `${ctx.adminRoute}/governance/incidents` }]
    : []),
  ...(ctx.actor.kind === 'staff' ? [reportAction(ctx)] : []),
]

/** What the holder of a receipt reads: how far it is, and nothing of what was written. */
export const receiptLines: ReceiptLines = async (row, { payload, t }) => {
  const progress = await progressBehind({ payload }, row.subject)
  if (!progress) return []
  return [
    {
      label: t('governance:incidents:receipt:state'),
      value: t(`governance:incidents:receipt:states:${progress.state}`),
    },
    ...(progress.answer ? [{ label: t('governance:incidents:receipt:answer'), value: progress.answer }] : []),
  ]
}
