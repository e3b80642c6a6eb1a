import { invalidOption } from '../../kernel/errors.js'

export interface OutboxOptions {
  /**
   * Seconds that one mail may take before the server counts as not answering. Below the lease of 60.
   * @default 45
   */
  sendTimeoutSeconds?: number
  /** Attempts before a mail is given up and shown as dead; twelve span about a day. @default 12 */
  maxAttempts?: number
  /**
   * Mails on their way at the same time, for the whole site. That many at most are sent twice when the process is
   * killed at that moment: SMTP has no way to ask whether a mail was taken. @default 1
   */
  connections?: number
}

export interface SanitizedOutbox {
  readonly sendTimeoutSeconds: number
  readonly maxAttempts: number
  readonly connections: number
}

/** @throws GovernanceError `invalidOption`, naming the option. */
export const sanitizeOutbox = (options: OutboxOptions = {}): SanitizedOutbox => {
  const sendTimeoutSeconds = options.sendTimeoutSeconds ?? 45
  if (!(sendTimeoutSeconds > 0 && sendTimeoutSeconds < 60)) {
    throw invalidOption('outbox.sendTimeoutSeconds', 'must be above 0 and below 60.')
  }
  const maxAttempts = options.maxAttempts ?? 12
  if (!Number.isInteger(maxAttempts) || maxAttempts < 1) {
    throw invalidOption('outbox.maxAttempts', 'must be a whole number of at least 1.')
  }
  const connections = options.connections ?? 1
  if (!Number.isInteger(connections) || connections < 1 || connections > 50) {
    throw invalidOption('outbox.connections', 'must be a whole number from 1 to 50.')
  }
  return Object.freeze({ sendTimeoutSeconds, maxAttempts, connections })
}
