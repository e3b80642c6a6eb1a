import { isRecord } from '../../kernel/checks.js'
import { type NoticePromises, PURPOSE_KEY } from '../../kernel/noticePorts.js'
import { type Bilingual, isBlank } from '../../kernel/text.js'

const textIn = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')
const rowsIn = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter(isRecord) : []
const bothIn = (row: Record<string, unknown>): Bilingual => ({ en: textIn(row.en), fr: textIn(row.fr) })
const saysSomething = ({ en, fr }: Bilingual): boolean => !isBlank(en) || !isBlank(fr)

const retentionIn = (value: unknown): NoticePromises['retention'] => {
  if (!isRecord(value) || !Number.isInteger(value.amount) || Number(value.amount) < 1) return null
  return { amount: Number(value.amount), unit: value.unit === 'days' ? 'days' : 'months' }
}

const CONTACT = ['name', 'email', 'telephone', 'address'] as const

/** What the fields of a draft promise; null where they say nothing, so that the text alone is the notice. */
export const promisesFrom = (fields: unknown): NoticePromises | null => {
  const given = isRecord(fields) ? fields : {}
  const contact = isRecord(given.contact) ? given.contact : {}
  const promises: NoticePromises = {
    purposes: rowsIn(given.purposes)
      .map((row) => ({ key: textIn(row.key), label: bothIn(row) }))
      .filter(({ key, label }) => key !== '' || saysSomething(label)),
    retention: retentionIn(given.retention),
    recipients: rowsIn(given.recipients).map(bothIn).filter(saysSomething),
    contact: Object.fromEntries(
      CONTACT.flatMap((name) => (textIn(contact[name]) ? [[name, textIn(contact[name])]] : [])),
    ),
  }
  const empty =
    promises.purposes.length === 0 &&
    !promises.retention &&
    promises.recipients.length === 0 &&
    Object.keys(promises.contact).length === 0
  return empty ? null : promises
}

/** The fields of a draft that make these promises: the other way round. */
export const fieldsOf = (promises: NoticePromises | null): Record<string, unknown> => ({
  purposes: (promises?.purposes ?? []).map(({ key, label }) => ({ key, ...label })),
  retention: promises?.retention ?? {},
  recipients: promises?.recipients ?? [],
  contact: promises?.contact ?? {},
})

/** Why promises cannot be published: a purpose without a key, named twice, or not in this language. */
export type PromiseGap = 'purposeKey' | 'purposeLabel' | 'purposeTwice' | 'recipient'

export const promiseGaps = (
  promises: NoticePromises | null,
  locale: keyof Bilingual,
): { what: PromiseGap; detail: string }[] => {
  const purposes = promises?.purposes ?? []
  const keys = purposes.map(({ key }) => key)
  return [
    ...keys.flatMap((key, index) => [
      ...(PURPOSE_KEY.test(key) ? [] : [{ what: 'purposeKey' as const, detail: key }]),
      ...(keys.indexOf(key) < index ? [{ what: 'purposeTwice' as const, detail: key }] : []),
    ]),
    ...purposes
      .filter(({ label }) => isBlank(label[locale]))
      .map(({ key }) => ({ what: 'purposeLabel' as const, detail: key })),
    ...(promises?.recipients ?? [])
      .filter((recipient) => isBlank(recipient[locale]))
      .map(() => ({ what: 'recipient' as const, detail: '' })),
  ]
}
