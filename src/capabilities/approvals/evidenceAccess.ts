import type { Access, Where } from 'payload'

import { notBeginning } from '../../platform/databases/index.js'
import { readAccess } from '../../platform/readable.js'
import type { Governed } from './gate.js'

/**
 * Narrows what the table says of rows about documents: where the host lets a person read only a part of a
 * collection, lists leave out the rows about all of it: the panel of a document gives its own to whoever may read it.
 * @param leftOut the condition that leaves out rows about this collection or global
 */
export const aboutReadable =
  (governed: () => Governed, leftOut: (slug: string, kind: 'collection' | 'global') => Where): Access =>
  async (args) => {
    const { collections, globals } = governed()
    const conditions: Where[] = []
    for (const slug of collections)
      if ((await readAccess(args.req, slug)) !== true) conditions.push(leftOut(slug, 'collection'))
    for (const slug of globals)
      if ((await readAccess(args.req, `global:${slug}`)) === false) conditions.push(leftOut(slug, 'global'))
    return conditions.length === 0 || { and: conditions }
  }

export const byEntity = (slug: string): Where => ({ entity: { not_equals: slug } })

/** By the text of the reference. */
export const bySubject = (slug: string, kind: 'collection' | 'global'): Where =>
  notBeginning('subject', kind === 'global' ? `global:${slug}` : `${slug}:`)
