'use client'
import { Button, useConfig } from '@payloadcms/ui'
import { useState } from 'react'

import { languageIn } from '../../../kernel/labels.js'
import { ConfirmDialog } from '../../../platform/ui/ConfirmDialog.js'
import type { UserAction } from '../status.js'
import { Questions } from './Questions.js'
import type { Approval } from './useApproval.js'

/** What asks first, and whether it can be taken back. */
const ASKS: Partial<Record<UserAction, { danger?: boolean }>> = {
  approve: {},
  requestChanges: {},
  schedule: {},
  emergency: { danger: true },
  confirm: {},
  object: {},
  takedown: { danger: true },
  withdraw: {},
}

/** Boxes are sent as a list of what was ticked; everything else as it was typed. */
const bodyOf = (
  action: UserAction,
  values: Record<string, string>,
  { status }: Approval,
): Record<string, unknown> => {
  if (action !== 'approve' && action !== 'confirm') return values
  const attested = Object.keys(values)
    .filter((name) => name.startsWith('tick:') && values[name] === 'on')
    .map((name) => name.slice(5))
  return { hash: status?.hash, attested }
}

/** Does not touch the content, so that unsaved changes do not stand in its way. */
const ANYTIME: UserAction[] = ['withdraw', 'takedown', 'unschedule', 'confirm', 'object']

interface Props {
  approval: Approval
  actions: UserAction[]
  disabled?: boolean
  primary?: UserAction
}

/** A button per action; what needs an answer asks in a dialog. */
export const ApprovalActions = ({ approval, actions, disabled, primary }: Props) => {
  const { act, busy, language, say, status } = approval
  const [asking, setAsking] = useState<UserAction | null>(null)
  const close = (): void => setAsking(null)
  const { config } = useConfig()
  const isBilingual = config.localization ? (config.localization.locales?.length ?? 0) > 1 : false
  const text = (action: UserAction): string => {
    if (action !== 'approve') return say(`ask:${action}`)
    const asked = status?.language
      ? say('ask:approveOne', { language: languageIn(language, status.language) })
      : say(isBilingual ? 'ask:approve' : 'ask:approvePlain')
    return status?.decidesFor ? `${asked} ${say('ask:approveFor', { name: status.decidesFor })}` : asked
  }
  return (
    <>
      {actions.map((action) => (
        <Button
          buttonStyle={action === primary ? 'primary' : 'secondary'}
          disabled={busy || (disabled && !ANYTIME.includes(action))}
          id={`governance-${action}`}
          key={action}
          margin={false}
          onClick={() => (ASKS[action] ? setAsking(action) : void act(action))}
          size="medium"
          type="button"
        >
          {say(`action:${action}`)}
        </Button>
      ))}
      {asking ? (
        <ConfirmDialog
          busy={busy}
          cancelLabel={say('cancel')}
          confirmLabel={say(`action:${asking}`)}
          danger={ASKS[asking]?.danger}
          onCancel={close}
          onConfirm={(values) =>
            void act(asking, bodyOf(asking, values, approval)).then((ok) => {
              if (ok) close()
            })
          }
          open
          text={text(asking)}
          title={say(`title:${asking}`)}
        >
          <Questions action={asking} approval={approval} />
        </ConfirmDialog>
      ) : null}
    </>
  )
}
