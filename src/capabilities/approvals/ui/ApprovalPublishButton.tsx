'use client'
import { ApprovalActions } from './ApprovalActions.js'
import { primaryOf } from './primary.js'
import { useApproval } from './useApproval.js'
import { useUnsaved } from './useUnsaved.js'

/** In place of "Publish": submit, approve or publish what was approved, whichever this person may do now. */
export const ApprovalPublishButton = () => {
  const approval = useApproval()
  const unsaved = useUnsaved()
  const action = primaryOf(approval.status?.actions ?? [])
  if (!action) return null
  return <ApprovalActions actions={[action]} approval={approval} disabled={unsaved} primary={action} />
}

/** Unpublishing is a removal with a reason, in the panel. */
export const NoUnpublishButton = () => null
