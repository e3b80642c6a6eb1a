import type { Role } from '../../kernel/actor.js'
import type { RolePort } from '../../kernel/ports.js'

/** What the overview needs of the others. */
export interface OverviewPorts {
  roles: RolePort
  /** Role that the person named as approver gets; null while approvals are off. */
  approverRole: Role | null
}
