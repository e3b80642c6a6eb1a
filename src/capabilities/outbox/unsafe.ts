import type { BasePayload } from 'payload'

import { keyedHash } from '../../kernel/canonical.js'
import type { NeverWrite } from '../../kernel/ports.js'
import { type Ref, refOf } from '../../kernel/ref.js'
import { findRow, findRows, insertOnce, type Row } from '../../platform/db.js'
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
  const at = place as Context
  for (const address of addresses) {
    const key = keyOf(at.payload, address)
    if (await findRow(at, UNSAFE, { key: { equals: key } })) continue
    await insertOnce(at, UNSAFE, { key, subject, saidAt: nowOf(at.payload).toISOString() })
  }
}

/** The entry of the list that this address is on. */
export const unsafeEntry = async ({ payload }: Context, address: string): Promise<null | Ref> => {
  const row = await findRow({ payload }, UNSAFE, { key: { equals: keyOf(payload, address) } })
  return row && refOf(UNSAFE, row.id)
}

/** Entries for those of these mails that would go to an address on the list, by the id of the mail. */
export const unsafeAmong = async ({ payload }: Context, mails: Row[]): Promise<Map<Row['id'], Ref>> => {
  const keys = new Map(
    mails
      .filter(({ toKind, address }) => toKind === 'address' && address)
      .map((row) => [row.id, keyOf(payload, String(row.address))]),
  )
  if (keys.size === 0) return new Map()
  const where = { key: { in: [...new Set(keys.values())] } }
  const rows = await findRows({ payload }, UNSAFE, where, { limit: keys.size })
  const refs = new Map(rows.map((row) => [String(row.key), refOf(UNSAFE, row.id)]))
  return new Map(
    [...keys].flatMap(([id, key]) => (refs.has(key) ? [[id, refs.get(key)!] as [Row['id'], Ref]] : [])),
  )
}
