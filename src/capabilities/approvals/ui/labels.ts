import type { FieldLabel } from '../fields.js'

/** A label in the language of the person; a host may have written it in one language only. */
export const inLanguage = (label: FieldLabel | undefined, language: string): string =>
  typeof label === 'string' ? label : (label?.[language] ?? Object.values(label ?? {})[0] ?? '')
