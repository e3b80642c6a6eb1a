import { convertLexicalToHTML, type HTMLConvertersFunction } from '@payloadcms/richtext-lexical/html'

import { escapeHtml, html, type SafeHtml, trusted } from '../../platform/html.js'
import { isSafeLink, type NoticeNode, type NoticeText, SHOWN_FORMATS } from './domain.js'

const HEADINGS: Record<string, string> = { h1: 'h2', h2: 'h2', h3: 'h3', h4: 'h4', h5: 'h4', h6: 'h4' }

interface Args {
  node: NoticeNode
  nodesToHTML: (args: { nodes: NoticeNode[] }) => string[]
}
const inside = ({ node, nodesToHTML }: Args): string => nodesToHTML({ nodes: node.children ?? [] }).join('')

const text = ({ node }: Args): string => {
  const format = typeof node.format === 'number' ? node.format : 0
  return SHOWN_FORMATS.filter(({ bit }) => format & bit).reduce(
    (words, { tag }) => `<${tag}>${words}</${tag}>`,
    escapeHtml(node.text ?? ''),
  )
}

const link = (args: Args): string => {
  const url = args.node.fields?.url ?? ''
  return isSafeLink(url)
    ? `<a href="${escapeHtml(url)}" rel="noopener noreferrer">${inside(args)}</a>`
    : inside(args)
}

/** The editor nests a list as an item of its own; readers hear it as part of the item before. */
const list = ({ node, nodesToHTML }: Args): string => {
  const items: string[] = []
  for (const child of node.children ?? []) {
    const markup = nodesToHTML({ nodes: child.children ?? [] }).join('')
    if (child.children?.[0]?.type === 'list' && items.length > 0) items.push(`${items.pop() ?? ''}${markup}`)
    else items.push(markup)
  }
  const tag = node.tag === 'ol' ? 'ol' : 'ul'
  return `<${tag}>${items.map((item) => `<li>${item}</li>`).join('')}</${tag}>`
}

/** Every node that the notice editor can store; anything else leaves nothing. No attribute but a checked `href`. */
const converters = {
  paragraph: (args: Args) => {
    const words = inside(args)
    return words ? `<p>${words}</p>` : ''
  },
  heading: (args: Args) => {
    const tag = HEADINGS[args.node.tag ?? ''] ?? 'h2'
    return `<${tag}>${inside(args)}</${tag}>`
  },
  text,
  list,
  linebreak: '<br>',
  tab: ' ',
  link,
  autolink: link,
  unknown: () => '',
}

/** The text of a version as markup that is safe to put into a page. */
export const renderNotice = ({ content }: Pick<NoticeText, 'content'>): SafeHtml =>
  content
    ? trusted(
        convertLexicalToHTML({
          data: content as never,
          disableContainer: true,
          disableIndent: true,
          disableTextAlign: true,
          converters: (() => converters) as unknown as HTMLConvertersFunction,
        }),
      )
    : html``
