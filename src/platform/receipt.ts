import type { CollectionConfig } from 'payload'

import { randomToken, sameSecret, sha256 } from '../kernel/canonical.js'
import { GovernanceError } from '../kernel/errors.js'
import type { ReceiptDraft } from '../kernel/ports.js'
import { findRow, recordOnce, type Row } from './db.js'
import type { Context } from './runtime.js'

export const RECEIPTS = 'gov-receipts'

/** A receipt holds no personal data: number, hash of its token, what it is for, and public facts. */
export const receiptCollection: CollectionConfig = {
  slug: RECEIPTS,
  admin: { hidden: true },
  graphQL: false,
  fields: [
    { name: 'number', type: 'text', required: true, unique: true, index: true },
    { name: 'tokenHash', type: 'text', required: true },
    { name: 'kind', type: 'text', required: true },
    { name: 'subject', type: 'text', required: true, index: true },
    { name: 'issuedAt', type: 'date', required: true },
    { name: 'expiresAt', type: 'date', index: true },
    { name: 'locale', type: 'text' },
    { name: 'facts', type: 'json' },
  ],
}

/** No letters that are confused when read over the telephone. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTVWXYZ23456789'

/** Letters and digits of the alphabet from random bytes, in groups: `K7QM-2XRD`. */
const readableCode = (bytes: Buffer, groups: number, size: number): string =>
  Array.from({ length: groups }, (_, group) =>
    Array.from(
      bytes.subarray(group * size, (group + 1) * size),
      (byte) => ALPHABET[byte % ALPHABET.length],
    ).join(''),
  ).join('-')

/** As it is kept: however somebody typed it. */
const plain = (typed: string): string => typed.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')

export interface ReceiptCode {
  /** For the link, and to write down: 20 letters and digits (98 bits) in groups of five. */
  token: string
  tokenHash: string
}

/** The code that belongs to a secret (hex or base64url, 20 bytes or more): the same one each time. */
export const codeFrom = (secret: string, encoding: 'base64url' | 'hex'): ReceiptCode => {
  const token = readableCode(Buffer.from(secret, encoding), 4, 5)
  return { token, tokenHash: sha256(plain(token)) }
}

/** A number such as `K7QM-2XRD` for people, and a code for the link. Neither says when or about what. */
export const newReceipt = (): ReceiptCode & { number: string } => ({
  number: readableCode(Buffer.from(randomToken(8), 'base64url'), 2, 4),
  ...codeFrom(randomToken(), 'base64url'),
})

export const storeReceipt = async (ctx: Context, draft: ReceiptDraft): Promise<void> => {
  const { number, tokenHash, kind, subject, issuedAt, expiresAt, locale, facts } = draft
  const row = {
    number,
    tokenHash,
    kind,
    subject,
    issuedAt: issuedAt.toISOString(),
    // When the row was written says no more than when the receipt was issued.
    createdAt: issuedAt.toISOString(),
    updatedAt: issuedAt.toISOString(),
    expiresAt: expiresAt?.toISOString(),
    locale,
    facts: facts ?? {},
  }
  // A receipt of the day only has no other time.
  await recordOnce(ctx, RECEIPTS, row, { timeless: true })
}

/** A number as it was given out, however somebody typed it. */
const asGiven = (typed: string): string => {
  const letters = plain(typed)
  return letters.length === 8 ? `${letters.slice(0, 4)}-${letters.slice(4)}` : typed
}

/** The same for what is forged, expired, somebody else's or not there: nobody learns which. */
export const unknownReceipt = (): GovernanceError =>
  new GovernanceError(
    'receiptUnknown',
    'This receipt could not be found. Check the number and the code, or that the whole address was copied.',
  )

/** The receipt of that number if the token is its own and it has not expired; otherwise one answer for all cases. */
export const verifyReceipt = async (ctx: Context, number: string, token: string, now: Date): Promise<Row> => {
  // Of another shape it was never given out, and some databases refuse to look for it.
  if (!/^[\w -]{1,60}$/.test(number)) throw unknownReceipt()
  const row = await findRow(ctx, RECEIPTS, { number: { equals: asGiven(number) } })
  const kept = String(row?.tokenHash ?? '')
  // Receipts of an earlier version have tokens in which capitals count.
  const [typed, exact] = [sameSecret(kept, sha256(plain(token))), sameSecret(kept, sha256(token))]
  const matches = typed || exact
  if (!row || !matches || (row.expiresAt && new Date(row.expiresAt as string) < now)) throw unknownReceipt()
  return row
}
