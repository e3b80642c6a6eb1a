import type { Label } from './definition.js'
import type { Governed } from './gate.js'
import type { SanitizedApprovals } from './options.js'

/** What the parts of approvals share, and what others may ask of it. */
export interface ApprovalsPort {
  options: SanitizedApprovals
  governed: () => Governed
  /** Names of roles in both languages. */
  roleLabels: Readonly<Record<string, Label>>
}
