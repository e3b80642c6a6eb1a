import { dayIn } from '../../kernel/calendar.js'
import { hashOf, keyedHash } from '../../kernel/canonical.js'
import { type Actor, hasRole } from '../../kernel/actor.js'
import { machine } from '../../kernel/stateMachine.js'

/** Who sees the worklist and deletes from it (S2-25), and who places holds and confirms plans. */
export const WORKERS = ['communications', 'privacy-officer', 'aed', 'ed']
export const DECIDERS = ['privacy-officer', 'aed', 'ed']
export const maySee = (actor: Actor): boolean => hasRole(actor, ...WORKERS)
export const mayDecide = (actor: Actor): boolean => hasRole(actor, ...DECIDERS)

const HOUR = 3_600_000

/** The earlier of the moment of writing and what the record says: a later claim never lengthens. */
export const receiptOf = (claimed: unknown, now: Date): Date => {
  const at = claimed instanceof Date ? claimed : typeof claimed === 'string' ? new Date(claimed) : now
  return Number.isNaN(at.getTime()) || at > now ? now : at
}

/** Days by which a file may be older than the record that it came with: a conversation may take some. */
const SENT_WITHIN_DAYS = 7

/**
 * Whether an upload came with the record that names it. What is published, or was there long before, belongs to the
 * site: naming it in a form takes nothing away. Such a file leaves by the rule of its own collection.
 */
export const cameWith = (upload: { createdAt: Date; published: boolean }, recordCreatedAt: Date): boolean =>
  !upload.published && upload.createdAt.getTime() >= recordCreatedAt.getTime() - SENT_WITHIN_DAYS * 24 * HOUR

/** Records whose date lies before this instant are to be deleted now: the promise is a ceiling. */
export const dueBefore = (now: Date, earlyHours: number): Date => new Date(now.getTime() + earlyHours * HOUR)

export const isDue = (deleteAfter: Date, now: Date, earlyHours: number): boolean =>
  deleteAfter <= dueBefore(now, earlyHours)

export const isOverdue = (deleteAfter: Date, now: Date): boolean => deleteAfter < now

/** A date may be brought forward, never moved later or taken away. */
export const lengthens = (stored: Date, wished: Date | null): boolean => wished === null || wished > stored

/** Calendar days from today to that day in the organization's zone; negative when it has passed. */
export const daysUntil = (at: Date, now: Date, timeZone: string): number =>
  Math.round((Date.parse(dayIn(at, timeZone)) - Date.parse(dayIn(now, timeZone))) / (24 * HOUR))

export type UnitState =
  'certified' | 'filesGone' | 'intended' | 'listed' | 'rowsGone' | 'uploadsGone' | 'versionsGone' | 'void'
export type UnitAction = 'certify' | 'dropRows' | 'list' | 'yield'

/**
 * One deletion unit. Its row is written before anything goes and lists everything that will, so that the next run
 * finds all of it where a killed one stopped. Versions, rows, uploaded documents and the step to "rows gone" are one
 * write where the database has transactions; elsewhere they are repeated until they are through. Files follow: they
 * wait in the unit until each is gone, and hold nothing else up.
 */
export const unitMachine = machine<UnitState, UnitAction>('deletion', {
  intended: { list: 'listed', yield: 'void' },
  // Back while nothing is gone: a hold came while the list was written, or a hook of the host keeps every record.
  listed: { dropRows: 'rowsGone', yield: 'void' },
  // Units that an earlier version of the plugin left half done: each part of the rest may be repeated.
  filesGone: { dropRows: 'rowsGone' },
  uploadsGone: { dropRows: 'rowsGone' },
  versionsGone: { dropRows: 'rowsGone' },
  rowsGone: { certify: 'certified' },
  certified: {},
  void: {},
})

/** States in which a unit still has work to do. */
export const OPEN_STATES: UnitState[] = unitMachine.states.filter(
  (state) => unitMachine.actionsIn(state).length > 0,
)

/** States in which its records are listed and may still be there. */
export const LISTED_STATES: UnitState[] = unitMachine.states.filter((state) =>
  unitMachine.actionsIn(state).includes('dropRows'),
)

/** The one way forward from a state after listing. */
export const nextAction = (state: UnitState): UnitAction | null =>
  unitMachine.actionsIn(state).find((action) => action !== 'yield') ?? null

export type HoldState = 'active' | 'placing' | 'refused' | 'released'
/** A hold writes itself (`placing`), then reads the open deletions, and only then holds. */
export const holdMachine = machine<HoldState, 'confirm' | 'keep' | 'refuse' | 'release'>('hold', {
  placing: { confirm: 'active', refuse: 'refused' },
  active: { keep: 'active', release: 'released' },
  refused: {},
  released: {},
})
/** States that keep a record from being deleted. */
export const HOLDING: HoldState[] = ['placing', 'active']

export type PlanState = 'confirmed' | 'empty' | 'proposed'
export const planMachine = machine<PlanState, 'confirm'>('plan', {
  proposed: { confirm: 'confirmed' },
  confirmed: {},
  empty: {},
})

export type ChangeState = 'lengthening' | 'looking' | 'settled' | 'waiting'
export type ChangeAction = 'ask' | 'change' | 'confirm' | 'finish'
/**
 * A rule that differs from the one that records were dated by. A look at each brings forward what now leaves earlier;
 * whether the others may stay longer is for a person to say.
 */
export const changeMachine = machine<ChangeState, ChangeAction>('change of a rule', {
  settled: { change: 'looking' },
  looking: { change: 'looking', ask: 'waiting', finish: 'settled' },
  waiting: { change: 'looking', confirm: 'lengthening' },
  lengthening: { change: 'looking', finish: 'settled' },
})

export interface Counts {
  rows: number
  versions: number
  /** Documents of upload collections. */
  uploads: number
  /** Files on disk, sizes included. */
  files: number
  /** Records whose values were counted for statistics, where any were. */
  counted?: number
}
export const NO_COUNTS: Counts = { rows: 0, versions: 0, uploads: 0, files: 0 }

/** What a certificate needs of a finished unit. */
export interface FinishedUnit {
  key: string
  counts: Counts
  digests: string[]
  windowFrom: string
  windowTo: string
  startedAt: string
  failures: number
  /** Where traces were found and swept, and how many; units of an earlier version do not say. */
  stores?: Readonly<Record<string, number>>
  /** Files that could not be deleted yet. */
  filesLeft: number
}

export interface Tally extends Counts {
  units: string[]
  digest: string
  windowFrom: string
  windowTo: string
  startedAt: string
  failures: number
  stores: Record<string, number>
  filesLeft: number
}

const earliest = (texts: string[]): string => [...texts].sort()[0] ?? ''
const latest = (texts: string[]): string => [...texts].sort().at(-1) ?? ''

const storesOf = (units: FinishedUnit[]): Record<string, number> => {
  const sums: Record<string, number> = {}
  for (const { stores = {} } of units)
    for (const [key, count] of Object.entries(stores)) sums[key] = (sums[key] ?? 0) + Number(count)
  return sums
}

/** Sums up finished units. The same units in any order give the same certificate. */
export const tally = (units: FinishedUnit[]): Tally => {
  const sum = (key: keyof Counts): number => units.reduce((total, unit) => total + (unit.counts[key] ?? 0), 0)
  const counted = sum('counted')
  return {
    rows: sum('rows'),
    versions: sum('versions'),
    uploads: sum('uploads'),
    files: sum('files'),
    // Certificates of what was only deleted say nothing of it, as they always have.
    ...(counted > 0 ? { counted } : {}),
    failures: units.reduce((total, unit) => total + unit.failures, 0),
    filesLeft: units.reduce((total, unit) => total + unit.filesLeft, 0),
    units: units.map((unit) => unit.key).sort(),
    digest: digestOfDigests(units.flatMap((unit) => unit.digests)),
    windowFrom: earliest(units.map((unit) => unit.windowFrom)),
    windowTo: latest(units.map((unit) => unit.windowTo)),
    startedAt: earliest(units.map((unit) => unit.startedAt)),
    stores: storesOf(units),
  }
}

/**
 * Keyed digest of one record: says later that this very record was deleted, without keeping its id. The time of
 * creation is part of it, because SQLite gives the id of a deleted row to a new one.
 */
export const recordDigest = (secret: string, ref: string, createdAt: string): string =>
  keyedHash(secret, `retention:${ref}@${createdAt}`)

export const digestOfDigests = (digests: string[]): string => hashOf([...digests].sort())
