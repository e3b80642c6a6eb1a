import { inLanguage } from '../../kernel/labels.js'
import type { DoctorContext } from '../../platform/runtime.js'
import type { Retention } from './context.js'
import { type NameInForms, namesInForms } from './keptFields.js'
import { DEFAULT_COLLECTION } from './options.js'
import { fieldsKept } from './terms.js'

const K = 'governance:statistics:doctor'

/** A name that no form has as a choice, or that asks for words in some: nothing of these is counted. */
const ofForms = (
  { t, locale }: Pick<DoctorContext, 'locale' | 't'>,
  { name, counted, otherwise }: NameInForms,
): string[] => {
  const forms = otherwise.map((title) => inLanguage(title, locale, t('governance:statistics:formGone')))
  return [
    ...(counted === 0 ? [t(`${K}:nowhere`, { field: name })] : []),
    ...(forms.length > 0 ? [t(`${K}:otherwise`, { field: name, forms: forms.join(', ') })] : []),
  ]
}

/**
 * Whether what a rule counts can be counted. Fields of a collection were looked at when the site started, which it
 * does not where one is unknown or could name somebody; fields of forms are data, and change while the site runs.
 */
export const keptLines = async (
  { t, locale, payload }: DoctorContext,
  { options, rules }: Retention,
): Promise<string[]> => {
  const lines: string[] = []
  for (const { collection, terms } of rules.values()) {
    const names = fieldsKept(terms)
    if (names.length === 0) continue
    const { smallestCount: smallest } = options
    lines.push(t(`${K}:counted`, { collection, fields: names.join(', '), smallest }))
    if (collection !== DEFAULT_COLLECTION) continue
    for (const one of await namesInForms({ payload }, names)) lines.push(...ofForms({ t, locale }, one))
  }
  return lines
}
