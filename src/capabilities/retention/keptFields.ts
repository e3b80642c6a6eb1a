import type { BasePayload, CollectionConfig, Field } from 'payload'

import { isRecord } from '../../kernel/checks.js'
import { invalidOption } from '../../kernel/errors.js'
import { findRow, findRows, type Row } from '../../platform/db.js'
import { idIn } from '../../platform/ids.js'
import type { Context } from '../../platform/runtime.js'
import { DEFAULT_COLLECTION, type RetentionRule } from './options.js'
import { fieldsKept } from './terms.js'

/** What may be counted of a field: what can be chosen in it, by value, each with its name as the host wrote it. */
export interface Choices {
  label: unknown
  /** `codes`: two letters of a country or a state, which the form builder knows. */
  values: 'codes' | 'tick' | ReadonlyMap<string, unknown>
}

/** Nobody chose anything; and something that is no choice (any more). */
export const UNSAID = '-'
export const OTHER = '?'
const chosen = (value: string): string => `=${value}`

/** The name under which a value is counted. What is not among the choices is never written down. */
export const codeOf = ({ values }: Choices, value: unknown): string => {
  if (values === 'tick') return chosen(String(value === true || value === 'true' || value === 'on'))
  if (value === null || value === undefined || value === '') return UNSAID
  if (typeof value !== 'string') return OTHER
  if (values === 'codes') return /^[A-Z]{2}$/i.test(value) ? chosen(value.toUpperCase()) : OTHER
  return values.has(value) ? chosen(value) : OTHER
}

const optionsIn = (options: unknown): Map<string, unknown> =>
  new Map(
    (Array.isArray(options) ? options : []).flatMap((one: unknown): [string, unknown][] => {
      if (typeof one === 'string') return [[one, one]]
      return isRecord(one) && typeof one.value === 'string' ? [[one.value, one.label]] : []
    }),
  )

/** Fields of the record itself: those in rows, collapsibles and tabs without a name too, as they are stored. */
const topFields = (fields: readonly Field[]): Field[] =>
  fields.flatMap((field): Field[] => {
    if (field.type === 'tabs')
      return field.tabs.flatMap((tab) => ('name' in tab && tab.name ? [] : topFields(tab.fields)))
    return 'fields' in field && !('name' in field && field.name) ? topFields(field.fields) : [field]
  })

const WHY: Partial<Record<Field['type'], string>> = {
  relationship: 'a relationship leads to a person or a document',
  upload: 'an upload names a file that somebody sent',
  email: 'an address is a person',
  text: 'free text may name anybody',
  textarea: 'free text may name anybody',
  richText: 'free text may name anybody',
}

/** @returns why it cannot be counted; undefined where it can */
const refused = (field: Field | undefined): string | undefined => {
  if (!field) return 'which is no field of the collection'
  const { type } = field
  if (type !== 'select' && type !== 'radio' && type !== 'checkbox')
    return `and ${WHY[type] ?? `a field of the type "${type}" can single a record out`}`
  if ('hasMany' in field && field.hasMany) return 'and a record may hold several of its values'
  if ('localized' in field && field.localized) return 'and it differs by language'
  return 'virtual' in field && field.virtual ? 'and it is not stored' : undefined
}

const WHAT_TO_DO =
  'Only choices from a list (select, radio) and ticks (checkbox) are counted: name such a field, or leave it out of "keep".'

/** What a rule counts must be there and be countable. Fields of forms are looked at when a record leaves. */
export const checkKept = ({ collection, terms }: RetentionRule, on: CollectionConfig): void => {
  const fields = topFields(on.fields)
  for (const name of fieldsKept(terms)) {
    const field = fields.find((one) => 'name' in one && one.name === name)
    const ofEach = field && 'which stands on every submission and is no field of a form'
    const why = collection === DEFAULT_COLLECTION ? ofEach : refused(field)
    if (why)
      throw invalidOption(
        `retention.collections['${collection}'].keep`,
        `names "${name}", ${why}. ${WHAT_TO_DO}`,
      )
  }
}

const ofConfig = (payload: BasePayload, collection: string, name: string): Choices | undefined => {
  const field = payload.collections[collection as never]?.config.flattenedFields.find(
    (one) => one.name === name,
  )
  if (!field || refused(field as Field)) return undefined
  const label = 'label' in field ? field.label : undefined
  const values = 'options' in field ? optionsIn(field.options) : 'tick'
  return { label, values }
}

const LISTS = ['select', 'radio']
const CODES = ['country', 'state']

/** A form that is kept per language has a list of fields for each. */
const blocksIn = ({ fields }: Row): Record<string, unknown>[] =>
  (isRecord(fields) ? Object.values(fields).flat() : Array.isArray(fields) ? fields : []).filter(isRecord)

const ofBlocks = (blocks: Record<string, unknown>[], name: string): Choices | undefined => {
  const own = blocks.filter((block) => block.name === name)
  const types = new Set(own.map(({ blockType }) => String(blockType)))
  const [type = ''] = types
  if (types.size !== 1) return undefined
  const label = own[0]!.label
  if (type === 'checkbox') return { label, values: 'tick' }
  if (CODES.includes(type)) return { label, values: 'codes' }
  return LISTS.includes(type)
    ? { label, values: new Map(own.flatMap(({ options }) => [...optionsIn(options)])) }
    : undefined
}

export interface Counting {
  /** Name of the form, as it is stored. */
  title?: unknown
  of: (name: string) => Choices | undefined
}

const formsOf = (payload: BasePayload): string => {
  const field = payload.collections[DEFAULT_COLLECTION as never]?.config.flattenedFields.find(
    (one) => one.name === 'form',
  )
  return field && 'relationTo' in field ? String(field.relationTo) : ''
}

/** Submissions are counted form by form: who reads the messages of one need not know of the other. */
export const groupOf = (collection: string, row: Readonly<Record<string, unknown>>): string => {
  if (collection !== DEFAULT_COLLECTION) return ''
  const form = isRecord(row.form) ? row.form.id : row.form
  return form === null || form === undefined ? '' : String(form as number | string)
}

/** What can be counted there now. Of a form that is gone nobody knows what was a choice: nothing. */
export const countingIn = async (ctx: Context, collection: string, group: string): Promise<Counting> => {
  if (collection !== DEFAULT_COLLECTION) return { of: (name) => ofConfig(ctx.payload, collection, name) }
  const forms = formsOf(ctx.payload)
  const id = forms && group ? idIn(ctx.payload, forms, group) : null
  const form = id === null ? null : await findRow(ctx, forms, { id: { equals: id } })
  if (!form) return { of: () => undefined }
  const blocks = blocksIn(form)
  return { title: form.title, of: (name) => ofBlocks(blocks, name) }
}

export interface NameInForms {
  name: string
  /** Forms in which it can be counted. */
  counted: number
  /** Names of forms that have it as something else, as they are stored. */
  otherwise: unknown[]
}

/** What the forms of now have under these names. */
export const namesInForms = async (ctx: Context, names: readonly string[]): Promise<NameInForms[]> => {
  const slug = formsOf(ctx.payload)
  const forms = slug ? await findRows(ctx, slug, {}, { limit: 0 }) : []
  return names.map((name) => {
    const having = forms.filter((form) => blocksIn(form).some((block) => block.name === name))
    const otherwise = having.filter((form) => !ofBlocks(blocksIn(form), name))
    const counted = having.length - otherwise.length
    return { name, counted, otherwise: otherwise.map(({ title }) => title) }
  })
}

/** The value of a field; of a submission, what stands in its list of values. */
export const valueOf = (
  collection: string,
  row: Readonly<Record<string, unknown>>,
  name: string,
): unknown => {
  if (collection !== DEFAULT_COLLECTION) return row[name]
  const said = Array.isArray(row.submissionData) ? row.submissionData.filter(isRecord) : []
  return said.find(({ field }) => field === name)?.value
}
