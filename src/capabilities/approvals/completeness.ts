import type { BasePayload, FlattenedField } from 'payload'

import { fieldIsVirtual } from 'payload/shared'

import { isRecord } from '../../kernel/checks.js'
import { GovernanceError } from '../../kernel/errors.js'
import { inLanguage } from '../../kernel/labels.js'
import { localesOf, partsOf } from '../../platform/fields.js'

/** Fields that one language lacks, by path; labels for people. */
export interface Gap {
  locale: string
  fields: { path: string; label: string }[]
}

type Data = Record<string, unknown>

/** A rich text of empty paragraphs says nothing. */
const saysSomething = (node: unknown): boolean => {
  if (!isRecord(node)) return false
  if (typeof node.text === 'string') return node.text.trim() !== ''
  const children = Array.isArray(node.children) ? node.children : []
  const structural = ['root', 'paragraph', 'linebreak', 'listitem', 'list', 'heading', 'quote', 'link']
  return children.some(saysSomething) || !structural.includes(String(node.type))
}

const isBlank = (value: unknown): boolean => {
  if (value === undefined || value === null) return true
  if (typeof value === 'string') return value.trim() === ''
  if (Array.isArray(value)) return value.length === 0
  if (isRecord(value) && 'root' in value) return !saysSomething(value.root)
  return isRecord(value) && Object.values(value).every(isBlank)
}

const labelOf = (field: FlattenedField, language: string): string =>
  inLanguage('label' in field ? field.label : undefined, language, field.name)

type Note = (locale: string, path: string, label: string) => void

interface Walk {
  payload: BasePayload
  locales: string[]
  language: string
  skip: readonly string[]
  note: Note
  /** In one language by itself only what it cannot be published without: the others may say more. */
  requiredOnly: boolean
  /** Inside what the form shows only under a condition. */
  conditional: boolean
}

const hasCondition = (field: FlattenedField): boolean =>
  'admin' in field && typeof (field.admin as { condition?: unknown } | undefined)?.condition === 'function'

const walk = (fields: FlattenedField[], data: Data, prefix: string, labels: string, about: Walk): void => {
  for (const field of fields) {
    const path = `${prefix}${field.name}`
    if (field.name === '_status' || about.skip.includes(path) || fieldIsVirtual(field as never)) continue
    const label = `${labels}${labelOf(field, about.language)}`
    const value = data[field.name]
    const conditional = about.conditional || hasCondition(field)
    if (!('localized' in field && field.localized === true)) {
      for (const part of partsOf(about.payload, field, value))
        walk(part.fields, part.data, `${path}.`, `${label} › `, { ...about, conditional })
      continue
    }
    const perLocale = isRecord(value) ? value : {}
    const required = 'required' in field && field.required === true
    const blank = about.locales.filter((locale) => isBlank(perLocale[locale]))
    // What is hidden by a condition may be blank; Payload knows it, and judges it at the publication.
    const asked =
      required && !(conditional && localesOf(about.payload).every((one) => isBlank(perLocale[one])))
    if (!asked && (about.requiredOnly || blank.length === about.locales.length)) continue
    for (const locale of blank) about.note(locale, path, label)
  }
}

/**
 * What is written in one language and missing in another: fields that are localized, and required or filled in
 * somewhere.
 * @param doc the document in all languages, as stored
 * @param only the one language that is decided on: only what is required is missing in it
 */
export const gapsIn = (
  payload: BasePayload,
  fields: FlattenedField[],
  doc: Data,
  language: string,
  skip: readonly string[] = [],
  only?: string,
): Gap[] => {
  const locales = only ? [only] : localesOf(payload)
  const found = new Map<string, Gap['fields']>()
  const note: Note = (locale, path, label) => {
    const known = found.get(locale) ?? []
    if (!known.some((one) => one.path === path)) found.set(locale, [...known, { path, label }])
  }
  const requiredOnly = only !== undefined
  if (only || locales.length > 1)
    walk(fields, doc, '', '', { payload, locales, language, skip, note, requiredOnly, conditional: false })
  return locales.flatMap((locale) => {
    const missing = found.get(locale)
    return missing ? [{ locale, fields: missing }] : []
  })
}

/** @param nameOf the name of a language, for people. */
export const incomplete = (gaps: Gap[], nameOf: (locale: string) => string): GovernanceError => {
  const missing = gaps
    .map((gap) => `${nameOf(gap.locale)}: ${gap.fields.map(({ label }) => label).join(', ')}`)
    .join('; ')
  return new GovernanceError(
    'translationMissing',
    `Every language must be complete before this is submitted. Missing in ${missing}.`,
    { missing },
    { gaps: gaps.map((gap) => ({ locale: gap.locale, fields: gap.fields.map(({ path }) => path) })) },
  )
}
