const chainOf = (error: unknown): unknown[] => {
  const chain: unknown[] = []
  let at: unknown = error
  while (at !== undefined && at !== null && !chain.includes(at)) {
    chain.push(at)
    at = (at as { cause?: unknown }).cause
  }
  return chain
}

/**
 * Why something failed, in one line. A failed query names its SQL with the values of rows, which are nothing for a log:
 * the driver's own message, its innermost cause, is taken instead, without the values that some of them quote.
 */
export const reasonOf = (error: unknown): string => {
  const innermost = chainOf(error).at(-1)
  const message = innermost instanceof Error ? innermost.message : String(innermost)
  if (/^Failed query/.test(message)) return 'a query failed'
  return (
    message
      .split('\n')[0]!
      .replace(/\s*dup key: .*$/, '')
      .replace(/: ".*$/, '') || 'unknown'
  )
}

/** True for a table or column that the database does not have: the site's migrations have not run. */
export const isUnmigrated = (error: unknown): boolean =>
  chainOf(error).some((one) => {
    const { code, message } = one as { code?: unknown; message?: unknown }
    return (
      code === '42P01' ||
      code === '42703' ||
      (typeof message === 'string' && /no such (table|column)/i.test(message))
    )
  })
