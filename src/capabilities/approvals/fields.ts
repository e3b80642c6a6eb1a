import { type FlattenedField, type PayloadRequest, toWords } from 'payload'

import { runtimeOf } from '../../platform/runtime.js'
import { configOf } from './store.js'
import type { Target } from './target.js'
import { languageName, textOfLabel } from './wording.js'

const HIDDEN = ['_status', 'createdAt', 'updatedAt', 'deletedAt', 'id']

export interface NamedField {
  path: string
  /** As the form calls it, in the language of the person. */
  label: string
}

const isShown = (field: FlattenedField): boolean =>
  !HIDDEN.includes(field.name) &&
  field.type !== 'join' &&
  !('admin' in field && (field.admin as { hidden?: boolean } | undefined)?.hidden)

const named = (req: PayloadRequest, field: FlattenedField): NamedField => ({
  path: field.name,
  label: textOfLabel('label' in field ? field.label : undefined, req, toWords(field.name)),
})

/** Top-level fields of a document that people fill in, for comments on one of them. */
export const fieldsOf = (req: PayloadRequest, target: Target): NamedField[] =>
  configOf(req.payload, target)
    .flattenedFields.filter(isShown)
    .map((field) => named(req, field))

/** The field that a path is in or begins with: `links` for `links.2.label`. */
export const fieldAt = (fields: readonly NamedField[], path: string): NamedField | undefined =>
  fields.find((field) => path === field.path || path.startsWith(`${field.path}.`))

/** Facts of an image that are no fields, by the words that the difference has for them. */
const FACTS: Record<string, string> = { _file: 'file', _published: 'publishedLanguages' }

/** Paths of an image (`title.fr`) as the form calls them, each once: no person reads paths. */
export const namesOfPaths = (req: PayloadRequest, target: Target, paths: readonly string[]): string[] => {
  const t = runtimeOf(req.payload).translatorFor(req.payload, req.i18n.language)
  const { localization } = req.payload.config
  const codes: string[] = localization ? localization.localeCodes : []
  // Those that the form hides have names as well.
  const fields = configOf(req.payload, target).flattenedFields.map((field) => named(req, field))
  const nameOf = (path: string): string => {
    const fact = FACTS[path]
    if (fact) return t(`governance:approvals:difference:${fact}`)
    const field = fieldAt(fields, path)
    if (!field) return toWords(path.split('.')[0]!)
    const code = path === field.path ? undefined : path.split('.').at(-1)
    if (!code || !codes.includes(code)) return field.label
    const language = languageName(req, code)
    return t('governance:approvals:changedIn', { field: field.label, language })
  }
  return [...new Set(paths.map(nameOf))]
}
