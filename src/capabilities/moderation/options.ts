/** Options of the capability; each has its default here and nowhere else. */
export type ModerationOptions = Record<string, never>
export type SanitizedModeration = Readonly<Record<string, never>>

export const sanitizeModeration = (_options: ModerationOptions = {}): SanitizedModeration => Object.freeze({})
