import type { Payload } from 'payload'

import { actAs } from './people.js'

/** The content creator has submitted the post about the flu clinics: it waits on the approver's desk. */
export const seedReview = async (payload: Payload): Promise<number> => {
  const { docs } = await payload.find({
    collection: 'posts',
    depth: 0,
    limit: 1,
    overrideAccess: true,
    where: { slug: { equals: 'flu-clinics' } },
  })
  if (!docs[0]) return 0
  const { totalDocs } = await payload.count({
    collection: 'gov-reviews' as never,
    overrideAccess: true,
    where: { subject: { equals: `posts:${docs[0].id}` } },
  })
  if (totalDocs > 0) return 0
  const creator = await actAs(payload, 'creator')
  await creator('POST', `/governance/approvals/collections/posts/${docs[0].id}/submit`, {})
  return 1
}
