import { hasRole } from '../../kernel/actor.js'
import { formatInstant } from '../../kernel/calendar.js'
import type { NoticePort } from '../../kernel/ports.js'
import {
  type Capability,
  type DeskCard,
  type DeskContext,
  runtimeOf,
  type SharedOptions,
} from '../../platform/runtime.js'
import { NOTICES, noticesCollection, versionsCollection } from './collections.js'
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

const deskCard = async (options: SanitizedNotices, ctx: DeskContext): Promise<DeskCard | null> => {
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
      : t('governance:notices:missing:none'),
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
  shared: Pick<SharedOptions, 'publicPath'> = { publicPath: 'info' },
): Capability<NoticePort> => ({
  key: 'notices',
  collections: [
    { collection: noticesCollection(options) },
    { collection: versionsCollection, appendOnly: true },
  ],
  endpoints: noticeEndpoints(options, shared),
  desk: (ctx) => deskCard(options, ctx),
  missing: async (ctx) =>
    (await inForce(ctx, options.keys[0]))
      ? []
      : [{ key: 'governance:notices:missing:none', href: `/collections/${NOTICES}` }],
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
          : t('governance:terminal:doctor:noticeNone', { key })
      }),
    ),
  port: noticePort,
})
