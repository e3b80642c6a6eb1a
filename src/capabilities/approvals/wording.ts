import { flattenAllFields, type FlattenedField, type PayloadRequest, toWords } from 'payload'

import { formatInstant } from '../../kernel/calendar.js'
import { inLanguage, languageIn } from '../../kernel/labels.js'
import { isRecord } from '../../kernel/checks.js'
import { parseRef, type Ref, refOf } from '../../kernel/ref.js'
import { nameOf, staffCollection } from '../../platform/actor.js'
import { findRows } from '../../platform/db.js'
import { partsOf, subFieldsOf } from '../../platform/fields.js'
import { runtimeOf } from '../../platform/runtime.js'
import { inPanelLanguage } from '../../platform/titles.js'
import { documentsFor } from '../../platform/versions.js'
import { targetIn } from './store.js'
import type { Item, Wording } from './values.js'

/** A label as hosts write them: a text, one per language, or a function of the translations. */
export const textOfLabel = (label: unknown, req: PayloadRequest, fallback: string): string => {
  const { i18n, t } = req
  const said = typeof label === 'function' ? (label as (args: unknown) => unknown)({ i18n, t }) : label
  return inLanguage(said, i18n.language, fallback)
}

export const languageName = (req: PayloadRequest, code: string): string => {
  const { localization } = req.payload.config
  const configured = localization && localization.locales.find((locale) => locale.code === code)?.label
  const label = textOfLabel(configured, req, code)
  const name = label === code ? languageIn(req.i18n.language, code) : label
  return name.charAt(0).toLocaleUpperCase(req.i18n.language) + name.slice(1)
}

const SAFE_ADDRESS = /^(\/(?![/\\])|https?:\/\/)/

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== ''
    ? value
    : typeof value === 'number'
      ? String(value)
      : undefined

const thumbnailOf = (doc: Record<string, unknown>): string | undefined => {
  if (typeof doc.mimeType !== 'string' || !doc.mimeType.startsWith('image/')) return undefined
  const address = text(doc.thumbnailURL) ?? text(doc.url)
  return address && SAFE_ADDRESS.test(address) ? address : undefined
}

/** What and which number, where the title is not for this person or there is none. */
export const numbered = (req: PayloadRequest, slug: string, id: string): string => {
  const config = req.payload.collections[slug as never]?.config
  const what = textOfLabel(config?.labels.singular, req, slug)
  return `${what} ${id}`
}

/** Colleagues go by their names, as in every panel, whoever may open their accounts. */
const staffNames = async (req: PayloadRequest, ids: (number | string)[]): Promise<[Ref, Item][]> => {
  const slug = staffCollection(req.payload)
  const rows = await findRows({ payload: req.payload }, slug, { id: { in: ids } }, { limit: ids.length })
  return rows
    .map((row): [Ref, Item] => [refOf(slug, row.id), { text: nameOf(row) }])
    .filter(([ref, { text }]) => parseRef(ref).id !== text)
}

/** Titles and small pictures of documents, as this person may read them. */
export const namesFor = async (req: PayloadRequest, refs: Iterable<Ref>): Promise<Map<Ref, Item>> => {
  const names = new Map<Ref, Item>()
  const bySlug = new Map<string, string[]>()
  for (const ref of new Set(refs)) {
    const { collection, id } = parseRef(ref)
    bySlug.set(collection, [...(bySlug.get(collection) ?? []), id])
  }
  for (const [slug, ids] of bySlug) {
    const config = req.payload.collections[slug as never]?.config
    if (!config) continue
    const known = ids.map((id) => targetIn(req.payload, slug, id).id!)
    if (slug === staffCollection(req.payload)) {
      for (const [ref, item] of await staffNames(req, known)) names.set(ref, item)
      continue
    }
    // A collection that is closed to this person as a whole refuses; its documents go by their numbers.
    const docs = await documentsFor(inPanelLanguage(req), slug, known).catch(() => [])
    for (const doc of docs) {
      const title =
        config.admin.useAsTitle && config.admin.useAsTitle !== 'id' && text(doc[config.admin.useAsTitle])
      const thumbnail = thumbnailOf(doc)
      names.set(refOf(slug, doc.id as number | string), {
        text: title || numbered(req, slug, String(doc.id)),
        ...(thumbnail ? { thumbnail } : {}),
      })
    }
  }
  return names
}

const optionLabel = (req: PayloadRequest, field: FlattenedField, value: string): string => {
  const options = 'options' in field ? field.options : []
  const found = options.find((option) => (typeof option === 'string' ? option : option.value) === value)
  return textOfLabel(typeof found === 'string' ? found : found?.label, req, value)
}

/** Every block of an editor: asked without a node, it answers with all of them. */
const blocksIn = (
  field: FlattenedField,
  type: string,
): { slug: string; labels?: { singular?: unknown } }[] => {
  const describe = subFieldsOf(field)?.get(type) as ((about: object) => unknown) | undefined
  const [all] = (describe?.({}) ?? []) as { blocks?: { slug: string }[] }[]
  return all?.blocks ?? []
}

const nodeIn = (
  req: PayloadRequest,
  field: FlattenedField,
  node: Record<string, unknown>,
): { title?: string; fields: FlattenedField[] } => {
  const type = String(node.type)
  const slug = isRecord(node.fields) ? String(node.fields.blockType ?? '') : ''
  const fields = flattenAllFields({ fields: subFieldsOf(field)?.get(type)?.({ node, req }) ?? [] })
  if (slug === '') return { fields }
  const block = blocksIn(field, type).find((one) => one.slug === slug)
  return { fields, title: textOfLabel(block?.labels?.singular, req, toWords(slug)) }
}

/** Payload stores a day without a time as noon in Greenwich; it is that day everywhere. */
const isDay = (at: Date, field: FlattenedField): boolean => {
  const date =
    'admin' in field ? (field.admin as { date?: { pickerAppearance?: string } } | undefined)?.date : undefined
  const timed = ['dayAndTime', 'timeOnly'].includes(date?.pickerAppearance ?? '')
  return !timed && at.toISOString().endsWith('T12:00:00.000Z')
}

/** How values are said to this person: labels, titles, dates in the organization's zone. */
export const wordingFor = (req: PayloadRequest, names: Map<Ref, Item>): Wording => {
  const { options, translatorFor } = runtimeOf(req.payload)
  const language = req.i18n.language
  const t = translatorFor(req.payload, language)
  return {
    label: (field) => textOfLabel('label' in field ? field.label : undefined, req, toWords(field.name)),
    row: (field, block, row) => {
      const labels = block?.labels ?? ('labels' in field ? field.labels : undefined)
      const what = textOfLabel(
        labels?.singular,
        req,
        block ? toWords(block.slug) : t('governance:approvals:difference:row'),
      )
      return typeof row.blockName === 'string' && row.blockName !== '' ? `${what} ‹${row.blockName}›` : what
    },
    option: (field, value) => optionLabel(req, field, value),
    date: (value, field) => {
      const at = new Date(value)
      if (Number.isNaN(at.getTime())) return value
      const day = isDay(at, field)
      return formatInstant(at, language, day ? 'UTC' : options.timeZone, !day)
    },
    node: (field, node) => nodeIn(req, field, node),
    parts: (field, value) => partsOf(req.payload, field, value),
    name: (ref) => {
      const { collection, id } = parseRef(ref)
      return names.get(ref) ?? { text: numbered(req, collection, id) }
    },
    language: (locale) => languageName(req, locale),
    say: (key) => t(`governance:approvals:difference:${key}`),
  }
}

/** Notes which documents are asked for, so that only their titles are read. */
export const collectingNames = (wording: Wording): { wording: Wording; refs: Set<Ref> } => {
  const refs = new Set<Ref>()
  const name = (ref: Ref): Item => {
    refs.add(ref)
    return { text: ref }
  }
  return { refs, wording: { ...wording, name } }
}
