import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** JSON with sorted keys, without undefined; dates as ISO text. The same value gives the same text everywhere. */
export const canonicalJSON = (value: unknown): string => {
  if (value === undefined || value === null) return 'null'
  if (typeof value !== 'object') return JSON.stringify(value)
  if (value instanceof Date) return JSON.stringify(value.toISOString())
  if (Array.isArray(value)) return `[${value.map(canonicalJSON).join(',')}]`
  const record = value as Record<string, unknown>
  // Written for speed: a verification does this for every entry of the ledger.
  let body = ''
  for (const key of Object.keys(record).sort()) {
    const one = record[key]
    if (one === undefined) continue
    body += `${body === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJSON(one)}`
  }
  return `{${body}}`
}

/** SHA-256 in hex. */
export const sha256 = (text: Uint8Array | string): string => createHash('sha256').update(text).digest('hex')

export const hashOf = (value: unknown): string => sha256(canonicalJSON(value))

/** HMAC-SHA-256 in hex: keyed digests of ids and commitments to personal values. */
export const keyedHash = (key: string, text: string): string =>
  createHmac('sha256', key).update(text).digest('hex')

/** `bytes` random bytes as URL-safe text; 32 bytes for tokens. */
export const randomToken = (bytes = 32): string => randomBytes(bytes).toString('base64url')

/** Compares two texts in constant time (their digests, so that lengths do not matter). */
export const sameSecret = (a: string, b: string): boolean =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest())
