import type { CollectionConfig } from 'payload'

import { GovernanceError } from '../../kernel/errors.js'
import { countRows, findRows } from '../../platform/db.js'
import type { Context, Seal } from '../../platform/runtime.js'
import { translatorFor } from '../../platform/translate.js'
import type { Desk } from './context.js'

/** More forms than this at once are not looked at one by one, so nothing of it is deleted. */
const MOST_ROWS = 1000

/** In the language of the request from the start: answers of bulk operations are made of the message as it is. */
const hasMessages = ({ payload, req }: Context, messages: number): GovernanceError => {
  const count = String(messages)
  const sentence = translatorFor(payload, req?.i18n?.language ?? 'en')(
    'governance:refusals:formHasMessages',
    { count },
  )
  return new GovernanceError('stateConflict', sentence, { why: 'formHasMessages', count }, { messages })
}

/** @throws GovernanceError `stateConflict` where messages came by one of these forms, those in the trash included */
const refuseWithMessages = async ({ options }: Desk, ctx: Context, ids: unknown[]): Promise<void> => {
  if (ids.length === 0 || !(options.submissions in ctx.payload.collections)) return
  const messages = await countRows(ctx, options.submissions, { form: { in: ids } })
  if (messages > 0) throw hasMessages(ctx, messages)
}

/**
 * A form stays while what came by it is here: nothing else says what its answers were asked for, and who may read them.
 * SQL databases refuse it with an error of their own, MongoDB would not.
 */
export const removalSeal = (desk: Desk): Seal => ({
  key: 'forms-removal',
  applies: (collection) => collection === desk.options.forms,
  judge: async ({ collection, id, operation, version, where }, ctx) => {
    if (operation !== 'delete' || version) return
    const touched = id === undefined || id === null ? (where ?? {}) : { id: { equals: id } }
    const rows = await findRows(ctx, collection, touched, { limit: MOST_ROWS + 1 })
    await refuseWithMessages(
      desk,
      ctx,
      rows.map((row) => row.id),
    )
    if (rows.length > MOST_ROWS)
      throw new GovernanceError('invalidInput', `At most ${MOST_ROWS} forms can be deleted at once.`, {})
  },
})

/** The same before the host's own hooks, and before anything else of the form is gone. */
export const keepWithMessages = (desk: Desk): NonNullable<CollectionConfig['hooks']> => ({
  beforeDelete: [({ id, req }) => refuseWithMessages(desk, { payload: req.payload, req }, [id])],
})
