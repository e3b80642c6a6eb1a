import type { AdminViewServerProps } from 'payload'

import { GovernanceView, type ViewContext } from '../../../platform/ui/GovernanceView.js'
import { Card, EmptyState, List, ListItem, StateBadge } from '../../../platform/ui/parts.js'
import { lengthOf, type Told } from '../counts.js'
import type { ConsentsView as Overview, PurposeView, WaitingView } from '../reads.js'
import { ConsentLine, K } from './parts.js'
import './consents.css'

const STATES = ['given', 'refused', 'withdrawn'] as const

const told = ({ t }: ViewContext, one: Told, fewerThan: number): string =>
  'number' in one ? String(one.number) : t(`${K}:fewer`, { count: fewerThan })

/** A number with its bar; the bar only repeats it. */
const Bar = (props: { one: Told; all: Told[]; context: ViewContext; fewerThan: number; state: string }) => (
  <span className="gov-consents__count">
    <span>{told(props.context, props.one, props.fewerThan)}</span>
    <span
      aria-hidden="true"
      className={`gov-consents__bar gov-consents__bar--${props.state}`}
      style={{ inlineSize: `${lengthOf(props.one, props.all)}%` }}
    />
  </span>
)

const Purpose = ({
  view,
  context,
  fewerThan,
}: {
  view: PurposeView
  context: ViewContext
  fewerThan: number
}) => {
  const { t, locale } = context
  const all = view.months.flatMap((month) => STATES.map((state) => month[state]))
  const month = (code: string): string =>
    new Intl.DateTimeFormat(`${locale}-CA`, { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
      new Date(`${code}-15T12:00:00Z`),
    )
  const totals = STATES.map((state) =>
    t(`${K}:total`, { what: t(`${K}:column:${state}`), count: told(context, view.total[state], fewerThan) }),
  )
  return (
    <Card level={3} text={totals.join(' · ')} title={view.words}>
      <div className="gov-consents__scroll" role="region" aria-label={view.words} tabIndex={0}>
        <table className="gov-consents__table">
          <caption>{t(`${K}:perMonth`)}</caption>
          <thead>
            <tr>
              <th scope="col">{t(`${K}:column:month`)}</th>
              {STATES.map((state) => (
                <th key={state} scope="col">
                  {t(`${K}:column:${state}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {view.months.map((one) => (
              <tr key={one.month}>
                <th scope="row">{month(one.month)}</th>
                {STATES.map((state) => (
                  <td key={state}>
                    <Bar all={all} context={context} fewerThan={fewerThan} one={one[state]} state={state} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

const Waiting = ({ one, context }: { one: WaitingView; context: ViewContext }) => {
  const { t, whenKept, href } = context
  const [collection = '', id = ''] = one.subject.split(/:(.*)/s)
  return (
    <ListItem meta={t(`${K}:waiting:since`, { purposes: one.words, when: whenKept(one.since) })}>
      <a href={href(`/collections/${collection}/${encodeURIComponent(id)}`)}>
        {t(`${K}:receipt`, { number: one.receipt })}
      </a>{' '}
      <StateBadge tone={one.due === 'ungoverned' ? 'bad' : 'wait'}>{t(`${K}:waiting:${one.due}`)}</StateBadge>
    </ListItem>
  )
}

const Search = ({ asked, context: { t } }: { asked: string; context: ViewContext }) => (
  <form action="#consents-records" className="gov-consents__search" method="get">
    <label htmlFor="consents-receipt">{t(`${K}:search`)}</label>
    <input
      autoComplete="off"
      className="gov-input"
      defaultValue={asked}
      id="consents-receipt"
      maxLength={20}
      name="receipt"
    />
    <button className="gov-consents__find" type="submit">
      {t(`${K}:find`)}
    </button>
  </form>
)

const Page = async (context: ViewContext) => {
  const { t, read, locale, searchParams } = context
  const receipt = typeof searchParams.receipt === 'string' ? searchParams.receipt : ''
  const { view, fewerThan, records } = await read<{ view: Overview; fewerThan: number; records: boolean }>(
    'consents',
    'overview',
    { locale, receipt },
  )
  if (view.purposes.length === 0 && !view.asked)
    return <EmptyState title={t(`${K}:emptyTitle`)}>{t(`${K}:emptyText`)}</EmptyState>
  return (
    <>
      <section aria-labelledby="consents-waiting">
        <h2 id="consents-waiting">{t(`${K}:waiting:title`)}</h2>
        {view.waiting.length === 0 ? (
          <p>{t(`${K}:waiting:none`)}</p>
        ) : (
          <List>
            {view.waiting.map((one) => (
              <Waiting context={context} key={one.subject} one={one} />
            ))}
          </List>
        )}
      </section>
      <section aria-labelledby="consents-purposes">
        <h2 id="consents-purposes">{t(`${K}:purposes`)}</h2>
        {view.purposes.map((one) => (
          <Purpose context={context} fewerThan={fewerThan} key={one.purpose} view={one} />
        ))}
      </section>
      <section aria-labelledby="consents-records">
        <h2 id="consents-records">{t(`${K}:records`)}</h2>
        <Search asked={view.asked} context={context} />
        {view.records.length === 0 ? (
          <p role="status">{t(`${K}:notFound`)}</p>
        ) : (
          <List>
            {view.records.map((one) => (
              <ConsentLine context={context} decides key={one.record} one={one} receipt records={records} />
            ))}
          </List>
        )}
      </section>
    </>
  )
}

/** The privacy officer's screen: what people said per purpose, what was withdrawn, and what is still there of it. */
export const ConsentsView = (props: AdminViewServerProps) => (
  <GovernanceView
    {...props}
    allowed={({ read }) => read<boolean>('consents', 'mayRead')}
    intro={`${K}:intro`}
    title={`${K}:title`}
  >
    {Page}
  </GovernanceView>
)
