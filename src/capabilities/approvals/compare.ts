import type { FlattenedBlock, FlattenedField } from 'payload'

import { canonicalJSON } from '../../kernel/canonical.js'
import { isRecord } from '../../kernel/checks.js'
import { blockOf } from '../../platform/fields.js'
import { type ImageContext, type Leaves, localized, skipped } from './image.js'
import { pairRows, type RowData, type RowPair } from './rowPairs.js'
import { asText, type Change, compareValues, listOf, type Wording } from './values.js'
import { compareTexts } from '../../platform/words.js'

export interface Comparison {
  image: ImageContext
  fields: FlattenedField[]
  wording: Wording
}

interface Place {
  /** With a dot at its end, or empty. */
  path: string
  trail: string[]
  leaf?: string
  locale?: string
  inRow: boolean
}

type Bag = Record<string, unknown>
type WithFields = { flattenedFields: FlattenedField[] }

/** A group inside a row is an object; outside its fields stand beside each other, with dotted paths. */
const within = (bag: Bag, name: string): Bag => {
  const found = bag[name]
  if (isRecord(found)) return found
  const prefix = `${name}.`
  return Object.fromEntries(
    Object.entries(bag).flatMap(([key, value]) =>
      key.startsWith(prefix) ? [[key.slice(prefix.length), value]] : [],
    ),
  )
}

const kindOf = (before: unknown, after: unknown): Change['kind'] =>
  before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'

const changeAt = (place: Place, kind: Change['kind']): Change => ({
  path: place.path.replace(/\.$/, ''),
  leaf: place.leaf ?? '',
  label: place.trail.join(' › '),
  kind,
  ...(place.locale === undefined ? {} : { locale: place.locale }),
})

const placeOfRow = (
  { wording }: Comparison,
  place: Place,
  field: FlattenedField,
  block: FlattenedBlock | undefined,
  { before, after, from, to }: RowPair,
): Place => {
  const state = !before ? ` (${wording.say('newRow')})` : !after ? ` (${wording.say('goneRow')})` : ''
  const name = `${wording.row(field, block, after ?? before!)} ${to ?? from!}${state}`
  return { ...place, path: `${place.path}${(to ?? from!) - 1}.`, trail: [...place.trail, name], inRow: true }
}

const compareRow = (
  about: Comparison,
  place: Place,
  field: FlattenedField,
  block: FlattenedBlock | undefined,
  { before, after, from, to, moved }: RowPair,
): Change[] => {
  const kind = kindOf(before, after)
  if (moved) return [{ ...changeAt(place, 'changed'), note: 'moved', places: { from: from!, to: to! } }]
  if (field.type === 'blocks' && !block) {
    // The site no longer has such a block: shown as it is stored.
    return [{ ...changeAt(place, kind), parts: compareTexts(asText(before), asText(after)) }]
  }
  const { flattenedFields } = block ?? (field as unknown as WithFields)
  const found = compareBags(about, place, flattenedFields, before ?? {}, after ?? {})
  if (before?.blockName !== after?.blockName) {
    const name = {
      ...place,
      path: `${place.path}blockName`,
      trail: [...place.trail, about.wording.say('blockName')],
    }
    const parts = compareTexts(asText(before?.blockName), asText(after?.blockName))
    found.unshift({ ...changeAt(name, kindOf(before?.blockName, after?.blockName)), parts })
  }
  return found.length > 0 || kind === 'changed' ? found : [changeAt(place, kind)]
}

const compareRows = (
  about: Comparison,
  place: Place,
  field: FlattenedField,
  before: unknown,
  after: unknown,
): Change[] =>
  pairRows(listOf(before) as RowData[], listOf(after) as RowData[]).flatMap((pair) => {
    const block = blockOf(about.image.payload, field, (pair.after ?? pair.before!).blockType)
    return compareRow(about, placeOfRow(about, place, field, block, pair), field, block, pair)
  })

const compareField = (
  about: Comparison,
  place: Place,
  field: FlattenedField,
  before: unknown,
  after: unknown,
): Change[] => {
  if (canonicalJSON(before) === canonicalJSON(after)) return []
  if (field.type === 'array' || field.type === 'blocks') {
    return compareRows(about, { ...place, path: `${place.path}.` }, field, before, after)
  }
  if (field.type === 'group' || field.type === 'tab') {
    const bags = [before, after].map((value) => (isRecord(value) ? value : {})) as [Bag, Bag]
    return compareBags(about, { ...place, path: `${place.path}.` }, field.flattenedFields, ...bags)
  }
  return [
    { ...changeAt(place, kindOf(before, after)), ...compareValues(about.wording, field, before, after) },
  ]
}

const compareBags = (
  about: Comparison,
  place: Place,
  fields: FlattenedField[],
  before: Bag,
  after: Bag,
): Change[] =>
  fields.flatMap((field) => {
    const { name } = field
    if (skipped(field) || (place.inRow && name === 'id')) return []
    const path = `${place.path}${name}`
    const here: Place = { ...place, path, trail: [...place.trail, about.wording.label(field)] }
    const at = (locale?: string): Place => ({
      ...here,
      ...(locale === undefined ? {} : { locale }),
      leaf: place.leaf ?? (locale === undefined ? path : `${path}.${locale}`),
    })
    if (localized(about.image, field, place.locale !== undefined)) {
      return (about.image.locales ?? []).flatMap((locale) =>
        compareField(about, at(locale), field, before[`${name}.${locale}`], after[`${name}.${locale}`]),
      )
    }
    if (field.type === 'group' || field.type === 'tab') {
      const inside = { ...here, path: `${path}.` }
      return compareBags(about, inside, field.flattenedFields, within(before, name), within(after, name))
    }
    return compareField(about, at(), field, before[name], after[name])
  })

/** Facts that are not fields: the bytes of the file, and the languages that are published. */
const compareFacts = ({ wording }: Comparison, before: Leaves, after: Leaves): Change[] => {
  const at = (leaf: string, label: string): Change =>
    changeAt({ path: leaf, leaf, trail: [wording.say(label)], inRow: false }, 'changed')
  const languages = (value: unknown): string =>
    value === undefined
      ? wording.say('allLanguages')
      : listOf(value).map(String).map(wording.language).join(', ')
  const file = before._file !== undefined && after._file !== undefined && before._file !== after._file
  const some = canonicalJSON(before._published) !== canonicalJSON(after._published)
  return [
    ...(file ? [{ ...at('_file', 'file'), note: 'otherFile' as const }] : []),
    ...(some
      ? [
          {
            ...at('_published', 'publishedLanguages'),
            before: languages(before._published),
            after: languages(after._published),
          },
        ]
      : []),
  ]
}

/** What differs between two images, in the order of the fields; languages of one field beside each other. */
export const compareLeaves = (about: Comparison, before: Leaves, after: Leaves): Change[] => [
  ...compareBags(about, { path: '', trail: [], inRow: false }, about.fields, before, after),
  ...compareFacts(about, before, after),
]
