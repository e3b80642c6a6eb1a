import type { Translate } from '../../../platform/runtime.js'
import { ActionButton } from '../../../platform/ui/ActionButton.js'
import type { IncidentAction } from '../domain.js'

/** One step of the work on a case; asks for the words that the step needs. */
export const StepButton = ({
  t,
  id,
  action,
  words,
  happened,
  secondary,
}: {
  t: Translate
  id: number | string
  action: IncidentAction
  words?: 'changes' | 'happened'
  /** What happened, as far as it is known: the review can say it better. */
  happened?: string
  secondary?: boolean
}) => {
  const key = 'governance:incidents'
  return (
    <ActionButton
      confirm={
        words && {
          title: t(`${key}:action:${action}`),
          text: t(`${key}:action:${action}Text`),
          confirmLabel: t(`${key}:action:${action}`),
          cancelLabel: t(`${key}:action:cancel`),
          fields: [
            ...(action === 'close'
              ? [
                  {
                    name: 'happened',
                    label: t(`${key}:action:happened`),
                    type: 'textarea' as const,
                    required: true,
                    defaultValue: happened,
                    maxLength: 10_000,
                  },
                ]
              : []),
            {
              name: 'words',
              label: t(`${key}:action:${words}`),
              type: 'textarea',
              required: true,
              maxLength: 10_000,
            },
            ...(action === 'close'
              ? [
                  {
                    name: 'answer',
                    label: t(`${key}:action:answer`),
                    help: t(`${key}:action:answerHelp`),
                    type: 'textarea' as const,
                    maxLength: 2000,
                  },
                ]
              : []),
          ],
        }
      }
      done={t(`${key}:done:${action}`)}
      label={t(`${key}:action:${action}`)}
      path={`/governance/incidents/${id}/${action}`}
      secondary={secondary}
    />
  )
}
