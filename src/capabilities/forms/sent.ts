import { GovernanceError } from '../../kernel/errors.js'

const unreadable = (): GovernanceError =>
  new GovernanceError(
    'invalidInput',
    'This could not be read: every value needs the name of its field.',
    { field: 'submissionData' },
    { field: 'submissionData' },
  )

/** The form builder's stored form, as a record. A field that comes twice is not text. */
export const recordOf = (data: unknown): Record<string, unknown> => {
  if (data === undefined || data === null) return {}
  if (!Array.isArray(data) || data.length > 200) throw unreadable()
  const record = Object.create(null) as Record<string, unknown>
  for (const item of data as unknown[]) {
    const { field, value } = (item ?? {}) as { field?: unknown; value?: unknown }
    if (typeof field !== 'string') throw unreadable()
    record[field] = field in record ? [record[field], value] : value
  }
  return record
}

/** Far beyond what a form asks: it has some dozens of fields. */
const MOST_VALUES = 5000
const DEEPEST = 64

/**
 * What holds more than any form asks is refused before Payload goes through it.
 * @throws GovernanceError `invalidInput`
 */
export const refuseUnwieldy = (data: unknown): void => {
  const left: [unknown, number][] = [[data, 0]]
  for (let seen = 0; left.length > 0; seen += 1) {
    const [value, depth] = left.pop()!
    if (seen > MOST_VALUES || depth > DEEPEST) throw unreadable()
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) continue
    const inner: unknown[] = Object.values(value)
    if (inner.length > MOST_VALUES) throw unreadable()
    for (const one of inner) left.push([one, depth + 1])
  }
}
