import type { AdminViewServerProps } from 'payload'

import { GovernanceView } from '../../../platform/ui/GovernanceView.js'
import { EmptyState, LinkButton, List, ListItem, StateBadge } from '../../../platform/ui/parts.js'
import type { ViewContext } from '../../../platform/ui/viewContext.js'
import type { Inbox, InboxFilter, InboxItem } from '../inbox.js'

const FILTERS: InboxFilter[] = ['me', 'mine', 'all']

const Item = ({ item, context: { t, when } }: { item: InboxItem; context: ViewContext }) => (
  <ListItem
    actions={
      <StateBadge tone={item.overdue ? 'bad' : item.state === 'approved' ? 'good' : 'wait'}>
        {item.overdue ? t('governance:approvals:overdue') : t(`governance:approvals:state:${item.state}`)}
      </StateBadge>
    }
    meta={t('governance:approvals:submittedBy', {
      what: item.what,
      by: item.submittedBy,
      at: when(item.submittedAt),
    })}
  >
    <a href={item.href}>{item.title}</a>
  </ListItem>
)

const Tabs = ({
  inbox,
  filter,
  context: { t, href },
}: {
  inbox: Inbox
  filter: InboxFilter
  context: ViewContext
}) => (
  <nav aria-label={t('governance:approvals:show')} className="gov-row">
    {FILTERS.map((one) => (
      <a
        aria-current={one === filter ? 'page' : undefined}
        href={`${href('/governance/approvals')}?show=${one}`}
        key={one}
      >
        {t(`governance:approvals:filter:${one}`, { count: inbox.counts[one] })}
      </a>
    ))}
  </nav>
)

const filterOf = ({ searchParams }: ViewContext): InboxFilter =>
  FILTERS.find((one) => one === searchParams.show) ?? 'me'

/** Awaiting approval: what awaits me, what I submitted, everything; overdue first. */
export const ApprovalsView = (props: AdminViewServerProps) => (
  <GovernanceView {...props} intro="governance:approvals:inboxText" title="governance:approvals:inbox">
    {async (context) => {
      const filter = filterOf(context)
      const inbox = await context.read<Inbox>('approvals', 'inbox', { filter, locale: context.locale })
      const { t, href } = context
      return (
        <>
          <Tabs context={context} filter={filter} inbox={inbox} />
          {inbox.items.length > 0 ? (
            <List label={t('governance:approvals:inbox')}>
              {inbox.items.map((item) => (
                <Item context={context} item={item} key={item.href} />
              ))}
            </List>
          ) : (
            <EmptyState title={t(`governance:approvals:none:${filter}`)} />
          )}
          {inbox.hasMore ? <p>{t('governance:approvals:more')}</p> : null}
          {filter !== 'all' && inbox.items.length === 0 ? (
            <LinkButton href={`${href('/governance/approvals')}?show=all`}>
              {t('governance:approvals:showAll')}
            </LinkButton>
          ) : null}
        </>
      )
    }}
  </GovernanceView>
)
