import type { BasePayload } from 'payload'

import { findRow, insertOnce } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { NOTICES } from './collections.js'
import { sameTexts } from './domain.js'
import { promisesFrom } from './promises.js'
import { draftOf, readVersion, textsOf } from './store.js'

export interface NoticeState {
  id: number | string
  key: string
  number: number | null
  since: string | null
  /** True when the saved draft is what is in force. */
  same: boolean
}

/** What the panel above the draft shows. */
export const stateOf = async (ctx: Context, id: number | string): Promise<NoticeState> => {
  const draft = await draftOf(ctx, id)
  const newest = await readVersion(ctx, String(draft.key))
  return {
    id: draft.id,
    key: String(draft.key),
    number: newest?.number ?? null,
    since: newest?.inForceFrom.toISOString() ?? null,
    same:
      Boolean(newest) &&
      sameTexts(
        textsOf(draft),
        { en: newest!.texts.en.hash, fr: newest!.texts.fr.hash },
        promisesFrom(draft.promises),
      ),
  }
}

export const noticeId = async (ctx: Context, key: string): Promise<number | string | null> =>
  (await findRow(ctx, NOTICES, { key: { equals: key } }))?.id ?? null

export const ensureNotices = async (payload: BasePayload, keys: readonly string[]): Promise<void> => {
  for (const key of keys)
    if (!(await noticeId({ payload }, key))) await insertOnce({ payload }, NOTICES, { key })
}
