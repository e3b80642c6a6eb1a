import { flag, isRecord } from './kernel/checks.js'
import { invalidOption } from './kernel/errors.js'
import { isTimeZone } from './kernel/calendar.js'
import { type OfficeHoursOptions, sanitizeOfficeHours } from './kernel/officeHours.js'
import {
  type ApprovalsOptions,
  namedRoles,
  type SanitizedApprovals,
  sanitizeApprovals,
} from './capabilities/approvals/options.js'
import { type BreachOptions, type SanitizedBreach, sanitizeBreach } from './capabilities/breach/options.js'
import {
  type ConsentsOptions,
  type SanitizedConsents,
  sanitizeConsents,
} from './capabilities/consents/options.js'
import { type FormsOptions, type SanitizedForms, sanitizeForms } from './capabilities/forms/options.js'
import {
  type IncidentsOptions,
  type SanitizedIncidents,
  sanitizeIncidents,
} from './capabilities/incidents/options.js'
import {
  type ModerationOptions,
  type SanitizedModeration,
  sanitizeModeration,
} from './capabilities/moderation/options.js'
import {
  type NoticesOptions,
  type SanitizedNotices,
  sanitizeNotices,
} from './capabilities/notices/options.js'
import { type LedgerOptions, type SanitizedLedger, sanitizeLedger } from './capabilities/ledger/options.js'
import { type OutboxOptions, type SanitizedOutbox, sanitizeOutbox } from './capabilities/outbox/options.js'
import {
  type RetentionOptions,
  type SanitizedRetention,
  sanitizeRetention,
} from './capabilities/retention/options.js'
import { type RolesOptions, type SanitizedRoles, sanitizeRoles } from './capabilities/roles/options.js'
import { type ClosedDoors, type DoorOptions, sanitizeDoors } from './platform/doors.js'
import type { CollectionOverride } from './platform/merge.js'
import type { SharedOptions } from './platform/runtime.js'

/**
 * `false` switches a capability off; `{ enabled: false, … }` does, too, and with its other options keeps all that they
 * add to the schema: collections stay, and the fields on the host's collections that the options name.
 */
type Switched<Options> = (Options & { /** @default true */ enabled?: boolean }) | false

/** What a host may pass to `governancePlugin`. Everything has a default. */
export interface GovernanceOptions {
  /** IANA time zone of the organization; due dates and deletion count in it. @default 'America/Toronto' */
  timeZone?: string
  /**
   * When somebody is expected to answer, in that time zone; `false` where deadlines go by the clock. Critical incidents
   * ignore it. @default { weekdays: [1, 2, 3, 4, 5], opens: '09:00', closes: '17:00', holidays: [] }
   */
  officeHours?: false | OfficeHoursOptions
  /** First path segment of the public pages below the API route. Neutral on purpose. @default 'info' */
  publicPath?: string
  /** The clock, for tests and demonstrations. @default () => new Date() */
  now?: () => Date
  /**
   * The address of a client, from headers your proxy sets. Used as a daily-salted digest for limits only.
   * @default the last entry of `x-forwarded-for`
   */
  clientAddress?: (headers: Headers) => string | undefined
  /** Limits of public intake per hour, and the least time a person takes to fill in a form. */
  intake?: {
    /** @default 20 */
    perSource?: number
    /** @default 2000 */
    total?: number
    /** @default 2 */
    minFillSeconds?: number
  }
  /**
   * How often this process runs what is due (mail, timers, deletion). `false` where no process lives long: then call
   * `governanceTick(payload)` from a cron. @default 30
   */
  runEverySeconds?: false | number
  roles?: RolesOptions
  /** The evidence of everything. It cannot be switched off. */
  ledger?: LedgerOptions
  /** Delivery of mails. It cannot be switched off. */
  outbox?: OutboxOptions
  /** `false` switches a capability off; its collections stay in the schema, so that migrations stay stable. */
  approvals?: Switched<ApprovalsOptions>
  moderation?: Switched<ModerationOptions>
  notices?: Switched<NoticesOptions>
  forms?: Switched<FormsOptions>
  consents?: Switched<ConsentsOptions>
  retention?: Switched<RetentionOptions>
  incidents?: Switched<IncidentsOptions>
  breach?: Switched<BreachOptions>
  /**
   * Doors that Payload and its form builder leave open to anybody who is signed in. `false` leaves all of them as they
   * were, `{ jobs: false }` that one. @default all closed
   */
  closeDoors?: DoorOptions | false
  /** Each collection that the plugin adds can be changed: `{ 'gov-incidents': ({ defaultCollection }) => … }`. */
  overrides?: Record<string, CollectionOverride>
}

export interface SanitizedOptions {
  readonly shared: SharedOptions
  readonly roles: SanitizedRoles
  readonly ledger: SanitizedLedger
  readonly outbox: SanitizedOutbox
  readonly approvals: { on: boolean; options: SanitizedApprovals }
  readonly moderation: { on: boolean; options: SanitizedModeration }
  readonly notices: { on: boolean; options: SanitizedNotices }
  readonly consents: { on: boolean; options: SanitizedConsents }
  readonly forms: { on: boolean; options: SanitizedForms }
  readonly retention: { on: boolean; options: SanitizedRetention }
  readonly incidents: { on: boolean; options: SanitizedIncidents }
  readonly breach: { on: boolean; options: SanitizedBreach }
  readonly doors: ClosedDoors
  readonly overrides: Record<string, CollectionOverride>
}

/** Proxies append: the last entry is the one that your own proxy saw. */
const lastForwarded = (headers: Headers): string | undefined =>
  headers.get('x-forwarded-for')?.split(',').pop()?.trim()

const positive = (option: string, value: number): number => {
  if (!Number.isFinite(value) || value < 0)
    throw invalidOption(option, `must be a number of at least 0, not ${String(value)}.`)
  return value
}

const section = <Raw extends object, Clean>(
  option: string,
  raw: Switched<Raw> | undefined,
  sanitize: (raw?: Raw) => Clean,
): { on: boolean; options: Clean } => {
  if (raw !== undefined && raw !== false && !isRecord(raw)) {
    throw invalidOption(option, 'must be an object of options, or false to switch it off.')
  }
  const { enabled, ...rest } = (raw === false || raw === undefined ? {} : raw) as { enabled?: boolean }
  const isOn = flag(`${option}.enabled`, enabled, true)
  return Object.freeze({ on: raw !== false && isOn, options: sanitize(rest as Raw) })
}

const aFunction = (option: string, value: unknown): void => {
  if (value !== undefined && typeof value !== 'function') throw invalidOption(option, 'must be a function.')
}

const checkedOverrides = (
  overrides: Record<string, CollectionOverride> = {},
): Record<string, CollectionOverride> => {
  if (!isRecord(overrides)) throw invalidOption('overrides', 'must be an object of functions by collection.')
  for (const [slug, override] of Object.entries(overrides)) aFunction(`overrides.${slug}`, override)
  return Object.freeze({ ...overrides })
}

const KNOWN = [
  'timeZone',
  'officeHours',
  'publicPath',
  'now',
  'clientAddress',
  'intake',
  'runEverySeconds',
  'roles',
  'ledger',
  'outbox',
  'approvals',
  'moderation',
  'notices',
  'forms',
  'consents',
  'retention',
  'incidents',
  'breach',
  'closeDoors',
  'overrides',
]

/** One frozen copy; never changes what the host passed. @throws GovernanceError `invalidOption`, naming the option. */
export const sanitizeOptions = (options: GovernanceOptions = {}): SanitizedOptions => {
  for (const key of Object.keys(options)) {
    if (!KNOWN.includes(key)) throw invalidOption(key, `is not known. Known options: ${KNOWN.join(', ')}.`)
  }
  const timeZone = options.timeZone ?? 'America/Toronto'
  if (!isTimeZone(timeZone))
    throw invalidOption('timeZone', `must be an IANA name such as "America/Toronto", not "${timeZone}".`)
  const publicPath = options.publicPath ?? 'info'
  if (!/^[a-z0-9-]+$/.test(publicPath))
    throw invalidOption('publicPath', 'may hold small letters, digits and hyphens only.')
  aFunction('now', options.now)
  aFunction('clientAddress', options.clientAddress)
  const roles = sanitizeRoles(options.roles)
  const approvals = section('approvals', options.approvals, sanitizeApprovals)
  for (const { option, role } of namedRoles(approvals.options)) {
    if (!Object.hasOwn(roles.labels, role))
      throw invalidOption(
        option,
        `names the role "${role}", which this site does not have. Known: ${Object.keys(roles.labels).join(', ')}. Add others in \`roles.labels\`.`,
      )
  }
  return Object.freeze({
    shared: Object.freeze({
      timeZone,
      officeHours: sanitizeOfficeHours(options.officeHours, timeZone),
      publicPath,
      locales: ['en', 'fr'],
      now: options.now ?? (() => new Date()),
      machineClock: options.now === undefined,
      clientAddress: options.clientAddress ?? lastForwarded,
      intake: Object.freeze({
        perSource: positive('intake.perSource', options.intake?.perSource ?? 20),
        total: positive('intake.total', options.intake?.total ?? 2000),
        minFillSeconds: positive('intake.minFillSeconds', options.intake?.minFillSeconds ?? 2),
      }),
      runEverySeconds:
        options.runEverySeconds === false
          ? false
          : positive('runEverySeconds', options.runEverySeconds ?? 30),
      rolesOf: roles.rolesOf,
    }),
    roles,
    ledger: sanitizeLedger(options.ledger),
    outbox: sanitizeOutbox(options.outbox),
    approvals,
    moderation: section('moderation', options.moderation, sanitizeModeration),
    notices: section('notices', options.notices, sanitizeNotices),
    consents: section('consents', options.consents, sanitizeConsents),
    forms: section('forms', options.forms, sanitizeForms),
    retention: section('retention', options.retention, sanitizeRetention),
    incidents: section('incidents', options.incidents, sanitizeIncidents),
    breach: section('breach', options.breach, sanitizeBreach),
    doors: sanitizeDoors(options.closeDoors),
    overrides: checkedOverrides(options.overrides),
  })
}
