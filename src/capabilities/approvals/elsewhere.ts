import type { Context } from '../../platform/runtime.js'
import type { SanitizedApprovals } from './options.js'
import { type Doc, isLive, type Target } from './target.js'

/** What of this document visitors see: itself, or what it became elsewhere. */
export const liveDocOf = async (
  ctx: Context,
  { elsewhere }: SanitizedApprovals,
  { slug, locale }: Target,
  stored: Doc | null,
): Promise<Doc | null> => {
  const other = elsewhere[slug]
  if (other) return stored && other.live(ctx, stored)
  return isLive(stored, locale) ? stored : null
}

/** What another capability does with a draft that becomes live there. */
const NOT_ELSEWHERE: readonly string[] = ['emergency', 'publish', 'schedule', 'takedown', 'unschedule']

/** Whether this is done here at all: some drafts are put live by what they belong to. */
export const isDoneHere = ({ elsewhere }: SanitizedApprovals, slug = '', action = ''): boolean =>
  !(slug in elsewhere && NOT_ELSEWHERE.includes(action))
