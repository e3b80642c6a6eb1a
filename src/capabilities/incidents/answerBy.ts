import { addOfficeMinutes, officeDay, type OfficeHours } from '../../kernel/officeHours.js'
import type { Severity } from '../../kernel/ports.js'

const DAY = 24 * 60

/** Until when a case must be taken: what is critical does not wait for the office to open. */
export const answerBy = (
  severity: Severity,
  from: Date,
  minutes: Partial<Record<Severity, number>>,
  hours: OfficeHours | null,
): Date => {
  const span = minutes[severity] ?? (hours ? officeDay(hours) : DAY)
  return hours && severity !== 'critical'
    ? addOfficeMinutes(from, span, hours)
    : new Date(from.getTime() + span * 60_000)
}
