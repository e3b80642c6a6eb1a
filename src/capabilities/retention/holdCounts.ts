import type { PayloadRequest, Where } from 'payload'

import type { Actor } from '../../kernel/actor.js'
import { doesNotExist } from '../../kernel/errors.js'
import { parseRef } from '../../kernel/ref.js'
import { countAs } from '../../platform/asPerson.js'
import { all, countRows } from '../../platform/db.js'
import { idIn } from '../../platform/ids.js'
import { readAccess } from '../../platform/readable.js'
import { DATE_FIELD, nowOf, type Retention } from './context.js'
import { keptWhere } from './heldBy.js'
import type { Hold } from './holdKinds.js'
import { reachOf } from './reach.js'
import { recordsNaming } from './seek.js'

/** What a hold keeps, as far as this person may see it. */
export interface Kept {
  total: number
  /** Of them those that would have left by now. */
  past: number
  /** Not every record was looked at yet: there may be more. */
  more: boolean
}

type Asked = Pick<Hold, 'kind' | 'query' | 'subject'>

/**
 * How many there are is told of records that this person need know of. Of a person's, and of what a question finds,
 * only where the host lets them read the records: a number would otherwise say what stands in them.
 */
const countFor = async (
  req: PayloadRequest,
  retention: Retention,
  kind: Hold['kind'],
  actor: Actor,
  wheres: Map<string, Where>,
  /** Whether a question of fields that they may not read is refused; otherwise it finds nothing. */
  refuses: boolean,
): Promise<Pick<Kept, 'past' | 'total'>> => {
  const at = { payload: req.payload }
  const late: Where = { [DATE_FIELD]: { less_than_equal: nowOf(req.payload).toISOString() } }
  const strict = kind === 'person' || kind === 'query'
  let [total, past] = [0, 0]
  for (const [collection, where] of wheres) {
    const theirs = await reachOf(at, retention, collection, actor)
    const count = async (...more: Where[]): Promise<number> => {
      const asked = all(where, ...(theirs ? [theirs] : []), ...more)
      if (!strict) return countRows(at, collection, asked)
      if ((await readAccess(req, collection)) === false) return 0
      return countAs(req, collection, asked, { trash: true, disableErrors: !refuses })
    }
    total += await count()
    past += await count(late)
  }
  return { total, past }
}

const idsWhere = (payload: PayloadRequest['payload'], collection: string, ids: string[]): Where => ({
  id: { in: ids.flatMap((id) => idIn(payload, collection, id) ?? []) },
})

/** Before it is placed. @throws GovernanceError `notFound` for a question to a collection that they may not read */
export const previewOf = async (
  req: PayloadRequest,
  retention: Retention,
  { kind, query, subject }: Asked,
  actor: Actor,
): Promise<Kept> => {
  const at = { payload: req.payload }
  const wheres = new Map<string, Where>()
  let more = false
  if (query) {
    if ((await readAccess(req, query.collection)) === false) throw doesNotExist()
    wheres.set(query.collection, query.where as Where)
  } else if (kind === 'person') {
    const named = await recordsNaming(at, retention, subject)
    more = named.more
    for (const [collection, ids] of named.found)
      if (ids.length > 0) wheres.set(collection, idsWhere(req.payload, collection, ids))
  } else {
    const refs = kind === 'case' ? ((await retention.cases?.()?.recordsOf(at, subject)) ?? []) : [subject]
    for (const collection of new Set(refs.map((ref) => parseRef(ref).collection)))
      if (retention.rules.has(collection)) {
        const ids = refs.map(parseRef).flatMap((ref) => (ref.collection === collection ? [ref.id] : []))
        wheres.set(collection, idsWhere(req.payload, collection, ids))
      }
  }
  return { ...(await countFor(req, retention, kind, actor, wheres, kind === 'query')), more }
}

/** Of one in force, by what was looked up. */
export const keptFor = async (
  req: PayloadRequest,
  retention: Retention,
  hold: Hold,
  sought: readonly string[],
  actor: Actor,
): Promise<Kept> => {
  const wheres = new Map<string, Where>()
  for (const collection of retention.rules.keys()) {
    const where = await keptWhere({ payload: req.payload }, hold, collection)
    if (where) wheres.set(collection, where)
  }
  const more =
    hold.kind === 'person' && [...retention.rules.keys()].some((collection) => !sought.includes(collection))
  return { ...(await countFor(req, retention, hold.kind, actor, wheres, false)), more }
}
