import { instantFrom } from '../../kernel/calendar.js'
import { GovernanceError } from '../../kernel/errors.js'

const FIELD = 'happenedAt'

/**
 * When something happened, as a form or a program says it: ISO 8601, read in the organization's zone where it names
 * none; undefined where nothing was said.
 * @throws GovernanceError `invalidInput` for what is no time, or is still to come.
 */
export const happenedAtFrom = (text: string, timeZone: string, now: Date): Date | undefined => {
  if (text === '') return undefined
  const at = instantFrom(text, timeZone)
  const why = Number.isNaN(+at) || at.getUTCFullYear() < 1900 ? 'notATime' : at > now ? 'stillToCome' : null
  if (why === null) return at
  const sentence =
    why === 'notATime'
      ? `"${FIELD}" is not a date and time.`
      : 'This time is still to come. Please say when it happened, or leave it empty.'
  throw new GovernanceError('invalidInput', sentence, { field: FIELD, why }, { field: FIELD })
}
