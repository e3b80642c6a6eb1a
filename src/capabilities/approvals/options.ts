/** Options of the capability; each has its default here and nowhere else. */
export type ApprovalsOptions = Record<string, never>
export type SanitizedApprovals = Readonly<Record<string, never>>

export const sanitizeApprovals = (_options: ApprovalsOptions = {}): SanitizedApprovals => Object.freeze({})
