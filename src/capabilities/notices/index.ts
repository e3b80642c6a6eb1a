import { hasRole } from '../../kernel/actor.js'
import { formatInstant } from '../../kernel/calendar.js'
import type { NoticePort } from '../../kernel/ports.js'
import {
  type Capability,
  type Context,
  type DeskCard,
  type DeskContext,
  runtimeOf,
  type SharedOptions,
} from '../../platform/runtime.js'
import { noticesAccess } from './access.js'
import { NOTICES, noticesCollection, VERSIONS, versionsCollection } from './collections.js'
import { noticeEndpoints } from './endpoints.js'
import type { SanitizedNotices } from './options.js'
import { ensureNotices, noticeId, stateOf } from './drafts.js'
import { DEFAULT_NOTICE, inForce, noticePort } from './store.js'

const waiting = async (
  options: SanitizedNotices,
  ctx: DeskContext,
  id: number | string | null,
): Promise<boolean> => {
  if (id === null || !hasRole(ctx.actor, ...options.publishers)) return false
  const state = await stateOf(ctx, id)
  return state.number !== null && !state.same
}

/** What the site's own code tells the notices: without forms nothing is refused while none is in force. */
interface NoticesContext extends Pick<SharedOptions, 'publicPath'> {
  /** Slugs whose submissions are refused while no notice is in force, whether the site has them or not. @default [] */
  gated?: string[]
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
  const [current, id] = await Promise.all([inForce(ctx, key), noticeId(ctx, key)])
  const href = `${adminRoute}/collections/${NOTICES}${id === null ? '' : `/${id}`}`
  const { timeZone } = runtimeOf(ctx.payload).options
  const since = (at: Date): string => formatInstant(at, locale, timeZone)
  const item = !current ? 'publish' : (await waiting(options, ctx, id)) ? 'waiting' : null
  return {
    title: t('governance:notices:heading'),
    text: current
      ? t('governance:notices:inForceSince', { number: current.number, date: since(current.inForceFrom) })
      : t(noneKey(ctx, shared)),
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

/** N: versioned privacy notices in English and French, and which one is in force (S1-27 to S1-30, S2-03, S2-21). */
export const notices = (
  options: SanitizedNotices,
  shared: NoticesContext = { publicPath: 'info' },
): Capability<NoticePort> => ({
  key: 'notices',
  access: () => noticesAccess(options.editors),
  collections: [{ collection: noticesCollection }, { collection: versionsCollection, appendOnly: true }],
  histories: () => ({ collections: [VERSIONS] }),
  endpoints: noticeEndpoints(options, shared),
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
        const current = await inForce(ctx, key)
        return current
          ? t('governance:terminal:doctor:notice', {
              key,
              number: current.number,
              since: current.inForceFrom.toISOString(),
            })
          : t(`governance:terminal:doctor:noticeNone${isGated(ctx, shared) ? '' : 'Yet'}`, { key })
      }),
    ),
  port: noticePort,
})
