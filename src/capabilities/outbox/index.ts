import type { Capability } from '../../platform/runtime.js'
import { outboxCollection } from './collections.js'
import { canSend, enqueue, outboxRunner } from './store.js'

/** X: reliable mail. Written with its cause, delivered by a runner, never counted as sent when it was only logged. */
export const outbox = (): Capability<{ enqueue: typeof enqueue }> => ({
  key: 'outbox',
  collections: [{ collection: outboxCollection, appendOnly: true }],
  runners: [outboxRunner],
  missing: async ({ payload }) => (canSend(payload) ? [] : [{ key: 'governance:missing:email' }]),
  onInit: async (payload) => {
    if (!canSend(payload)) payload.logger.warn('governance: no email adapter is configured: mails wait in "gov-outbox" and are not sent.')
  },
  doctor: async ({ payload }) => [canSend(payload) ? 'Mail: an email adapter is configured.' : 'Mail: NO email adapter; mails wait and are not sent.'],
  port: { enqueue },
})
