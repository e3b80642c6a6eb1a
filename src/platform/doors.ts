import {
  type Access,
  type BasePayload,
  type CollectionConfig,
  type Config,
  type GlobalConfig,
  type PayloadRequest,
} from 'payload'

import { type HostRules, type HostTable, type Rules, stores } from '../kernel/accessTable.js'
import { hasRole, type Role } from '../kernel/actor.js'
import { flag } from '../kernel/checks.js'
import { invalidOption } from '../kernel/errors.js'
import { asVersions, isStaff, withGlobalRules, withHostRules } from './access.js'
import { actorOf } from './actor.js'
import { mapCollections } from './merge.js'

/** What Payload and its form builder leave to anybody who is signed in. Each is closed unless it says `false`. */
export interface DoorOptions {
  /** Running, queueing and cancelling jobs: AED, ED, and whom your own rule lets in unsigned. @default true */
  jobs?: boolean
  /** The global `payload-jobs-stats`: read by AED and ED, changed by Payload only. @default true */
  jobStats?: boolean
  /** Forms are changed by staff, and what was sent is deleted by those who may read it. @default true */
  formBuilder?: boolean
  /**
   * Versions of your collections and globals that have no `access.readVersions`: read by staff, as far as they may read
   * the document. @default true
   */
  versions?: boolean
  /** Locks (who is editing what) are listed, set and lifted by staff. @default true */
  locks?: boolean
  /** Payload's scheduler takes orders only from who may publish (or unpublish) that document. @default true */
  schedulePublish?: boolean
}
export type ClosedDoors = Readonly<Required<DoorOptions>>

const DOORS = ['jobs', 'jobStats', 'formBuilder', 'versions', 'locks', 'schedulePublish'] as const

/** @throws GovernanceError `invalidOption`, naming the option. */
export const sanitizeDoors = (raw: DoorOptions | false = {}): ClosedDoors => {
  const given: Record<string, unknown> =
    raw === false ? Object.fromEntries(DOORS.map((door) => [door, false])) : { ...raw }
  for (const door of Object.keys(given)) {
    if (!(DOORS as readonly string[]).includes(door))
      throw invalidOption(`closeDoors.${door}`, `is not known. Known: ${DOORS.join(', ')}.`)
  }
  const closed = DOORS.map((door) => [door, flag(`closeDoors.${door}`, given[door], true)])
  return Object.freeze(Object.fromEntries(closed) as never)
}

type JobAccess = (args: { req: PayloadRequest }) => boolean | Promise<boolean>

/** A cron that comes with a secret has no account: whether it may is for the host's own rule to say. */
const forLeaders =
  (host: JobAccess | undefined): JobAccess =>
  async (args) => {
    const actor = actorOf(args.req)
    if (actor.kind === 'visitor') return host ? host(args) : false
    return hasRole(actor, 'aed', 'ed') && (host ? await host(args) : true)
  }

const withJobs = (config: Config): Config => {
  const host = (config.jobs?.access ?? {}) as Record<'cancel' | 'queue' | 'run', JobAccess | undefined>
  return {
    ...config,
    jobs: {
      ...config.jobs,
      access: { run: forLeaders(host.run), queue: forLeaders(host.queue), cancel: forLeaders(host.cancel) },
    } as Config['jobs'],
  }
}

/** Whoever may read the document may read its versions, if they are staff. */
const versionsAsRead =
  (read: Access | undefined): Access =>
  async ({ req }) => {
    if (!isStaff(req)) return false
    const allowed = read ? await read({ req }) : true
    return asVersions(allowed)
  }

const withVersions = <T extends CollectionConfig | GlobalConfig>(entity: T): T =>
  entity.versions && !entity.access?.readVersions
    ? { ...entity, access: { ...entity.access, readVersions: versionsAsRead(entity.access?.read as Access) } }
    : entity

/** Slugs of the form builder's collections, and who reads what was sent. */
export interface FormBuilder {
  forms: string
  submissions: string
  readers: readonly Role[]
}

const JOB_STATS = 'payload-jobs-stats'
const JOB_STATS_RULES: Rules = { ...stores(['aed', 'ed']) }
const LOCKS = 'payload-locked-documents'
const LOCKS_RULES: HostRules = { create: 'staff', read: 'staff', update: 'staff', delete: 'staff' }

/** The part of the access table that closes these doors. */
export const doorsTable = (config: Config, doors: ClosedDoors, builder: FormBuilder): HostTable => {
  const { forms, submissions, readers } = builder
  const has = (slug: string): boolean => config.collections?.some((one) => one.slug === slug) ?? false
  return {
    ...(doors.formBuilder && has(forms)
      ? { [forms]: { create: 'staff', update: 'staff', delete: 'staff' } }
      : {}),
    ...(doors.formBuilder && has(submissions) ? { [submissions]: { delete: readers } } : {}),
    ...(doors.locks ? { [LOCKS]: LOCKS_RULES } : {}),
    ...(doors.jobStats ? { [`global:${JOB_STATS}`]: JOB_STATS_RULES } : {}),
  }
}

/** Payload's own open doors, closed on the host's config; a rule that the host wrote is composed or kept. */
export const closeDoors = (config: Config, doors: ClosedDoors, builder: FormBuilder): Config => {
  let closed = config
  if (doors.versions)
    closed = {
      ...closed,
      collections: closed.collections?.map(withVersions),
      globals: closed.globals?.map(withVersions),
    }
  const table = doorsTable(config, doors, builder)
  closed = mapCollections(
    closed,
    ({ slug }) => slug in table,
    (collection) => withHostRules(table[collection.slug]!, collection),
  )
  return doors.jobs ? withJobs(closed) : closed
}

/**
 * Payload adds these by itself, after all plugins, open to everybody with an account, members of the public included:
 * they could break the schedule with a bad date, see which record is open to whom, lock it in a colleague's name and
 * lift that lock. Payload takes locks and counts runs through the adapter, which asks nobody; its panel asks for locks
 * and lifts them as its person.
 */
export const closeLate = (payload: BasePayload, doors: ClosedDoors): void => {
  const locks = payload.collections[LOCKS as never] as { config: CollectionConfig } | undefined
  if (locks && doors.locks)
    Object.assign(locks.config.access!, withHostRules(LOCKS_RULES, { ...locks.config }).access)
  const global = payload.config.globals.find(({ slug }) => slug === JOB_STATS)
  if (global && doors.jobStats)
    Object.assign(global.access, withGlobalRules(JOB_STATS_RULES, { slug: JOB_STATS, fields: [] }).access)
}
