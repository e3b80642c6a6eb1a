import { inLanguage as textOf } from '../../../kernel/labels.js'

/** A label in the language of the person; a host may have written it in one language only. */
export const inLanguage = (label: Record<string, string> | string | undefined, language: string): string =>
  textOf(label, language, '')
