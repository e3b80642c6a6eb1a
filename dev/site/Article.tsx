import type { SerializedLinkNode } from '@payloadcms/richtext-lexical'
import { type JSXConvertersFunction, RichText } from '@payloadcms/richtext-lexical/react'

type Content = Parameters<typeof RichText>[0]['data']

/** Only these lead out of a text; anything else (javascript: above all) is shown as plain words. */
const safeHref = (url: unknown): null | string =>
  typeof url === 'string' && /^(https?:\/\/|mailto:|tel:|\/(?!\/)|#)/i.test(url) ? url : null

const converters: JSXConvertersFunction = ({ defaultConverters }) => ({
  ...defaultConverters,
  link: ({ node, nodesToJSX }) => {
    const link = node as SerializedLinkNode
    const href = safeHref(link.fields.url)
    const children = nodesToJSX({ nodes: link.children })
    return href ? <a href={href}>{children}</a> : <>{children}</>
  },
})

/** Lexical content as elements: React escapes every text, and nothing is inserted as markup. */
export const Article = ({ content }: { content: Content | null | undefined }) =>
  content ? (
    <div className="prose">
      <RichText converters={converters} data={content} disableContainer />
    </div>
  ) : null
