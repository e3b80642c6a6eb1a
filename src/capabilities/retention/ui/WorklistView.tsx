import type { AdminViewServerProps } from 'payload'

import { GovernanceView, type ViewContext } from '../../../platform/ui/GovernanceView.js'
import { Card, EmptyState, LinkButton, StateBadge } from '../../../platform/ui/parts.js'
import { WORKERS } from '../domain.js'
import type { ScreenedRun } from '../dryRun.js'
import type { Health } from '../health.js'
import type { SafetyView } from '../safetyWatch.js'
import type { DueAttestation } from '../attestations.js'
import type { Worklist } from '../worklist.js'
import { AttestCard } from './AttestCards.js'
import { DryRunCard } from './DryRunCard.js'
import { Change, Plan } from './PlanCards.js'
import { SafetyActions, SafetyCards } from './SafetyCards.js'
import { WorkItemCard } from './WorkItemCard.js'
import './retention.css'

const K = 'governance:retention'

const Certified = ({ number, context }: { number: string; context: ViewContext }) => (
  <div className="gov-worklist__done" role="status">
    <Card
      badge={
        <LinkButton href={context.href(`/governance/certificates/${number}`)}>
          {context.t(`${K}:done:see`)}
        </LinkButton>
      }
      title={context.t(`${K}:done:certified`, { number })}
    />
  </div>
)

const ranWords = ({ t, when }: ViewContext, report: Health): string => {
  if (!report.lastSuccessAt) return t(`${K}:worklist:never`)
  return report.stale
    ? t(`${K}:worklist:stale`, { hours: Math.floor(report.hoursSinceSuccess ?? 0) })
    : t(`${K}:worklist:ok`, { when: when(report.lastSuccessAt) })
}

const isStopped = ({ pause, clock }: SafetyView, { safety }: Health): boolean =>
  pause !== null || clock !== null || safety.restored

/** Nothing leaves by itself while the deletion stands still: the cards below say why. */
const leavesSoon = ({ t }: ViewContext, count: number, stopped: boolean): string => {
  if (count === 0) return t(`${K}:worklist:thisWeekNone`)
  return t(`${K}:worklist:${stopped ? 'thisWeekStopped' : 'thisWeek'}`, { count })
}

/** What a monitor is told, in words, where there is something to tell. */
const watched = ({ t }: ViewContext, report: Health): string =>
  [
    report.backlog > 0
      ? t(`${K}:worklist:backlog`, { count: report.backlog, deleted: report.deletedLastDay })
      : '',
    report.backlog > 0 && report.hoursToClear
      ? t(`${K}:worklist:hoursToClear`, { hours: Math.ceil(report.hoursToClear) })
      : '',
    report.filesWaiting > 0 ? t(`${K}:worklist:filesWaiting`, { count: report.filesWaiting }) : '',
  ]
    .filter(Boolean)
    .join(' ')

const Ran = ({
  last,
  report,
  context,
}: { report: Health; context: ViewContext } & Pick<Worklist, 'last'>) => {
  const { t, when, href } = context
  return (
    <p>
      {last ? (
        <>
          {t(`${K}:worklist:last`, { number: last.number, rows: last.rows, when: when(last.at) })}{' '}
          <a href={href(`/governance/certificates/${last.number}`)}>{t(`${K}:worklist:seeLast`)}</a>{' '}
        </>
      ) : null}
      {ranWords(context, report)} {watched(context, report)}
    </p>
  )
}

/** Never silent: how many holds there are, and how many nobody has looked at since their date. */
const Holds = ({ report, decides, context }: { report: Health; decides: boolean; context: ViewContext }) => {
  const { t, href } = context
  const { held, holdsToReview, holdsLate } = report
  return (
    <p className="gov-worklist__holds">
      {held > 0 ? t(`${K}:worklist:holds`, { count: held }) : t(`${K}:worklist:holdsNone`)}{' '}
      {holdsToReview > 0 ? (
        <StateBadge tone={holdsLate > 0 ? 'bad' : 'wait'}>
          {t(`${K}:worklist:holdsToReview`, { count: holdsToReview })}
        </StateBadge>
      ) : null}{' '}
      {decides ? <a href={href('/governance/holds')}>{t(`${K}:worklist:holdsOpen`)}</a> : null}
    </p>
  )
}

const Page = async (context: ViewContext) => {
  const { t, read, searchParams } = context
  const { list, report, decides, attest, safety } = await read<{
    list: Worklist
    report: Health
    decides: boolean
    attest: DueAttestation[]
    safety: SafetyView
  }>('retention', 'worklist', { locale: context.locale })
  const planned =
    decides && searchParams.plan === '1'
      ? await read<ScreenedRun>('retention', 'dryRun', { locale: context.locale })
      : null
  const { items, total, thisWeek, overdue, last, plans, changes } = list
  const fresh = typeof searchParams.certificate === 'string' ? searchParams.certificate : ''
  const shownNumber = /^[A-Z0-9]{4}-[A-Z0-9]{4}$/.test(fresh) ? fresh : ''
  return (
    <>
      {shownNumber ? <Certified context={context} number={shownNumber} /> : null}
      <p>
        <strong>{leavesSoon(context, thisWeek, isStopped(safety, report))}</strong>{' '}
        {overdue > 0 ? (
          <StateBadge tone="bad">{t(`${K}:worklist:overdueCount`, { count: overdue })}</StateBadge>
        ) : null}
      </p>
      <Holds context={context} decides={decides} report={report} />
      <SafetyCards context={context} decides={decides} report={report} safety={safety} />
      {decides ? <SafetyActions context={context} paused={safety.pause !== null} /> : null}
      {planned ? <DryRunCard context={context} run={planned} /> : null}
      {plans.map((plan) => (
        <Plan decides={decides} key={plan.collection} plan={plan} t={t} />
      ))}
      {changes.map((change) => (
        <Change change={change} decides={decides} key={change.collection} t={t} />
      ))}
      {attest.map((due) => (
        <AttestCard context={context} due={due} key={due.place} />
      ))}
      {items.length === 0 ? (
        <EmptyState title={t(`${K}:worklist:emptyTitle`)}>{t(`${K}:worklist:emptyText`)}</EmptyState>
      ) : (
        <ul aria-label={t(`${K}:worklist:list`)} className="gov-worklist">
          {items.map((item) => (
            <WorkItemCard
              context={context}
              decides={decides}
              item={item}
              key={`${item.collection}:${item.id}`}
            />
          ))}
        </ul>
      )}
      {total > items.length ? <p>{t(`${K}:worklist:more`, { shown: items.length, total })}</p> : null}
      <Ran context={context} last={last} report={report} />
    </>
  )
}

/** S2-25: what is kept, what leaves when, and the button that deletes what is handled. */
export const WorklistView = (props: AdminViewServerProps) => (
  <GovernanceView {...props} intro={`${K}:worklist:intro`} roles={WORKERS} title={`${K}:worklist:title`}>
    {Page}
  </GovernanceView>
)
