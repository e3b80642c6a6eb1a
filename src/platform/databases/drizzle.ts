import type { DriverError } from './differences.js'

/** What SQLite and Postgres share, because drizzle speaks to both: it lists every value of a failed query. */
export const removeParameters = (error: DriverError): void => {
  const { message = '', stack, params } = error
  if (!Array.isArray(params)) return
  const end = message.indexOf('\nparams: ')
  const wordless = end < 0 ? message : message.slice(0, end)
  Object.assign(error, { params: [], message: wordless, stack: stack?.replace(message, () => wordless) })
}
