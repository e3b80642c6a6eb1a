import { handleEndpoints, type Payload, type TypedUser } from 'payload'

import { accountFor, demoPassword } from '../demo/accounts.js'

/** The user document of a demo account, to act as that person through the Local API. */
export const personOf = async (payload: Payload, key: string): Promise<TypedUser> => {
  const { docs } = await payload.find({
    collection: 'users',
    depth: 0,
    limit: 1,
    overrideAccess: true,
    where: { email: { equals: accountFor(key)?.email ?? '' } },
  })
  if (!docs[0]) throw new Error(`The seed has no account "${key}"`)
  return { ...docs[0], collection: 'users' } as unknown as TypedUser
}

type Answer = Record<string, unknown>
type Call = (method: 'GET' | 'PATCH' | 'POST', path: string, body?: unknown) => Promise<Answer>

const caller =
  (payload: Payload, headers: Record<string, string>): Call =>
  async (method, path, body) => {
    const request = new Request(`${payload.config.serverURL}${payload.config.routes.api}${path}`, {
      method,
      headers: { ...headers, accept: 'application/json', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const response = await handleEndpoints({ config: payload.config, request })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`)
    return text.startsWith('{') ? (JSON.parse(text) as Answer) : { text }
  }

/**
 * REST calls of this process as one of the demo's people: what the seed does this way is on the
 * ledger in their name, and passes every check that they would meet.
 */
export const actAs = async (payload: Payload, key: string): Promise<Call> => {
  const { token } = await payload.login({
    collection: 'users',
    data: { email: accountFor(key)?.email ?? '', password: demoPassword },
  })
  return caller(payload, { authorization: `JWT ${token}` })
}

/** REST calls of somebody who is not signed in. */
export const actAsVisitor = (payload: Payload): Call => caller(payload, {})
