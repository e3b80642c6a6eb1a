/** Options of the capability; each has its default here and nowhere else. */
export type IncidentsOptions = Record<string, never>
export type SanitizedIncidents = Readonly<Record<string, never>>

export const sanitizeIncidents = (_options: IncidentsOptions = {}): SanitizedIncidents => Object.freeze({})
