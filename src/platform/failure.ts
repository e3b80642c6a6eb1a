import { causesOf } from './databases/index.js'

/**
 * Why something failed, in one line. A failed query names its SQL with the values of rows, which are nothing for a log:
 * the driver's own message, its innermost cause, is taken instead, without the values that some of them quote.
 */
export const reasonOf = (error: unknown): string => {
  const innermost = causesOf(error).at(-1)
  const message = innermost instanceof Error ? innermost.message : String(innermost)
  if (/^Failed query/.test(message)) return 'a query failed'
  return (
    message
      .split('\n')[0]!
      .replace(/\s*dup key: .*$/, '')
      .replace(/: ".*$/, '') || 'unknown'
  )
}

/** Its code, or the kind of error: at most 100 characters, and nothing of what it was about. */
export const codeOf = (error: unknown): string =>
  String((error as NodeJS.ErrnoException).code ?? (error instanceof Error ? error.name : 'error')).slice(
    0,
    100,
  )
