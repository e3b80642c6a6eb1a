import type { Row } from '../../../platform/db.js'
import type { Signal } from './rules.js'

export type { Signal } from './rules.js'

/** Of the revision that is read now: of another one the places would be wrong. */
export const signalsShown = (the: Row, comment: Row): Signal[] =>
  Number(the.revision) === Number(comment.revision) ? ((the.signals as null | Signal[]) ?? []) : []
