import type { BasePayload, PayloadRequest } from 'payload'

import type { Actor, Role } from '../kernel/actor.js'
import { refOf } from '../kernel/ref.js'
import { requestIdOf } from './requestId.js'
import { runtimeOf } from './runtime.js'

/** The admin users' collection: "logged in" is not staff. */
export const staffCollection = (payload: BasePayload): string => payload.config.admin.user

export const nameOf = (user: Record<string, unknown>): string =>
  String(user.name ?? user.displayName ?? user.username ?? user.email ?? user.id)

/** Who makes this request. Users of another auth collection are members, everyone else is a visitor. */
export const actorOf = (
  req: Partial<Pick<PayloadRequest, 'headers' | 'payloadAPI'>> & Pick<PayloadRequest, 'payload' | 'user'>,
): Actor => {
  const id = requestIdOf(req)
  return id ? { ...personOf(req), request: id } : personOf(req)
}

const personOf = (req: Pick<PayloadRequest, 'payload' | 'user'>): Actor => {
  const user = req.user as unknown as
    null | ({ collection: string; id: number | string } & Record<string, unknown>)
  if (!user) return { kind: 'visitor', roles: [] }
  const ref = refOf(user.collection, user.id)
  if (user.collection !== staffCollection(req.payload))
    return { kind: 'member', ref, name: nameOf(user), roles: [] }
  return {
    kind: 'staff',
    ref,
    name: nameOf(user),
    roles: runtimeOf(req.payload).options.rolesOf(user) as Role[],
  }
}

/** Actor of a write that came through a hook or the Local API: without a user it is the host's own code. */
export const actorOrSystem = (req: Pick<PayloadRequest, 'payload' | 'user'>): Actor =>
  req.user ? actorOf(req) : { kind: 'system', ref: 'system:local-api', roles: [] }
