import { approvals } from './capabilities/approvals/index.js'
import { breach } from './capabilities/breach/index.js'
import { consents } from './capabilities/consents/index.js'
import { forms } from './capabilities/forms/index.js'
import { incidents } from './capabilities/incidents/index.js'
import { ledger } from './capabilities/ledger/index.js'
import { moderation } from './capabilities/moderation/index.js'
import { notices } from './capabilities/notices/index.js'
import { outbox } from './capabilities/outbox/index.js'
import { overview } from './capabilities/overview/index.js'
import { retention } from './capabilities/retention/index.js'
import { roles } from './capabilities/roles/index.js'
import { signIn } from './capabilities/signIn/index.js'
import { everyApprover } from './capabilities/approvals/options.js'
import type { CollectedPort, ContactPort, DeletedPort, SeenCasePort } from './kernel/breachPorts.js'
import type { GroundsPort, DuePort } from './kernel/consentPorts.js'
import type { ApprovalPort } from './kernel/approvalPorts.js'
import type { HoldPort } from './kernel/holdPorts.js'
import type { DelegatePort, FootprintPort, IncidentPort, WorkPort } from './kernel/ports.js'
import type { SanitizedOptions } from './options.js'
import type { Capability } from './platform/runtime.js'
import type { Sinks } from './platform/sinks.js'
import { storeReceipt } from './platform/receipt.js'
import { setTimer } from './platform/timer.js'

export {
  grantPublication,
  publishAsHost,
  type GrantOptions,
  type PublishAsHostOptions,
} from './capabilities/approvals/index.js'
export { mayUseData, type MayUseOptions } from './capabilities/consents/index.js'

/** Off: nothing runs and nothing is judged, but collections and added fields stay in the schema, hidden. */
const switched = <Port>(on: boolean, capability: Capability<Port>): Capability<Port> =>
  on
    ? capability
    : {
        key: capability.key,
        access: () => capability.access?.(false) ?? {},
        govern: capability.schema,
        hides: capability.hides,
        collections: capability.collections?.map(({ whenOff, ...governed }) => {
          const collection = whenOff ?? governed.collection
          return { ...governed, collection: { ...collection, admin: { ...collection.admin, hidden: true } } }
        }),
        globals: capability.globals,
      }

export interface Built {
  capabilities: Capability<unknown>[]
  sinks: Sinks
  people: NonNullable<ReturnType<typeof roles>['port']>['people']
}

/** Builds every capability in order and hands each the ports it needs: none imports another. */
export const buildCapabilities = (options: SanitizedOptions): Built => {
  // What is needed of capabilities that are built later is asked for when it is needed.
  const later: {
    incidents?: IncidentPort
    holds?: HoldPort
    delegates?: DelegatePort
    due?: DuePort
    grounds?: GroundsPort
    work?: FootprintPort & WorkPort
    approvals?: ApprovalPort
    messages?: ContactPort
    contacts?: Pick<ContactPort, 'addressOf'>
    collected?: CollectedPort
    deletions?: DeletedPort
    seenCases?: SeenCasePort
  } = {}
  const theLedger = ledger(options.ledger, {
    incidents: () => later.incidents,
    holds: () => later.holds,
  })
  const theOutbox = outbox(options.outbox, () => later.contacts)
  const theRoles = roles(options.roles)
  const theIncidents = switched(
    options.incidents.on,
    incidents(options.incidents.options, {
      publicPath: options.shared.publicPath,
      addressKeys: theOutbox.port!.addressKeys,
      delegates: () => later.delegates,
      holds: () => later.holds,
    }),
  )
  const gated = options.forms.on ? Object.keys(options.forms.options.collected) : []
  const theNotices = switched(
    options.notices.on,
    notices(options.notices.options, {
      ...options.shared,
      gated,
      // Fails closed: on, and not there, is no publication.
      ...(options.approvals.on ? { approvals: () => later.approvals! } : {}),
    }),
  )
  const theApprovals = switched(
    options.approvals.on,
    approvals(options.approvals.options, {
      roleLabels: options.roles.labels,
      canSend: theOutbox.port!.canSend,
      collected: options.retention.options.rules.map(({ collection }) => collection),
      elsewhere: theNotices.port?.elsewhere,
    }),
  )
  const moderationBuilt = moderation(options.moderation.options, {
    incidents: theIncidents.port,
    holds: () => later.holds,
    shared: options.shared,
  })
  const theModeration = switched(options.moderation.on, moderationBuilt)
  const consentsBuilt = consents(options.consents.options, {
    due: () => later.due,
    grounds: () => later.grounds,
    shared: options.shared,
    collected: options.forms.on ? [options.forms.options.submissions] : [],
  })
  const theConsents = switched(options.consents.on, consentsBuilt)
  const theRetention = switched(
    options.retention.on,
    retention(options.retention.options, {
      shared: options.shared,
      addressKeys: theOutbox.port!.addressKeys,
      cases: () => theIncidents.port?.cases,
      ledger: theLedger.port!,
      footprints: [
        theLedger.port!.footprint,
        consentsBuilt.port!.footprint,
        moderationBuilt.port!.footprint,
        theOutbox.port!.footprint,
        {
          receiptSubjects: () => Promise.resolve([]),
          stores: options.forms.on ? ['messages'] : [],
          found: async (...given) => (await later.work?.found?.(...given)) ?? {},
          forget: async (...given) => later.work?.forget(...given),
        },
      ],
      work: () => later.work,
    }),
  )
  const theForms = switched(
    options.forms.on,
    forms(options.forms.options, {
      notices: theNotices.port,
      incidents: theIncidents.port,
      consents: theConsents.port,
      // Also while consents are switched off: what was withdrawn leaves in no file.
      withdrawn: consentsBuilt.port!.mayExport,
      deletionOf: theRetention.port?.deletionOf,
      addressKeys: theOutbox.port!.addressKeys,
      shared: options.shared,
    }),
  )
  later.incidents = theIncidents.port
  later.holds = theRetention.port?.holds
  later.delegates = theApprovals.port
  later.due = theRetention.port?.due
  later.grounds = theForms.port
  later.work = theForms.port
  later.approvals = theApprovals.port
  later.messages = theForms.port?.contacts
  later.collected = theRetention.port?.collected
  later.deletions = theRetention.port?.deletions
  later.seenCases = theIncidents.port?.seen
  const breachBuilt = breach({
    options: options.breach.options,
    fates: theOutbox.port!.fates,
    addressKeys: theOutbox.port!.addressKeys,
    messages: () => later.messages,
    collected: () => later.collected,
    holds: () => later.holds,
    deletions: () => later.deletions,
    cases: () => later.seenCases,
  })
  // A notice that was handed over leaves also when the kit is switched off meanwhile.
  later.contacts = breachBuilt.port
  const theBreach = switched(options.breach.on, breachBuilt)
  const [approverRole = null] = options.approvals.on ? everyApprover(options.approvals.options) : []
  const { append } = theLedger.port!
  const { enqueue, listUnsafe } = theOutbox.port!
  return {
    capabilities: [
      theLedger,
      theOutbox,
      theRoles,
      signIn(),
      theApprovals,
      theModeration,
      theNotices,
      theForms,
      theConsents,
      theRetention,
      theIncidents,
      theBreach,
      overview({}, { roles: theRoles.port!, approverRole }),
    ] as Capability<unknown>[],
    sinks: {
      ledger: append,
      mail: enqueue,
      receipt: storeReceipt,
      timer: setTimer,
      unsafe: listUnsafe,
      consent: consentsBuilt.port!.sink,
    },
    people: theRoles.port!.people,
  }
}
