import type { Payload } from 'payload'

import { tidyFrench } from '../site/typography.js'
import { actAs, actAsVisitor } from './people.js'

interface Comment {
  on: string
  locale: 'en' | 'fr'
  name: string
  text: string
  /** What the moderator decides; without it the comment waits in the queue. */
  decision?: 'keep'
}

const comments: Comment[] = [
  {
    on: 'walking-group',
    locale: 'en',
    name: 'Priya',
    text: 'Is the path cleared of snow in January? I would bring my mother.',
    decision: 'keep',
  },
  {
    on: 'walking-group',
    locale: 'fr',
    name: '',
    text: 'Merci pour les bancs. Sans eux, je ne viendrais pas.',
    decision: 'keep',
  },
  {
    on: 'community-kitchen',
    locale: 'en',
    name: 'Sam',
    text: 'We made the squash soup again at home. Could you post the recipe?',
    decision: 'keep',
  },
  {
    on: 'community-kitchen',
    locale: 'fr',
    name: 'Luc',
    text: 'Y a-t-il encore une place jeudi prochain?',
  },
  {
    on: 'walk-in-clinic-tuesdays',
    locale: 'en',
    name: 'Best Prices',
    text: 'Cheap pills, no prescription, fast delivery!!! Ask me how.',
  },
]

interface QueueItem {
  id: string
  rev: number
  comment: { ref: string; text: string; revision: number }
}

/** Comments of visitors: three that the moderator has kept, two that wait in the queue. */
export const seedComments = async (payload: Payload): Promise<number> => {
  const existing = await payload.count({ collection: 'comments' as never, overrideAccess: true })
  if (existing.totalDocs > 0) return 0
  const { docs: posts } = await payload.find({
    collection: 'posts',
    depth: 0,
    limit: 50,
    overrideAccess: true,
  })
  const visitor = actAsVisitor(payload)
  for (const { on, locale, name, text } of comments) {
    const post = posts.find(({ slug }) => slug === on)
    if (!post) continue
    const written = locale === 'fr' ? tidyFrench(text) : text
    await visitor('POST', '/info/comment', { on: `posts:${post.id}`, locale, name, text: written })
  }
  const moderator = await actAs(payload, 'administrator')
  const { items } = (await moderator('GET', '/governance/moderation/queue?limit=50')) as unknown as {
    items: QueueItem[]
  }
  const kept = comments.filter(({ decision }) => decision === 'keep')
  for (const { id, comment } of items) {
    if (!kept.some(({ text, locale }) => (locale === 'fr' ? tidyFrench(text) : text) === comment.text))
      continue
    const { rev } = await moderator('POST', `/governance/moderation/cases/${id}/claim`, {})
    await moderator('POST', `/governance/moderation/cases/${id}/decide`, {
      decision: 'keep',
      rev,
      revision: comment.revision,
    })
  }
  return comments.length
}
