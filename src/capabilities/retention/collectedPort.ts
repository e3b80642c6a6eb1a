import type { CollectedPort } from '../../kernel/breachPorts.js'
import type { Context } from '../../platform/runtime.js'
import type { Retention } from './context.js'
import { addressesOfRecord, asksForAddress } from './names.js'
import { DEFAULT_COLLECTION } from './options.js'

/** For whoever must tell the people in collected data: messages of forms have a port of their own. */
export const collectedPort = (retention: Retention): CollectedPort => ({
  collections: (place) =>
    [...retention.rules.values()].flatMap(({ collection, receivedAt, copies }) =>
      !copies && collection !== DEFAULT_COLLECTION && asksForAddress(place as Context, retention, collection)
        ? [{ collection, receivedAt }]
        : [],
    ),
  addressesIn: (place, collection, record) =>
    addressesOfRecord(place as Context, retention, collection, record),
})
