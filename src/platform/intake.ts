import type { BasePayload, PayloadRequest } from 'payload'

import { keyedHash, randomToken, sameSecret } from '../kernel/canonical.js'
import { GovernanceError, isGovernanceError } from '../kernel/errors.js'
import { deleteRows } from './db.js'
import { COUNTERS, PayloadRateLimiter } from './rateLimit.js'
import { type Runner, runtimeOf } from './runtime.js'

/** Name of the field that people do not see and robots fill in. */
export const HONEYPOT = 'website'
/** Name of the field that holds when the page was made, signed. */
export const STAMP = 'stamp'

const STAMP_HOURS = 24

/** Beyond the whole, a fourth of it is kept for what says that someone may be in danger. */
const RESERVE = 4

const signatureOf = (payload: BasePayload, at: string, page: string): string =>
  keyedHash(payload.secret, `stamp:${at}:${page}`)

/**
 * `milliseconds.page.signature`: proves when a form was shown without a cookie or a session. The page is random: no two
 * people have the same, and nobody is known by it beyond that one page.
 */
export const newStamp = (payload: BasePayload, at = String(Date.now())): string => {
  const page = randomToken(12)
  return `${at}.${page}.${signatureOf(payload, at, page)}`
}

const stampAgeSeconds = (payload: BasePayload, stamp: unknown): number | null => {
  const [at = '', page = '', signature = ''] = String(stamp ?? '').split('.')
  if (!sameSecret(signature, signatureOf(payload, at, page))) return null
  return (Date.now() - Number(at)) / 1000
}

const tooFast = (): GovernanceError =>
  new GovernanceError(
    'tooFast',
    'Too many messages were sent from here just now. Please try again later, or telephone.',
  )

/**
 * The one guard of public intake: honeypot, fill time (for forms), limits per source and as a whole. The source is a
 * digest that changes daily; with `anonymous` only the whole and the form are counted.
 * Every try counts for its source; for the whole only what `work` accepts, so that nobody closes a form for all by
 * sending what is refused anyway. `danger` has a reserve that nothing else uses up: where sources cannot be told apart,
 * one machine could otherwise close the form to somebody in danger. Costs nobody anything: never proof of work, no
 * third party.
 */
export const guardIntake = async <Accepted>(
  req: PayloadRequest,
  input: {
    what: string
    body: Record<string, unknown>
    isForm: boolean
    anonymous?: boolean
    danger?: boolean
  },
  work: () => Promise<Accepted>,
): Promise<Accepted> => {
  const { payload } = req
  const { intake, clientAddress } = runtimeOf(payload).options
  const trapped = typeof input.body[HONEYPOT] === 'string' && input.body[HONEYPOT] !== ''
  if (trapped)
    throw new GovernanceError(
      'invalidInput',
      'This could not be sent. If you are a person, please telephone.',
      { why: 'trapped' },
    )
  if (input.isForm) {
    const age = stampAgeSeconds(payload, input.body[STAMP])
    if (age === null || age > STAMP_HOURS * 3600) {
      throw new GovernanceError(
        'invalidInput',
        'This page was open for a long time. Please send it once more.',
        { why: 'stale' },
      )
    }
    if (age < intake.minFillSeconds) throw tooFast()
  }
  const limiter = (points: number): PayloadRateLimiter =>
    new PayloadRateLimiter(payload, {
      ...{ keyPrefix: `intake:${input.what}`, points, duration: 3600 },
      coarse: input.anonymous,
    })
  const consume = async (points: number, key: string): Promise<void> => {
    try {
      await limiter(points).consume(key)
    } catch (reason) {
      if (reason instanceof Error) throw reason
      throw tooFast()
    }
  }
  const address = input.anonymous ? undefined : clientAddress(req.headers)
  const day = new Date().toISOString().slice(0, 10)
  if (address) await consume(intake.perSource, keyedHash(payload.secret, `source:${day}:${address}`))
  // The place is taken before and given back, rather than counted after: many at once do not get past the limit.
  const places = [{ points: intake.total, key: 'all' }]
  if (input.danger) places.push({ points: Math.ceil(intake.total / RESERVE), key: 'danger' })
  for (const { points, key } of places) {
    let taken = false
    try {
      await consume(points, key)
      taken = true
      return await work()
    } catch (error) {
      await limiter(points).reward(key)
      const isFull = !taken && isGovernanceError(error) && error.code === 'tooFast'
      if (!isFull) throw error
    }
  }
  throw tooFast()
}

/** Counters go once their window is over: they are about load, not about people. */
export const counterSweeper: Runner = {
  key: 'counters',
  everySeconds: 3600,
  run: async ({ payload }) => {
    await deleteRows({ payload }, COUNTERS, { expiresAt: { less_than: new Date().toISOString() } })
    return { done: 1 }
  },
}
