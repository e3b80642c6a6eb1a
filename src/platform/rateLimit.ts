import type { BasePayload, CollectionConfig } from 'payload'
import RateLimiterRes from 'rate-limiter-flexible/lib/RateLimiterRes.js'
import RateLimiterStoreAbstract from 'rate-limiter-flexible/lib/RateLimiterStoreAbstract.js'

import { compareAndSet, deleteRows, findRow, insertOnce, type Row } from './db.js'

export const COUNTERS = 'gov-counters'

/** Counters of public intake. Keys are salted digests: no address is stored. */
export const counterCollection: CollectionConfig = {
  slug: COUNTERS,
  admin: { hidden: true },
  graphQL: false,
  fields: [
    { name: 'key', type: 'text', required: true, unique: true, index: true },
    { name: 'points', type: 'number', required: true },
    { name: 'expiresAt', type: 'date', required: true, index: true },
  ],
}

/**
 * Fixed windows of `rate-limiter-flexible` over Payload's own database, so that a limit holds over several processes
 * without another service. Real time, not the plugin's clock: a limit is about load. `coarse`: windows begin on the
 * hour (or whatever their length is), and their rows hold no other time.
 */
export class PayloadRateLimiter extends RateLimiterStoreAbstract {
  constructor(
    private readonly payload: BasePayload,
    private readonly options: { keyPrefix: string; points: number; duration: number; coarse?: boolean },
  ) {
    super(options)
  }

  async _upsert(key: string, points: number, msDuration: number, forceExpire = false): Promise<Row> {
    const at = { payload: this.payload }
    for (;;) {
      const now = Date.now()
      // Of what nobody may be known by, a counter tells in which window something came, and no more.
      const begun = this.options.coarse ? now - (now % msDuration) : now
      const stamp = new Date(begun).toISOString()
      const dated = this.options.coarse ? { updatedAt: stamp } : {}
      const fresh = { points, expiresAt: new Date(begun + msDuration).toISOString(), ...dated }
      const mine = { key: { equals: key } }
      const open = { expiresAt: { greater_than: new Date(now).toISOString() } }
      const over = { expiresAt: { less_than_equal: new Date(now).toISOString() } }
      const row = forceExpire
        ? await compareAndSet(at, COUNTERS, mine, fresh)
        : ((await compareAndSet(
            at,
            COUNTERS,
            { and: [mine, open] },
            { points: { $inc: points }, ...dated },
          )) ?? (await compareAndSet(at, COUNTERS, { and: [mine, over] }, fresh)))
      const written =
        row ??
        (await insertOnce(
          at,
          COUNTERS,
          { key, ...fresh, ...(this.options.coarse && { createdAt: stamp }) },
          { timeless: this.options.coarse },
        ))
      if (written) return written
    }
  }

  _get(key: string): Promise<Row | null> {
    return findRow({ payload: this.payload }, COUNTERS, {
      and: [{ key: { equals: key } }, { expiresAt: { greater_than: new Date().toISOString() } }],
    })
  }

  async _delete(key: string): Promise<boolean> {
    await deleteRows({ payload: this.payload }, COUNTERS, { key: { equals: key } })
    return true
  }

  _getRateLimiterRes(_key: string, changed: number, row: Row): RateLimiterRes {
    const consumed = Number(row.points)
    const left = Math.max(new Date(row.expiresAt as string).getTime() - Date.now(), 0)
    return new RateLimiterRes(Math.max(this.points - consumed, 0), left, consumed, consumed === changed)
  }
}
