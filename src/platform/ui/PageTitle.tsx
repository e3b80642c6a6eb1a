'use client'
import { useEffect } from 'react'

/**
 * The title in the browser's tab, in the language of the person. Payload takes the titles of views from the
 * configuration, before it knows who asks, and Next writes them again when it likes: so this one stays on watch.
 */
export const PageTitle = ({ title }: { title: string }) => {
  useEffect(() => {
    // Browsers give titles back with single plain spaces: without that every look would find another title, for ever.
    const wanted = title.replace(/[ \t\n\f\r]+/g, ' ').trim()
    const write = (): void => {
      if (document.title !== wanted) document.title = wanted
    }
    write()
    const watch = new MutationObserver(() => {
      write()
      if (document.title !== wanted) watch.disconnect()
    })
    watch.observe(document.head, { characterData: true, childList: true, subtree: true })
    return () => watch.disconnect()
  }, [title])
  return null
}
