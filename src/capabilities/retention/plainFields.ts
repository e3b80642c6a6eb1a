import type { BasePayload, FlattenedField } from 'payload'

import { endOfDay, startOfDay } from '../../kernel/calendar.js'
import { inLanguage } from '../../kernel/labels.js'
import { doesNotExist } from '../../kernel/errors.js'
import { isRecord } from '../../kernel/checks.js'
import { idIn } from '../../platform/ids.js'
import type { Context } from '../../platform/runtime.js'
import { translatorFor } from '../../platform/translate.js'
import { type Retention, timeZoneOf } from './context.js'
import { isDay, type PlainType, type Question, questionOf } from './holdKinds.js'

const TYPES: Partial<Record<FlattenedField['type'], PlainType>> = {
  text: 'text',
  textarea: 'text',
  email: 'text',
  select: 'text',
  radio: 'text',
  number: 'number',
  date: 'date',
  checkbox: 'boolean',
  relationship: 'id',
  upload: 'id',
}

const has = (field: object, name: string): boolean => Boolean((field as Record<string, unknown>)[name])

/** Of one column, in one language, that people may see: of these every database knows the exact opposite. */
const typeOf = (field: FlattenedField): PlainType | undefined => {
  const isList = has(field, 'hasMany') || ('relationTo' in field && Array.isArray(field.relationTo))
  if (isList || ['localized', 'virtual', 'hidden'].some((one) => has(field, one))) return undefined
  return TYPES[field.type]
}

export const plainTypes = (payload: BasePayload, collection: string): Map<string, PlainType> => {
  const fields = payload.collections[collection as never]?.config.flattenedFields ?? []
  return new Map(
    fields.flatMap((field): [string, PlainType][] => {
      const type = typeOf(field)
      return type ? [[field.name, type]] : []
    }),
  )
}

const targetOf = (payload: BasePayload, collection: string, name: string): string => {
  const field = payload.collections[collection as never]?.config.flattenedFields.find(
    (one) => one.name === name,
  )
  return field && 'relationTo' in field ? String(field.relationTo) : ''
}

/** Comparisons that mean the whole of a day, and those that mean its beginning. */
const WHOLE_DAY = ['greater_than', 'less_than_equal']

const dayIn = (payload: BasePayload, operator: string, value: unknown): unknown => {
  if (!isDay(value)) return value
  const zone = timeZoneOf(payload)
  const end = endOfDay(value, zone)
  const at = WHOLE_DAY.includes(operator) ? end : startOfDay(end, zone)
  return Number.isNaN(at.getTime()) ? value : at.toISOString()
}

/** Ids as the database has them, where one that nothing can have is nobody's; days as the organization counts them. */
const withIds = (payload: BasePayload, collection: string, question: unknown): unknown => {
  if (Array.isArray(question)) return question.map((one) => withIds(payload, collection, one))
  if (!isRecord(question)) return question
  const types = plainTypes(payload, collection)
  const idFor = (target: string, value: unknown): unknown =>
    typeof value === 'boolean' ? value : idIn(payload, target, String(value))
  return Object.fromEntries(
    Object.entries(question).map(([name, value]) => {
      const type = types.get(name)
      if (type === 'date' && isRecord(value)) {
        const turned = Object.entries(value).map(([one, at]) => [one, dayIn(payload, one, at)])
        return [name, Object.fromEntries(turned) as unknown]
      }
      if (type !== 'id' || !isRecord(value)) return [name, withIds(payload, collection, value)]
      const target = targetOf(payload, collection, name)
      const turned = Object.entries(value).map(([operator, one]) => [
        operator,
        Array.isArray(one) ? one.map((id) => idFor(target, id)) : idFor(target, one),
      ])
      return [name, Object.fromEntries(turned) as unknown]
    }),
  )
}

/** @throws GovernanceError `notFound` for a collection without a rule, `invalidInput` for what is no plain question */
export const questionTo = (
  { payload }: Context,
  { rules }: Retention,
  collection: string,
  given: unknown,
): Question => {
  if (!rules.has(collection)) throw doesNotExist()
  return questionOf(withIds(payload, collection, given), plainTypes(payload, collection))
}

const OWN_DATES = ['createdAt', 'updatedAt']

export interface AskableField {
  name: string
  label: string
  type: PlainType
}

/** Payload hides the two dates as well, which its lists show all the same. */
const isHidden = ({ admin = {}, name }: FlattenedField): boolean =>
  'hidden' in admin && admin.hidden === true && !OWN_DATES.includes(name)

/** What a person may ask of, in their language. */
export const askableFields = (payload: BasePayload, collection: string, locale: string): AskableField[] => {
  const types = plainTypes(payload, collection)
  return (payload.collections[collection as never]?.config.flattenedFields ?? []).flatMap((field) => {
    const type = types.get(field.name)
    // Nobody types an id; what points to another document is asked by host code. Nor what the screens hide.
    if (!type || type === 'id' || isHidden(field)) return []
    const label = 'label' in field ? field.label : undefined
    // Payload's own labels are functions of its translations.
    const own = OWN_DATES.includes(field.name)
      ? translatorFor(payload, locale)(`governance:retention:holds:fields:${field.name}`)
      : field.name
    return [{ name: field.name, label: inLanguage(label, locale, own), type }]
  })
}
