/** Names of the sentences below `governance:mail:reason`. */
export type Reason =
  | 'closed'
  | 'concerned'
  | 'notTheirs'
  | 'interrupted'
  | 'later'
  | 'noAddress'
  | 'password'
  | 'refused'
  | 'silent'
  | 'unknown'
  | 'unreachable'
  | 'unsafe'
  | 'vacant'

const WORDS: Record<string, Reason> = {
  concerned: 'concerned',
  notTheirs: 'notTheirs',
  interrupted: 'interrupted',
  'no account or address': 'noAddress',
  'not safe to write': 'unsafe',
}

/** What a stored reason means to whoever must put it right; the code itself is shown beside it. */
export const reasonOf = (lastError: string): Reason => {
  const known = WORDS[lastError]
  if (known) return known
  if (lastError.startsWith('vacant:')) return 'vacant'
  if (/EAUTH|EOAUTH2/.test(lastError)) return 'password'
  if (/ETIMEDOUT/.test(lastError)) return 'silent'
  if (/^5\d\d ECONNECTION/.test(lastError)) return 'closed'
  if (/ECONN|EDNS|ESOCKET|ETLS|EPROTOCOL/.test(lastError)) return 'unreachable'
  if (/^5\d\d/.test(lastError)) return 'refused'
  return /^4\d\d/.test(lastError) ? 'later' : 'unknown'
}
