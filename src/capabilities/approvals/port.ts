import type { BasePayload } from 'payload'

import type { ApprovalPort } from '../../kernel/approvalPorts.js'
import type { DelegatePort } from '../../kernel/ports.js'

import type { Label } from './definition.js'
import type { Governed } from './gate.js'
import type { MediaGuard } from './mediaGuard.js'
import type { SanitizedApprovals } from './options.js'

/** What the parts of approvals share, and what others may ask of it. */
export interface ApprovalsPort extends DelegatePort, ApprovalPort {
  options: SanitizedApprovals
  governed: () => Governed
  /** Names of roles in both languages. */
  roleLabels: Readonly<Record<string, Label>>
  /** Refuses content with media that must not be published; does nothing unless `media.enforce`. */
  guardMedia: MediaGuard
  /** Whether social media posts are the plugin's own collection: on, and the host has none of that name. */
  hasSocialPosts: () => boolean
  /** Whether a mail can leave this site at all. */
  canSend: (payload: BasePayload) => boolean
}
