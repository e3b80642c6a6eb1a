import { GovernanceError } from '../../kernel/errors.js'
import type { NoticeNode } from './domain.js'
import { blocksOfMarkdown } from './importMarkdown.js'
import { blocksOfText } from './importText.js'
import { contentOf } from './lexicalNodes.js'

export type ImportFormat = 'markdown' | 'text'
export const IMPORT_FORMATS: readonly ImportFormat[] = ['markdown', 'text']
/** Letters: the longest of policies has a fifth of it, and reading so many takes less than a second. */
export const MOST_LETTERS = 100_000
/** Of headings, items, words in bold and their like: the longest of policies has a tenth of it. */
const MOST_PARTS = 10_000
/** A title that is longer is a sentence: it stays the first heading. */
const MOST_TITLE = 200

export interface Imported {
  title: string
  content: { root: NoticeNode }
  counts: { headings: number; lists: number; paragraphs: number }
}

const count = (nodes: readonly NoticeNode[], type: string): number =>
  nodes.reduce((sum, node) => sum + Number(node.type === type) + count(node.children ?? [], type), 0)

const size = (nodes: readonly NoticeNode[]): number =>
  nodes.reduce((sum, { children }) => sum + 1 + size(children ?? []), 0)

const wordsOf = ({ text, children, type }: NoticeNode): string =>
  text ?? (type === 'linebreak' ? ' ' : (children ?? []).map(wordsOf).join(''))

/** A document as a notice: its first heading is the title. @throws GovernanceError `invalidInput` */
export const imported = (source: string, format: ImportFormat): Imported => {
  const blocks = (format === 'markdown' ? blocksOfMarkdown : blocksOfText)(source)
  if (size(blocks) > MOST_PARTS)
    throw new GovernanceError(
      'invalidInput',
      'This document has too many parts: lists, links and the like. Import it in pieces.',
      { field: 'text', why: 'tooManyParts' },
      { field: 'text' },
    )
  const first = blocks[0]?.type === 'heading' ? wordsOf(blocks[0]).trim() : ''
  const title = first.length <= MOST_TITLE ? first : ''
  const kept = title ? blocks.slice(1) : blocks
  if (kept.length === 0)
    throw new GovernanceError(
      'invalidInput',
      'There is no text in this document besides a title.',
      { field: 'text', why: 'nothingToImport' },
      { field: 'text' },
    )
  return {
    title,
    content: contentOf(kept),
    counts: {
      headings: count(blocks, 'heading'),
      lists: count(blocks, 'list'),
      paragraphs: count(blocks, 'paragraph'),
    },
  }
}
