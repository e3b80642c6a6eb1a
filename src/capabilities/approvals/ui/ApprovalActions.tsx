'use client'
import { Button } from '@payloadcms/ui'
import { useState } from 'react'
import { createPortal } from 'react-dom'

import { ConfirmDialog } from '../../../platform/ui/ConfirmDialog.js'
import { CheckField, TextArea } from '../../../platform/ui/fields.js'
import type { UserAction } from '../status.js'
import type { Approval } from './useApproval.js'

/** What asks first, and whether it can be taken back. */
const ASKS: Partial<Record<UserAction, { danger?: boolean }>> = {
  approve: {},
  requestChanges: {},
  takedown: { danger: true },
}

const Questions = ({ action, approval }: { action: UserAction; approval: Approval }) => {
  const { say, status } = approval
  if (action === 'requestChanges') {
    return <TextArea label={say('comment')} maxLength={2000} name="comment" required />
  }
  if (action === 'takedown') {
    return <TextArea help={say('reasonHelp')} label={say('reason')} maxLength={2000} name="reason" required />
  }
  return (
    <>
      {(status?.review?.attestations ?? []).map((key) => (
        <CheckField key={key} label={say(`attest:${key}`)} name={`attest:${key}`} required />
      ))}
    </>
  )
}

const bodyOf = (
  action: UserAction,
  values: Record<string, string>,
  approval: Approval,
): Record<string, unknown> => {
  if (action !== 'approve') return values
  const attested = (approval.status?.review?.attestations ?? []).filter(
    (key) => values[`attest:${key}`] === 'on',
  )
  return { hash: approval.status?.hash, attested }
}

interface Props {
  approval: Approval
  actions: UserAction[]
  disabled?: boolean
  primary?: UserAction
}

/** A button per action; what needs an answer asks in a dialog, outside the form of the document. */
export const ApprovalActions = ({ approval, actions, disabled, primary }: Props) => {
  const { act, busy, say } = approval
  const [asking, setAsking] = useState<UserAction | null>(null)
  const close = (): void => setAsking(null)
  return (
    <>
      {actions.map((action) => (
        <Button
          buttonStyle={action === primary ? 'primary' : 'secondary'}
          disabled={busy || (disabled && action !== 'withdraw' && action !== 'takedown')}
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
      {asking
        ? createPortal(
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
              text={say(`ask:${asking}`)}
              title={say(`title:${asking}`)}
            >
              <Questions action={asking} approval={approval} />
            </ConfirmDialog>,
            document.body,
          )
        : null}
    </>
  )
}
