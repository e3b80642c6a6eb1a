import type { Endpoint } from 'payload'

import { doesNotExist } from '../../kernel/errors.js'
import { defineEndpoint } from '../../platform/endpoint.js'
import { nowOf } from '../../platform/runtime.js'
import { wake } from '../../platform/tick.js'
import { revive } from './store.js'

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
