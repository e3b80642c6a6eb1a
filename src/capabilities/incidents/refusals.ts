import type { Config, PayloadRequest } from 'payload'

import { parseRef, type Ref } from '../../kernel/ref.js'
import { actorOf, staffCollection } from '../../platform/actor.js'
import { all, compareAndSet, findRows, insertOnce, type Row } from '../../platform/db.js'
import { reasonOf } from '../../platform/failure.js'
import { COUNTERS } from '../../platform/rateLimit.js'
import { type Alarm, type Context, nowOf } from '../../platform/runtime.js'
import { wake } from '../../platform/tick.js'
import type { Burst } from './options.js'

/** Key of the runner that opens the case. */
export const WATCH = 'watch'

const PREFIX = 'refused'
const HOUR = 3_600_000

const startOf = (now: Date, { minutes }: Burst): number => {
  const span = minutes * 60_000
  return Math.floor(now.getTime() / span) * span
}

const keyOf = (start: number, who: Ref): string => `${PREFIX}:${start}:${who}`

/** One more refusal of this person. Never joins the request's transaction, which ends with it. */
const countRefusal = async (ctx: Context, who: Ref, burst: Burst): Promise<void> => {
  const key = keyOf(startOf(nowOf(ctx.payload), burst), who)
  const more = (): Promise<null | Row> =>
    compareAndSet(ctx, COUNTERS, { key: { equals: key } }, { points: { $inc: 1 } })
  // Counters go by real time: whoever sweeps them away knows no other clock.
  const expiresAt = new Date(Date.now() + 2 * burst.minutes * 60_000 + HOUR).toISOString()
  const row =
    (await more()) ?? (await insertOnce(ctx, COUNTERS, { key, points: 1, expiresAt })) ?? (await more())
  if (Number(row?.points) === burst.count) wake(ctx.payload, [WATCH])
}

interface Refused {
  status?: number
  /** Of an error as GraphQL hands it on. */
  originalError?: { status?: number }
}

const isRefusal = (error: unknown): boolean => {
  const { status, originalError } = (error ?? {}) as Refused
  return (status ?? originalError?.status) === 403
}

/** Counts what signed-in people are refused, over REST and GraphQL. A visitor's refusals are those of every robot. */
export const withRefusals = (config: Config, burst: Burst | null): Config =>
  burst === null
    ? config
    : {
        ...config,
        hooks: {
          ...config.hooks,
          afterError: [
            ...(config.hooks?.afterError ?? []),
            async ({ error, req }: { error: unknown; req: PayloadRequest }) => {
              const { ref } = actorOf(req)
              if (!ref || !isRefusal(error)) return
              try {
                await countRefusal({ payload: req.payload }, ref, burst)
              } catch (failure) {
                req.payload.logger.error(`governance: a refusal could not be counted: ${reasonOf(failure)}`)
              }
            },
          ],
        },
      }

/**
 * Whoever was refused so often, in this window of time or the one before. A colleague learns nothing of the case. All
 * accounts of a public site are one cause: whoever makes a hundred of them opens no hundred cases.
 */
export const refusalAlarms = async (ctx: Context & { now: Date }, burst: Burst | null): Promise<Alarm[]> => {
  if (burst === null) return []
  const last = startOf(ctx.now, burst)
  const starts = [last, last - burst.minutes * 60_000]
  const often = all(
    { points: { greater_than_equal: burst.count } },
    { or: starts.map((start) => ({ key: { like: `${PREFIX}:${start}:` } })) },
  )
  const rows = await findRows({ payload: ctx.payload }, COUNTERS, often, { limit: 500 })
  const people = rows.map(({ key }) => String(key).split(':').slice(2).join(':'))
  const staff = staffCollection(ctx.payload)
  const values = { count: String(burst.count), minutes: String(burst.minutes) }
  const of = (who: string, words: string, concerned: Ref[]): Alarm => ({
    key: `refusals:${who}`,
    kind: 'unauthorized-access',
    severity: 'high',
    because: { key: `governance:incidents:because:${words}`, values },
    concerned,
    windowMinutes: 60,
  })
  const colleagues = new Set(people.filter((ref) => parseRef(ref).collection === staff))
  return [
    ...[...colleagues].map((ref) => of(ref, 'refusals', [ref])),
    ...(people.some((ref) => !colleagues.has(ref)) ? [of('others', 'refusalsOthers', [])] : []),
  ]
}
