import type { CollectionConfig } from 'payload'

import { approvalsAccess, RIGHTS } from './access.js'
import { approvalEndpoints } from './endpoints.js'
import { aboutReadable, byEntity, bySubject } from './evidenceAccess.js'
import type { LiveElsewhere } from '../../kernel/approvalPorts.js'
import { hasCollection } from '../../platform/merge.js'
import type { Capability, Context } from '../../platform/runtime.js'
import { adoptLive } from './adopt.js'
import {
  authorCollection,
  commentCollection,
  decisionCollection,
  delegationCollection,
  publicationCollection,
  reviewCollection,
} from './collections.js'
import { bulkEndpoints } from './bulk.js'
import { approvalsDesk } from './desk.js'
import { governCollection, type Governed, governConfig, governedBy } from './gate.js'
import { difference } from './difference.js'
import { DUE_TIMER, EXPIRE_TIMER, INFORMING, PUBLISH_TIMER } from './events.js'
import { healing } from './jobs.js'
import { listing } from './listing.js'
import { delegations } from './delegationReader.js'
import { delegatesOf, delegatorsOf } from './delegations.js'
import { delegationEndpoints } from './delegationEndpoints.js'
import type { SanitizedApprovals } from './options.js'
import { mediaGuard, type MediaScope } from './mediaGuard.js'
import { addRights, mediaCollectionsIn, RIGHTS_FIELD } from './mediaFields.js'
import { mediaEndpoints, mediaReport } from './mediaReport.js'
import { checkMediaOf, idleSocialPosts, postedSeal, socialPostCollection } from './socialCollection.js'
import { supersedeLostLanguages } from './supersede.js'
import { socialEndpoints } from './socialEndpoints.js'
import { SOCIAL_POSTS } from './socialOptions.js'
import type { ApprovalsPort } from './port.js'
import { approvalsFor } from './reserve.js'
import { withElsewhere } from './stepOptions.js'
import { publishingSeal } from './seal.js'
import { inbox, inboxChoices, inboxCounts } from './inbox.js'
import { publishAsPlanned } from './schedule.js'
import { expire, watchDue } from './timers.js'

export { grantPublication, publishAsHost, type GrantOptions, type PublishAsHostOptions } from './host.js'
export { settleRefusals } from './refusals.js'

export interface ApprovalsPorts extends Pick<ApprovalsPort, 'canSend' | 'roleLabels'> {
  /** Collections of what visitors sent, which retention governs: their files are no media of the site. */
  collected?: readonly string[]
  /** Drafts that become live in other capabilities, by collection. @default none */
  elsewhere?: Readonly<Record<string, LiveElsewhere>>
}

/** A: what ships is what was approved, on every write path (S2-02, 16, 17, 34, 35, 39). */
export const approvals = (
  given: SanitizedApprovals,
  { roleLabels, canSend, collected = [], elsewhere = {} }: ApprovalsPorts,
): Capability<ApprovalsPort> => {
  // Which media carry rights is known once the host's collections are: their rights are no part of what is approved.
  const volatileFields: Record<string, readonly string[]> = { ...given.volatileFields }
  for (const [slug, { repeated }] of Object.entries(elsewhere))
    volatileFields[slug] = [...(volatileFields[slug] ?? []), ...repeated]
  const options: SanitizedApprovals = { ...given, ...withElsewhere(given, elsewhere), volatileFields }
  let mediaSlugs: string[] = []
  let hasSocialPosts = false
  const scope: MediaScope = { media: given.media, collections: () => mediaSlugs }
  const guardMedia = mediaGuard(scope)
  const social = socialPostCollection(given.social)
  let governed: Governed = { collections: [], globals: [] }
  const about = (collection: CollectionConfig, leftOut: typeof bySubject): CollectionConfig => ({
    ...collection,
    access: { read: aboutReadable(() => governed, leftOut) },
  })
  const governs = (collection: string): boolean =>
    collection.startsWith('global:')
      ? governed.globals.includes(collection.slice(7))
      : governed.collections.includes(collection)
  const port: ApprovalsPort = {
    options,
    governed: () => governed,
    roleLabels,
    canSend,
    guardMedia,
    hasSocialPosts: () => hasSocialPosts,
    delegatesOf: (place, people) => delegatesOf(place as Context, people),
    delegatorsOf: (place, actor) => delegatorsOf(place as Context, actor),
    ...approvalsFor(options),
  }
  return {
    key: 'approvals',
    collections: [
      { collection: about(reviewCollection, byEntity), appendOnly: true },
      { collection: about(decisionCollection, bySubject), appendOnly: true },
      { collection: authorCollection, appendOnly: true },
      { collection: about(publicationCollection, bySubject), appendOnly: true },
      { collection: delegationCollection, appendOnly: true },
      { collection: commentCollection, appendOnly: true },
      {
        collection: given.social.on ? governCollection(social, options) : idleSocialPosts(social),
        whenOff: idleSocialPosts(social),
        onlyIfAbsent: true,
      },
    ],
    access: (on) => approvalsAccess(on && given.social.on, given.takedownRoles),
    govern: (config) => {
      hasSocialPosts = given.social.on && !hasCollection(config, SOCIAL_POSTS)
      governed = governedBy(config, given, hasSocialPosts)
      governed.collections.push(...Object.keys(elsewhere))
      if (hasSocialPosts) checkMediaOf(config, given.social)
      mediaSlugs = mediaCollectionsIn(config, given.media, collected)
      for (const slug of mediaSlugs)
        volatileFields[slug] = [...(given.volatileFields[slug] ?? []), RIGHTS_FIELD]
      return governConfig(addRights(config, given.media, mediaSlugs), options, governed)
    },
    schema: (config) =>
      addRights(config, given.media, given.media.on ? (given.media.collections ?? []) : [], true),
    histories: () => governed,
    hostAccess: () => Object.fromEntries(mediaSlugs.map((slug) => [slug, { classes: { rights: RIGHTS } }])),
    seals: [publishingSeal(options, governs, guardMedia), postedSeal(() => hasSocialPosts)],
    endpoints: [
      ...delegationEndpoints,
      ...socialEndpoints(() => hasSocialPosts),
      ...mediaEndpoints(scope),
      ...bulkEndpoints(port),
      ...approvalEndpoints(port),
    ],
    runners: [healing(options), listing],
    informing: INFORMING,
    timers: {
      [DUE_TIMER]: watchDue(options),
      [EXPIRE_TIMER]: expire,
      [PUBLISH_TIMER]: publishAsPlanned(options),
    },
    reads: {
      mediaReport: mediaReport(scope),
      inbox: inbox(port),
      inboxCounts,
      inboxChoices: inboxChoices(port),
      delegations,
      difference: difference(port),
    },
    views: [
      {
        key: 'governance-approvals-difference',
        path: '/governance/approvals/difference/collections/:slug/:id',
        component: 'payload-plugin-governance/rsc#DifferenceView',
        title: 'governance:approvals:difference:title',
      },
      {
        key: 'governance-approvals-difference-global',
        path: '/governance/approvals/difference/globals/:slug',
        component: 'payload-plugin-governance/rsc#DifferenceView',
        title: 'governance:approvals:difference:titleGlobal',
      },
      {
        key: 'governance-media-rights',
        path: '/governance/approvals/media',
        component: 'payload-plugin-governance/rsc#MediaRightsView',
        title: 'governance:approvals:media:title',
      },
      {
        key: 'governance-delegations',
        path: '/governance/approvals/delegations',
        component: 'payload-plugin-governance/rsc#DelegationsView',
        title: 'governance:approvals:delegation:heading',
      },
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
        ? [
            { label: t('governance:approvals:inbox'), href: `${adminRoute}/governance/approvals` },
            ...(mediaSlugs.length > 0 && actor.roles.length > 0
              ? [
                  {
                    label: t('governance:approvals:media:title'),
                    href: `${adminRoute}/governance/approvals/media`,
                  },
                ]
              : []),
          ]
        : [],
    onInit: async (payload) => {
      await adoptLive(payload, options, governed)
      await supersedeLostLanguages(payload, options, governed)
    },
    doctor: async ({ t }) => {
      const what = [...governed.collections, ...governed.globals.map((slug) => `global ${slug}`)].join(', ')
      return [t(`governance:terminal:doctor:approvals${what ? '' : 'None'}`, { what })]
    },
    port,
  }
}
