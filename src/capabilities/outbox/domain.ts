/**
 * Exponential backoff from 30 s, doubled each time, at most 4 h; `jitter` in [0, 1) spreads up to a quarter.
 */
export const backoffSeconds = (attempts: number, jitter: number): number =>
  Math.round(Math.min(30 * 2 ** Math.max(attempts - 1, 0), 4 * 3600) * (1 + jitter / 4))

/**
 * What a mail library throws: the server's answer if there was one, and where in the conversation it
 * happened.
 */
export interface SendError {
  message: string
  responseCode?: number
  code?: string
}

/** Nothing was said about this mail: the server could not be reached, did not let us in or did not answer. */
const SERVER_TROUBLE = [
  'EAUTH',
  'ECONNECTION',
  'ECONNREFUSED',
  'ECONNRESET',
  'EDNS',
  'EOAUTH2',
  'EPROTOCOL',
  'ESOCKET',
  'ETIMEDOUT',
  'ETLS',
]

export const isServerTrouble = (error: SendError): boolean =>
  error.code !== undefined && SERVER_TROUBLE.includes(error.code)

/**
 * 5xx answers to a mail are final (RFC 5321, 4.2.1); a wrong password or a closed door is about the server
 * instead.
 */
export const isPermanent = (error: SendError): boolean =>
  !isServerTrouble(error) &&
  typeof error.responseCode === 'number' &&
  error.responseCode >= 500 &&
  error.responseCode < 600

export interface Outcome {
  state: 'dead' | 'waiting'
  nextAt: Date
  lastError: string
}

/** The server's words can quote addresses and what was sent: only code and kind are kept. */
const reasonOf = (error: SendError): string =>
  [error.responseCode, error.code].filter((part) => part !== undefined).join(' ') || 'unknown'

/** What follows a failed attempt. */
export const afterFailure = (
  attempts: number,
  error: SendError,
  now: Date,
  jitter: number,
  maxAttempts: number,
): Outcome => ({
  state: isPermanent(error) || attempts >= maxAttempts ? 'dead' : 'waiting',
  nextAt: new Date(now.getTime() + backoffSeconds(attempts, jitter) * 1000),
  lastError: reasonOf(error),
})

/**
 * Seconds a mail is taken for while it is being sent. A runner that dies meanwhile is followed by another
 * attempt.
 */
export const TAKEN_SECONDS = 300
/**
 * Seconds after which a run begins no further mail: the other work of its process (timers, the sealer) waits meanwhile.
 * With the slowest mail it stays below the time that mails are taken for.
 */
export const SENDING_SECONDS = 60
/** Seconds until a mail to a vacant role is looked at again. */
export const VACANT_SECONDS = 900
/** The longest of these waits: a mail that was tried and waits longer was made to by a clock that was ahead. */
export const LONGEST_SECONDS = 5 * 3600
