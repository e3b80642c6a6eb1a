import type { CollectionConfig } from 'payload'

import { randomToken, sameSecret, sha256 } from '../kernel/canonical.js'
import { GovernanceError } from '../kernel/errors.js'
import type { ReceiptDraft } from '../kernel/ports.js'
import { findRow, insertOnce, type Row } from './db.js'
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

const readableCode = (length: number): string => {
  const bytes = Buffer.from(randomToken(length * 2), 'base64url')
  return Array.from(bytes.subarray(0, length), (byte) => ALPHABET[byte % ALPHABET.length]).join('')
}

/** A number such as `K7QM-2XRD` for people, and a token for the link. Neither says when or about what. */
export const newReceipt = (): { number: string; token: string; tokenHash: string } => {
  const token = randomToken()
  return { number: `${readableCode(4)}-${readableCode(4)}`, token, tokenHash: sha256(token) }
}

export const storeReceipt = async (ctx: Context, draft: ReceiptDraft): Promise<void> => {
  const { number, tokenHash, kind, subject, issuedAt, expiresAt, locale, facts } = draft
  await insertOnce(ctx, RECEIPTS, {
    number,
    tokenHash,
    kind,
    subject,
    issuedAt: issuedAt.toISOString(),
    expiresAt: expiresAt?.toISOString(),
    locale,
    facts: facts ?? {},
  })
}

const unknownReceipt = (): GovernanceError =>
  new GovernanceError(
    'receiptUnknown',
    'This receipt could not be found. Check that the whole address was copied.',
  )

/** The receipt of that number if the token is its own and it has not expired; otherwise one answer for all cases. */
export const verifyReceipt = async (ctx: Context, number: string, token: string, now: Date): Promise<Row> => {
  // Of another shape it was never given out, and some databases refuse to look for it.
  if (!/^[\w-]{1,60}$/.test(number)) throw unknownReceipt()
  const row = await findRow(ctx, RECEIPTS, { number: { equals: number } })
  const matches = sameSecret(String(row?.tokenHash ?? ''), sha256(token))
  if (!row || !matches || (row.expiresAt && new Date(row.expiresAt as string) < now)) throw unknownReceipt()
  return row
}
