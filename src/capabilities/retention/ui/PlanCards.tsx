import type { ReactNode } from 'react'

import { ActionButton } from '../../../platform/ui/ActionButton.js'
import type { ViewContext } from '../../../platform/ui/GovernanceView.js'
import { Card } from '../../../platform/ui/parts.js'
import type { PlanView } from '../plans.js'
import type { ChangeView } from '../ruleChanges.js'
import type { Named } from '../worklist.js'
import { Deciders } from './Deciders.js'

const K = 'governance:retention'

interface Asked extends Pick<ViewContext, 't'> {
  decides: boolean
  /** Of its words. */
  kind: 'change' | 'plan'
  values: Record<string, number | string>
  path: string
  children?: ReactNode
}

/** What waits for somebody who decides; the others see that it does. */
const Asked = ({ t, decides, kind, values, path, children }: Asked) => {
  const word = (key: string): string => t(`${K}:${kind}:${key}`, values)
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
            path={`/governance/retention/${path}`}
          />
        ) : (
          <Deciders t={t} />
        )
      }
      need="needs"
      text={word('text')}
      title={word('title')}
    >
      {children}
    </Card>
  )
}

type Place = { decides: boolean } & Pick<ViewContext, 't'>

/** Records from before governance: nothing of them goes until somebody confirms. */
export const Plan = ({ plan, decides, t }: { plan: Named<PlanView> } & Place) => (
  <Asked
    decides={decides}
    kind="plan"
    path={`plans/${plan.collection}/confirm`}
    t={t}
    values={{ ...plan, collection: plan.label }}
  >
    <p>{t(`${K}:plan:counts`, { ...plan })}</p>
    {plan.undated > 0 ? <p>{t(`${K}:plan:undated`, { count: plan.undated })}</p> : null}
  </Asked>
)

/** The rule has become longer: what is there leaves as it was promised, unless somebody confirms. */
export const Change = ({ change, decides, t }: { change: Named<ChangeView> } & Place) => (
  <Asked
    decides={decides}
    kind="change"
    path={`rules/${change.collection}/lengthen`}
    t={t}
    values={{ ...change, collection: change.label }}
  />
)
