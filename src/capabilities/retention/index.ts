import type { FootprintPort, HoldPort } from '../../kernel/ports.js'
import type { Capability } from '../../platform/runtime.js'
import { certificateCollection, deletionCollection, handledCollection, holdCollection, planCollection } from './collections.js'
import type { Retention } from './context.js'
import { endpoints } from './endpoints.js'
import { WATCH_TIMER } from './events.js'
import { governCollections, retentionSeal } from './gate.js'
import { holdPort } from './holds.js'
import { retentionRunner, startWatch, watchOverdue } from './jobs.js'
import type { SanitizedRetention } from './options.js'
import { drawPlans } from './plans.js'

export interface RetentionPorts {
  /** Capabilities that keep something about the records themselves. */
  footprints?: FootprintPort[]
}

/** T: collected data is gone when it was promised to be, with its whole footprint, and with proof (S2-25, S2-26). */
export const retention = (options: SanitizedRetention, ports: RetentionPorts = {}): Capability<{ holds: HoldPort }> => {
  const own: Retention = { options, rules: new Map(), footprints: ports.footprints ?? [] }
  return {
    key: 'retention',
    collections: [
      { collection: deletionCollection, appendOnly: true },
      { collection: certificateCollection, appendOnly: true },
      { collection: holdCollection, appendOnly: true },
      { collection: planCollection, appendOnly: true },
      { collection: handledCollection, appendOnly: true },
    ],
    govern: (config) => governCollections(own, config),
    seals: [retentionSeal(own)],
    runners: [retentionRunner(own)],
    timers: { [WATCH_TIMER]: watchOverdue(own) },
    endpoints: endpoints(own),
    onInit: async (payload) => {
      await drawPlans({ payload }, own)
      if (own.rules.size > 0) await startWatch({ payload })
    },
    port: { holds: holdPort(own) },
  }
}
