import type { FlattenedField } from 'payload'

import { isRecord } from '../../kernel/checks.js'
import { blockOf } from '../../platform/fields.js'
import { type ImageContext, localized } from './image.js'
import { decisionTargets } from './languages.js'
import { localesOf } from '../../platform/fields.js'
import type { Context } from '../../platform/runtime.js'
import type { SanitizedApprovals } from './options.js'
import { configOf, imageContext } from './store.js'
import { type Doc, isLive, type Target } from './target.js'

const rowWithout = (ctx: ImageContext, field: FlattenedField, row: unknown, gone: string[]): unknown => {
  if (!isRecord(row)) return row
  const fields =
    field.type === 'blocks'
      ? blockOf(ctx.payload, field, row.blockType)?.flattenedFields
      : 'flattenedFields' in field
        ? (field.flattenedFields as FlattenedField[])
        : undefined
  return fields ? { ...row, ...without(ctx, fields, row, gone) } : row
}

/** The fields that say something in these languages, without that. */
const without = (ctx: ImageContext, fields: FlattenedField[], data: Doc, gone: string[]): Doc => {
  const out: Doc = {}
  for (const field of fields) {
    const value = data[field.name]
    if (field.name === '_status' || value === undefined || value === null) continue
    if (localized(ctx, field, false)) {
      if (isRecord(value))
        out[field.name] = Object.fromEntries(
          Object.entries(value).filter(([locale]) => !gone.includes(locale)),
        )
    } else if (Array.isArray(value)) {
      if ('flattenedFields' in field || field.type === 'blocks')
        out[field.name] = value.map((row) => rowWithout(ctx, field, row, gone))
    } else if ('flattenedFields' in field) out[field.name] = rowWithout(ctx, field, value, gone)
  }
  return out
}

/** The document without what it says in these languages only. */
const silencedIn = (
  { payload }: Context,
  options: SanitizedApprovals,
  target: Target,
  doc: Doc,
  gone: string[],
): Doc =>
  without(imageContext(payload, options, target), configOf(payload, target).flattenedFields, doc, gone)

/**
 * What a live row must not hold where languages are decided on apart: a text in a language that is not published.
 * Payload answers with it when all languages are asked for at once; the draft keeps it.
 * @returns the fields to write instead; undefined when every language is published
 */
export const withoutUnpublished = (
  ctx: Context,
  options: SanitizedApprovals,
  target: Target,
  next: Doc,
): Doc | undefined => {
  const gone = decisionTargets(ctx.payload, options, target).flatMap(({ locale }) =>
    locale && !isLive(next, locale) ? [locale] : [],
  )
  return gone.length > 0 ? silencedIn(ctx, options, target, next, gone) : undefined
}

/** What would be published of a draft: all of it, or one language with what all of them share. */
export const decidedOn = (ctx: Context, options: SanitizedApprovals, target: Target, doc: Doc): Doc => {
  const { locale, ...whole } = target
  if (!locale) return doc
  const others = localesOf(ctx.payload).filter((one) => one !== locale)
  return { ...doc, ...silencedIn(ctx, options, whole, doc, others) }
}
