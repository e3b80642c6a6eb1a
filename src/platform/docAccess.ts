import {
  type CollectionConfig,
  type Config,
  docAccessOperation,
  type Endpoint,
  headersWithCors,
  type PayloadRequest,
} from 'payload'

import { doesNotExist } from '../kernel/errors.js'
import { idIn } from './ids.js'

type Collection = Parameters<typeof docAccessOperation>[0]['collection']

/**
 * Payload says what one may do with a document also to those who may not read it, and 404 where there is none: whoever
 * counts through the ids learns what exists. Here the first gets the second's answer.
 */
const mayAsk = async (req: PayloadRequest, slug: string, given: unknown): Promise<number | string> => {
  const id = idIn(req.payload, slug, String(given))
  const counted =
    id === null
      ? null
      : await req.payload.count({
          collection: slug as never,
          where: { id: { equals: id } },
          trash: true,
          // Counted, not read: opening a document in the admin panel is one reading, not two.
          disableErrors: true,
          overrideAccess: false,
          req,
        })
  if (id === null || !counted?.totalDocs) throw doesNotExist()
  return id
}

/** Takes the place of Payload's `POST /api/<collection>/access/<id>`. */
const hiddenDocAccess = (slug: string): Endpoint => ({
  path: '/access/:id',
  method: 'post',
  handler: async (req) => {
    const id = await mayAsk(req, slug, req.routeParams?.id)
    const collection = req.payload.collections[slug as never] as Collection
    const result = await docAccessOperation({ id, collection, data: req.data as never, req })
    return Response.json(result, {
      headers: headersWithCors({ headers: new Headers({ 'cache-control': 'no-store' }), req }),
    })
  },
})

/** Payload has these doors on every collection, and answers 500 where there are no versions. */
const noVersions: Endpoint[] = (
  [
    ['get', '/versions'],
    ['get', '/versions/:id'],
    ['post', '/versions/:id'],
  ] as const
).map(([method, path]) => ({
  method,
  path,
  handler: () => {
    throw doesNotExist()
  },
}))

/** The collection with these answers. */
export const withHiddenDocAccess = (collection: CollectionConfig): CollectionConfig => ({
  ...collection,
  endpoints:
    collection.endpoints === false
      ? false
      : [
          hiddenDocAccess(collection.slug),
          ...(collection.endpoints ?? []),
          ...(collection.versions ? [] : noVersions),
        ],
})

type Queries = NonNullable<NonNullable<Config['graphQL']>['queries']>
interface QueryField {
  args?: { id?: unknown }
  resolve?: (source: unknown, args: { id?: unknown }, context: { req: PayloadRequest }) => unknown
}
interface Schema {
  collections?: Record<string, { graphQL?: { type?: { name?: string } } }>
  Query: { fields: Record<string, QueryField> }
}

/** The same for GraphQL's `docAccess…` queries of these collections. */
export const hiddenQueries =
  (slugs: readonly string[], host?: Queries): Queries =>
  (GraphQL, given) => {
    const schema = given as unknown as Schema
    const ours = slugs.flatMap((slug): [string, QueryField][] => {
      const name = `docAccess${schema.collections?.[slug]?.graphQL?.type?.name ?? ''}`
      const field = schema.Query.fields[name]
      if (!field?.resolve) return []
      const { resolve } = field
      return [
        [
          name,
          {
            ...field,
            resolve: async (source, args, context) =>
              resolve(source, { ...args, id: await mayAsk(context.req, slug, args.id) }, context),
          },
        ],
      ]
    })
    return { ...Object.fromEntries(ours), ...host?.(GraphQL, given) } as never
  }
