import type { Endpoint } from 'payload'

import { hasRole } from '../../kernel/actor.js'
import { instantFrom } from '../../kernel/calendar.js'
import { refOf } from '../../kernel/ref.js'
import { timeZoneOf } from '../../platform/clock.js'
import { defineEndpoint, textOf } from '../../platform/endpoint.js'
import { publicUrl } from '../../platform/publicPage.js'
import { type SharedOptions } from '../../platform/runtime.js'
import { NOTICES } from './collections.js'
import { stateOf } from './drafts.js'
import type { SanitizedNotices } from './options.js'
import { publicEndpoints } from './publicEndpoints.js'
import { publish, type Rules } from './publish.js'
import { warningsOf } from './warnings.js'

export const noticeEndpoints = (
  options: SanitizedNotices,
  { publicPath }: Pick<SharedOptions, 'publicPath'>,
  rules: () => Rules,
): Endpoint[] => [
  ...publicEndpoints(publicPath),
  defineEndpoint({
    path: '/governance/notices/:id',
    method: 'get',
    access: 'staff',
    handler: async ({ req, actor, params }) => {
      const ctx = { payload: req.payload }
      const { draft, newest, ...state } = await stateOf(ctx, params.id ?? '')
      const { approvals } = rules()
      const query = { notice: state.key, lang: req.i18n.language.startsWith('fr') ? 'fr' : 'en' }
      return {
        ...state,
        approvedBy: newest?.approvals.map(({ byName, by }) => byName ?? by) ?? [],
        // Where approvals are off the role alone decides.
        approved: approvals ? await approvals.isApproved(ctx, refOf(NOTICES, state.id), draft.row) : null,
        warnings: warningsOf(draft.texts, draft.promises),
        mayPublish: hasRole(actor, ...options.publishers),
        timeZone: timeZoneOf(req.payload),
        address: publicUrl(req, 'notice', query),
      }
    },
  }),
  defineEndpoint({
    path: '/governance/notices/:id/publish',
    method: 'post',
    access: options.publishers,
    handler: async ({ req, actor, params, body }) => {
      const seen = textOf(body, 'seen', { max: 40 }) || undefined
      const from = textOf(body, 'inForceFrom', { max: 40 })
      const publication = {
        id: params.id ?? '',
        seen,
        // A time without a zone is the organization's: that is what the panel shows.
        ...(from ? { inForceFrom: instantFrom(from, timeZoneOf(req.payload)) } : {}),
      }
      const version = await publish({ payload: req.payload }, rules(), publication, actor)
      return { number: version.number, inForceFrom: version.inForceFrom.toISOString() }
    },
  }),
]
