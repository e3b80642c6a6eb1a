/** True where a condition names a field: its answer tells about the rows, even when it is a number or nothing. */
const names = (where: unknown): boolean =>
  typeof where === 'object' &&
  where !== null &&
  Object.entries(where).some(([key, value]) =>
    ['and', 'or'].includes(key.toLowerCase()) ? Array.isArray(value) && value.some(names) : true,
  )

type Id = number | string
interface Doc {
  id: Id
  parent?: Id
}

/** What an operation of Payload's own API showed. */
export interface Reading {
  /** The records, also of versions, each once. */
  ids: Id[]
  /** Facts for the ledger: `versions`, `counted` or `deleted` where it was no plain reading. */
  facts: Record<string, number | string | string[] | true>
}

const each = (ids: Id[]): Id[] => [...new Map(ids.map((id) => [String(id), id])).values()]

/**
 * What of a collection somebody read, from the arguments of a collection's `afterOperation`; null when it was no
 * reading: a write, nothing found without a condition, or a plain count. A deletion gives back what it deleted.
 */
export const readingOf = (operation: string, args: unknown, result: unknown): null | Reading => {
  const asked = names((args as { where?: unknown } | undefined)?.where)
  const found = (result ?? {}) as Partial<Doc> & { docs?: Doc[]; values?: unknown[]; totalDocs?: number }
  const docs = found.docs ?? (found.id === undefined ? [] : [found as Doc])
  switch (operation) {
    case 'count':
    case 'countVersions':
      return asked ? { ids: [], facts: { counted: true, found: found.totalDocs ?? 0 } } : null
    case 'find':
    case 'findByID':
      return docs.length > 0 || asked ? { ids: docs.map(({ id }) => id), facts: {} } : null
    case 'delete':
    case 'deleteByID':
      return docs.length > 0 || asked ? { ids: docs.map(({ id }) => id), facts: { deleted: true } } : null
    case 'findDistinct': {
      const ids = (found.values ?? []).map((_, index) => `value ${index}`)
      return ids.length > 0 || asked ? { ids, facts: {} } : null
    }
    case 'findVersions':
    case 'findVersionByID':
      return docs.length > 0 || asked
        ? { ids: each(docs.map(({ id, parent }) => parent ?? id)), facts: { versions: true } }
        : null
    default:
      return null
  }
}
