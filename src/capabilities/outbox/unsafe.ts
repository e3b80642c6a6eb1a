import type { BasePayload } from 'payload'

import { keyedHash } from '../../kernel/canonical.js'
import type { NeverWrite } from '../../kernel/ports.js'
import { type Ref, refOf } from '../../kernel/ref.js'
import { addressesIn } from '../../kernel/text.js'
import { findRows, recordOnce } from '../../platform/db.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { UNSAFE } from './collections.js'

/** The list holds no address: whoever read it could write there, or show it to the wrong person. */
const keyOf = (payload: BasePayload, address: string): string =>
  keyedHash(payload.secret, `unsafe:${address.trim().toLowerCase()}`)

/**
 * Somebody left an address and did not say that it is safe to write there: no mail goes to it any more, whatever it is
 * about. The list says where they told us, so that staff find another way.
 */
export const neverWrite: NeverWrite = async (place, addresses, subject) => {
  const { payload } = place as Context
  const saidAt = nowOf(payload).toISOString()
  for (const key of new Set(addresses.map((address) => keyOf(payload, address))))
    await recordOnce({ payload }, UNSAFE, { key, subject, saidAt })
}

/** The newest entry of the list that this address is on, also where a name stands beside it. */
export const unsafeEntry = async (ctx: Context, address: string): Promise<null | Ref> => {
  const keys = [address, ...addressesIn(address)].map((one) => keyOf(ctx.payload, one))
  const [row] = await findRows(ctx, UNSAFE, { key: { in: keys } }, { limit: 1, sort: '-saidAt' })
  return row ? refOf(UNSAFE, row.id) : null
}
