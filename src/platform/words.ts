import { diffArrays } from 'diff'

/** A stretch of text that stayed, came or went. */
export interface Part {
  text: string
  kind: 'added' | 'removed' | 'same'
  /** The words stayed, their formatting did not. */
  formatting?: true
}

/** Text of one formatting; what `style` says is compared, never shown. */
export interface Run {
  text: string
  style: string
}

const WORD = /\n|[^\S\n]+|[\p{L}\p{N}\p{M}_]+|[^\p{L}\p{N}\p{M}_\s]/gu
const LINE = /[^\n]*\n|[^\n]+/g

/** Edits beyond which looking for the shortest way from one text to the other costs more than it says. */
const MOST_EDITS = 1000

const joined = (runs: readonly Run[]): string => runs.map(({ text }) => text).join('')

/** Words with the formatting of their letters: a word of which one half is bold is still one word. */
const cut = (runs: readonly Run[], by: RegExp): Run[] => {
  const starts: { at: number; style: string }[] = []
  let length = 0
  for (const { text, style } of runs) {
    starts.push({ at: length, style })
    length += text.length
  }
  let index = 0
  return [...joined(runs).matchAll(by)].map(({ 0: text, index: at }) => {
    while (index + 1 < starts.length && starts[index + 1]!.at <= at) index += 1
    const styles: string[] = []
    for (let next = index; next < starts.length && starts[next]!.at < at + text.length; next += 1)
      styles.push(starts[next]!.style)
    return { text, style: [...new Set(styles)].join('+') }
  })
}

const edits = (before: Run[], after: Run[]): Part[] | null => {
  const found = diffArrays(before, after, {
    comparator: (one, other) => one.text === other.text,
    maxEditLength: MOST_EDITS,
  })
  if (!found) return null
  let old = 0
  return found.flatMap(({ value, added, removed }): Part[] => {
    if (added) return [{ text: joined(value), kind: 'added' }]
    if (removed) old += value.length
    if (removed) return [{ text: joined(value), kind: 'removed' }]
    return value.map(({ text, style }) => {
      const restyled = before[old]?.style !== style
      old += 1
      return { text, kind: 'same', ...(restyled ? { formatting: true as const } : {}) }
    })
  })
}

const isSpace = (part: Part): boolean => part.kind === 'same' && /^[^\S\n]+$/.test(part.text)

/** Runs of edits as one removal and one addition; a space between two replaced words is replaced with them. */
const readable = (parts: Part[]): Part[] => {
  const out: Part[] = []
  let removed = ''
  let added = ''
  const flush = (): void => {
    if (removed) out.push({ text: removed, kind: 'removed' })
    if (added) out.push({ text: added, kind: 'added' })
    removed = ''
    added = ''
  }
  parts.forEach((part, index) => {
    if (part.kind === 'removed') removed += part.text
    else if (part.kind === 'added') added += part.text
    else if (removed && added && isSpace(part) && parts[index + 1] && parts[index + 1]!.kind !== 'same') {
      removed += part.text
      added += part.text
    } else {
      flush()
      const last = out.at(-1)
      if (last?.kind === 'same' && last.formatting === part.formatting) last.text += part.text
      else out.push({ ...part })
    }
  })
  flush()
  return out
}

const replaced = (before: readonly Run[], after: readonly Run[]): Part[] => [
  { text: joined(before), kind: 'removed' },
  { text: joined(after), kind: 'added' },
]

/** What became of a text, word by word; line by line, or as a whole, where the two have little in common. */
export const compareRuns = (before: readonly Run[], after: readonly Run[]): Part[] => {
  const found =
    edits(cut(before, WORD), cut(after, WORD)) ??
    edits(cut(before, LINE), cut(after, LINE)) ??
    replaced(before, after)
  return readable(found).filter(({ text }) => text !== '')
}

export const compareTexts = (before: string, after: string): Part[] =>
  compareRuns([{ text: before, style: '' }], [{ text: after, style: '' }])
