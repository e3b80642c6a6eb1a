import type { Severity } from '../kernel/ports.js'
import type { Ref } from '../kernel/ref.js'

/** Something that is wrong now and that those who answer for the site must hear of, though nobody reports it. */
export interface Alarm {
  /** Names the cause: it opens one case per window, in whichever process it is noticed first. */
  key: string
  /** A kind of incidents. */
  kind: string
  severity: Severity
  /** Said in the language of whoever reads the case. It names nobody. */
  because: { key: string; values?: Record<string, string> }
  /** Whom among staff it is about: they learn nothing of the case. */
  concerned?: Ref[]
  /** So long after a case the same cause opens no other. @default a day */
  windowMinutes?: number
}
