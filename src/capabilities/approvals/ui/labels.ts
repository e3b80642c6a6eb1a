import { inLanguage as textOf } from '../../../kernel/labels.js'
import type { FieldLabel } from '../fields.js'

/** A label in the language of the person; a host may have written it in one language only. */
export const inLanguage = (label: FieldLabel | undefined, language: string): string =>
  textOf(label, language, '')

interface Naming {
  fields: { path: string; label: FieldLabel }[]
  locales: readonly { code: string; label?: unknown }[]
  language: string
  /** Field and language in one: `Title (English)`. */
  both: (field: string, language: string) => string
}

/** Paths of what changed (`title.en`) by the names on the screen, each once; what has no name keeps its path. */
export const namesOf = (paths: string[], { fields, locales, language, both }: Naming): string[] => {
  const nameOf = (path: string): string => {
    const field = fields.find((one) => path === one.path || path.startsWith(`${one.path}.`))
    if (!field) return path
    const label = inLanguage(field.label, language)
    const locale = locales.find(({ code }) => path !== field.path && path.split('.').at(-1) === code)
    return locale ? both(label, inLanguage((locale.label ?? locale.code) as FieldLabel, language)) : label
  }
  return [...new Set(paths.map(nameOf))]
}
