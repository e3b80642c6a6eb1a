import type { CollectionSlug, Payload } from 'payload'

type Values = Record<string, unknown>

/**
 * Creates one document in both languages as a draft and returns its id. Publishing is a
 * separate step: under governance it needs an approval of exactly this text.
 */
export const createDraft = async (
  payload: Payload,
  collection: CollectionSlug,
  content: { shared: Values; en: Values; fr: Values },
): Promise<number | string> => {
  const { id } = await payload.create({
    collection,
    data: { ...content.shared, ...content.en, _status: 'draft' } as never,
    draft: true,
    locale: 'en',
    overrideAccess: true,
  })
  await payload.update({
    collection,
    id,
    data: { ...content.fr } as never,
    draft: true,
    locale: 'fr',
    overrideAccess: true,
  })
  return id
}

/** Puts a draft live, in both languages. */
export const publish = async (
  payload: Payload,
  collection: CollectionSlug,
  id: number | string,
): Promise<void> => {
  await payload.update({
    collection,
    id,
    data: { _status: 'published' } as never,
    overrideAccess: true,
  })
}
