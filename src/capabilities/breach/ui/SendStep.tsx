import type { ViewContext } from '../../../platform/ui/GovernanceView.js'
import { ActionButton } from '../../../platform/ui/ActionButton.js'
import { ButtonRow } from '../../../platform/ui/parts.js'
import { unreached } from '../counts.js'
import type { Progress as Numbers } from '../reads.js'
import type { StepProps } from './AssessStep.js'
import { Fact, K, Step } from './parts.js'
import { Working } from './Working.js'

const SHOWN = ['waiting', 'told', 'failed', 'unsafe', 'gone'] as const

const Progress = ({
  numbers,
  working,
  t,
}: { numbers: Numbers; working: boolean } & Pick<ViewContext, 't'>) => {
  const { told, people } = numbers
  const words = t(`${K}:send:progress`, { told, people })
  return (
    <>
      {working ? (
        <Working done={told} text={t(`${K}:send:working`)} total={people} words={words} />
      ) : (
        <p>
          <strong>{words}</strong>
        </p>
      )}
      <dl className="gov-breach__facts">
        {SHOWN.map((what) => (
          <Fact key={what} label={t(`${K}:send:${what}`)}>
            {numbers[what]}
          </Fact>
        ))}
      </dl>
    </>
  )
}

/** Asked before anything leaves: to how many, and how many no mail reaches. */
const SendButton = ({ page, context: { t } }: StepProps) => {
  const { breach } = page
  const people = breach.counts?.people ?? 0
  const values = { people, others: unreached(breach.counts) }
  return (
    <ButtonRow>
      <ActionButton
        body={{ people }}
        confirm={{
          title: t(`${K}:send:confirmTitle`),
          text: people > 0 ? t(`${K}:send:confirmText`, values) : t(`${K}:send:nobody`),
          confirmLabel: people > 0 ? t(`${K}:send:confirm`, values) : t(`${K}:send:confirmNobody`),
          cancelLabel: t(`${K}:case:cancel`),
        }}
        danger
        done={t(`${K}:send:done`)}
        label={t(`${K}:send:button`)}
        path={`/governance/breaches/${breach.id}/send`}
      />
    </ButtonRow>
  )
}

/** The mails on their way, what became of them, and those that failed. */
export const SendStep = (props: StepProps) => {
  const { page, context } = props
  const { t } = context
  const { breach, actions, progress, failed } = page
  const title = t(`${K}:send:title`)
  const people = breach.counts?.people ?? 0
  const others = unreached(breach.counts)
  if (actions.includes('send'))
    return (
      <Step id="breach-send" title={title}>
        {people > 0 ? <p>{t(`${K}:send:ready`, { count: people })}</p> : <p>{t(`${K}:send:nobody`)}</p>}
        {people > 0 && others > 0 ? <p>{t(`${K}:send:others`, { count: others })}</p> : null}
        <SendButton {...props} />
      </Step>
    )
  if (!progress) {
    const later = breach.state === 'closed' ? '' : t(`${K}:send:later`)
    return later ? <Step id="breach-send" later={later} title={title} /> : null
  }
  return (
    <Step id="breach-send" title={title}>
      <Progress numbers={progress} t={t} working={breach.state === 'notifying'} />
      {failed.length > 0 ? <p>{t(`${K}:send:failedList`, { numbers: failed.join(', ') })}</p> : null}
      {actions.includes('retry') && progress.failed > 0 ? (
        <ButtonRow>
          <ActionButton
            done={t(`${K}:send:retryDone`)}
            label={t(`${K}:send:retry`)}
            path={`/governance/breaches/${breach.id}/retry`}
          />
        </ButtonRow>
      ) : null}
    </Step>
  )
}
