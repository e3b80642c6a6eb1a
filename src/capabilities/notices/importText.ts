import type { NoticeNode } from './domain.js'
import { item, list, node, text } from './lexicalNodes.js'

/** Lists that are further in are beside the one above: a reader could not tell them apart either. */
const DEEPEST = 8

interface Line {
  indent: number
  words: string
  /** A list item: its kind, its number, where its words begin. */
  mark?: { ordered: boolean; number: number; at: number }
}

const MARK = /^(?:([•·▪◦‣*–-])|(\d{1,3})[.)])\s+(?=\S)/u
/** What may be called a heading: short, alone, and not a sentence. */
const MOST_HEADING = 80
const ENDS_SENTENCE = /[.!?;,…]["”»)]?$/u
/** A line shorter than this was ended by hand, so its end is kept. */
const WRAPPED = 50

const lineOf = (raw: string): Line => {
  const line = raw.replaceAll('\t', '    ').replaceAll('\u00a0', ' ')
  const words = line.trim()
  const indent = line.length - line.trimStart().length
  const found = MARK.exec(words)
  if (!found) return { indent, words }
  const [whole, , number] = found
  return {
    indent,
    words: words.slice(whole.length),
    mark: { ordered: number !== undefined, number: Number(number ?? 1), at: indent + whole.length },
  }
}

interface Open {
  indent: number
  list: NoticeNode
}

/** Lines that follow each other without an empty one, and items of lists also across empty ones. */
class Reader {
  readonly blocks: NoticeNode[] = []
  private open: Open[] = []
  private paragraph: string[] = []

  constructor(private readonly lines: Line[]) {}

  read(): NoticeNode[] {
    this.lines.forEach((line, index) => this.line(line, index))
    this.endParagraph()
    return this.blocks
  }

  private line(line: Line, index: number): void {
    if (line.words === '') return this.endParagraph()
    if (line.mark) return this.item(line, line.mark)
    const last = this.open.at(-1)
    const afterItem = index > 0 && this.lines[index - 1]!.words !== ''
    // A line below an item that begins further in goes on with it.
    if (last && afterItem && line.indent > last.indent) return this.goOn(last.list, line.words)
    this.open = []
    if (this.isHeading(line, index)) this.blocks.push(node('heading', [text(line.words)], { tag: 'h2' }))
    else this.paragraph.push(line.words)
  }

  private item(line: Line, mark: NonNullable<Line['mark']>): void {
    this.endParagraph()
    while (this.open.length > 0 && this.open.at(-1)!.indent > line.indent) this.open.pop()
    let here = this.open.at(-1)
    const other = here && here.indent === line.indent && (here.list.tag === 'ol') !== mark.ordered
    if (other) {
      this.open.pop()
      here = this.open.at(-1)
    }
    if (!here || (here.indent < line.indent && this.open.length < DEEPEST)) {
      const made = list(mark.ordered, mark.number)
      if (here) here.list.children!.push(item([made]))
      else this.blocks.push(made)
      here = { indent: line.indent, list: made }
      this.open.push(here)
    }
    here.list.children!.push(item([text(line.words)]))
  }

  private goOn(into: NoticeNode, words: string): void {
    const last = into.children!.at(-1)!
    last.children!.push(text(` ${words}`))
  }

  private isHeading({ words }: Line, index: number): boolean {
    const isAlone = (at: number): boolean => (this.lines[at]?.words ?? '') === ''
    let at = index + 1
    while (this.lines[at]?.words === '') at += 1
    const next = this.lines[at]
    // "We ask for:" above a list begins a sentence.
    const beginsList = next?.mark !== undefined && words.endsWith(':')
    return (
      this.paragraph.length === 0 &&
      isAlone(index - 1) &&
      isAlone(index + 1) &&
      next !== undefined &&
      !beginsList &&
      words.length <= MOST_HEADING &&
      /\p{L}/u.test(words) &&
      !ENDS_SENTENCE.test(words)
    )
  }

  private endParagraph(): void {
    if (this.paragraph.length === 0) return
    const children: NoticeNode[] = []
    this.paragraph.forEach((words, index) => {
      const before = this.paragraph[index - 1]
      if (before !== undefined && before.length < WRAPPED) children.push(node('linebreak'))
      children.push(text(before !== undefined && before.length >= WRAPPED ? ` ${words}` : words))
    })
    this.blocks.push(node('paragraph', children))
    this.paragraph = []
  }
}

/** A plain text with its headings and lists, as far as its lines tell: whatever they do not tell stays a paragraph. */
export const blocksOfText = (source: string): NoticeNode[] =>
  new Reader(
    source
      .replace(/^\ufeff/, '')
      .split(/\r\n?|\n/)
      .map(lineOf),
  ).read()
