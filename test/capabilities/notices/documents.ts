import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import type { NoticeNode } from '../../../src/capabilities/notices/domain.js'
import type { Imported, ImportFormat } from '../../../src/capabilities/notices/importing.js'

/** Of the project. */
export const OWN = fileURLToPath(new URL('documents/', import.meta.url))
/** Real policies, where there are some: `.ci/run` names a folder of them. */
const given = process.env.GOVERNANCE_DOCUMENTS ?? ''

export const documents = [OWN, given]
  .filter((folder) => folder !== '' && existsSync(folder))
  .flatMap((folder) => readdirSync(folder).map((name) => ({ name, path: join(folder, name) })))

export const read = ({
  name,
  path,
}: (typeof documents)[number]): { source: string; format: ImportFormat } => ({
  source: readFileSync(path, 'utf8'),
  format: name.endsWith('.md') ? 'markdown' : 'text',
})

/** In order, so that a word that moved counts as lost, too. Numbers of items are what the list itself shows. */
const wordsOf = (text: string): string[] =>
  text
    .replace(/^\s*\d{1,3}[.)]\s+/gm, '')
    .replace(/^( {0,3}>|#+)\s+/gm, '')
    .replace(/\]\([^)]*\)/g, ' ')
    .match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}’'@.-]*/gu)
    ?.map((word) => word.replace(/[.'’-]+$/u, '')) ?? []

const linesOf = (node: NoticeNode): string => {
  const inside = (node.children ?? []).map(linesOf).join('')
  if (node.type === 'linebreak') return '\n'
  return `${node.text ?? ''}${inside}${['text', 'link'].includes(node.type) ? '' : '\n'}`
}
const textOf = ({ title, content }: Pick<Imported, 'content' | 'title'>): string =>
  `${title}\n${linesOf(content.root)}`

/** Words of the source that the notice has no longer, or not in that order. */
export const lost = (source: string, made: Pick<Imported, 'content' | 'title'>): string[] => {
  const left = wordsOf(textOf(made))
  let at = 0
  return wordsOf(source).filter((word) => {
    const found = left.indexOf(word, at)
    if (found === at) at += 1
    return found !== at - 1
  })
}
