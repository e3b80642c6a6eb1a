import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** ASCII that JSON writes as it is. */
const PLAIN = /^[ !#-[\]-~]*$/
const quoted = (text: string): string => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text))

const sortedKeys = (record: object): string[] => {
  const keys = Object.keys(record)
  return keys.every((key, index) => index === 0 || keys[index - 1]! < key) ? keys : keys.sort()
}

/**
 * JSON with sorted keys, without undefined; dates as ISO text. The same value gives the same text everywhere.
 * Written for speed: a verification does this for every entry of the ledger.
 */
export const canonicalJSON = (value: unknown): string => {
  if (typeof value === 'string') return quoted(value)
  if (value === undefined || value === null) return 'null'
  if (typeof value !== 'object') return JSON.stringify(value)
  if (value instanceof Date) return quoted(value.toISOString())
  let body = ''
  if (Array.isArray(value)) {
    for (const one of value) body += `${body && ','}${canonicalJSON(one)}`
    return `[${body}]`
  }
  const record = value as Record<string, unknown>
  for (const key of sortedKeys(record)) {
    const one = record[key]
    if (one !== undefined) body += `${body && ','}${quoted(key)}:${canonicalJSON(one)}`
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
