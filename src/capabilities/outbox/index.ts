import type { ContactPort, FatePort } from '../../kernel/breachPorts.js'
import type { AddressKeys, FootprintPort } from '../../kernel/ports.js'
import type { Capability } from '../../platform/runtime.js'
import { outboxAccess } from './access.js'
import { outboxCollection, unsafeCollection } from './collections.js'
import { liftEndpoint, retryEndpoint } from './endpoints.js'
import { fates } from './fates.js'
import { outboxFootprint } from './footprint.js'
import { outboxRunner } from './jobs.js'
import type { SanitizedOutbox } from './options.js'
import { canSend, countDead, deadAlarms, enqueue } from './store.js'
import { addressKeys, listUnsafe } from './unsafe.js'

interface OutboxPort {
  enqueue: typeof enqueue
  canSend: typeof canSend
  addressKeys: AddressKeys
  listUnsafe: typeof listUnsafe
  footprint: FootprintPort
  fates: FatePort
}

/**
 * X: reliable mail. Written with its cause, delivered by a runner, never counted as sent when it was only
 * logged.
 */
export const outbox = (
  options: SanitizedOutbox,
  contacts?: () => Pick<ContactPort, 'addressOf'> | undefined,
): Capability<OutboxPort> => ({
  key: 'outbox',
  access: () => outboxAccess,
  collections: [
    { collection: outboxCollection, appendOnly: true },
    { collection: unsafeCollection, appendOnly: true },
  ],
  endpoints: [retryEndpoint, liftEndpoint],
  runners: [outboxRunner(options, contacts)],
  alarms: deadAlarms,
  missing: async ({ payload }) => {
    const dead = await countDead(payload)
    return [
      ...(canSend(payload)
        ? []
        : [{ key: 'governance:missing:email', todo: 'governance:terminal:doctor:doEmail' }]),
      ...(dead === 0
        ? []
        : [
            {
              key: 'governance:missing:deadMail',
              values: { count: String(dead) },
              todo: 'governance:terminal:doctor:doMails',
              href: `${payload.config.routes.admin}/collections/gov-outbox?where[state][equals]=dead`,
            },
          ]),
    ]
  },
  onInit: async (payload) => {
    if (!canSend(payload)) {
      payload.logger.warn(
        'governance: no email adapter is configured: mails wait in "gov-outbox" and are not sent.',
      )
    }
  },
  doctor: async ({ payload, t }) => [
    t(`governance:terminal:doctor:mail${canSend(payload) ? '' : 'None'}`),
    t('governance:terminal:doctor:mailDead', { count: await countDead(payload) }),
  ],
  port: { enqueue, canSend, addressKeys, listUnsafe, fates, footprint: outboxFootprint },
})
