import { isRecord } from '../kernel/checks.js'
import { refOf } from '../kernel/ref.js'
import type { Run } from './words.js'

type Node = Record<string, unknown>

/** Names of what a rich text points to. */
export type NameOf = (ref: string) => string

/** A field beside the text: of a block, a link, a picture. */
interface NodeField {
  label: string
  say: (value: unknown) => string
  /** How the nodes of its own text are said, where it is one. */
  inside?: Describe
}

/** What a node is called, and its fields by name, in the order of the form. */
export type Describe = (node: Node) => { title?: string; fields: ReadonlyMap<string, NodeField> }

/** Of an editor that nothing is known of. */
const AS_STORED: Describe = () => ({ fields: new Map() })

const nodesIn = (value: unknown): Node[] => (Array.isArray(value) ? value.filter(isRecord) : [])

const idOf = (value: unknown): string => String(isRecord(value) ? value.id : value)

const INLINE = ['autolink', 'inlineBlock', 'link']
const KEPT_BY_PAYLOAD = ['blockName', 'blockType', 'id']
const OF_LINKS = ['doc', 'id', 'linkType', 'newTab', 'url']

/** What makes a text node look as it does, whatever the editor. */
const styleOf = ({ text: _text, type, format, style, ...more }: Node): string =>
  type === undefined
    ? Object.keys(more)
        .filter((key) => more[key] === true)
        .sort()
        .join(',')
    : `${String(format ?? 0)}${String(style ?? '')}`

const blockStyle = ({ type, tag, listType, format, indent }: Node): string =>
  [type, tag, listType, format, indent].filter((part) => part !== undefined && part !== '').join(':')

class Writer {
  readonly runs: Run[] = []
  constructor(
    readonly nameOf: NameOf,
    private describe: Describe,
  ) {}

  write(text: string, style: string): void {
    if (text !== '') this.runs.push({ text, style })
  }

  /** Ends the line, unless it is empty. */
  endLine(): void {
    const last = this.runs.at(-1)?.text
    if (last !== undefined && !last.endsWith('\n')) this.write('\n', '')
  }

  trimEnd(): void {
    while (this.runs.length > 0 && this.runs.at(-1)!.text.trim() === '') this.runs.pop()
  }

  /** Fields beside the text: of a block, an upload, a link. */
  fields(node: Node, leaveOut: readonly string[], style: string): void {
    if (!isRecord(node.fields)) return
    const { fields } = this.describe(node)
    const stored = node.fields
    const names = new Set([...fields.keys(), ...Object.keys(stored)])
    for (const name of names) {
      const value = stored[name]
      if (leaveOut.includes(name) || value === null || value === undefined || value === '') continue
      const known = fields.get(name)
      this.write(` ${known?.label ?? name}: `, style)
      if (isRecord(value) && isRecord(value.root)) this.within(known?.inside, value.root, style)
      else this.write(known?.say(value) ?? (typeof value === 'string' ? value : JSON.stringify(value)), style)
    }
  }

  /** A rich text inside another one, whose editor knows other nodes. */
  within(describe: Describe | undefined, root: Node, style: string): void {
    const around = this.describe
    this.describe = describe ?? around
    this.node(root, style)
    this.describe = around
  }

  children(node: Node, style: string): void {
    for (const child of nodesIn(node.children)) this.node(child, style)
  }

  link(node: Node, style: string): void {
    const fields = isRecord(node.fields) ? node.fields : node
    const doc = isRecord(fields.doc) ? fields.doc : undefined
    const tab = `${style}>link${fields.newTab === true ? ':tab' : ''}`
    this.children(node, tab)
    const target =
      doc && fields.linkType === 'internal'
        ? this.nameOf(refOf(String(doc.relationTo), idOf(doc.value)))
        : String(fields.url ?? '')
    if (target) this.write(` ‹${target}›`, tab)
    this.fields(node, OF_LINKS, tab)
  }

  item(node: Node, list: Node, style: string): void {
    const nested = nodesIn(node.children).some(({ type }) => type === 'list')
    const mark =
      list.listType === 'check'
        ? node.checked === true
          ? '☑ '
          : '☐ '
        : list.listType === 'number'
          ? `${String(node.value ?? '')}. `
          : '• '
    this.endLine()
    if (!nested) this.write(mark, style)
    this.children(node, style)
    this.endLine()
  }

  row(node: Node, style: string): void {
    this.endLine()
    nodesIn(node.children).forEach((cell, index) => {
      if (index > 0) this.write(' | ', style)
      const inner = new Writer(this.nameOf, this.describe)
      inner.children(cell, style)
      inner.trimEnd()
      for (const run of inner.runs) this.write(run.text.replaceAll('\n', ' '), run.style)
    })
    this.endLine()
  }

  thing(node: Node, style: string): boolean {
    const fields = isRecord(node.fields) ? node.fields : {}
    switch (node.type) {
      case 'upload':
      case 'relationship':
        this.endLine()
        this.write(`[${this.nameOf(refOf(String(node.relationTo), idOf(node.value)))}]`, style)
        this.fields(node, ['id'], style)
        this.endLine()
        return true
      case 'block':
      case 'inlineBlock':
        if (node.type === 'block') this.endLine()
        this.write(`[${String(fields.blockName || this.describe(node).title || fields.blockType)}]`, style)
        this.fields(node, KEPT_BY_PAYLOAD, style)
        if (node.type === 'block') this.endLine()
        return true
      case 'horizontalrule':
        this.endLine()
        this.write('———\n', style)
        return true
      default:
        return false
    }
  }

  node(node: Node, around: string): void {
    if (typeof node.text === 'string' && node.type !== 'tab') {
      this.write(node.text, `${around}>${styleOf(node)}`)
    } else if (node.type === 'linebreak') this.write('\n', around)
    else if (node.type === 'tab') this.write('\t', around)
    else if (node.type === 'link' || node.type === 'autolink') this.link(node, around)
    else if (!this.thing(node, around)) this.block(node, around)
  }

  block(node: Node, around: string): void {
    const style = `${around}>${blockStyle(node)}`
    const isBlock = !INLINE.includes(String(node.type))
    if (!Array.isArray(node.children)) return this.write(`[${String(node.type)}]`, style)
    if (isBlock) this.endLine()
    if (node.type === 'list') {
      for (const item of nodesIn(node.children)) this.item(item, node, style)
    } else if (node.type === 'tablerow') this.row(node, style)
    else this.children(node, style)
    if (isBlock) this.endLine()
  }
}

/**
 * A rich text as its plain text, with an end of line after each block, links with their addresses, and what it shows or
 * points to by name. Lexical, and Slate as far as its nodes are the usual ones.
 */
export const runsOf = (value: unknown, nameOf: NameOf, describe: Describe = AS_STORED): Run[] => {
  const writer = new Writer(nameOf, describe)
  if (isRecord(value) && isRecord(value.root)) writer.children(value.root, '')
  else if (Array.isArray(value)) for (const node of nodesIn(value)) writer.node(node, '')
  else if (value !== undefined && value !== null) writer.write(JSON.stringify(value), '')
  writer.trimEnd()
  return writer.runs
}
