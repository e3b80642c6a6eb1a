import type { AdminViewServerProps } from 'payload'

import { GovernanceView } from '../../../platform/ui/GovernanceView.js'
import { EmptyState, LinkButton, List, ListItem, StateBadge } from '../../../platform/ui/parts.js'
import type { ViewContext } from '../../../platform/ui/viewContext.js'
import type { MediaFilter, MediaItem, MediaReport } from '../mediaReport.js'

const K = 'governance:approvals:media'
const FILTERS: MediaFilter[] = ['all', 'licence', 'expired', 'source', 'consent', 'expiring']

const filterOf = ({ searchParams }: ViewContext): MediaFilter =>
  FILTERS.find((one) => one === searchParams.show) ?? 'all'

interface Shown {
  report: MediaReport
  filter: MediaFilter
  context: ViewContext
}

const Tabs = ({ report, filter, context }: Shown) => {
  const { t, href } = context
  return (
    <nav aria-label={t(`${K}:show`)} className="gov-tabs">
      {FILTERS.map((one) => (
        <a
          aria-current={one === filter ? 'page' : undefined}
          href={`${href('/governance/approvals/media')}?show=${one}`}
          key={one}
        >
          {one === 'all'
            ? t(`${K}:all`, { count: report.counts.all })
            : t(`${K}:filter`, { problem: t(`${K}:problem:${one}`), count: report.counts[one] })}
        </a>
      ))}
    </nav>
  )
}

const Item = ({ item, context: { t, when } }: { item: MediaItem; context: ViewContext }) => (
  <ListItem
    actions={item.problems.map((problem) => (
      <StateBadge key={problem} tone={problem === 'expiring' ? 'wait' : 'bad'}>
        {t(`${K}:problem:${problem}`)}
      </StateBadge>
    ))}
    meta={item.until ? t(`${K}:until`, { date: when(`${item.until}T12:00:00.000Z`, false) }) : undefined}
  >
    <a href={item.href}>{item.title}</a>
  </ListItem>
)

const Found = ({ report, filter, context }: Shown) => {
  const { t, payload } = context
  const total = report.counts[filter]
  return (
    <>
      <div className="gov-row">
        {report.collections
          .filter(({ open }) => open > 0)
          .map(({ slug, label, open, editHref }) => (
            <LinkButton href={editHref} key={slug}>
              {t(`${K}:edit`, { collection: label, count: open })}
            </LinkButton>
          ))}
        <a href={`${payload.config.routes.api}/governance/approvals/media.csv?show=${filter}`}>
          {t(`${K}:download`)}
        </a>
      </div>
      <List label={t(`${K}:title`)}>
        {report.items.map((item) => (
          <Item context={context} item={item} key={`${item.collection}:${item.id}`} />
        ))}
      </List>
      {total > report.shown ? <p>{t(`${K}:more`, { shown: report.shown, total })}</p> : null}
    </>
  )
}

const Page = async (context: ViewContext) => {
  const { t, read } = context
  const filter = filterOf(context)
  const report = await read<MediaReport>('approvals', 'mediaReport', { filter })
  if (report.collections.length === 0) return <EmptyState title={t(`${K}:nobody`)} />
  return (
    <>
      <p>{t(`${K}:${report.enforced ? 'enforced' : 'notEnforced'}`)}</p>
      <Tabs context={context} filter={filter} report={report} />
      {report.counts.all === 0 ? (
        <EmptyState title={t(`${K}:good`)}>{t(`${K}:goodText`)}</EmptyState>
      ) : report.items.length === 0 ? (
        <EmptyState title={t(`${K}:none`)} />
      ) : (
        <Found context={context} filter={filter} report={report} />
      )}
    </>
  )
}

/** S2-18: which media lack a source or a licence, or are about to lose it, and the way to mend many at once. */
export const MediaRightsView = (props: AdminViewServerProps) => (
  <GovernanceView
    {...props}
    allowed={({ actor }) => actor.roles.length > 0}
    intro={`${K}:intro`}
    title={`${K}:title`}
  >
    {Page}
  </GovernanceView>
)
