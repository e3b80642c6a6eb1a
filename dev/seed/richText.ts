// The small part of Lexical's stored form that the seed needs, so that its texts stay readable below.

interface Node {
  type: string
  version: 1
  [key: string]: unknown
}

const base = { direction: 'ltr', format: '', indent: 0, version: 1 } as const

const text = (value: string): Node => ({
  type: 'text',
  detail: 0,
  format: 0,
  mode: 'normal',
  style: '',
  text: value,
  version: 1,
})

const linked = (label: string, url: string): Node => ({
  ...base,
  type: 'link',
  version: 1,
  fields: { linkType: 'custom', newTab: false, url },
  children: [text(label)],
})

/** `plain words and [a label](https://address)` */
const inline = (source: string): Node[] =>
  source
    .split(/(\[[^\]]+\]\([^)]+\))/)
    .filter((part) => part !== '')
    .map((part) => {
      const link = /^\[([^\]]+)\]\(([^)]+)\)$/.exec(part)
      return link?.[1] && link[2] ? linked(link[1], link[2]) : text(part)
    })

const block = (source: string): Node => {
  if (source.startsWith('## ')) {
    return { ...base, type: 'heading', tag: 'h2', children: inline(source.slice(3)) }
  }
  if (source.startsWith('- ')) {
    const items = source.split('\n').map((line, index) => ({
      ...base,
      type: 'listitem',
      value: index + 1,
      children: inline(line.replace(/^- /, '')),
    }))
    return { ...base, type: 'list', listType: 'bullet', start: 1, tag: 'ul', children: items }
  }
  return {
    ...base,
    type: 'paragraph',
    textFormat: 0,
    textStyle: '',
    children: inline(source.replaceAll('\n', ' ')),
  }
}

/** Blocks apart by an empty line: `## heading`, `- list items`, everything else a paragraph. */
export const richText = (source: string) => ({
  root: {
    ...base,
    type: 'root',
    children: source
      .trim()
      .split(/\n\s*\n/)
      .map(block),
  },
})
