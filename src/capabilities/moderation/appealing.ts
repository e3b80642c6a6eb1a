import { addSpan } from '../../kernel/calendar.js'
import { GovernanceError } from '../../kernel/errors.js'
import type { CaseState } from './domain.js'

/** Minutes in which whoever removed something can take it back, and in which its author is not told yet. */
export const UNDO_MINUTES = 10

/** Until when a decision of that time can be appealed: whole days by the organization's calendar. */
export const appealableUntil = (decidedAt: Date, days: number, timeZone: string): Date =>
  addSpan(decidedAt, { days }, timeZone)

export interface AppealFacts {
  /** Of the decision; null where nothing was decided. */
  state: CaseState | null
  until: Date
  /** An appeal against this decision is there, whatever became of it. */
  appealed: boolean
}

const refused = (why: string, sentence: string): GovernanceError =>
  new GovernanceError('stateConflict', sentence, { why })

/**
 * May this decision be appealed now? Once, and within the term.
 * @throws GovernanceError `stateConflict`
 */
export const judgeAppeal = ({ state, until, appealed }: AppealFacts, now: Date): void => {
  if (appealed) throw refused('appealed', 'You have appealed before. The receipt says what became of it.')
  if (state !== 'removed')
    throw refused('nothingToAppeal', 'Nothing was removed, so there is nothing to appeal against.')
  if (now > until)
    throw refused('appealTooLate', 'The time to appeal is over. You can still write to the organization.')
}

/**
 * May this removal still be taken back? By whoever made it, for some minutes, and not once its author appealed.
 * @throws GovernanceError `stateConflict`, `notAllowed`
 */
export const judgeUndo = (
  the: { decidedBy: string; decidedAt: Date; appealed: boolean },
  actorRef: string,
  now: Date,
): void => {
  if (the.decidedBy !== actorRef)
    throw new GovernanceError(
      'notAllowed',
      'Only the person who decided can take it back. The author can appeal.',
      { why: 'undoOthers' },
    )
  if (the.appealed || now.getTime() - the.decidedAt.getTime() > UNDO_MINUTES * 60_000)
    throw refused(
      'undoTooLate',
      'It is too late to take this back: the author may have been told. They can appeal.',
    )
}
