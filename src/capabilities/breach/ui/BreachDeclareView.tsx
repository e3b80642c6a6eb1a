import type { AdminViewServerProps } from 'payload'

import type { KnownCase } from '../../../kernel/breachPorts.js'
import { GovernanceView, type ViewContext } from '../../../platform/ui/GovernanceView.js'
import { BREACH_ROLES } from '../domain.js'
import { BreachForm } from './BreachForm.js'
import { K } from './parts.js'
import './breach.css'

const Page = async ({ t, href, read, searchParams }: ViewContext) => {
  const named = typeof searchParams.incident === 'string' ? searchParams.incident : ''
  const from = await read<KnownCase | null>('breach', 'declare', { incident: named })
  return (
    <>
      {from ? <p className="gov-view__intro">{t(`${K}:declare:fromCase`, { number: from.number })}</p> : null}
      <BreachForm
        body={from ? { incident: String(from.id) } : {}}
        goTo={href('/governance/breaches/{{id}}')}
        groups={[
          {
            legend: '',
            fields: [
              {
                name: 'summary',
                label: t(`${K}:declare:summary`),
                help: t(`${K}:declare:summaryHelp`),
                type: 'textarea',
                required: true,
                maxLength: 10_000,
              },
              {
                name: 'discoveredAt',
                label: t(`${K}:declare:discoveredAt`),
                help: t(`${K}:declare:${from ? 'discoveredFromCase' : 'discoveredAtHelp'}`),
                type: 'dateTime',
                // From a case it counts from the report, unless somebody knows better.
                required: !from,
              },
            ],
          },
        ]}
        label={t(`${K}:declare:button`)}
        path="/governance/breaches"
      />
    </>
  )
}

/** Two questions: the assessment comes after. */
export const BreachDeclareView = (props: AdminViewServerProps) => (
  <GovernanceView {...props} intro={`${K}:declare:intro`} roles={BREACH_ROLES} title={`${K}:declare:title`}>
    {Page}
  </GovernanceView>
)
