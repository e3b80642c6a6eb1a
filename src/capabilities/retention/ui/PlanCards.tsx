import { ActionButton } from '../../../platform/ui/ActionButton.js'
import type { ViewContext } from '../../../platform/ui/GovernanceView.js'
import { Card } from '../../../platform/ui/parts.js'
import type { PlanView } from '../plans.js'
import type { ChangeView } from '../ruleChanges.js'

const K = 'governance:retention'

/** Records from before governance: nothing of them goes until somebody confirms. */
export const Plan = ({ plan, decides, t }: { plan: PlanView; decides: boolean } & Pick<ViewContext, 't'>) => {
  const values = { ...plan }
  return (
    <Card
      footer={
        decides ? (
          <ActionButton
            confirm={{
              title: t(`${K}:plan:confirmTitle`),
              text: t(`${K}:plan:confirmText`, values),
              confirmLabel: t(`${K}:plan:confirm`),
              cancelLabel: t(`${K}:plan:cancel`),
            }}
            danger
            done={t(`${K}:plan:done`)}
            label={t(`${K}:plan:button`)}
            path={`/governance/retention/plans/${plan.collection}/confirm`}
          />
        ) : undefined
      }
      need="needs"
      text={t(`${K}:plan:text`)}
      title={t(`${K}:plan:title`, values)}
    >
      <p>{t(`${K}:plan:counts`, values)}</p>
      {plan.undated > 0 ? <p>{t(`${K}:plan:undated`, { count: plan.undated })}</p> : null}
    </Card>
  )
}

/** The rule has become longer: what is there leaves as it was promised, unless somebody confirms. */
export const Change = ({
  change,
  decides,
  t,
}: { change: ChangeView; decides: boolean } & Pick<ViewContext, 't'>) => {
  const word = (key: string): string => t(`${K}:change:${key}`, { ...change })
  return (
    <Card
      footer={
        decides ? (
          <ActionButton
            confirm={{
              title: word('confirmTitle'),
              text: word('confirmText'),
              confirmLabel: word('confirm'),
              cancelLabel: word('cancel'),
            }}
            danger
            done={word('done')}
            label={word('button')}
            path={`/governance/retention/rules/${change.collection}/lengthen`}
          />
        ) : undefined
      }
      need="needs"
      text={word('text')}
      title={word('title')}
    />
  )
}
