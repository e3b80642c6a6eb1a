import type { AdminViewServerProps } from 'payload'
import type { ReactNode } from 'react'

import { ActionButton } from '../../../platform/ui/ActionButton.js'
import { Facts } from '../../../platform/ui/Evidence.js'
import { GovernanceView } from '../../../platform/ui/GovernanceView.js'
import { EmptyState, LinkButton } from '../../../platform/ui/parts.js'
import type { ViewContext } from '../../../platform/ui/viewContext.js'
import type { EntryPage } from '../reads.js'
import { ERASERS, READERS } from '../readers.js'
import { ledgerAddress, Said } from './EntryDays.js'

const K = 'governance:ledgerScreen'

const Line = ({ label, children }: { label: string; children: ReactNode }) => (
  <>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </>
)

const Values = ({ entry, context: { t, when } }: { entry: EntryPage; context: ViewContext }) => {
  if (entry.values.length === 0) return <>{t(`${K}:entry:noValues`)}</>
  return (
    <dl className="gov-facts">
      {entry.values.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            {'value' in value
              ? value.value
              : t(`${K}:entry:erased`, { when: when(value.erasedAt), under: value.erasedUnder })}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** For the privacy officer: this entry's values, or a person everywhere. */
const Erasing = ({ entry, context: { t, actor } }: { entry: EntryPage; context: ViewContext }) => {
  const say = (word: string): string => t(`${K}:entry:${word}`)
  if (!actor.roles.some((role) => ERASERS.includes(role))) return null
  const button = (name: 'erase' | 'erasePerson', body: Record<string, unknown>) => (
    <ActionButton
      body={body}
      confirm={{
        title: say(`${name}Title`),
        text: say(`${name}Text`),
        confirmLabel: say('eraseConfirm'),
        cancelLabel: say('cancel'),
        fields: [{ name: 'under', label: say('eraseUnder'), type: 'text', required: true, maxLength: 200 }],
      }}
      danger
      done={say('done')}
      label={say(name)}
      path="/governance/ledger/erase"
    />
  )
  return (
    <>
      {entry.values.some(({ value }) => 'value' in value)
        ? button('erase', { by: 'entry', of: [entry.key] })
        : null}
      {entry.actorRef && !entry.actorRef.startsWith('system:')
        ? button('erasePerson', { by: 'person', of: [entry.actorRef] })
        : null}
    </>
  )
}

const page = (key: string) => async (context: ViewContext) => {
  const { t, read, whenKept, href, locale } = context
  const say = (word: string): string => t(`${K}:entry:${word}`)
  const entry = await read<EntryPage | null>('ledger', 'entry', { key, locale })
  const back = (
    <LinkButton href={href('/governance/ledger')} secondary>
      {say('back')}
    </LinkButton>
  )
  if (!entry) return <EmptyState title={say('missing')}>{back}</EmptyState>
  const { thing, onBehalfOf } = entry
  return (
    <article>
      <h2>
        <Said parts={entry.sentence} />
      </h2>
      <dl className="gov-ledger__facts">
        <Line label={say('when')}>{whenKept(entry.at)}</Line>
        <Line label={say('thing')}>{thing.href ? <a href={thing.href}>{thing.text}</a> : thing.text}</Line>
        <Line label={say('roles')}>{entry.roles.join(', ') || say('noRoles')}</Line>
        {onBehalfOf ? <Line label={say('for')}>{onBehalfOf.text}</Line> : null}
        <Line label={say('values')}>
          <Values context={context} entry={entry} />
        </Line>
        <Line label={say('facts')}>
          <Facts value={entry.facts} />
        </Line>
        <Line label={say('number')}>{entry.sequence ?? t(`${K}:unsealed`)}</Line>
        {entry.hash ? (
          <Line label={say('hash')}>
            <code>{entry.hash}</code>
          </Line>
        ) : null}
        {entry.request ? (
          <Line label={say('request')}>
            <a href={ledgerAddress(context, { request: entry.request })}>
              <code>{entry.request}</code>
            </a>{' '}
            {say('requestHelp')}
          </Line>
        ) : null}
      </dl>
      <div className="gov-row">
        {back}
        <Erasing context={context} entry={entry} />
      </div>
    </article>
  )
}

/** One entry with all that it says. */
export const LedgerEntryView = (props: AdminViewServerProps) => {
  const segments = props.params?.segments
  const key = Array.isArray(segments) ? decodeURIComponent(segments.at(-1) ?? '') : ''
  return (
    <GovernanceView {...props} roles={READERS} title={`${K}:entry:title`}>
      {page(key)}
    </GovernanceView>
  )
}
