import type { ConsentPort } from '../../kernel/consentPorts.js'
import type { FootprintPort } from '../../kernel/ports.js'
import type { Capability, SharedOptions } from '../../platform/runtime.js'
import type { Sinks } from '../../platform/sinks.js'
import { consentsAccess } from './access.js'
import { consentsCollection } from './collections.js'
import type { Consents } from './context.js'
import { settleOpen } from './due.js'
import { endpoints } from './endpoints.js'
import { consentPart } from './page.js'
import { consentFootprint, consentPort } from './port.js'
import { publicEndpoints } from './publicEndpoints.js'
import type { SanitizedConsents } from './options.js'
import { storeConsent } from './store.js'

export { mayUseData, type MayUseOptions } from './host.js'

export interface ConsentsDoor extends ConsentPort {
  /** Also while it is switched off: what a unit left behind is finished. */
  sink: Sinks['consent']
  footprint: FootprintPort
}

/** C: a record per consent, bound to the notice, withdrawn by link and obeyed from that instant (S1-24 to S1-31). */
export const consents = (
  options: SanitizedConsents,
  ports: Consents['ports'] & { shared?: Pick<SharedOptions, 'publicPath'> } = {},
): Capability<ConsentsDoor> => {
  const own: Consents = { options, ports }
  return {
    key: 'consents',
    access: () => consentsAccess(options.readers),
    endpoints: [...endpoints(own), ...publicEndpoints(own, ports.shared?.publicPath ?? 'info')],
    receiptParts: { submission: consentPart },
    runners: [{ key: 'consents-due', everySeconds: 60, run: (ctx) => settleOpen(own, ctx) }],
    collections: [{ collection: consentsCollection, appendOnly: true }],
    port: { ...consentPort(own), sink: storeConsent(options), footprint: consentFootprint },
  }
}
