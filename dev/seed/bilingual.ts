import { type CollectionSlug, type Payload, type TypedUser } from 'payload'
import { publishAsHost } from 'payload-plugin-governance'

type Values = Record<string, unknown>

/** One document: values without a language, and those of each language. */
export interface Content {
  shared: Values
  en: Values
  fr: Values
}

const bySlug = async (payload: Payload, collection: CollectionSlug, slug: string) => {
  const { docs } = await payload.find({
    collection,
    depth: 0,
    limit: 1,
    overrideAccess: true,
    where: { slug: { equals: slug } },
  })
  return docs[0] as undefined | { id: number | string; _status?: string }
}

/**
 * Makes sure that a document is live in both languages. Nobody approved it, so it is published with a
 * grant of the host, which is on the ledger with its reason.
 * @returns 1 when something was published
 */
export const ensureLive = async (
  payload: Payload,
  collection: CollectionSlug,
  { shared, en, fr }: Content,
): Promise<number> => {
  const existing = await bySlug(payload, collection, String(shared.slug))
  if (existing?._status === 'published') return 0
  await publishAsHost(payload, {
    collection,
    ...(existing ? { id: existing.id } : {}),
    data: { ...shared, ...en },
    locales: { fr },
    reason: 'Seed of the demo organization',
  })
  return 1
}

/** Creates a draft in both languages, written by that person. */
export const createDraft = async (
  payload: Payload,
  collection: CollectionSlug,
  { shared, en, fr }: Content,
  user: TypedUser,
): Promise<number | string> => {
  const asAuthor = { collection, draft: true, overrideAccess: false, user } as const
  const { id } = await payload.create({
    ...asAuthor,
    data: { ...shared, ...en, _status: 'draft' } as never,
    locale: 'en',
  })
  await payload.update({ ...asAuthor, id, data: { ...fr } as never, locale: 'fr' })
  return id
}
