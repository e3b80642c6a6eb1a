'use client'
import { getTranslation } from '@payloadcms/translations'
import { useConfig, useEntityVisibility, useTranslation } from '@payloadcms/ui'

export interface CodeWords {
  /** Codes with their names, as the options of a host give them. */
  choices?: { value: string; label: { en: string; fr: string } }[]
  /** Where the words of the codes are: `ledger:action`. A dot in a code goes one level down. */
  words?: string
  /** Last part of the key, below the code. */
  suffix?: string
}

type Tree = { [key: string]: Tree | string }

const at = (tree: unknown, path: string[]): string | undefined => {
  const found = path.reduce<Tree | string | undefined>(
    (node, key) => (typeof node === 'object' && Object.hasOwn(node, key) ? node[key] : undefined),
    tree as Tree,
  )
  return typeof found === 'string' ? found : undefined
}

/** Evidence is stored as codes, so that it reads the same for ever; people read words. A code without words stays. */
export const useCodes = () => {
  const { i18n } = useTranslation()
  const { config, getEntityConfig } = useConfig()
  const { isEntityVisible } = useEntityVisibility()

  const wordOf = (code: string, { choices, words, suffix }: CodeWords): string => {
    const choice = choices?.find(({ value }) => value === code)
    if (choice) return getTranslation(choice.label, i18n)
    if (words === undefined) return code
    const path = [words, code, suffix ?? ''].flatMap((part) => part.split(/[.:]/)).filter(Boolean)
    const word = at((i18n.translations as { governance?: unknown }).governance, path)
    // The subject of a mail may have values in it: what comes before them says what it is.
    return word?.replace(/\s*[(:]?\s*\{\{.*$/s, '') ?? code
  }

  const collectionName = (slug: string, one = true): string | undefined => {
    const labels = getEntityConfig({ collectionSlug: slug as never })?.labels
    const label = one ? labels?.singular : labels?.plural
    return label ? String(getTranslation(label as never, i18n)) : undefined
  }

  /** `posts:12` as “Post 12”, with its address where there is a page for one. */
  const reference = (ref: string): { text: string; href?: string } => {
    const [slug = '', ...rest] = ref.split(':')
    const id = rest.join(':')
    if (slug === 'collection') return { text: collectionName(id, false) ?? id }
    if (slug === 'system') return { text: wordOf('system', { words: 'ledger:kind' }) }
    // The role that a mail goes to.
    if (!id)
      return {
        text: slug
          .split(',')
          .map((role) => wordOf(role, { words: 'ledger:role' }))
          .join(', '),
      }
    const name = collectionName(slug)
    if (!name) return { text: wordOf(ref, { words: 'ledger:subject' }) }
    if (id === '*') return { text: collectionName(slug, false) ?? name }
    // A collection that the menu does not have has no page for its documents either.
    const href = `${config.routes.admin}/collections/${slug}/${encodeURIComponent(id)}`
    return { text: `${name} ${id}`, ...(isEntityVisible({ collectionSlug: slug }) ? { href } : {}) }
  }

  return { wordOf, reference, collectionName, language: i18n.language }
}
