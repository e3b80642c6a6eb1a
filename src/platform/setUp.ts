import type { Actor } from '../kernel/actor.js'
import type { SetUpPlace } from '../kernel/ports.js'
import type { Ref } from '../kernel/ref.js'
import type { Context, Missing } from './runtime.js'
import type { Settings } from './settings.js'

/** What the page and the commands of the set-up read and write. The overview does the work. */
export interface SetUpState {
  may: boolean
  /** Nobody is AED or ED yet, so whoever comes first may do it. */
  firstCome: boolean
  /** It was never finished: who does it may name themselves. */
  open: boolean
  /** False when the host keeps roles in its own way. */
  grantsHere: boolean
  /** Who may be named: empty for those who may not do the set-up. */
  people: { ref: Ref; name: string; email: string }[]
  /** First holder of each place. */
  holders: Record<SetUpPlace, Ref | null>
  /** Places of capabilities that are on. */
  places: SetUpPlace[]
  settings: Settings
  timeZone: string
  /** Slug of the collection of accounts, for who may create one there. */
  createsIn: null | string
}

export interface SetUpInput {
  people: Partial<Record<SetUpPlace, Ref>>
  organization?: { en: string; fr: string }
  emergency?: { en: string; fr: string }
  phone?: string
  exitAddress?: string
}

export interface Checkup {
  /** Nothing is missing and everything could be asked. */
  well: boolean
  lines: string[]
}

/** What the commands in a terminal (src/bin) call. */
export interface OverviewCommands {
  /** In the language of the terminal. @default 'en' */
  checkup: (ctx: Context, locale?: 'en' | 'fr') => Promise<Checkup>
  missing: (ctx: Context) => Promise<Missing[]>
  setUpState: (ctx: Context, actor: Actor) => Promise<SetUpState>
  runSetUp: (
    ctx: Context,
    input: SetUpInput,
    actor: Actor,
  ) => Promise<{ named: SetUpPlace[]; firstCome: boolean }>
}
