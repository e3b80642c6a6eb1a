import type { Locale } from '../../../../../site/locales.js'

interface Props {
  locale: Locale
  postId: number | string
  slug: string
}

/** The comments under a post. Filled in together with the moderation capability. */
export const Comments = (_: Props) => null
