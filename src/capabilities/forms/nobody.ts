import type { Access, CollectionBeforeOperationHook, PayloadRequest } from 'payload'

import { isStaff } from '../../platform/access.js'

type BeforeOperation = Parameters<CollectionBeforeOperationHook>[0]

/** Asks a request what was allowed to the account that it had; every copy of this module asks by the same name. */
const ALLOWED = Symbol.for('payload-plugin-governance.allowed')
interface Allowing {
  [ALLOWED]?: (slug: string) => boolean
}

/**
 * The request as if nobody in particular had made it: no account, and nothing that the browser says of itself.
 * Hooks and default values of the host see no more either. Of the account remains that it may write one record.
 */
const byNobody = (req: PayloadRequest, allowed: null | string): PayloadRequest => {
  const headers = new Headers()
  let left = allowed
  const take = (slug: string): boolean => {
    const may = left === slug
    if (may) left = null
    return may
  }
  return new Proxy(req, {
    get: (target, name) => {
      if (name === 'user') return null
      if (name === 'headers') return headers
      return name === ALLOWED ? take : (Reflect.get(target, name, target) as unknown)
    },
  })
}

/**
 * Whoever may send this sends it as nobody: whether they may is asked while the account is still known. Of the fields,
 * what an account of theirs would open stays closed, and what is given back is what a stranger gets.
 */
export const sentByNobody = async (args: BeforeOperation['args'], slug: string): Promise<typeof args> => {
  const { req, overrideAccess, data } = args as {
    req: PayloadRequest
    overrideAccess?: boolean
    data?: Record<string, unknown>
  }
  const asksAccess = !overrideAccess && Boolean(req.user)
  if (asksAccess) {
    const create = req.payload.collections[slug]?.config.access.create
    // Payload refuses in its own words.
    if (!(await create?.({ req, data }))) return args
  }
  return { ...args, req: byNobody(req, asksAccess ? slug : null) } as typeof args
}

/** `access.create` that knows what was allowed before the account was taken away; once. */
export const unlessAllowed =
  (slug: string, create: Access): Access =>
  (args) =>
    (args.req as Allowing)[ALLOWED]?.(slug) ? true : create(args)

/**
 * The admin panel offers staff no "Create new" for messages: its page could fill in none of a form's fields. Asked with
 * something to write, what the host allows counts.
 */
export const notOffered =
  (isMessage: boolean, create: Access): Access =>
  (args) =>
    isMessage && args.data === undefined && isStaff(args.req) ? false : create(args)
