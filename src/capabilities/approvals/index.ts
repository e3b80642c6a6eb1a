import type { Capability } from '../../platform/runtime.js'
import type { SanitizedApprovals } from './options.js'

export const approvals = (_options: SanitizedApprovals): Capability => ({ key: 'approvals' })
