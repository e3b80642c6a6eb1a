'use client'
import { CheckField, TextArea, TextField } from '../../../platform/ui/fields.js'
import type { UserAction } from '../status.js'
import { inLanguage } from './labels.js'
import type { Approval } from './useApproval.js'

/** The attestations, and the checklist of the step that waits. */
const Ticks = ({ approval, checklist }: { approval: Approval; checklist: boolean }) => {
  const { say, status, language } = approval
  const waits = status?.review?.steps.find(({ state }) => state === 'waits')
  return (
    <>
      {(status?.attestations ?? []).map((key) => (
        <CheckField key={key} label={say(`attest:${key}`)} name={`tick:${key}`} required />
      ))}
      {(checklist ? (waits?.checklist ?? []) : []).map(({ key, label }) => (
        <CheckField
          key={key}
          label={inLanguage({ ...label }, language)}
          name={`tick:check:${key}`}
          required
        />
      ))}
    </>
  )
}

/** What a dialog asks before an action. */
export const Questions = ({ action, approval }: { action: UserAction; approval: Approval }) => {
  const { say } = approval
  switch (action) {
    case 'approve':
      return <Ticks approval={approval} checklist />
    case 'confirm':
      return <Ticks approval={approval} checklist={false} />
    case 'requestChanges':
    case 'object':
      return <TextArea label={say(`ask:${action}Label`)} maxLength={2000} name="comment" required />
    case 'takedown':
    case 'emergency':
      return (
        <TextArea
          help={say(action === 'takedown' ? 'reasonHelp' : 'emergencyHelp')}
          label={say('reason')}
          maxLength={2000}
          name="reason"
          required
        />
      )
    case 'schedule':
      return (
        <TextField
          help={say('zoneHelp', { zone: approval.status?.timeZone })}
          label={say('publishAt')}
          name="at"
          required
          type="datetime-local"
        />
      )
    default:
      return null
  }
}
