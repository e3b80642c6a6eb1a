import type { PayloadRequest, Where } from 'payload'

import type { Row } from './db.js'

/** How many documents this person may read; none where they may read nothing. */
export const countAs = async (
  req: PayloadRequest,
  collection: string,
  where?: Where,
  /** A question of fields that they may not read finds nothing; with `disableErrors: false` it is refused. */
  more: { trash?: boolean; disableErrors?: boolean } = {},
): Promise<number> => {
  const given = where ? { where, ...more } : more
  const asked = { collection, overrideAccess: false, req, disableErrors: true, ...given }
  return (await req.payload.count(asked as never)).totalDocs
}

/** Documents as this person may read them, without what they point to, oldest first. */
export const findAs = async (
  req: PayloadRequest,
  collection: string,
  where: Where,
  limit: number,
  more: { trash?: boolean } = {},
): Promise<Row[]> => {
  if (limit <= 0) return []
  const found = await req.payload.find({
    collection,
    where,
    limit,
    depth: 0,
    sort: 'id',
    pagination: false,
    overrideAccess: false,
    disableErrors: true,
    req,
    ...more,
  } as never)
  return found.docs as unknown as Row[]
}
