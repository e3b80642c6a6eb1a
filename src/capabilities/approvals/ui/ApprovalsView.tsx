import type { AdminViewServerProps } from 'payload'

import { Button } from '@payloadcms/ui'
import { Suspense } from 'react'

import { CheckField, SelectField } from '../../../platform/ui/fields.js'
import { GovernanceView } from '../../../platform/ui/GovernanceView.js'
import { EmptyState, LinkButton } from '../../../platform/ui/parts.js'
import type { ViewContext } from '../../../platform/ui/viewContext.js'
import type { Inbox, InboxChoices, InboxCounts } from '../inbox.js'
import type { InboxFilter } from '../inboxQuery.js'
import { WAITING } from '../listed.js'
import { InboxTable } from './InboxTable.js'

const TABS: InboxFilter[] = ['me', 'mine', 'all']

interface Asked {
  show: InboxFilter
  entity: string
  state: string
  by: string
  overdue: boolean
  after: string
}

const askedIn = ({ searchParams }: ViewContext): Asked => {
  const text = (name: string): string => {
    const value = searchParams[name]
    return typeof value === 'string' ? value : ''
  }
  return {
    show: TABS.find((one) => one === text('show')) ?? 'me',
    entity: text('entity'),
    state: text('state'),
    by: text('by'),
    overdue: text('overdue') !== '',
    after: text('after'),
  }
}

const isNarrowed = ({ entity, state, by, overdue }: Asked): boolean =>
  Boolean(entity || state || by || overdue)

const addressOf = ({ href }: ViewContext, asked: Partial<Asked>): string => {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(asked)) if (value) query.set(name, value === true ? '1' : value)
  return `${href('/governance/approvals')}?${query.toString()}`
}

type Counts = Promise<InboxCounts>

/** The list does not wait for it; where counting would cost more than it tells, it stops. */
const Count = async ({ counts, name }: { counts: Counts; name: keyof InboxCounts }) => {
  const { count, more } = (await counts)[name]
  return <>{` (${count}${more ? '+' : ''})`}</>
}

const Overdue = async ({ counts, context: { t } }: { counts: Counts; context: ViewContext }) => {
  const { count, more } = (await counts).overdue
  return count > 0 ? (
    <p>
      <strong>{t('governance:approvals:list:overdue', { count: `${count}${more ? '+' : ''}` })}</strong>
    </p>
  ) : null
}

const Tabs = ({ counts, asked, context }: { counts: Counts; asked: Asked; context: ViewContext }) => (
  <nav aria-label={context.t('governance:approvals:show')} className="gov-tabs">
    {TABS.map((one) => (
      <a
        aria-current={one === asked.show ? 'page' : undefined}
        href={addressOf(context, { show: one })}
        key={one}
      >
        {context.t(`governance:approvals:tab:${one}`)}
        <Suspense>
          <Count counts={counts} name={one} />
        </Suspense>
      </a>
    ))}
  </nav>
)

/** A plain form: it works before any script has loaded, and its address can be kept. */
const Filters = async ({ asked, context }: { asked: Asked; context: ViewContext }) => {
  const { t, href, read, locale } = context
  const choices = await read<InboxChoices>('approvals', 'inboxChoices', { locale })
  const say = (key: string): string => t(`governance:approvals:list:${key}`)
  return (
    <form
      action={href('/governance/approvals')}
      aria-label={say('filters')}
      className="gov-inbox__filters"
      method="get"
    >
      <input name="show" type="hidden" value={asked.show} />
      <SelectField
        defaultValue={asked.entity}
        empty={say('anything')}
        label={say('what')}
        name="entity"
        options={choices.entities}
      />
      <SelectField
        defaultValue={asked.state}
        empty={say('anything')}
        label={say('state')}
        name="state"
        options={choices.states.map((value) => ({ value, label: t(`governance:approvals:state:${value}`) }))}
      />
      {asked.show === 'mine' ? null : (
        <SelectField
          defaultValue={asked.by}
          empty={say('anybody')}
          label={say('submittedBy')}
          name="by"
          options={choices.people}
        />
      )}
      <CheckField defaultChecked={asked.overdue} label={say('overdueOnly')} name="overdue" />
      <div className="gov-row">
        <Button buttonStyle="secondary" margin={false} size="medium" type="submit">
          {say('filter')}
        </Button>
        {isNarrowed(asked) ? <a href={addressOf(context, { show: asked.show })}>{say('clear')}</a> : null}
      </div>
    </form>
  )
}

const Pages = ({ asked, next, context }: { asked: Asked; next?: string; context: ViewContext }) => {
  const { t } = context
  if (!next && !asked.after) return null
  return (
    <nav aria-label={t('governance:approvals:list:pages')} className="gov-row">
      {next ? (
        <LinkButton href={addressOf(context, { ...asked, after: next })}>
          {t('governance:approvals:list:next')}
        </LinkButton>
      ) : null}
      {asked.after ? (
        <a href={addressOf(context, { ...asked, after: '' })}>{t('governance:approvals:list:first')}</a>
      ) : null}
    </nav>
  )
}

const Empty = ({ asked, context }: { asked: Asked; context: ViewContext }) => {
  const { t } = context
  const key = isNarrowed(asked) ? 'list:nothingMatches' : `none:${asked.show}`
  return (
    <>
      <EmptyState title={t(`governance:approvals:${key}`)} />
      {asked.show !== 'all' ? (
        <LinkButton href={addressOf(context, { show: 'all' })}>
          {t('governance:approvals:showAll')}
        </LinkButton>
      ) : null}
    </>
  )
}

/** Awaiting approval: what awaits me, what I submitted, everything; overdue first. */
export const ApprovalsView = (props: AdminViewServerProps) => (
  <GovernanceView {...props} intro="governance:approvals:inboxText" title="governance:approvals:inbox">
    {async (context) => {
      const asked = askedIn(context)
      const { read, locale, when } = context
      const counts = read<InboxCounts>('approvals', 'inboxCounts')
      const { items, next } = await read<Inbox>('approvals', 'inbox', {
        ...asked,
        filter: asked.show,
        locale,
      })
      const shown = items.map((item) => ({
        ...item,
        submittedWords: when(item.submittedAt),
        dueWords: WAITING.includes(item.state) ? when(item.dueAt) : '–',
      }))
      return (
        <>
          <Tabs asked={asked} context={context} counts={counts} />
          <Suspense>
            <Overdue context={context} counts={counts} />
          </Suspense>
          <Filters asked={asked} context={context} />
          <InboxTable choosable={asked.show === 'me'} items={shown} />
          {items.length === 0 ? <Empty asked={asked} context={context} /> : null}
          <Pages asked={asked} context={context} next={next} />
        </>
      )
    }}
  </GovernanceView>
)
