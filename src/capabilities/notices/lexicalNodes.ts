import { BOLD, ITALIC, type NoticeNode, STRUCK } from './domain.js'

/** As the editor stores it, so that an import and a text typed by hand are the same. */
const STORED = { direction: 'ltr', format: '', indent: 0, version: 1 } as const

export const node = (type: string, children?: NoticeNode[], more: Record<string, unknown> = {}): NoticeNode =>
  (children ? { ...STORED, type, ...more, children } : { type, version: 1 }) as NoticeNode

export interface Style {
  bold?: boolean
  italic?: boolean
  struck?: boolean
}

export const text = (words: string, { bold, italic, struck }: Style = {}): NoticeNode =>
  ({
    type: 'text',
    detail: 0,
    format: (bold ? BOLD : 0) | (italic ? ITALIC : 0) | (struck ? STRUCK : 0),
    mode: 'normal',
    style: '',
    text: words,
    version: 1,
  }) as NoticeNode

export const list = (ordered: boolean, start = 1): NoticeNode =>
  node('list', [], { listType: ordered ? 'number' : 'bullet', start, tag: ordered ? 'ol' : 'ul' })

export const item = (children: NoticeNode[]): NoticeNode => node('listitem', children, { value: 1 })

/** Numbers the items: one that only holds a list belongs to the one before. */
const numbered = (given: NoticeNode, indent = 0): NoticeNode => {
  let value = ((given as { start?: number }).start ?? 1) - 1
  return {
    ...given,
    children: (given.children ?? []).map((child) => {
      if (given.type !== 'list') return numbered(child, indent)
      const nests = child.children?.[0]?.type === 'list'
      if (!nests) value += 1
      const children = (child.children ?? []).map((one) => numbered(one, indent + 1))
      return { ...child, value: nests ? value + 1 : value, indent, children } as NoticeNode
    }),
    ...(given.children ? {} : { children: undefined }),
  }
}

const withoutUndefined = (given: NoticeNode): NoticeNode => JSON.parse(JSON.stringify(given)) as NoticeNode

export const contentOf = (blocks: NoticeNode[]): { root: NoticeNode } => ({
  root: withoutUndefined(
    node(
      'root',
      blocks.map((block) => numbered(block)),
    ),
  ),
})
