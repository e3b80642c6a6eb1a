import type { AdminViewServerProps } from 'payload'

import { Button } from '@payloadcms/ui'
import { Suspense } from 'react'

import { CheckField, SelectField, TextField } from '../../../platform/ui/fields.js'
import { GovernanceView } from '../../../platform/ui/GovernanceView.js'
import { EmptyState, LinkButton } from '../../../platform/ui/parts.js'
import type { ViewContext } from '../../../platform/ui/viewContext.js'
import type { EntryList, LedgerChoices } from '../reads.js'
import { READERS } from '../readers.js'
import { ChainState } from './ChainState.js'
import { EntryDays, ledgerAddress } from './EntryDays.js'

const K = 'governance:ledgerScreen'
/** The last two have no field: links lead there. */
const NAMES = ['person', 'thing', 'action', 'from', 'to', 'readings', 'request', 'number'] as const
type Asked = Record<(typeof NAMES)[number], string>

const textIn = ({ searchParams }: ViewContext, name: string): string => {
  const value = searchParams[name]
  return typeof value === 'string' ? value : ''
}

const askedIn = (context: ViewContext): Asked =>
  Object.fromEntries(NAMES.map((name) => [name, textIn(context, name)])) as Asked

const isNarrowed = (asked: Asked): boolean => NAMES.some((name) => asked[name] !== '')

/** A plain form: it works before any script has loaded, and its address can be kept. */
const Filters = async ({ asked, context }: { asked: Asked; context: ViewContext }) => {
  const { t, href, read, locale } = context
  const choices = await read<LedgerChoices>('ledger', 'choices', { ...asked, locale })
  const say = (key: string): string => t(`${K}:filters:${key}`)
  return (
    <form
      action={href('/governance/ledger')}
      aria-label={say('label')}
      className="gov-ledger__filters"
      method="get"
    >
      <SelectField
        defaultValue={asked.person}
        empty={say('anybody')}
        label={say('person')}
        name="person"
        options={choices.people}
      />
      <SelectField
        defaultValue={asked.thing}
        empty={say('anything')}
        label={say('thing')}
        name="thing"
        options={choices.things}
      />
      <SelectField
        defaultValue={asked.action}
        empty={say('anything')}
        groups={choices.actions}
        label={say('action')}
        name="action"
        options={[]}
      />
      <TextField defaultValue={asked.from} label={say('from')} name="from" type="date" />
      <TextField defaultValue={asked.to} label={say('to')} name="to" type="date" />
      <CheckField defaultChecked={asked.readings !== ''} label={say('readings')} name="readings" />
      <div className="gov-row">
        <Button buttonStyle="secondary" margin={false} size="medium" type="submit">
          {say('apply')}
        </Button>
        {isNarrowed(asked) ? <a href={href('/governance/ledger')}>{say('clear')}</a> : null}
      </div>
    </form>
  )
}

/** The list does not wait for it. */
const Count = async ({ asked, context }: { asked: Asked; context: ViewContext }) => {
  const { t, read, locale } = context
  const count = await read<number>('ledger', 'count', asked)
  const shown = new Intl.NumberFormat(`${locale}-CA`).format(count)
  return <>{t(`${K}:${count === 1 ? 'countOne' : 'count'}`, { count: shown })}</>
}

/** A plain form, too: the browser saves what comes. */
const Export = ({ asked, context: { t, payload } }: { asked: Asked; context: ViewContext }) => {
  const say = (key: string): string => t(`${K}:export:${key}`)
  const { serverURL, routes } = payload.config
  return (
    <details className="gov-ledger__export">
      <summary>{say('title')}</summary>
      <form action={`${serverURL}${routes.api}/governance/ledger/export`} method="get">
        <p>{say('text')}</p>
        {NAMES.map((name) =>
          asked[name] ? <input key={name} name={name} type="hidden" value={asked[name]} /> : null,
        )}
        <SelectField
          defaultValue="csv"
          label={say('format')}
          name="format"
          options={(['csv', 'jsonl'] as const).map((value) => ({ value, label: say(value) }))}
        />
        <CheckField label={say('personal')} name="personal" />
        <Button buttonStyle="secondary" margin={false} size="medium" type="submit">
          {say('button')}
        </Button>
      </form>
    </details>
  )
}

const Pages = ({ asked, next, context }: { asked: Asked; next?: string; context: ViewContext }) => {
  const { t } = context
  const after = textIn(context, 'after')
  if (!next && !after) return null
  return (
    <nav aria-label={t(`${K}:pages`)} className="gov-row">
      {next ? (
        <LinkButton href={ledgerAddress(context, { ...asked, after: next })} secondary>
          {t(`${K}:older`)}
        </LinkButton>
      ) : null}
      {after ? <a href={ledgerAddress(context, asked)}>{t(`${K}:newer`)}</a> : null}
    </nav>
  )
}

const Page = async (context: ViewContext) => {
  const { t, read, locale } = context
  const asked = askedIn(context)
  const { entries, next } = await read<EntryList>('ledger', 'entries', {
    ...asked,
    locale,
    after: textIn(context, 'after'),
  })
  const empty = isNarrowed(asked) ? ['title', 'text'] : ['empty', 'emptyText']
  return (
    <>
      <Suspense>
        <ChainState context={context} />
      </Suspense>
      <Filters asked={asked} context={context} />
      <div className="gov-ledger__bar">
        <strong>
          <Suspense>
            <Count asked={asked} context={context} />
          </Suspense>
        </strong>
        <Export asked={asked} context={context} />
      </div>
      {entries.length === 0 ? (
        <EmptyState title={t(`${K}:nothing:${empty[0]}`)}>{t(`${K}:nothing:${empty[1]}`)}</EmptyState>
      ) : (
        <EntryDays context={context} entries={entries} inLedger />
      )}
      <Pages asked={asked} context={context} next={next} />
    </>
  )
}

/** The ledger: what happened, by whom, when and on what, newest first; and whether the chain is whole. */
export const LedgerView = (props: AdminViewServerProps) => (
  <GovernanceView {...props} intro={`${K}:intro`} roles={READERS} title={`${K}:title`}>
    {Page}
  </GovernanceView>
)
