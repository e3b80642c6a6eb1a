import type { Endpoint } from 'payload'

import { doesNotExist } from '../../kernel/errors.js'
import { defineEndpoint, textOf } from '../../platform/endpoint.js'
import { nowOf } from '../../platform/runtime.js'
import { wake } from '../../platform/tick.js'
import { revive } from './store.js'
import { liftUnsafe } from './unsafe.js'

/** "Try again" on a dead mail, for those who see the list of mails. */
export const retryEndpoint: Endpoint = defineEndpoint({
  path: '/governance/outbox/:id/retry',
  method: 'post',
  access: ['aed', 'ed'],
  handler: async ({ req, params }) => {
    const row = await revive(req.payload, params.id ?? '', nowOf(req.payload))
    if (!row) throw doesNotExist()
    wake(req.payload, ['outbox'])
    return { state: 'waiting' }
  },
})

/** "It is safe to write there again", for those who see the list of people not to write to. */
export const liftEndpoint: Endpoint = defineEndpoint({
  path: '/governance/unsafe-addresses/:id/lift',
  method: 'post',
  access: ['privacy-officer', 'aed', 'ed'],
  handler: async ({ req, actor, params, body }) => {
    const reason = textOf(body, 'reason', { required: true, max: 2000 })
    await liftUnsafe(req.payload, params.id ?? '', actor, reason)
    return { lifted: true }
  },
})
