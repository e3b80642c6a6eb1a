import MarkdownIt from 'markdown-it'

import { GovernanceError } from '../../kernel/errors.js'
import { isSafeLink, type NoticeNode } from './domain.js'
import { item, list, node, type Style, text } from './lexicalNodes.js'
import { type Parsed, treeOf, withoutTags, wordsIn } from './markdownTree.js'

/** Deeper than this nothing is told apart any more: a reader could not either. */
const DEEPEST = 8
/** Marks of lists and quotations that a line may begin with; of more than are told apart, the rest is left out. */
const MOST_MARKS = 400
/** The parser's own: it leaves out what is deeper, so such a document is refused. */
const MOST_NESTING = 100

const parser = new MarkdownIt('default', { html: true })
// Addresses are judged here, and a link that may not be followed still keeps its words.
parser.validateLink = () => true
parser.normalizeLink = (url) => url

const tooDeep = (): GovernanceError =>
  new GovernanceError(
    'invalidInput',
    'Lists or quotations in this document are nested too deeply to be read.',
    { field: 'text', why: 'nestedTooDeep' },
    { field: 'text' },
  )

/** Blocks that hold blocks. */
const HOLDING = ['blockquote', 'bullet_list', 'list_item', 'ordered_list']

class Writer {
  inline(nodes: readonly Parsed[], style: Style = {}): NoticeNode[] {
    return nodes.flatMap((one) => this.one(one, style))
  }

  private one(given: Parsed, style: Style): NoticeNode[] {
    const { children } = given
    switch (given.type) {
      case 'strong':
        return this.inline(children, { ...style, bold: true })
      case 'em':
        return this.inline(children, { ...style, italic: true })
      case 's':
        return this.inline(children, { ...style, struck: true })
      case 'hardbreak':
        return [node('linebreak')]
      case 'link': {
        const inside = this.inline(children, style)
        const { url, title } = given
        const link = isSafeLink(url)
          ? [node('link', inside, { fields: { linkType: 'custom', newTab: false, url } })]
          : inside
        return title ? [...link, text(` (${title})`, style)] : link
      }
      case 'html_inline':
        return /^<br\s*\/?>$/i.test(given.value)
          ? [node('linebreak')]
          : [text(withoutTags(given.value), style)]
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

  /** What is in a line of a list, or too deep: its blocks are lines there, with their links and what stands out. */
  private flat(given: Parsed): NoticeNode[] {
    const { children } = given
    if (given.type === 'paragraph' || given.type === 'heading') return this.inline(children)
    if (given.type === 'table')
      return this.joined(children.flatMap((part) => part.children).map((row) => this.row(row).children ?? []))
    return HOLDING.includes(given.type)
      ? this.joined(children.map((part) => this.flat(part)))
      : this.broken(given.type === 'html_block' ? withoutTags(given.value) : wordsIn(given))
  }

  private joined(parts: readonly NoticeNode[][]): NoticeNode[] {
    const said = parts.filter((part) => part.length > 0)
    return said.flatMap((part, index) => [...(index > 0 ? [node('linebreak')] : []), ...part])
  }

  private lines(words: string): NoticeNode[] {
    const children = this.broken(words)
    return children.length > 0 ? [node('paragraph', children)] : []
  }

  private block(given: Parsed, depth: number): NoticeNode[] {
    const { children } = given
    if (depth > DEEPEST) {
      const inside = this.flat(given)
      return inside.length > 0 ? [node('paragraph', inside)] : []
    }
    switch (given.type) {
      case 'heading': {
        const tag = `h${Math.min(Math.max(given.level, 2), 4)}`
        return [node('heading', this.inline(children), { tag })]
      }
      case 'paragraph':
        return [node('paragraph', this.inline(children))]
      case 'bullet_list':
      case 'ordered_list':
        return [this.list(given, depth)]
      case 'table':
        return children.flatMap((part) => part.children).map((row) => this.row(row))
      case 'blockquote':
        return this.blocks(children, depth + 1)
      case 'html_block':
        return this.lines(withoutTags(given.value))
      default:
        return this.lines(wordsIn(given))
    }
  }

  /** A notice has no tables: each row is a line, and a heading stands out. */
  private row({ children }: Parsed): NoticeNode {
    const cells = children.map((cell) => this.inline(cell.children, { bold: cell.type === 'th' }))
    return node(
      'paragraph',
      cells.flatMap((cell, index) => (index > 0 ? [text(' | '), ...cell] : cell)),
    )
  }

  private list(given: Parsed, depth: number): NoticeNode {
    const made = list(given.type === 'ordered_list', given.start)
    for (const one of given.children) {
      let words: NoticeNode[] = []
      const flush = (): void => {
        if (words.length > 0) made.children!.push(item(words))
        words = []
      }
      for (const part of one.children) {
        if (/_list$/.test(part.type) && depth < DEEPEST) {
          flush()
          made.children!.push(item([this.list(part, depth + 1)]))
          continue
        }
        const inside = this.flat(part)
        words.push(...(words.length > 0 && inside.length > 0 ? [node('linebreak')] : []), ...inside)
      }
      flush()
    }
    return made
  }
}

/** Lines about the document above it, as some editors write them, are no heading. */
const FRONT_MATTER = /^---\n((?:[^\n]*\n){1,50}?)---(?=\n|$)/

const MARK = String.raw`[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))`
const DEEP_LINES = new RegExp(`^((?:${MARK}){${DEEPEST + 2}})((?:${MARK})+)`, 'gm')

/** Before it is parsed: a parser takes the time of all levels for each line. */
const shallow = (lines: string): string =>
  lines.replace(DEEP_LINES, (_, kept: string, rest: string) => {
    if ((rest.match(/[-+*>]|\d+[.)]/g) ?? []).length > MOST_MARKS) throw tooDeep()
    return kept
  })

/** A footnote is no address: to the parser its only word would be one, and be left out. */
const FOOTNOTE = new RegExp(`^((?:${MARK})*[ \\t]*)\\[(?=\\^[^\\]\\n]+\\]:)`, 'gm')

/**
 * CommonMark, tables and words that are struck, with what a notice can hold; of everything else the words.
 * @throws GovernanceError `invalidInput` for what is nested so deeply that nobody can have meant it
 */
export const blocksOfMarkdown = (source: string): NoticeNode[] => {
  const lines = source.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n')
  const kept = shallow(lines.replace(FRONT_MATTER, '---\n$1\n---')).replace(FOOTNOTE, '$1\\[')
  const tokens = parser.parse(kept, {})
  if (tokens.some(({ level }) => level >= MOST_NESTING - 2)) throw tooDeep()
  return new Writer().blocks(treeOf(tokens))
}
