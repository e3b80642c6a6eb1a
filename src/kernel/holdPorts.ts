import type { Actor } from './actor.js'
import type { Place } from './ports.js'
import type { Ref } from './ref.js'

/** What a hold is on. */
export type HoldOn =
  /** One record, as `collection:id`. */
  | { kind?: 'record'; subject: Ref }
  /** Whoever has this account, or this address, which is not kept: records whose fields name them. */
  | { kind: 'person'; subject: Ref }
  | { kind: 'person'; address: string }
  /** What belongs to a case, now and later; `whileOpen`: whoever closes the case releases it. */
  | { kind: 'case'; subject: Ref; whileOpen?: boolean }
  /** What a question to one collection finds, now and later. */
  | { kind: 'query'; collection: string; where: object }

/** What keeps records from being deleted. */
export type HoldDraft = HoldOn & {
  why: string
  /** When somebody looks at it again. */
  reviewAt: Date
}

/** A hold in force. */
export interface HoldFound {
  id: number | string
  why: string
  byRef: Ref
  byName: string
  placedAt: Date
  reviewAt: Date
  whileOpen: boolean
}

/** Holds on deletion, placed by retention's own screens, by incidents and, later, by requests. */
export interface HoldPort {
  /** Which of these records a hold keeps now. */
  isHeld: (place: Place, subjects: Ref[]) => Promise<Set<Ref>>
  /**
   * `going`: records whose deletion had begun before, which it does not keep.
   * @throws GovernanceError `beingDeleted` when the deletion of the one record was faster.
   */
  place: (place: Place, draft: HoldDraft, actor: Actor) => Promise<{ id: number | string; going: number }>
  release: (place: Place, hold: number | string, why: string, actor: Actor) => Promise<void>
  /** Those that were placed on this very subject. */
  on: (place: Place, subject: Ref) => Promise<HoldFound[]>
}

/** What a hold on a case needs to know of it. */
export interface CasePort {
  /** The case of that number, for somebody who may see it. */
  find: (place: Place, actor: Actor, number: string) => Promise<null | Ref>
  numberOf: (place: Place, actor: Actor, subject: Ref) => Promise<null | string>
  /** Records that belong to it and to what was merged with it. */
  recordsOf: (place: Place, subject: Ref) => Promise<Ref[]>
  isOpen: (place: Place, subject: Ref) => Promise<boolean>
}
