import { fromMarkdown } from 'mdast-util-from-markdown'

import { isSafeLink, type NoticeNode } from './domain.js'
import { item, list, node, text } from './lexicalNodes.js'

/** What this reads of a parsed document; the parser's own types are not a part of the package. */
interface Parsed {
  type: string
  children?: Parsed[]
  value?: string
  alt?: string | null
  depth?: number
  ordered?: boolean | null
  start?: number | null
  url?: string
  identifier?: string
}

interface Style {
  bold?: boolean
  italic?: boolean
}

/** Deeper than this nothing is told apart any more: a reader could not either. */
const DEEPEST = 8

/** What stands on lines of its own: the words of two of them are not one. */
const BLOCKS: readonly string[] = ['blockquote', 'code', 'heading', 'list', 'listItem', 'paragraph']

const wordsIn = ({ value, alt, children = [] }: Parsed): string =>
  value ?? alt ?? children.map(wordsIn).join(children.some(({ type }) => BLOCKS.includes(type)) ? '\n' : '')

const withoutTags = (markup: string): string => markup.replace(/<!--[\s\S]*?-->|<[^>]*>/g, ' ').trim()

class Writer {
  constructor(private readonly addresses: ReadonlyMap<string, string>) {}

  inline(nodes: readonly Parsed[], style: Style = {}): NoticeNode[] {
    return nodes.flatMap((one) => this.one(one, style))
  }

  private one(given: Parsed, style: Style): NoticeNode[] {
    const children = given.children ?? []
    switch (given.type) {
      case 'strong':
        return this.inline(children, { ...style, bold: true })
      case 'emphasis':
        return this.inline(children, { ...style, italic: true })
      case 'break':
        return [node('linebreak')]
      case 'link':
      case 'linkReference': {
        const url = given.url ?? this.addresses.get(given.identifier ?? '') ?? ''
        const inside = this.inline(children, style)
        return isSafeLink(url)
          ? [node('link', inside, { fields: { linkType: 'custom', newTab: false, url } })]
          : inside
      }
      case 'html':
        return /^<br\s*\/?>$/i.test(given.value ?? '')
          ? [node('linebreak')]
          : [text(withoutTags(given.value ?? ''), style)]
      default: {
        // The end of a line in the source is a space.
        const words = wordsIn(given).replaceAll('\n', ' ')
        return words === '' ? [] : [text(words, style)]
      }
    }
  }

  blocks(nodes: readonly Parsed[], depth = 0): NoticeNode[] {
    return nodes.flatMap((one) => this.block(one, depth))
  }

  private broken(words: string): NoticeNode[] {
    const lines = words.split('\n').filter((line) => line.trim() !== '')
    return lines.flatMap((line, index) => [...(index > 0 ? [node('linebreak')] : []), text(line)])
  }

  private lines(words: string): NoticeNode[] {
    const children = this.broken(words)
    return children.length > 0 ? [node('paragraph', children)] : []
  }

  private block(given: Parsed, depth: number): NoticeNode[] {
    const children = given.children ?? []
    if (depth > DEEPEST) return this.lines(wordsIn(given))
    switch (given.type) {
      case 'heading':
        return [
          node('heading', this.inline(children), { tag: `h${Math.min(Math.max(given.depth ?? 2, 2), 4)}` }),
        ]
      case 'paragraph':
        return [node('paragraph', this.inline(children))]
      case 'list':
        return [this.list(given, depth)]
      case 'blockquote':
        return this.blocks(children, depth + 1)
      case 'code':
        return this.lines(given.value ?? '')
      case 'html':
        return this.lines(withoutTags(given.value ?? ''))
      default:
        return []
    }
  }

  private list(given: Parsed, depth: number): NoticeNode {
    const made = list(Boolean(given.ordered), given.start ?? 1)
    for (const one of given.children ?? []) {
      let words: NoticeNode[] = []
      const flush = (): void => {
        if (words.length > 0) made.children!.push(item(words))
        words = []
      }
      for (const part of one.children ?? []) {
        if (part.type === 'list' && depth < DEEPEST) {
          flush()
          made.children!.push(item([this.list(part, depth + 1)]))
          continue
        }
        const inside =
          part.type === 'paragraph' ? this.inline(part.children ?? []) : this.broken(wordsIn(part))
        words.push(...(words.length > 0 && inside.length > 0 ? [node('linebreak')] : []), ...inside)
      }
      flush()
    }
    return made
  }
}

/** CommonMark with what a notice can hold; of everything else the words. */
export const blocksOfMarkdown = (source: string): NoticeNode[] => {
  const parsed = fromMarkdown(source.replace(/^\ufeff/, '')) as unknown as Parsed
  const nodes = parsed.children ?? []
  const addresses = new Map(
    nodes.flatMap(({ type, identifier, url }) =>
      type === 'definition' && identifier && url ? [[identifier, url] as const] : [],
    ),
  )
  return new Writer(addresses).blocks(nodes)
}
