/** Attempts before a mail is given up and shown as dead. */
export const MAX_ATTEMPTS = 12

/** Exponential backoff from 30 s, doubled each time, at most 4 h; `jitter` in [0, 1) spreads up to a quarter. */
export const backoffSeconds = (attempts: number, jitter: number): number =>
  Math.round(Math.min(30 * 2 ** Math.max(attempts - 1, 0), 4 * 3600) * (1 + jitter / 4))

/** 5xx answers are final (RFC 5321, 4.2.1); everything else is tried again. */
export const isPermanent = (error: { responseCode?: number }): boolean =>
  typeof error.responseCode === 'number' && error.responseCode >= 500 && error.responseCode < 600

export type Outcome = { state: 'dead' | 'waiting'; nextAt: Date; lastError: string }

/** What follows a failed attempt. */
export const afterFailure = (attempts: number, error: { message: string; responseCode?: number }, now: Date, jitter: number): Outcome => ({
  state: isPermanent(error) || attempts >= MAX_ATTEMPTS ? 'dead' : 'waiting',
  nextAt: new Date(now.getTime() + backoffSeconds(attempts, jitter) * 1000),
  // The server's words can quote the address: keep only the code and the first line without addresses.
  lastError: `${error.responseCode ?? ''} ${error.message.split('\n')[0]?.replace(/\S+@\S+/g, '…') ?? ''}`.trim().slice(0, 200),
})
