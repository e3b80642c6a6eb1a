import type { CollectionConfig, Field } from 'payload'

import { hasRole } from '../../kernel/actor.js'
import type { ConsentPort } from '../../kernel/consentPorts.js'
import { GovernanceError } from '../../kernel/errors.js'
import type { FootprintPort } from '../../kernel/ports.js'
import { mapCollections } from '../../platform/merge.js'
import type { Capability, Reader, SharedOptions } from '../../platform/runtime.js'
import type { Sinks } from '../../platform/sinks.js'
import { consentsAccess } from './access.js'
import { consentsCollection } from './collections.js'
import type { Consents } from './context.js'
import { deskCard, navLinks } from './desk.js'
import { settleOpen } from './due.js'
import { endpoints } from './endpoints.js'
import { consentPart } from './page.js'
import { consentFootprint, consentPort } from './port.js'
import { publicEndpoints } from './publicEndpoints.js'
import type { SanitizedConsents } from './options.js'
import { ofMessage, overview } from './reads.js'
import { storeConsent } from './store.js'

export { mayUseData, type MayUseOptions } from './host.js'

export interface ConsentsDoor extends ConsentPort {
  /** Also while it is switched off: what a unit left behind is finished. */
  sink: Sinks['consent']
  footprint: FootprintPort
}

const RSC = 'payload-plugin-governance/rsc'

const PANEL: Field = {
  name: 'governanceConsents',
  type: 'ui',
  admin: {
    disableListColumn: true,
    disableBulkEdit: true,
    components: { Field: `${RSC}#ConsentsOfMessage` },
  },
}
const withPanel = (collection: CollectionConfig): CollectionConfig => ({
  ...collection,
  fields: [...collection.fields, PANEL],
})

const refuse = (): never => {
  throw new GovernanceError('notAllowed', 'Your role does not allow this.')
}

/** What the screens show. Whoever answers a message learns what its sender agreed to, and nothing of others. */
const readers = (own: Consents): Record<string, Reader> => {
  const { readers: all, recorders, fewerThan } = own.options
  const textIn = (value: unknown): string => (typeof value === 'string' ? value : '')
  return {
    mayRead: async ({ actor }) => hasRole(actor, ...all),
    overview: async ({ payload, actor }, { locale, receipt }) =>
      hasRole(actor, ...all)
        ? {
            view: await overview({ payload }, own, textIn(locale), textIn(receipt).slice(0, 20)),
            records: hasRole(actor, ...recorders),
            fewerThan,
          }
        : refuse(),
    ofMessage: async ({ payload, actor }, { subject, locale }) => ({
      records: hasRole(actor, ...recorders),
      decides: hasRole(actor, ...all),
      shown: hasRole(actor, ...all, ...recorders)
        ? await ofMessage({ payload }, textIn(subject), textIn(locale))
        : [],
    }),
  }
}

/** C: a record per consent, bound to the notice, withdrawn by link and obeyed from that instant (S1-24 to S1-31). */
export const consents = (
  options: SanitizedConsents,
  ports: Consents['ports'] & {
    shared?: Pick<SharedOptions, 'publicPath'>
    /** Collections whose records say at their own screen what was agreed to. */
    collected?: string[]
  } = {},
): Capability<ConsentsDoor> => {
  const own: Consents = { options, ports }
  return {
    key: 'consents',
    access: () => consentsAccess(options.readers),
    endpoints: [...endpoints(own), ...publicEndpoints(own, ports.shared?.publicPath ?? 'info')],
    govern: (config) =>
      mapCollections(config, ({ slug }) => ports.collected?.includes(slug) ?? false, withPanel),
    reads: readers(own),
    views: [
      {
        key: 'governanceConsents',
        path: '/governance/consents',
        component: `${RSC}#ConsentsView`,
        title: 'governance:consents:screen:title',
      },
    ],
    desk: deskCard(own),
    navLinks: navLinks(own),
    receiptParts: { submission: consentPart(own) },
    runners: [{ key: 'consents-due', everySeconds: 60, run: (ctx) => settleOpen(own, ctx) }],
    collections: [{ collection: consentsCollection, appendOnly: true }],
    port: { ...consentPort(own), sink: storeConsent(options), footprint: consentFootprint },
  }
}
