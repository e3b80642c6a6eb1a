import type { ViewContext } from '../../../platform/ui/GovernanceView.js'
import { type Question, QUESTIONS } from '../assessment.js'
import type { BreachPage } from '../reads.js'
import { BreachForm } from './BreachForm.js'
import { K, More, Step } from './parts.js'

const SENSITIVITY: Question[] = ['sensitivity', 'harm']
const PROBABILITY: Question[] = ['access', 'intent', 'protection', 'recovered', 'exposure']

const AssessForm = ({ page, context: { t } }: StepProps) => {
  const last = page.breach.assessments.at(-1)
  const asked = (question: Question) => ({
    name: question,
    label: t(`${K}:question:${question}`),
    type: 'select' as const,
    required: true,
    empty: t(`${K}:assess:choose`),
    defaultValue: last?.answers[question] ?? '',
    options: QUESTIONS[question].map((value) => ({ value, label: t(`${K}:answer:${question}:${value}`) })),
  })
  return (
    <BreachForm
      columns
      done={t(`${K}:assess:done`)}
      groups={[
        { legend: t(`${K}:assess:sensitivity`), fields: SENSITIVITY.map(asked) },
        { legend: t(`${K}:assess:probability`), fields: PROBABILITY.map(asked) },
        {
          legend: t(`${K}:assess:conclusion`),
          fields: [
            {
              name: 'risk',
              label: t(`${K}:assess:risk`),
              type: 'select',
              required: true,
              empty: t(`${K}:assess:choose`),
              defaultValue: '',
              options: (['real', 'none'] as const).map((value) => ({
                value,
                label: t(`${K}:assess:${value}`),
              })),
            },
            {
              name: 'reason',
              label: t(`${K}:assess:reason`),
              help: t(`${K}:assess:reasonHelp`),
              type: 'textarea',
              required: true,
              maxLength: 5000,
            },
          ],
        },
      ]}
      label={t(`${K}:assess:button`)}
      path={`/governance/breaches/${page.breach.id}/assess`}
    />
  )
}

export interface StepProps {
  page: BreachPage
  context: ViewContext
}

/** PIPEDA's two factors in seven questions; whoever assesses concludes, and says why. */
export const AssessStep = (props: StepProps) => {
  const { page, context } = props
  const { t, when } = context
  const last = page.breach.assessments.at(-1)
  const may = page.actions.includes('assessReal')
  return (
    <Step id="breach-assess" title={t(`${K}:assess:title`)}>
      <p>{t(`${K}:assess:intro`)}</p>
      {last ? (
        <>
          <p>
            <strong>
              {t(`${K}:assess:was`, {
                when: when(last.at),
                name: last.name,
                risk: t(`${K}:assess:${last.risk === 'real' ? 'wasReal' : 'wasNone'}`),
              })}
            </strong>
          </p>
          {last.pointsTo === 'real' && last.risk === 'none' ? <p>{t(`${K}:assess:differs`)}</p> : null}
          <p style={{ whiteSpace: 'pre-wrap' }}>{last.reason}</p>
        </>
      ) : null}
      {may && last ? (
        <More label={t(`${K}:assess:again`)}>
          <p>{t(`${K}:assess:againText`)}</p>
          <AssessForm {...props} />
        </More>
      ) : null}
      {may && !last ? <AssessForm {...props} /> : null}
    </Step>
  )
}
