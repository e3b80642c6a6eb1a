import { hasRole } from '../../kernel/actor.js'
import { formatInstant } from '../../kernel/calendar.js'
import type { ApprovalPort, LiveElsewhere } from '../../kernel/approvalPorts.js'
import type { NoticePort } from '../../kernel/noticePorts.js'
import type { Row } from '../../platform/db.js'
import {
  type Capability,
  type Context,
  type DeskCard,
  type DeskContext,
  runtimeOf,
  type SharedOptions,
} from '../../platform/runtime.js'
import { noticesAccess } from './access.js'
import { NOTICES, noticesCollection, PROMISED, VERSIONS, versionsCollection } from './collections.js'
import { noticeEndpoints } from './endpoints.js'
import type { SanitizedNotices } from './options.js'
import { draftIn, ensureNotices, liveOf, noticeId, stateOf } from './drafts.js'
import { mustBeReady, type Rules } from './publish.js'
import { DEFAULT_NOTICE, inForce, isPublishedBy, newestOf, nextOf, noticePort } from './store.js'

const waiting = async (
  options: SanitizedNotices,
  ctx: DeskContext,
  id: number | string | null,
): Promise<boolean> => {
  if (id === null || !hasRole(ctx.actor, ...options.publishers)) return false
  const state = await stateOf(ctx, id)
  return state.newest !== null && !state.same
}

/** What the site's own code tells the notices: without forms nothing is refused while none is in force. */
interface NoticesContext extends Pick<SharedOptions, 'publicPath'> {
  /** Slugs whose submissions are refused while no notice is in force, whether the site has them or not. @default [] */
  gated?: string[]
  /** Who must have approved. @default the publishers' role alone decides: approvals are switched off */
  approvals?: () => ApprovalPort
}

/** Says what the lack of a notice means here: `None` where forms refuse, `NoneYet` where there are none. */
const isGated = ({ payload }: Context, { gated = [] }: NoticesContext): boolean =>
  gated.some((slug) => slug in payload.collections)

const noneKey = (ctx: Context, shared: NoticesContext): string =>
  `governance:notices:missing:${isGated(ctx, shared) ? 'none' : 'noneYet'}`

const deskCard = async (
  options: SanitizedNotices,
  shared: NoticesContext,
  ctx: DeskContext,
): Promise<DeskCard | null> => {
  if (!hasRole(ctx.actor, ...options.editors)) return null
  const { t, locale, adminRoute } = ctx
  const key = options.keys[0] ?? DEFAULT_NOTICE
  const [current, next, id] = await Promise.all([inForce(ctx, key), nextOf(ctx, key), noticeId(ctx, key)])
  const href = `${adminRoute}/collections/${NOTICES}${id === null ? '' : `/${id}`}`
  const { timeZone } = runtimeOf(ctx.payload).options
  const since = (at: Date): string => formatInstant(at, locale, timeZone)
  const item = !current && !next ? 'publish' : (await waiting(options, ctx, id)) ? 'waiting' : null
  return {
    title: t('governance:notices:heading'),
    text: [
      current
        ? t('governance:notices:inForceSince', { number: current.number, date: since(current.inForceFrom) })
        : t(noneKey(ctx, shared)),
      ...(next
        ? [t('governance:notices:comes', { number: next.number, date: since(next.inForceFrom) })]
        : []),
    ].join(' '),
    href,
    needsMe: item
      ? { count: 1, items: [{ label: t(`governance:notices:desk:${item}`), href }] }
      : { count: 0, items: [] },
    overdue: 0,
    ...(current && {
      last: {
        text: t('governance:notices:desk:published', { number: current.number }),
        at: current.inForceFrom,
      },
    }),
    action: { label: t(`governance:notices:desk:${current ? 'edit' : 'publish'}`), href },
  }
}

/** What approvals are told, where they are on: a draft becomes live as a version. */
const elsewhere = (options: SanitizedNotices, rules: Rules): LiveElsewhere => ({
  approvers: options.publishers,
  repeated: [PROMISED],
  live: (place, draft) => liveOf(place as Context, draft),
  isLiveBy: (place, key) => isPublishedBy(place as Context, key),
  complete: async (place, draft) =>
    mustBeReady(draftIn(draft as Row), await newestOf(place as Context, String(draft.key)), rules),
})

export interface NoticesPort extends NoticePort {
  /** By collection, for approvals. */
  elsewhere: Readonly<Record<string, LiveElsewhere>>
}

/** N: versioned privacy notices in English and French, and which one is in force (S1-27 to S1-30, S2-03, S2-21). */
export const notices = (
  options: SanitizedNotices,
  shared: NoticesContext = { publicPath: 'info' },
): Capability<NoticesPort> => {
  const rules = (): Rules => ({ options, approvals: shared.approvals?.() ?? null })
  return {
    key: 'notices',
    access: () => noticesAccess(options.editors),
    collections: [
      { collection: noticesCollection(shared.approvals !== undefined) },
      { collection: versionsCollection, appendOnly: true },
    ],
    histories: () => ({ collections: [VERSIONS] }),
    endpoints: noticeEndpoints(options, shared, rules),
    desk: (ctx) => deskCard(options, shared, ctx),
    missing: async (ctx) =>
      (await inForce(ctx, options.keys[0]))
        ? []
        : [
            {
              key: noneKey(ctx, shared),
              href: `/collections/${NOTICES}`,
              todo: 'governance:terminal:doctor:doNotice',
            },
          ],
    onInit: (payload) => ensureNotices(payload, options.keys),
    doctor: async ({ t, ...ctx }) =>
      Promise.all(
        options.keys.map(async (key) => {
          const [current, next] = await Promise.all([inForce(ctx, key), nextOf(ctx, key)])
          const comes = next
            ? ` ${t('governance:terminal:doctor:noticeNext', { number: next.number, from: next.inForceFrom.toISOString() })}`
            : ''
          const line = current
            ? t('governance:terminal:doctor:notice', {
                key,
                number: current.number,
                since: current.inForceFrom.toISOString(),
              })
            : t(`governance:terminal:doctor:noticeNone${isGated(ctx, shared) ? '' : 'Yet'}`, { key })
          return `${line}${comes}`
        }),
      ),
    port: { ...noticePort, elsewhere: { [NOTICES]: elsewhere(options, { options, approvals: null }) } },
  }
}
