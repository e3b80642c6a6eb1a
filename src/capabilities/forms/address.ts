import { isIPv4, isIPv6 } from 'node:net'

import { addSpan, dayIn } from '../../kernel/calendar.js'
import { keyedHash } from '../../kernel/canonical.js'
import { timeZoneOf } from '../../platform/clock.js'
import { all, findRows, setAll } from '../../platform/db.js'
import { type Context, type Runner, runtimeOf } from '../../platform/runtime.js'
import { SUBMISSIONS } from './collections.js'
import type { SanitizedForms } from './options.js'

/** Eight groups of an IPv6 address, written out. */
const groupsOf = (address: string): string[] => {
  const [head = '', tail] = address.split('%')[0]!.split('::')
  const [first, last] = [head, tail ?? ''].map((part) => part.split(':').filter(Boolean))
  const gap = tail === undefined ? 0 : 8 - first!.length - last!.length
  return [...first!, ...Array.from({ length: Math.max(gap, 0) }, () => '0'), ...last!]
}

/** `203.0.113.77` as `203.0.113.0`, IPv6 as its first 48 bits. What is no address is nothing. */
export const truncated = (given: string): null | string => {
  const address = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(given)?.[1] ?? given
  if (isIPv4(address)) return `${address.split('.').slice(0, 3).join('.')}.0`
  return isIPv6(address) ? `${groupsOf(address).slice(0, 3).join(':').toLowerCase()}::` : null
}

/** What is kept of the address that a submission comes from, and until when. */
export const addressKept = (
  { address: policy, addressDays }: SanitizedForms,
  { payload, req }: Context,
  now: Date,
): { address?: null | string; addressUntil?: string } => {
  if (policy === 'nothing' || !req?.headers) return {}
  const given = runtimeOf(payload).options.clientAddress(req.headers)
  if (!given) return {}
  const timeZone = timeZoneOf(payload)
  const address =
    policy === 'truncated'
      ? truncated(given)
      : keyedHash(payload.secret, `form-address:${dayIn(now, timeZone)}:${given}`)
  return address === null
    ? {}
    : { address, addressUntil: addSpan(now, { days: addressDays }, timeZone).toISOString() }
}

/** What was kept of addresses goes when its days are over, long before the message does. */
export const addressSweeper: Runner = {
  key: 'forms-addresses',
  everySeconds: 3600,
  run: async ({ payload, now }) => {
    const due = all({ addressUntil: { less_than: now.toISOString() } }, { address: { exists: true } })
    const rows = await findRows({ payload }, SUBMISSIONS, due, { limit: 1000, fields: ['id'] })
    if (rows.length === 0) return { done: 0 }
    await setAll({ payload }, SUBMISSIONS, due, { address: null, addressUntil: null })
    return { done: rows.length }
  },
}
