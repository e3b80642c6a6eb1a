import type { HoldPort } from '../../kernel/holdPorts.js'
import type { FootprintPort, IncidentPort } from '../../kernel/ports.js'
import type { Ref } from '../../kernel/ref.js'
import type { Capability, Context, Reader, SharedOptions } from '../../platform/runtime.js'
import { moderationAccess } from './access.js'
import { appealEndpoints } from './appealEndpoints.js'
import { matterOf } from './cases.js'
import { moderationCollections } from './collections.js'
import { bringsComments, type Desk } from './context.js'
import { readDecisions } from './decisions.js'
import { deskCard, doctorLines, navLinks } from './desk.js'
import { staffEndpoints } from './endpoints.js'
import { moderationFootprint } from './footprint.js'
import { governHost } from './gate.js'
import { followUp } from './jobs.js'
import { categoryChoices, reasonChoices } from './labels.js'
import type { SanitizedModeration } from './options.js'
import { publicEndpoints } from './publicEndpoints.js'
import { readQueue } from './reads.js'
import { appealPart, receiptLines } from './statement.js'
import { type PublicComment, visibleComments } from './store.js'
import { createTriage, type Triage } from './triage/engine.js'

/** What the site's own pages may ask for. */
export interface CommentsPort {
  /** Visible comments on a document, oldest first, by cursor. */
  visible: (
    ctx: Context,
    on: Ref,
    after?: string,
  ) => Promise<{ comments: PublicComment[]; next: null | string }>
  /** Also while moderation is switched off: what was written stays until what it is about goes. */
  footprint: FootprintPort
}

/** Its lists are made ready when the first text is read, not while the site starts. */
const onFirstUse = (make: () => Triage): Triage => {
  let made: Triage | undefined
  return (subject) => (made ??= make())(subject)
}

const textOrUndefined = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined

const readers = (desk: Desk): Record<string, Reader> => ({
  queue: (ctx, input) =>
    readQueue(ctx, desk, ctx.actor, {
      first: textOrUndefined(input.case),
      locale: textOrUndefined(input.locale),
    }),
  decisions: (ctx) => readDecisions(ctx, desk, ctx.actor),
  choices: async ({ payload }, input) => {
    const locale = input.locale === 'fr' ? 'fr' : 'en'
    const t = input.t as Parameters<typeof categoryChoices>[1]
    return {
      on: bringsComments({ payload }, desk),
      targetHours: desk.options.targetHours,
      categories: categoryChoices(desk.options, t, locale),
      reasons: reasonChoices(desk.options, t, locale),
    }
  },
  // Public by its nature: only what everybody may see.
  visible: (ctx, input) => visibleComments(ctx, desk, String(input.on ?? ''), textOrUndefined(input.after)),
})

/** M: comments, reports, the queue and its decisions (S2-30, S2-31, S2-36, S2-39). */
export const moderation = (
  options: SanitizedModeration,
  ports: { holds?: () => HoldPort | undefined; incidents?: IncidentPort; shared: SharedOptions },
): Capability<CommentsPort> => {
  const desk: Desk = {
    options,
    incidents: ports.incidents,
    triage: options.triage ? onFirstUse(createTriage) : null,
  }
  return {
    key: 'moderation',
    access: () => moderationAccess(options.slug, options.mask),
    collections: moderationCollections(options, ports.shared),
    endpoints: [
      ...staffEndpoints(desk),
      ...publicEndpoints(desk, ports.shared.publicPath),
      ...appealEndpoints(desk, ports.shared.publicPath),
    ],
    govern: governHost(options),
    histories: () => ({ collections: [options.slug] }),
    related: (ctx, subject) => matterOf(ctx, desk, subject),
    runners: [followUp(desk)],
    receipts: receiptLines(desk),
    receiptParts: { comment: appealPart(desk) },
    reads: readers(desk),
    desk: (ctx) => deskCard(desk, ctx),
    navLinks: (ctx) => navLinks(desk, ctx),
    doctor: doctorLines(desk),
    views: [
      {
        key: 'governanceModeration',
        path: '/governance/moderation',
        component: 'payload-plugin-governance/rsc#ModerationView',
        title: 'governance:moderation:title',
      },
    ],
    port: {
      visible: (ctx, on, after) => visibleComments(ctx, desk, on, after),
      footprint: moderationFootprint({ desk, holds: ports.holds ?? (() => undefined) }),
    },
  }
}
