import type { Access, Where } from 'payload'

import { staffWithRole } from '../../platform/access.js'
import { notBeginning } from '../../platform/databases/index.js'
import { readAccess } from '../../platform/readable.js'
import type { Governed } from './gate.js'

/**
 * Rows about documents, for members of staff with a role. Where the host lets a person read only a part of a
 * collection, lists leave out the rows about all of it: the panel of a document gives its own to whoever may read it.
 * @param leftOut the condition that leaves out rows about this collection or global
 */
export const aboutReadable =
  (governed: () => Governed, leftOut: (slug: string, kind: 'collection' | 'global') => Where): Access =>
  async (args) => {
    if (!(await staffWithRole(args))) return false
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
