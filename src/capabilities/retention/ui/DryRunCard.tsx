import type { ViewContext } from '../../../platform/ui/GovernanceView.js'
import { Card, LinkButton } from '../../../platform/ui/parts.js'
import type { Week } from '../comingWeeks.js'
import type { RulePlan, ScreenedRun } from '../dryRun.js'
import { ComingWeeks } from './ComingWeeks.js'

const K = 'governance:retentionSafety'

const planWords =
  ({ t }: ViewContext, values: Record<string, number | string>) =>
  (key: string): string =>
    t(`${K}:plan:${key}`, values)

const RuleLine = ({ plan, weeks, context }: { plan: RulePlan; weeks: Week[]; context: ViewContext }) => {
  const { label, records, versions, files, held, unconfirmed, undated } = plan
  const word = planWords(context, { what: label, records, versions, files })
  const sum = (key: keyof Week): number => weeks.reduce((total, week) => total + week[key], 0)
  const coming = { weeks: weeks.length, goes: sum('goes'), held: sum('held') }
  const more: [string, number][] = [
    ['held', held],
    ['unconfirmed', unconfirmed],
    ['undated', undated],
  ]
  return (
    <li>
      <strong>{word('rule')}</strong>
      <ul>
        {plan.terms.map(({ words, records: count }) => (
          <li key={words}>{context.t(`${K}:plan:term`, { words, count })}</li>
        ))}
        {more.map(([key, count]) =>
          count > 0 ? <li key={key}>{context.t(`${K}:plan:${key}`, { count })}</li> : null,
        )}
        {plan.lookedAt === null ? null : <li>{context.t(`${K}:plan:lookedAt`, { count: plan.lookedAt })}</li>}
        <li>{context.t(`${K}:coming:rule`, coming)}</li>
        {plan.asks ? <li>{word('asks')}</li> : null}
      </ul>
    </li>
  )
}

/** What the next run would delete; nothing was changed to find it out. */
export const DryRunCard = ({ run, context }: { run: ScreenedRun; context: ViewContext }) => {
  const word = planWords(context, { when: context.when(run.at) })
  return (
    <div role="status">
      <Card
        footer={
          <LinkButton href={context.href('/governance/worklist')} secondary>
            {word('close')}
          </LinkButton>
        }
        text={word(run.rules.every(({ records }) => records === 0) ? 'nothing' : 'text')}
        title={word('title')}
      >
        {run.stopped ? <p>{context.t(`${K}:plan:stopped:${run.stopped}`)}</p> : null}
        <ul>
          {run.rules.map((plan) => (
            <RuleLine
              context={context}
              key={plan.collection}
              plan={plan}
              weeks={run.coming.rules.find(({ collection }) => collection === plan.collection)?.weeks ?? []}
            />
          ))}
        </ul>
        <ComingWeeks coming={run.coming} context={context} />
      </Card>
    </div>
  )
}
