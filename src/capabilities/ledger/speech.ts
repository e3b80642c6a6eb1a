import type { BasePayload } from 'payload'

import { formatInstant } from '../../kernel/calendar.js'
import type { RolePort } from '../../kernel/ports.js'
import { localesOf } from '../../platform/fields.js'
import { runtimeOf, type Translate } from '../../platform/runtime.js'
import { translatorFor, wordsAt } from '../../platform/translate.js'
import { formsOf, type Speech } from './sentences.js'

const labelsOf = (payload: BasePayload): RolePort['labels'] => {
  const roles = runtimeOf(payload).capabilities.find(({ key }) => key === 'roles')
  return (roles?.port as RolePort | undefined)?.labels ?? {}
}

/** How this site says things in that language, the host's own wording included. Nobody is named. */
export const speechFor = (payload: BasePayload, language: 'en' | 'fr'): Speech & { t: Translate } => {
  const t = translatorFor(payload, language)
  const { timeZone } = runtimeOf(payload).options
  const labels = labelsOf(payload)
  const words = (key: string): string | undefined => wordsAt(payload, language, key)
  const role = (code: string): string => labels[code]?.[language] ?? words(`ledger:role:${code}`) ?? code
  return {
    ...formsOf(language),
    t,
    words,
    language,
    locales: localesOf(payload),
    when: (at) => formatInstant(new Date(at), language, timeZone),
    role,
    isUsual: (code) =>
      words(`sentences:who:bare:${code}`) !== undefined && role(code) === words(`ledger:role:${code}`),
    name: () => undefined,
  }
}
