import { executeAccess, type PayloadRequest } from 'payload'

import { newestFieldOf } from './versions.js'

type Doc = Record<string, unknown>

/** In the language of the request, or in any that has words. */
const inLocale = (value: unknown, locale: string): unknown =>
  value !== null && typeof value === 'object' && !(value instanceof Date)
    ? ((value as Doc)[locale] ?? Object.values(value).find(Boolean))
    : value

/**
 * Titles of the newest drafts by the parent's index: Payload's own list of drafts goes through every newest version
 * of the collection. Only where the host lets this person read all of the collection, and nothing else is said about
 * the title.
 * @returns undefined where Payload must answer.
 */
export const draftTitles = async (
  req: PayloadRequest,
  slug: string,
  ids: (number | string)[],
  name: string,
): Promise<Doc[] | undefined> => {
  const { payload } = req
  const config = payload.collections[slug as never]!.config
  const field = config.flattenedFields.find((one) => one.name === name)
  const plain =
    field?.type === 'text' && !field.virtual && !field.access?.read && !field.hooks?.afterRead?.length
  const { beforeRead, afterRead } = config.hooks
  if (!plain || beforeRead?.length || afterRead?.length || !config.versions?.drafts) return undefined
  if ((await executeAccess({ disableErrors: true, req }, config.access.read)) !== true) return undefined
  const locale = req.locale ?? 'en'
  const found = await newestFieldOf({ payload, req }, slug, ids, name)
  return found.map(({ id, value }) => ({ id, [name]: inLocale(value, locale) }))
}
