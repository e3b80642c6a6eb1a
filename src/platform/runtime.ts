import type { AsyncLocalStorage } from 'node:async_hooks'

import type {
  BasePayload,
  CollectionConfig,
  Config,
  Endpoint,
  GlobalConfig,
  PayloadRequest,
  Where,
} from 'payload'

import type { AccessTable, HostTable } from '../kernel/accessTable.js'
import type { Actor, Role } from '../kernel/actor.js'
import type { Effects, Person } from '../kernel/ports.js'
import type { Ref } from '../kernel/ref.js'
import type { Alarm } from './alarm.js'
import type { Missing, NavLink, ReceiptLine } from './lines.js'
import type { Context } from './context.js'
import type { DeskCard } from './deskCard.js'
import type { SafeHtml } from './html.js'

export type { Alarm } from './alarm.js'
export type { Missing, NavLink, ReceiptLine } from './lines.js'
export type { Context } from './context.js'
export type { DeskCard, DeskItem } from './deskCard.js'
import type { SharedOptions } from './sharedOptions.js'
import type { Sinks } from './sinks.js'

export type { SharedOptions } from './sharedOptions.js'

export interface WriteAttempt {
  operation: 'create' | 'delete' | 'update'
  /** Collection slug, or `global:slug`. */
  collection: string
  id?: number | string
  where?: Where
  data?: Record<string, unknown>
  /** True for version rows. */
  version?: boolean
  req?: Partial<PayloadRequest>
  /** The arguments as the adapter got them. */
  args: Record<string, unknown>
}

/** What a seal that lets a write pass still wants of it. */
export interface Verdict {
  /** Replaces arguments of the adapter, for instance to make the write conditional on what was judged. */
  args?: Record<string, unknown>
  /** Called with what the adapter returned; may throw when a conditional write found no row. */
  written?: (result: unknown) => void
  /** Called after the write succeeded. */
  done?: () => Promise<void>
  /** Called when the write, or another seal, failed after this seal had let it pass. */
  failed?: () => Promise<void>
}

/** Judges a write at the adapter, below every API. Throws a GovernanceError to refuse. */
export interface Seal {
  key: string
  applies: (collection: string) => boolean
  judge: (attempt: WriteAttempt, ctx: Context) => Promise<Verdict | void>
  /** Called after the write succeeded, with what the adapter returned. */
  done?: (attempt: WriteAttempt, ctx: Context, result?: unknown) => Promise<void>
}

/** Tells the holder of a receipt what became of the matter, in their language. `row` is the receipt. */
export type ReceiptLines = (
  row: { subject: string; locale?: string; issuedAt: string; facts?: Record<string, string> },
  ctx: Context & { req: PayloadRequest; t: Translate; locale: 'en' | 'fr'; now: Date },
) => Promise<ReceiptLine[]>

/** What its holder can do with a receipt, on its page. `code` is what opened the page. */
export type ReceiptPart = (
  receipt: { number: string; code: string },
  ctx: Context & { req: PayloadRequest; t: Translate; locale: 'en' | 'fr'; now: Date },
) => Promise<SafeHtml | null>

export interface RunReport {
  done: number
  left?: number
  note?: string
}

/** Work that goes on without a request. Must be idempotent: a run may be cut anywhere and repeated. */
export interface Runner {
  key: string
  /** Shortest time between two runs over all processes. */
  everySeconds: number
  /** Looks at what the others did: it comes when all of them had their turn. */
  last?: true
  run: (ctx: Context & { fence: () => Promise<void>; now: Date }) => Promise<RunReport>
}

export type Translate = (key: string, values?: Record<string, unknown>) => string
export interface DeskContext extends Context {
  req: PayloadRequest
  actor: Actor
  t: Translate
  locale: string
  now: Date
  adminRoute: string
}

export interface DoctorContext extends Context {
  t: Translate
  locale: 'en' | 'fr'
}

/** Where people are named, below the admin route. */
export const SETUP_PATH = '/governance/setup'

export interface AdminView {
  key: string
  path: `/${string}`
  component: string
  /** Key of the title in the browser's tab, which is that of the page's heading. */
  title: string
}

export interface GovernedCollection {
  collection: CollectionConfig
  /** What stays in the schema instead while the capability is switched off: same columns, nothing that acts. */
  whenOff?: CollectionConfig
  /** Refuses update and delete at the adapter, `overrideAccess` included. */
  appendOnly?: boolean
  /** Left out, seals included, where the host has a collection of that slug. */
  onlyIfAbsent?: boolean
}

/** Reads data for a server component of the capability, which imports no server file; checks access itself. */
export type Reader = (ctx: Context & { actor: Actor }, input: Record<string, unknown>) => Promise<unknown>

export interface Capability<Port = undefined> {
  key: string
  /** Its part of the access table: each collection and global that it adds. `on` is false while it is switched off. */
  access?: (on: boolean) => AccessTable
  /** What it puts on top of the access of the host's collections, once `govern` has seen them. */
  hostAccess?: (config: Config) => HostTable
  collections?: GovernedCollection[]
  globals?: GlobalConfig[]
  endpoints?: Endpoint[]
  /** Hooks and access on the host's own collections. Returns a new config, never mutates. */
  govern?: (config: Config) => Config
  /** Only the fields that `govern` adds, hidden: they stay in the schema while the capability is switched off. */
  schema?: (config: Config) => Config
  /** Collections and globals whose documents have a history worth reading: each gets a tab with it. */
  histories?: (config: Config) => { collections?: string[]; globals?: string[] }
  /** Records that this person must not learn of, by any door: neither entries nor mails about them are shown. */
  hides?: (ctx: Context, actor: Actor) => Promise<Ref[]>
  /** Whether this person may still be told of it, asked when a mail leaves; undefined for what is not its own. */
  mayBeTold?: (ctx: Context, actor: Actor, about: Ref) => Promise<boolean | undefined>
  /** Further subjects under which the ledger speaks of this record: a comment's cases, say. */
  related?: (ctx: Context, subject: Ref) => Promise<Ref[]>
  /** Last of all, when everything was added. Returns a new config, never mutates. */
  complete?: (config: Config, capabilities: Capability<unknown>[]) => Config
  /** The host's collections of which an outsider must not learn what exists; those of the plugin are among them. */
  closed?: (config: Config) => string[]
  seals?: Seal[]
  runners?: Runner[]
  views?: AdminView[]
  /** Components by Payload slot. */
  slots?: { beforeDashboard?: string[]; header?: string[]; afterNavLinks?: string[] }
  desk?: (ctx: DeskContext) => Promise<DeskCard | null>
  /** Links in the navigation group "Governance", for this person. `href` includes the admin route. */
  navLinks?: (ctx: DeskContext) => NavLink[]
  /** Links that it puts on the page of another capability's record: what can be begun from there. */
  linksAbout?: (ctx: DeskContext, about: Ref) => Promise<NavLink[]>
  /** For server components: `read('moderation', 'queue')`. */
  reads?: Record<string, Reader>
  missing?: (ctx: Context) => Promise<Missing[]>
  /** Templates of mails that only inform and that no policy asks for: a person may switch them off. */
  informing?: readonly string[]
  /** What is wrong now: it opens a case by itself. */
  alarms?: (ctx: Context & { now: Date }) => Promise<Alarm[]>
  onInit?: (payload: BasePayload) => Promise<void>
  /** Lines for `payload governance:doctor`, in the language of the terminal. */
  doctor?: (ctx: DoctorContext) => Promise<string[]>
  /** What the receipt page says, by kind of receipt (`submission`, `report`, `incident`, …). */
  receipts?: Record<string, ReceiptLines>
  /** The same for what its holder can do there. */
  receiptParts?: Record<string, ReceiptPart>
  /** Handlers of timers by kind, see `platform/timer.ts`. */
  timers?: Record<string, TimerHandler>
  port?: Port
}

export interface TimerRow {
  id: number | string
  key: string
  kind: string
  subject: Ref
  step: number
  dueAt: string
  data: Record<string, unknown>
}
/** Decides what a due timer does: effects, and either the next due time or the end. */
export type TimerHandler = (
  timer: TimerRow,
  ctx: Context & { now: Date },
) => Promise<{ effects?: Effects; next: Date | null }>

export interface Runtime {
  options: SharedOptions
  /** Id of the run that goes on, for what runners write on the ledger. */
  run: AsyncLocalStorage<string>
  capabilities: Capability<unknown>[]
  seals: Seal[]
  runners: Runner[]
  timers: Record<string, TimerHandler>
  sinks: Sinks
  /** People by role, from the admin users. */
  people: (payload: BasePayload, roles: Role[]) => Promise<Person[]>
  /** Collections that carry unit fields, for the healer. */
  unitCollections: string[]
  /** Who may what, on everything that the plugin adds and on what it governs of the host's. */
  table: { ours: AccessTable; hosts: HostTable }
  /** Slugs of every collection the plugin added. */
  added: string[]
  /** Names of the fields it added to the host's collections, by slug; those that are stored. */
  addedFields: Record<string, string[]>
  /** Capabilities whose work at start is still to do. */
  unstarted: Capability<unknown>[]
  /** For server components, which reach the plugin through the running config only. */
  actorOf: (req: Pick<PayloadRequest, 'payload' | 'user'>) => Actor
  translatorFor: (payload: BasePayload, locale: string) => Translate
}

/** The runtime of this Payload instance. Read at each call, so that hot reload sees new options. */
export const runtimeOf = (payload: BasePayload): Runtime => {
  const runtime = (payload.config.custom as { governance?: Runtime } | undefined)?.governance
  if (!runtime) throw new Error('payload-plugin-governance is not installed on this config.')
  return runtime
}

export const nowOf = (payload: BasePayload): Date => runtimeOf(payload).options.now()
