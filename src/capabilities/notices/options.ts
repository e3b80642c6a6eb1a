/** Options of the capability; each has its default here and nowhere else. */
export type NoticesOptions = Record<string, never>
export type SanitizedNotices = Readonly<Record<string, never>>

export const sanitizeNotices = (_options: NoticesOptions = {}): SanitizedNotices => Object.freeze({})
