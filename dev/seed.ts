import type { Payload } from 'payload'

import { seedAccounts } from './seed/accounts.js'
import { seedForms } from './seed/forms.js'
import { seedMedia } from './seed/media.js'
import { seedPages } from './seed/pages.js'
import { seedPosts } from './seed/posts.js'
import { seedSocialPosts } from './seed/socialPosts.js'

/**
 * Fills an empty database with the demo organization. Each step looks for what it would
 * make and leaves it alone when it is there, so a seed that was interrupted completes on the next start.
 * @returns whether anything was made
 */
export const seed = async (payload: Payload): Promise<{ seeded: boolean }> => {
  let made = 0
  for (const step of [seedAccounts, seedMedia, seedPages, seedPosts, seedSocialPosts, seedForms]) {
    made += await step(payload)
  }
  return { seeded: made > 0 }
}
