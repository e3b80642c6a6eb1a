import { approvalEndpoints } from './endpoints.js'
import type { Capability } from '../../platform/runtime.js'
import { adoptLive } from './adopt.js'
import {
  authorCollection,
  decisionCollection,
  publicationCollection,
  reviewCollection,
} from './collections.js'
import { approvalsDesk } from './desk.js'
import { type Governed, governConfig, governedBy } from './gate.js'
import { healing } from './jobs.js'
import type { SanitizedApprovals } from './options.js'
import type { ApprovalsPort } from './port.js'
import { publishingSeal } from './seal.js'
import { inbox } from './inbox.js'

export { grantPublication, publishAsHost, type GrantOptions, type PublishAsHostOptions } from './host.js'
export { settleRefusals } from './refusals.js'

/** A: what ships is what was approved, on every write path (S2-02, 16, 17, 34, 35, 39). */
export const approvals = (
  options: SanitizedApprovals,
  mail: Pick<ApprovalsPort, 'canSend'> = { canSend: () => true },
): Capability<ApprovalsPort> => {
  let governed: Governed = { collections: [], globals: [] }
  const governs = (collection: string): boolean =>
    collection.startsWith('global:')
      ? governed.globals.includes(collection.slice(7))
      : governed.collections.includes(collection)
  const port: ApprovalsPort = { options, governed: () => governed, ...mail }
  return {
    key: 'approvals',
    collections: [
      { collection: reviewCollection, appendOnly: true },
      { collection: decisionCollection, appendOnly: true },
      { collection: authorCollection, appendOnly: true },
      { collection: publicationCollection, appendOnly: true },
    ],
    govern: (config) => {
      governed = governedBy(config, options)
      return governConfig(config, options, governed)
    },
    seals: [publishingSeal(options, governs)],
    endpoints: approvalEndpoints(port),
    runners: [healing(options)],
    reads: { inbox: inbox(port) },
    views: [
      {
        key: 'governance-approvals',
        path: '/governance/approvals',
        component: 'payload-plugin-governance/rsc#ApprovalsView',
        title: 'governance:approvals:inbox',
      },
    ],
    desk: approvalsDesk(port),
    navLinks: ({ actor, t, adminRoute }) =>
      actor.kind === 'staff'
        ? [{ label: t('governance:approvals:inbox'), href: `${adminRoute}/governance/approvals` }]
        : [],
    onInit: (payload) => adoptLive(payload, options, governed),
    doctor: async ({ t }) => {
      const what = [...governed.collections, ...governed.globals.map((slug) => `global ${slug}`)].join(', ')
      return [t(`governance:terminal:doctor:approvals${what ? '' : 'None'}`, { what })]
    },
    port,
  }
}
