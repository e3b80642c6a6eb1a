import type { CollectionSlug, Payload } from 'payload'

import { type Content, createDraft } from './bilingual.js'
import { personOf } from './people.js'

/** The plugin's own collection: what the centre says on its accounts, approved here and posted by hand. */
const COLLECTION = 'social-posts' as CollectionSlug

const socialPosts = [
  {
    shared: {
      network: 'facebook',
      link: '/en/posts/walking-group',
      plannedAt: '2026-11-23T13:00:00.000Z',
    },
    en: {
      text: 'Monday, nine o’clock, in front of the centre: half an hour along the lake. Come as you are.',
    },
    fr: { text: 'Lundi, 9 h, devant le centre : une demi-heure au bord du lac. Venez comme vous êtes.' },
  },
  {
    shared: { network: 'mastodon', link: '/en/posts/flu-clinics', plannedAt: '2026-11-30T14:00:00.000Z' },
    en: { text: 'Flu vaccine, three Saturdays in December, no appointment.' },
    fr: { text: 'Vaccin contre la grippe, trois samedis en décembre, sans rendez-vous.' },
  },
]

/** A network needs the whole address. */
const withAddress = ({ config }: Payload, content: Content): Content => ({
  ...content,
  shared: { ...content.shared, link: `${config.serverURL}${String(content.shared.link)}` },
})

export const seedSocialPosts = async (payload: Payload): Promise<number> => {
  const { totalDocs } = await payload.count({ collection: COLLECTION, overrideAccess: true })
  if (totalDocs > 0) return 0
  const creator = await personOf(payload, 'creator')
  for (const content of socialPosts)
    await createDraft(payload, COLLECTION, withAddress(payload, content), creator)
  return socialPosts.length
}
