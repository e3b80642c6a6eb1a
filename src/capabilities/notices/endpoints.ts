import type { Endpoint } from 'payload'

import { hasRole } from '../../kernel/actor.js'
import { instantFrom } from '../../kernel/calendar.js'
import { GovernanceError } from '../../kernel/errors.js'
import { refOf } from '../../kernel/ref.js'
import { timeZoneOf } from '../../platform/clock.js'
import { defineEndpoint, textOf } from '../../platform/endpoint.js'
import { publicUrl } from '../../platform/publicPage.js'
import { type SharedOptions } from '../../platform/runtime.js'
import { NOTICES } from './collections.js'
import { NOTICE_LOCALES } from './domain.js'
import { changedMeanwhile, draftOf, stateOf, takeAsRead } from './drafts.js'
import { IMPORT_FORMATS, imported, MOST_LETTERS } from './importing.js'
import type { SanitizedNotices } from './options.js'
import { publicEndpoints } from './publicEndpoints.js'
import { publish, type Rules } from './publish.js'
import { saveText } from './store.js'
import { warningsOf } from './warnings.js'

const oneOfThese = <T extends string>(
  body: Record<string, unknown>,
  field: string,
  known: readonly T[],
): T => {
  const given = textOf(body, field, { max: 20, required: true })
  const found = known.find((one) => one === given)
  if (found) return found
  throw new GovernanceError(
    'invalidInput',
    `"${field}" must be one of: ${known.join(', ')}.`,
    { field },
    { field },
  )
}

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
      const approval = approvals ? await approvals.stateOf(ctx, refOf(NOTICES, state.id), draft.row) : null
      const query = {
        notice: state.key,
        lang: req.i18n.language.startsWith('fr') ? 'fr' : 'en',
        // Nothing is in force yet: what comes can be read already.
        ...(state.number === null && state.next ? { version: String(state.next.number) } : {}),
      }
      return {
        ...state,
        approvedBy: newest?.approvals.map(({ byName, by }) => byName ?? by) ?? [],
        // Where approvals are off the role alone decides.
        approved: approval && approval === 'approved',
        waiting: approval === 'waiting',
        warnings: warningsOf(draft.texts, draft.promises),
        mayPublish: hasRole(actor, ...options.publishers),
        mayEdit: hasRole(actor, ...options.editors),
        timeZone: timeZoneOf(req.payload),
        address: publicUrl(req, 'notice', query),
      }
    },
  }),
  defineEndpoint({
    path: '/governance/notices/:id/import',
    method: 'post',
    access: options.editors,
    maxBody: 1024 * 1024,
    handler: async ({ req, params, body }) => {
      const locale = oneOfThese(body, 'locale', NOTICE_LOCALES)
      const format = oneOfThese(body, 'format', IMPORT_FORMATS)
      const document = textOf(body, 'text', { max: MOST_LETTERS, required: true, ends: 'kept' })
      const seen = textOf(body, 'seen', { max: 40 }) || undefined
      const { title, content, counts } = imported(document, format)
      const ctx = { payload: req.payload }
      const { row } = await draftOf(ctx, params.id ?? '')
      const taken = await takeAsRead(ctx, row, seen)
      if (!taken) throw changedMeanwhile('import')
      try {
        // What the document does not say stays as it is: the summary of changes, a title.
        await saveText(req, row.id, locale, { content, ...(title ? { title } : {}) })
      } catch (error) {
        await taken.giveBack()
        throw error
      }
      return counts
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
        matters: body.matters === true,
        // A time without a zone is the organization's: that is what the panel shows.
        ...(from ? { inForceFrom: instantFrom(from, timeZoneOf(req.payload)) } : {}),
      }
      const version = await publish({ payload: req.payload }, rules(), publication, actor)
      return { number: version.number, inForceFrom: version.inForceFrom.toISOString() }
    },
  }),
]
