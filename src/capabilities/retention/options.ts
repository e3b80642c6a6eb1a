/** Options of the capability; each has its default here and nowhere else. */
export type RetentionOptions = Record<string, never>
export type SanitizedRetention = Readonly<Record<string, never>>

export const sanitizeRetention = (_options: RetentionOptions = {}): SanitizedRetention => Object.freeze({})
