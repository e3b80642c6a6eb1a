import type { CollectionSlug, Payload, Where } from 'payload'

/** Whether a collection holds a document that matches, drafts included. */
export const exists = async (
  payload: Payload,
  collection: CollectionSlug,
  where: Where,
): Promise<boolean> => {
  const { totalDocs } = await payload.count({ collection, overrideAccess: true, where })
  return totalDocs > 0
}
