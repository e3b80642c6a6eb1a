import type { FlattenedBlock, FlattenedField } from 'payload'

import type { Ref } from '../../kernel/ref.js'
import { type FieldWording, nodesOf } from './richFields.js'
import { runsOf } from '../../platform/richText.js'
import type { RowData } from './rowPairs.js'
import { compareRuns, compareTexts, type Part } from '../../platform/words.js'

/** Something named: a document that is pointed to, or one value of several. */
export interface Item {
  text: string
  /** Address of a small picture. */
  thumbnail?: string
  kind?: Part['kind']
}

/** What became of one field. `before` and `after` are there for short values, `parts` for texts, `items` for lists. */
export interface Change {
  /** Path of the field; rows by their place from 0 (`links.2.label`). */
  path: string
  /** Path in the image: what the digests of a review speak of. */
  leaf: string
  /** Labels down to the field, for this person. */
  label: string
  /** Language of the content; undefined where the field has none. */
  locale?: string
  kind: 'added' | 'changed' | 'removed'
  before?: string
  after?: string
  parts?: Part[]
  items?: Item[]
  note?: 'formatting' | 'moved' | 'order' | 'otherFile'
  /** Places of a row that moved, from 1. */
  places?: { from: number; to: number }
}

/** How values are said to this person. */
export interface Wording extends FieldWording {
  row: (field: FlattenedField, block: FlattenedBlock | undefined, row: RowData) => string
  /** Title of a document as this person may read it; else what and which number. */
  name: (ref: Ref) => Item
  language: (locale: string) => string
}

export const listOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value]

/** Which of several came and went; the same ones in another order are said to be that. */
const compareItems = (before: unknown, after: unknown, item: (value: string) => Item): Partial<Change> => {
  const old = listOf(before).map(String)
  const now = listOf(after).map(String)
  const rest = [...now]
  const gone = old.filter((value) => {
    const index = rest.indexOf(value)
    if (index >= 0) rest.splice(index, 1)
    return index < 0
  })
  const come = new Map<string, number>()
  for (const value of rest) come.set(value, (come.get(value) ?? 0) + 1)
  // Of equal values the last ones are the new ones.
  const kinds = [...now].reverse().map((value): Part['kind'] => {
    const left = come.get(value) ?? 0
    come.set(value, left - 1)
    return left > 0 ? 'added' : 'same'
  })
  kinds.reverse()
  const items = [
    ...gone.map((value): Item => ({ ...item(value), kind: 'removed' })),
    ...now.map((value, index): Item => ({ ...item(value), kind: kinds[index] })),
  ]
  return { items, ...(gone.length === 0 && rest.length === 0 ? { note: 'order' as const } : {}) }
}

export const asText = (value: unknown): string =>
  value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value, null, 2)

const short = (before: unknown, after: unknown, say: (value: unknown) => string): Partial<Change> => ({
  ...(before === undefined ? {} : { before: say(before) }),
  ...(after === undefined ? {} : { after: say(after) }),
})

/** What became of a value that is neither rows nor fields of its own. Undefined: there was, or is, none. */
export const compareValues = (
  wording: Wording,
  field: FlattenedField,
  before: unknown,
  after: unknown,
): Partial<Change> => {
  const many = 'hasMany' in field && field.hasMany === true
  switch (field.type) {
    case 'checkbox':
      return short(before, after, (value) => wording.say(value === true ? 'yes' : 'no'))
    case 'date':
      return short(before, after, (value) => wording.date(String(value), field))
    case 'point':
      return short(before, after, (value) => listOf(value).join(', '))
    case 'radio':
    case 'select': {
      const option = (value: unknown): string => wording.option(field, String(value))
      if (many) return compareItems(before, after, (value) => ({ text: option(value) }))
      return short(before, after, option)
    }
    case 'relationship':
    case 'upload':
      return compareItems(before, after, wording.name)
    case 'richText': {
      const name = (ref: Ref): string => wording.name(ref).text
      const nodes = nodesOf(wording, field)
      const parts = compareRuns(runsOf(before, name, nodes), runsOf(after, name, nodes))
      const sameWords =
        before !== undefined && after !== undefined && parts.every(({ kind }) => kind === 'same')
      return { parts, ...(sameWords ? { note: 'formatting' as const } : {}) }
    }
    default:
      if (many) return compareItems(before, after, (value) => ({ text: value }))
      if (field.type === 'number') return short(before, after, String)
      return { parts: compareTexts(asText(before), asText(after)) }
  }
}
