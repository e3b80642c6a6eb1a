import type { WorkItem as DeskWork } from '../../../kernel/ports.js'
import { ActionButton } from '../../../platform/ui/ActionButton.js'
import type { ViewContext } from '../../../platform/ui/GovernanceView.js'
import { ButtonRow, Card, StateBadge } from '../../../platform/ui/parts.js'
import type { WorkItem } from '../worklist.js'
import { DeleteButton } from './DeleteButton.js'
import { HoldButton } from './HoldButton.js'

const K = 'governance:retention'

const leaving = ({ t, when }: ViewContext, item: WorkItem): string => {
  const day = when(item.deleteAfter, false)
  if (item.overdue) return t(`${K}:worklist:late`, { when: day })
  if (item.days <= 0) return t(`${K}:worklist:leavesToday`, { when: when(item.deleteAfter) })
  return t(`${K}:worklist:${item.days === 1 ? 'leavesTomorrow' : 'leaves'}`, { when: day, days: item.days })
}

const Badge = ({ item, t }: { item: WorkItem } & Pick<ViewContext, 't'>) => {
  if (item.hold)
    return (
      <span className="gov-worklist__badges">
        <StateBadge tone="plain">{t(`${K}:worklist:stateHeld`)}</StateBadge>
        {item.overdue ? <StateBadge tone="bad">{t(`${K}:worklist:stateOverdue`)}</StateBadge> : null}
      </span>
    )
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

/** One record: when it leaves, how far it is, and what can be done with it. */
export const WorkItemCard = ({
  item,
  decides,
  context,
}: {
  item: WorkItem
  decides: boolean
  context: ViewContext
}) => {
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
        {item.hold && item.hold.kind !== 'record' ? (
          <p>
            {t(`${K}:worklist:heldWider`)}{' '}
            {decides ? <a href={href('/governance/holds')}>{t(`${K}:worklist:holdsOpen`)}</a> : null}
          </p>
        ) : null}
        {item.goesWith ? <GoesWith context={context} owner={item.goesWith} /> : null}
      </Card>
    </li>
  )
}
