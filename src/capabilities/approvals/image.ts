import type { BasePayload, FlattenedField } from 'payload'

import { fieldIsVirtual, fieldShouldBeLocalized } from 'payload/shared'

import { canonicalJSON, hashOf, sha256 } from '../../kernel/canonical.js'
import { isRecord } from '../../kernel/checks.js'
import { blockOf } from '../../platform/fields.js'

/**
 * What is approved: every stored value in every language, by path. Row ids, timestamps and empty values are left out,
 * references are texts, dates are ISO, so that the same content gives the same image on every database.
 */
export type Leaves = Record<string, unknown>
export interface Image {
  hash: string
  leaves: Leaves
}

export interface ImageContext {
  payload: BasePayload
  /** Languages of the site's content; undefined without localization. */
  locales?: string[]
  volatile: readonly string[]
  /** Leaves out what all languages share, but for the places of rows. */
  ownOnly?: boolean
}

type Doc = Record<string, unknown>
type WithFields = { flattenedFields: FlattenedField[] }

/** Kept by Payload itself, or telling nothing about the content. */
const STRUCTURAL = new Set([
  'id',
  '_id',
  '__v',
  '_status',
  'createdAt',
  'updatedAt',
  'deletedAt',
  'globalType',
])
const OF_ACCOUNTS = new Set([
  'hash', 'salt', 'sessions', 'loginAttempts', 'lockUntil', 'password', 'resetPasswordToken',
  'resetPasswordExpiration', '_verified', '_verificationToken', 'apiKey', 'apiKeyIndex', 'enableAPIKey',
]) // prettier-ignore

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (isRecord(value) && Object.keys(value).length === 0)

const idOf = (value: unknown): string => {
  if (isRecord(value) && 'id' in value) return String(value.id)
  return String(value)
}

const reference = (value: unknown, relationTo: string[] | string): string | undefined => {
  if (value === undefined || value === null || value === '') return undefined
  if (isRecord(value) && typeof value.relationTo === 'string' && 'value' in value) {
    return value.value === null || value.value === undefined
      ? undefined
      : `${value.relationTo}:${idOf(value.value)}`
  }
  return typeof relationTo === 'string' ? `${relationTo}:${idOf(value)}` : idOf(value)
}

const date = (value: unknown): unknown => {
  const at = new Date(value as string)
  return Number.isNaN(at.getTime()) ? String(value) : at.toISOString()
}

const listOf = (value: unknown, one: (item: unknown) => unknown): unknown[] =>
  (Array.isArray(value) ? value : [value]).map(one).filter((item) => item !== undefined)

const hasMany = (field: FlattenedField): boolean => 'hasMany' in field && field.hasMany === true

/** JSON as it comes back from any database. */
const plain = (value: unknown): unknown =>
  typeof value === 'string' ? value : (JSON.parse(canonicalJSON(value)) as unknown)

export const localized = (ctx: ImageContext, field: FlattenedField, parentIsLocalized: boolean): boolean =>
  ctx.locales !== undefined && fieldShouldBeLocalized({ field: field as never, parentIsLocalized })

export const skipped = (field: FlattenedField): boolean =>
  field.type === 'join' || fieldIsVirtual(field as never)

const valueOf = (ctx: ImageContext, field: FlattenedField, value: unknown, inLocale: boolean): unknown => {
  if (value === undefined || value === null) return undefined
  switch (field.type) {
    case 'array':
      return listOf(value, (row) => objectOf(ctx, field, row, inLocale) ?? {})
    case 'blocks':
      return listOf(value, (row) => {
        const { blockType, blockName } = row as Doc
        const block = blockOf(ctx.payload, field, blockType)
        const content = block ? objectOf(ctx, block, row, inLocale) : plain(row)
        return { blockType, ...(isEmpty(blockName) ? {} : { blockName }), ...(content as Doc | undefined) }
      })
    case 'checkbox':
      return Boolean(value)
    case 'code':
    case 'json':
    case 'richText':
      return plain(value)
    case 'date':
      return date(value)
    case 'group':
    case 'tab':
      return objectOf(ctx, field, value, inLocale)
    case 'number':
      return hasMany(field) ? listOf(value, Number) : value === '' ? undefined : Number(value)
    case 'point':
      return isRecord(value) ? listOf(value.coordinates, Number) : listOf(value, Number)
    case 'relationship':
    case 'upload':
      return hasMany(field)
        ? listOf(value, (item) => reference(item, field.relationTo))
        : reference(value, field.relationTo)
    default:
      return hasMany(field) ? listOf(value, String) : String(value)
  }
}

const nests = ({ type }: FlattenedField): boolean => ['array', 'blocks', 'group', 'tab'].includes(type)

const valuesOf = (
  ctx: ImageContext,
  field: FlattenedField,
  value: unknown,
  inLocale: boolean,
): { locale?: string; value: unknown }[] => {
  if (!localized(ctx, field, inLocale)) {
    if (ctx.ownOnly && !inLocale && !nests(field)) return []
    return [{ value: valueOf(ctx, field, value, inLocale) }]
  }
  const perLocale = isRecord(value) ? value : {}
  return (ctx.locales ?? []).map((locale) => ({
    locale,
    value: valueOf(ctx, field, perLocale[locale], true),
  }))
}

/**
 * A row or group inside a value: empty parts left out, undefined when nothing is left. A row's id is the database's;
 * a field that a host names `id` in a group inside a row is dropped by Payload's adapters, so nobody ever sees it.
 */
const objectOf = (
  ctx: ImageContext,
  { flattenedFields }: WithFields,
  value: unknown,
  inLocale: boolean,
): Doc | undefined => {
  if (!isRecord(value)) return undefined
  const out: Doc = {}
  for (const field of flattenedFields) {
    if (skipped(field) || field.name === 'id') continue
    for (const found of valuesOf(ctx, field, value[field.name], inLocale)) {
      if (!isEmpty(found.value))
        out[found.locale ? `${field.name}.${found.locale}` : field.name] = found.value
    }
  }
  return Object.keys(out).length > 0 ? out : undefined
}

const collect = (
  ctx: ImageContext,
  { flattenedFields }: WithFields,
  doc: unknown,
  prefix: string,
  skip: (path: string) => boolean,
  out: Leaves,
): void => {
  const data = isRecord(doc) ? doc : {}
  for (const field of flattenedFields) {
    const path = `${prefix}${field.name}`
    if (skipped(field) || skip(path)) continue
    if ((field.type === 'group' || field.type === 'tab') && !localized(ctx, field, false)) {
      collect(ctx, field, data[field.name], `${path}.`, skip, out)
      continue
    }
    for (const found of valuesOf(ctx, field, data[field.name], false)) {
      if (!isEmpty(found.value)) out[found.locale ? `${path}.${found.locale}` : path] = found.value
    }
  }
}

const ORDER = /^_(.+_)?order$/

/** Set by Payload, not by a person: order in a list, folder, address of a file (its name and digest count). */
const automatic =
  ({ upload, auth, folder }: ImageEntity) =>
  (path: string): boolean =>
    STRUCTURAL.has(path) ||
    ORDER.test(path) ||
    path === folder ||
    (auth && OF_ACCOUNTS.has(path)) ||
    (upload && (path === 'url' || path === 'thumbnailURL' || /^sizes\..+\.url$/.test(path)))

export interface ImageEntity extends WithFields {
  upload: boolean
  auth: boolean
  /** Field that files the document in a folder of the admin panel. */
  folder?: string
}

/**
 * @param extra facts that are not fields: digest of the file, languages that are published when not all are.
 */
export const imageOf = (ctx: ImageContext, entity: ImageEntity, doc: Doc, extra: Leaves = {}): Image => {
  const leaves: Leaves = {}
  const always = automatic(entity)
  collect(ctx, entity, doc, '', (path) => always(path) || ctx.volatile.includes(path), leaves)
  Object.assign(leaves, extra)
  return { leaves, hash: hashOf(leaves) }
}

/** Whether the image of these values is that of the row, whatever was in it before: every field is among them. */
export const isWhole = (entity: ImageEntity, data: Doc): boolean => {
  const always = automatic(entity)
  const given = ({ flattenedFields }: WithFields, values: unknown, prefix: string): boolean =>
    isRecord(values) &&
    flattenedFields.every(
      (field) =>
        skipped(field) ||
        always(`${prefix}${field.name}`) ||
        (values[field.name] !== undefined &&
          ((field.type !== 'group' && field.type !== 'tab') ||
            given(field, values[field.name], `${prefix}${field.name}.`))),
    )
  return data._status !== undefined && given(entity, data, '')
}

/** Digest per field: enough to name what differs, too little to read what it said. */
export const digestLeaves = (leaves: Leaves): Record<string, string> =>
  Object.fromEntries(
    Object.entries(leaves).map(([path, value]) => [path, sha256(canonicalJSON(value)).slice(0, 24)]),
  )

/** Paths whose values differ, sorted. */
export const differing = (before: Record<string, string>, after: Record<string, string>): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((path) => before[path] !== after[path])
    .sort()
