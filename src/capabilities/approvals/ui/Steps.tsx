'use client'
import { StateBadge, type Tone } from '../../../platform/ui/parts.js'
import type { StepView } from '../reviewView.js'
import { inLanguage } from './labels.js'
import type { Approval } from './useApproval.js'

const TONES: Record<StepView['state'], Tone> = { done: 'good', waits: 'wait', coming: 'plain' }

const isLate = ({ state, overdue }: StepView): boolean => state === 'waits' && overdue === true

const whoOf = ({ say, when }: Approval, step: StepView): string[] =>
  step.decisions.map((decision) =>
    say(decision.for ? 'step:byFor' : 'step:by', {
      by: decision.by,
      for: decision.for,
      at: when(decision.at),
    }),
  )

/** The way to publication: who decides at each step, who has, and by when. */
export const Steps = ({ approval }: { approval: Approval }) => {
  const { say, status, when, language } = approval
  const steps = status?.review?.steps ?? []
  if (steps.length === 0 || status?.state === 'void') return null
  const unnamed = (index: number): string =>
    steps.length > 1 ? say('step:nth', { number: index + 1 }) : say('step:default')
  return (
    <ol aria-label={say('step:all')} className="gov-list">
      {steps.map((step, index) => (
        <li className="gov-list__item" key={step.key}>
          <div>
            {step.label ? inLanguage({ ...step.label }, language) : unnamed(index)}{' '}
            <StateBadge tone={isLate(step) ? 'bad' : TONES[step.state]}>
              {say(isLate(step) ? 'overdue' : `step:${step.state}`)}
            </StateBadge>
            <div className="gov-list__meta">
              {say(step.approvals === 1 ? 'step:one' : 'step:several', {
                roles: step.roles.map((role) => inLanguage({ ...role }, language)).join(', '),
                count: step.approvals,
              })}
            </div>
            {whoOf(approval, step).map((sentence) => (
              <div className="gov-list__meta" key={sentence}>
                {sentence}
              </div>
            ))}
            {step.state === 'waits' && step.dueAt ? (
              <div className="gov-list__meta">{say('step:due', { at: when(step.dueAt) })}</div>
            ) : null}
          </div>
        </li>
      ))}
    </ol>
  )
}
