import type { AdminViewServerProps } from 'payload'

import { ActionButton } from '../../../platform/ui/ActionButton.js'
import { GovernanceView } from '../../../platform/ui/GovernanceView.js'
import { ButtonRow, EmptyState, LinkButton, List, ListItem } from '../../../platform/ui/parts.js'
import type { ViewContext } from '../../../platform/ui/viewContext.js'
import type { DelegationsPage } from '../delegationReader.js'

type Page = DelegationsPage

const Item = ({ one, context }: { one: Page['delegations'][number]; context: ViewContext }) => {
  const { t, when } = context
  const from = when(one.startsAt, false)
  const until = when(one.endsAt, false)
  return (
    <ListItem
      actions={
        <ActionButton
          confirm={{
            title: t('governance:approvals:delegation:endTitle'),
            text: t('governance:approvals:delegation:endText', { from: one.fromName, to: one.toName }),
            confirmLabel: t('governance:approvals:delegation:end'),
            cancelLabel: t('governance:approvals:cancel'),
          }}
          done={t('governance:approvals:delegation:ended')}
          label={t('governance:approvals:delegation:end')}
          path={`/governance/approvals/delegations/${String(one.id)}/end`}
          secondary
        />
      }
      meta={t(`governance:approvals:delegation:${from === until ? 'spanDay' : 'span'}`, { from, until })}
    >
      {t('governance:approvals:delegation:line', { from: one.fromName, to: one.toName })}
      {one.reason ? <div className="gov-list__meta">{one.reason}</div> : null}
    </ListItem>
  )
}

const HandOver = ({ page, context: { t } }: { page: Page; context: ViewContext }) => {
  const choices = page.people.map(({ ref, name }) => ({ value: ref, label: name }))
  const colleagues = choices.filter(({ value }) => page.forOthers || value !== page.me)
  return (
    <ActionButton
      confirm={{
        title: t('governance:approvals:delegation:title'),
        text: t('governance:approvals:delegation:ask'),
        confirmLabel: t('governance:approvals:delegation:hand'),
        cancelLabel: t('governance:approvals:cancel'),
        fields: [
          ...(page.forOthers
            ? [
                {
                  name: 'from',
                  label: t('governance:approvals:delegation:whose'),
                  type: 'select' as const,
                  options: choices,
                  defaultValue: page.me,
                  required: true,
                },
              ]
            : []),
          {
            name: 'to',
            label: t('governance:approvals:delegation:to'),
            type: 'select',
            options: colleagues,
            empty: t('governance:approvals:delegation:choose'),
            required: true,
          },
          {
            name: 'startsAt',
            label: t('governance:approvals:delegation:first'),
            type: 'date',
            required: true,
          },
          { name: 'endsAt', label: t('governance:approvals:delegation:last'), type: 'date', required: true },
          {
            name: 'reason',
            label: t('governance:approvals:reason'),
            type: 'text',
            required: true,
            maxLength: 500,
          },
        ],
      }}
      done={t('governance:approvals:delegation:handed')}
      label={t('governance:approvals:delegation:hand')}
      path="/governance/approvals/delegations"
    />
  )
}

/** Who decides for whom, from when until when; hand over one's own decisions, or take them back. */
export const DelegationsView = (props: AdminViewServerProps) => (
  <GovernanceView
    {...props}
    intro="governance:approvals:delegation:intro"
    title="governance:approvals:delegation:heading"
  >
    {async (context) => {
      const page = await context.read<Page>('approvals', 'delegations', {})
      const { t, href } = context
      return (
        <>
          {page.delegations.length > 0 ? (
            <List label={t('governance:approvals:delegation:heading')}>
              {page.delegations.map((one) => (
                <Item context={context} key={String(one.id)} one={one} />
              ))}
            </List>
          ) : (
            <EmptyState title={t('governance:approvals:delegation:none')} />
          )}
          <ButtonRow>
            <HandOver context={context} page={page} />
            <LinkButton href={href('/governance/approvals')} secondary>
              {t('governance:approvals:delegation:back')}
            </LinkButton>
          </ButtonRow>
        </>
      )
    }}
  </GovernanceView>
)
