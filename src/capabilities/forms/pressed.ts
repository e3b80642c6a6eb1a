import { setTimeout as pause } from 'node:timers/promises'

import type { BasePayload } from 'payload'

import { hashOf, keyedHash } from '../../kernel/canonical.js'
import { refOf } from '../../kernel/ref.js'
import { findRow, type Row } from '../../platform/db.js'
import { HONEYPOT, STAMP } from '../../platform/intake.js'
import { codeFrom, newReceipt } from '../../platform/receipt.js'
import { SUBMISSIONS } from './collections.js'
import type { Desk, Meta } from './context.js'

const plain = (value: unknown): unknown =>
  value instanceof File ? `${value.name}:${value.size}` : Array.isArray(value) ? value.map(plain) : value

/**
 * Key and receipt that belong to one page with one content: pressed twice, or sent again after a lost answer, it is one
 * message, and leads to one receipt. The page's stamp is random, so that two people who write the same are two.
 */
export const pressOf = (
  { options }: Desk,
  payload: BasePayload,
  form: Row,
  body: Record<string, unknown>,
): Pick<Meta, 'receipt'> & { key: string } => {
  const { [HONEYPOT]: _trap, [STAMP]: stamp, ...sent } = body
  const words = Object.entries(sent)
    .map(([name, value]) => [name, plain(value)])
    .sort(([a], [b]) => String(a).localeCompare(String(b)))
  const seed = `${refOf(options.forms, form.id)}\n${String(stamp)}\n${hashOf(words)}`
  const of = (what: string): string => keyedHash(payload.secret, `press:${what}:${seed}`)
  return { key: of('key').slice(0, 40), receipt: { ...newReceipt(), ...codeFrom(of('code'), 'hex') } }
}

const WAITS = 40
const WAIT_MS = 50

/** The number under which that press was received before; null where it was not, or where it never ended. */
export const receivedBefore = async (payload: BasePayload, key: string): Promise<null | string> => {
  for (let tries = 0; tries < WAITS; tries += 1) {
    const row = await findRow({ payload }, SUBMISSIONS, { key: { equals: key } })
    if (!row) return null
    if (row.state === 'confirmed') return String(row.receiptNumber)
    await pause(WAIT_MS)
  }
  return null
}
