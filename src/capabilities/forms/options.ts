/** Options of the capability; each has its default here and nowhere else. */
export type FormsOptions = Record<string, never>
export type SanitizedForms = Readonly<Record<string, never>>

export const sanitizeForms = (_options: FormsOptions = {}): SanitizedForms => Object.freeze({})
