import type { AdminViewServerProps } from 'payload'

import { ActionButton } from '../../../platform/ui/ActionButton.js'
import { GovernanceView, type ViewContext } from '../../../platform/ui/GovernanceView.js'
import { ButtonRow, Card, EmptyState, LinkButton, StateBadge } from '../../../platform/ui/parts.js'
import { WORKERS } from '../domain.js'
import type { DryRun } from '../dryRun.js'
import type { Health } from '../health.js'
import type { SafetyView } from '../safetyWatch.js'
import type { WorkItem as DeskWork } from '../../../kernel/ports.js'
import type { DueAttestation } from '../attestations.js'
import type { WorkItem, Worklist } from '../worklist.js'
import { AttestCard } from './AttestCards.js'
import { DeleteButton } from './DeleteButton.js'
import { HoldButton } from './HoldButton.js'
import { Change, Plan } from './PlanCards.js'
import { DryRunCard, SafetyActions, SafetyCards } from './SafetyCards.js'
import './retention.css'

const K = 'governance:retention'

const leaving = ({ t, when }: ViewContext, item: WorkItem): string => {
  const day = when(item.deleteAfter, false)
  if (item.overdue) return t(`${K}:worklist:late`, { when: day })
  if (item.days <= 0) return t(`${K}:worklist:leavesToday`, { when: when(item.deleteAfter) })
  return t(`${K}:worklist:${item.days === 1 ? 'leavesTomorrow' : 'leaves'}`, { when: day, days: item.days })
}

const Badge = ({ item, t }: { item: WorkItem } & Pick<ViewContext, 't'>) => {
  if (item.hold) return <StateBadge tone="plain">{t(`${K}:worklist:stateHeld`)}</StateBadge>
  if (item.overdue) return <StateBadge tone="bad">{t(`${K}:worklist:stateOverdue`)}</StateBadge>
  if (item.work && item.work.state !== 'new')
    return (
      <StateBadge tone={item.work.state === 'answered' ? 'good' : 'wait'}>
        {t(`${K}:work:state:${item.work.state}`)}
      </StateBadge>
    )
  return item.state === 'handled' ? (
    <StateBadge tone="good">{t(`${K}:worklist:stateHandled`)}</StateBadge>
  ) : (
    <StateBadge tone="wait">{t(`${K}:worklist:stateNew`)}</StateBadge>
  )
}

/** Taking on, answering and putting back; each is there only where it is possible now. */
const DeskButtons = ({ item, work, t }: { item: WorkItem; work: DeskWork } & Pick<ViewContext, 't'>) => {
  // For those who read no messages: how far this one is, and nothing to press.
  if (work.path === null) return null
  const word = (key: string): string => t(`${K}:work:${key}`, { number: item.number })
  return (
    <>
      {work.state === 'answered' || !work.mayAnswer ? null : (
        <ActionButton
          confirm={{
            title: word('mailTitle'),
            text: word('mailText'),
            confirmLabel: word('mailOpen'),
            cancelLabel: word('cancel'),
          }}
          label={word('mail')}
          path={`${work.path}/answer`}
        />
      )}
      {work.actions.map((action) => (
        <ActionButton
          done={word(`done:${action}`)}
          key={action}
          label={word(`action:${action}`)}
          path={`${work.path}/${action}`}
          secondary={action !== 'take'}
        />
      ))}
    </>
  )
}

/** In place of the button: a file has no end of its own while its record is here. */
const GoesWith = ({
  owner,
  context: { t, href },
}: {
  owner: NonNullable<WorkItem['goesWith']>
  context: ViewContext
}) => (
  <p>
    {t(`${K}:worklist:goesWith`)}{' '}
    {owner.collection === null ? null : (
      <a href={href(`/collections/${owner.collection}/${encodeURIComponent(owner.id)}`)}>
        {`${owner.label} · ${t(`${K}:worklist:number`, { number: owner.number })}`}
      </a>
    )}
  </p>
)

const Item = ({ item, decides, context }: { item: WorkItem; decides: boolean; context: ViewContext }) => {
  const { t, when, href } = context
  const path = `/governance/retention/records/${item.collection}/${encodeURIComponent(item.id)}`
  const words = Object.fromEntries(
    (['button', 'cancel', 'confirm', 'reading', 'title', 'underWay'] as const).map((key) => [
      key,
      t(`${K}:done:${key}`, { number: item.number }),
    ]),
  )
  const what = t(`${K}:done:what`, { versions: '{{versions}}', files: '{{files}}' })
  return (
    <li>
      <Card
        badge={<Badge item={item} t={t} />}
        footer={
          <ButtonRow>
            {item.hold || item.goesWith ? null : (
              <DeleteButton
                path={path}
                words={{ ...words, what } as Parameters<typeof DeleteButton>[0]['words']}
                worklist={href('/governance/worklist')}
              />
            )}
            {item.work ? <DeskButtons item={item} t={t} work={item.work} /> : null}
            {item.state === 'new' && !item.work && !item.goesWith ? (
              <ActionButton
                done={t(`${K}:handled:done`)}
                label={t(`${K}:handled:button`)}
                path={`${path}/handled`}
                secondary
              />
            ) : null}
            {decides ? <HoldButton item={item} t={t} /> : null}
          </ButtonRow>
        }
        need={item.overdue && !item.hold ? 'urgent' : item.days <= 7 ? 'needs' : undefined}
        text={`${item.work?.proxy ? `${t(`${K}:work:proxy`)} · ` : ''}${leaving(context, item)} · ${t(`${K}:worklist:received`, { when: when(item.receivedAt, false) })}`}
        title={
          <a href={href(`/collections/${item.collection}/${encodeURIComponent(item.id)}`)}>
            {`${item.form} · ${t(`${K}:worklist:number`, { number: item.number })}`}
          </a>
        }
      >
        {item.goesWith ? <GoesWith context={context} owner={item.goesWith} /> : null}
      </Card>
    </li>
  )
}

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
  const { t, when, read, searchParams } = context
  const { list, report, decides, attest, safety } = await read<{
    list: Worklist
    report: Health
    decides: boolean
    attest: DueAttestation[]
    safety: SafetyView
  }>('retention', 'worklist', { locale: context.locale })
  const planned =
    decides && searchParams.plan === '1'
      ? await read<DryRun>('retention', 'dryRun', { locale: context.locale })
      : null
  const { items, total, thisWeek, overdue, last, plans, changes } = list
  const fresh = typeof searchParams.certificate === 'string' ? searchParams.certificate : ''
  const shownNumber = /^[A-Z0-9]{4}-[A-Z0-9]{4}$/.test(fresh) ? fresh : ''
  return (
    <>
      {shownNumber ? <Certified context={context} number={shownNumber} /> : null}
      <p>
        <strong>
          {thisWeek > 0 ? t(`${K}:worklist:thisWeek`, { count: thisWeek }) : t(`${K}:worklist:thisWeekNone`)}
        </strong>{' '}
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
            <Item context={context} decides={decides} item={item} key={`${item.collection}:${item.id}`} />
          ))}
        </ul>
      )}
      {total > items.length ? <p>{t(`${K}:worklist:more`, { shown: items.length, total })}</p> : null}
      <p>
        {last ? t(`${K}:worklist:last`, { number: last.number, rows: last.rows, when: when(last.at) }) : ''}{' '}
        {ranWords(context, report)}
      </p>
    </>
  )
}

/** S2-25: what is kept, what leaves when, and the button that deletes what is handled. */
export const WorklistView = (props: AdminViewServerProps) => (
  <GovernanceView {...props} intro={`${K}:worklist:intro`} roles={WORKERS} title={`${K}:worklist:title`}>
    {Page}
  </GovernanceView>
)
