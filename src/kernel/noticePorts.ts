import type { Place } from './ports.js'
import type { Ref } from './ref.js'
import type { Bilingual } from './text.js'

/** Key of a purpose, wherever one is named. */
export const PURPOSE_KEY = /^[a-z0-9-]{1,40}$/

/** What a version of a notice promises in a form that the other capabilities can be held to (S1-01 to S1-11). */
export interface NoticePromises {
  /** What collected data is used for. A form may name no other purpose. `key`: small letters, digits, hyphens. */
  purposes: { key: string; label: Bilingual }[]
  /** How long collected data is kept at most; null where the version does not say. */
  retention: { amount: number; unit: 'days' | 'months' } | null
  /** Who else gets it. */
  recipients: Bilingual[]
  /** Whom to ask; any of these may be missing. */
  contact: { name?: string; email?: string; telephone?: string; address?: string }
}

/** The version of a notice in force at an instant. */
export interface NoticeInForce {
  /** `gov-notice-versions:7` */
  ref: Ref
  number: number
  /** Rises with every publication: a submission that read an older one rebinds. */
  sequence: number
  inForceFrom: Date
  /** Null where the version has text only. */
  promises?: NoticePromises | null
  /** Of the text in each language. */
  hashes?: { en: string; fr: string }
}
export interface NoticePort {
  /** The version in force now; null while none was ever published. `notice` is a key, `site` by default. */
  inForce: (place: Place, notice?: string) => Promise<NoticeInForce | null>
  /**
   * The same for whoever is about to bind something to it: waits while a publication is under way, so that an instant
   * taken before this call is never later than the start of a version that this call does not see.
   */
  settled: (place: Place, notice?: string) => Promise<NoticeInForce | null>
  /**
   * What happened to a notice since somebody was shown version `shown`, up to the one in force: that version, null if
   * there is none of that number, and whether who published one since said that its change matters to everybody.
   */
  since: (
    place: Place,
    notice: string | undefined,
    shown: number,
    inForce: NoticeInForce,
  ) => Promise<{ shown: NoticeInForce | null; said: boolean }>
}
