/** What this reads of the parser's tokens: a flat list in which some open and some close. */
interface Token {
  type: string
  tag: string
  nesting: number
  content: string
  children: Token[] | null
  attrGet: (name: string) => null | string
}

/** A parsed document as a tree. */
export interface Parsed {
  type: string
  children: Parsed[]
  value: string
  url: string
  /** Of a link or a picture. */
  title: string
  /** Of a heading. */
  level: number
  /** Of a list with numbers. */
  start: number
}

const KEPT_APART = [
  'blockquote',
  'bullet_list',
  'code_block',
  'fence',
  'heading',
  'list_item',
  'ordered_list',
]
/** What stands on lines of its own: the words of two of them are not one. */
const BLOCKS: readonly string[] = [...KEPT_APART, 'html_block', 'paragraph', 'table', 'tbody', 'thead', 'tr']

const LINE_ENDS: Readonly<Record<string, string>> = { softbreak: '\n', hardbreak: '\n' }

export const wordsIn = ({ value, children }: Parsed): string => {
  if (children.length === 0) return value
  const between = children.some(({ type }) => BLOCKS.includes(type)) ? '\n' : ''
  const cells = children.some(({ type }) => type === 'td' || type === 'th') ? ' | ' : between
  return children.map(wordsIn).join(cells)
}

/** Each sign is looked at once, however many tags are begun and never ended. */
export const withoutTags = (markup: string): string =>
  markup.replace(/<!--[\s\S]*?(?:-->|$)|<[^<>]*>?/g, (found) => (found.endsWith('>') ? ' ' : found)).trim()

/** Of a picture: what it shows, and its title. */
const wordsOf = (token: Token): string => {
  const title = token.type === 'image' ? token.attrGet('title') : null
  return [token.content, ...(title ? [`(${title})`] : [])].filter(Boolean).join(' ')
}

const parsedOf = (token: Token): Parsed => ({
  type: token.type.replace(/_open$/, ''),
  children: [],
  value: LINE_ENDS[token.type] ?? wordsOf(token),
  url: token.attrGet('href') ?? '',
  title: token.attrGet('title') ?? '',
  level: Number(/^h(\d)$/.exec(token.tag)?.[1] ?? 2),
  start: Number(token.attrGet('start') ?? 1),
})

export const treeOf = (tokens: readonly Token[]): Parsed[] => {
  const root: Parsed[] = []
  const open = [root]
  for (const token of tokens) {
    const here = open.at(-1)!
    if (token.nesting < 0) open.pop()
    else if (token.type === 'inline') here.push(...treeOf(token.children ?? []))
    else {
      const made = parsedOf(token)
      const last = here.at(-1)
      // The parts of a sentence between which nothing stands are one.
      if (isWords(made) && last && isWords(last)) last.value += made.value
      else here.push(made)
      if (token.nesting > 0) open.push(made.children)
    }
  }
  return root
}

const isWords = ({ type }: Parsed): boolean => ['softbreak', 'text', 'text_special'].includes(type)
