import type { PayloadRequest } from 'payload'

import { randomToken } from '../kernel/canonical.js'

// On the headers: one object for all that happens within a request, nested operations and Payload's own copies of `req`
// included, and never shared by two. `req.context` is copied, merged and reused.
const REQUEST = Symbol.for('payload-plugin-governance.request')

/** Id of the HTTP request that this is; undefined for calls of the host's own code. */
export const requestIdOf = (
  req: Partial<Pick<PayloadRequest, 'headers' | 'payloadAPI'>>,
): string | undefined => {
  const headers = req.headers as (Headers & { [REQUEST]?: string }) | undefined
  if (!headers) return undefined
  const isHttp = req.payloadAPI === 'REST' || req.payloadAPI === 'GraphQL'
  if (!isHttp && headers.keys().next().done) return undefined
  if (!headers[REQUEST]) Reflect.defineProperty(headers, REQUEST, { value: randomToken(9) })
  return headers[REQUEST]
}
