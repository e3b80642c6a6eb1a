import type { BasePayload } from 'payload'

import type { Governed } from './gate.js'
import type { SanitizedApprovals } from './options.js'

/** What the parts of approvals share, and what others may ask of it. */
export interface ApprovalsPort {
  options: SanitizedApprovals
  governed: () => Governed
  /** Whether a mail can leave this site at all. */
  canSend: (payload: BasePayload) => boolean
}
