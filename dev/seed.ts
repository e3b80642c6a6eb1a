import type { Payload } from 'payload'

import { seedAccounts } from './seed/accounts.js'
import { seedBreach } from './seed/breach.js'
import { seedComments } from './seed/comments.js'
import { seedFeedback } from './seed/feedback.js'
import { seedForms } from './seed/forms.js'
import { seedIncident } from './seed/incident.js'
import { seedMedia } from './seed/media.js'
import { seedMessages } from './seed/messages.js'
import { seedNotice } from './seed/notice.js'
import { seedPages } from './seed/pages.js'
import { seedPosts } from './seed/posts.js'
import { seedRetention } from './seed/retention.js'
import { seedReview } from './seed/review.js'
import { seedSetUp } from './seed/setUp.js'
import { seedSocialPosts } from './seed/socialPosts.js'

/** In this order: people first, then what they publish, then what visitors send. */
const steps = [
  seedAccounts,
  seedSetUp,
  seedMedia,
  seedPages,
  seedPosts,
  seedSocialPosts,
  seedReview,
  seedNotice,
  seedForms,
  seedMessages,
  seedRetention,
  seedFeedback,
  seedComments,
  seedIncident,
  seedBreach,
]

/**
 * Fills an empty database with the demo organization. Each step looks for what it would
 * make and leaves it alone when it is there, so a seed that was interrupted completes on the next start.
 * @returns whether anything was made
 */
export const seed = async (payload: Payload): Promise<{ seeded: boolean }> => {
  let made = 0
  for (const step of steps) made += await step(payload)
  return { seeded: made > 0 }
}
