import type { Role } from '../kernel/actor.js'
import type { OfficeHours } from '../kernel/officeHours.js'

/** Options that every capability sees (sanitized, frozen). */
export interface SharedOptions {
  /** IANA zone of the organization: due dates and deletion count in it. @default 'America/Toronto' */
  timeZone: string
  /** When somebody is expected to answer; null: at any time. */
  officeHours: Readonly<OfficeHours> | null
  /** First path segment below the API route for public pages; neutral on purpose. @default 'info' */
  publicPath: string
  /** Languages of the public pages, the first is the fallback. */
  locales: readonly string[]
  now: () => Date
  /** The host gave no clock of its own: that of the machine counts, and that of the database can be held against it. */
  machineClock: boolean
  /** Returns the client's address from trusted headers, or undefined. Only ever used as a daily-salted digest. */
  clientAddress: (headers: Headers) => string | undefined
  /** Limits of public intake per hour: per source and as a whole. @default { perSource: 20, total: 2000 } */
  intake: { perSource: number; total: number; minFillSeconds: number }
  /** Seconds between two runs of the runners in this process; false leaves it to `governanceTick` or the endpoint. */
  runEverySeconds: false | number
  /** Maps a user to role codes; the default reads the field `governanceRoles`. */
  rolesOf: (user: Record<string, unknown>) => Role[]
}
