import { type CollectionConfig, type Endpoint, docAccessOperation, headersWithCors, NotFound } from 'payload'

/**
 * Takes the place of Payload's `POST /api/<collection>/access/<id>`, which answers 200 for a document that the caller
 * may not read and 404 where there is none: whoever counts through the ids learns what exists.
 */
export const hiddenDocAccess = (slug: string): Endpoint => ({
  path: '/access/:id',
  method: 'post',
  handler: async (req) => {
    const id = String(req.routeParams?.id ?? '')
    const collection = req.payload.collections[slug as never] as Parameters<
      typeof docAccessOperation
    >[0]['collection']
    const seen = await req.payload
      .find({
        collection: slug as never,
        where: { id: { equals: id } },
        limit: 1,
        depth: 0,
        pagination: false,
        req,
        overrideAccess: false,
      })
      .catch(() => null)
    if (!seen?.docs.length) throw new NotFound(req.t)
    const result = await docAccessOperation({ id, collection, data: req.data as never, req })
    return Response.json(result, { headers: headersWithCors({ headers: new Headers(), req }) })
  },
})

/** The collection with that answer. */
export const withHiddenDocAccess = (collection: CollectionConfig): CollectionConfig => ({
  ...collection,
  endpoints:
    collection.endpoints === false
      ? false
      : [hiddenDocAccess(collection.slug), ...(collection.endpoints ?? [])],
})
