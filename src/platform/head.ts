import type { Endpoint } from 'payload'

/** Answers as GET does, without the body: what keeps copies, and what checks whether a link leads anywhere, asks so. */
const alsoHead = (endpoint: Endpoint): Endpoint[] => [
  endpoint,
  {
    ...endpoint,
    method: 'head',
    handler: async (req) => {
      const { status, headers } = await endpoint.handler(req)
      return new Response(null, { status, headers })
    },
  },
]

/** With HEAD for every page below the public path. */
export const withHead = (endpoints: readonly Endpoint[], publicPath: string): Endpoint[] =>
  endpoints.flatMap((endpoint) =>
    endpoint.method === 'get' && endpoint.path.startsWith(`/${publicPath}/`)
      ? alsoHead(endpoint)
      : [endpoint],
  )
