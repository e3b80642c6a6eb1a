/** Options of the capability; each has its default here and nowhere else. */
export type OverviewOptions = Record<string, never>
export type SanitizedOverview = Readonly<Record<string, never>>

export const sanitizeOverview = (_options: OverviewOptions = {}): SanitizedOverview => Object.freeze({})
