import type { BasePayload, Config } from 'payload'

import { staffCollection } from './actor.js'

/** As Payload finds the accounts of staff: the collection named in the config, or the first that people sign in to. */
export const staffSlugIn = (config: Config): string | undefined =>
  config.admin?.user ?? config.collections?.find((collection) => collection.auth)?.slug

/** Payload's own, where the host gives none: milliseconds that too many wrong passwords lock an account. */
const LOCK_TIME = 600_000

/**
 * True for a lock that lasts longer than wrong passwords can make it: somebody decided on it. By real time, as Payload
 * judges it at sign-in; a minute for clocks that differ.
 */
export const isLockedByHand = (payload: BasePayload, until: unknown): boolean => {
  if (!until) return false
  const { auth } = payload.collections[staffCollection(payload) as never]!.config
  return new Date(until as string).getTime() > Date.now() + (auth.lockTime || LOCK_TIME) + 60_000
}
