import type { BasePayload } from 'payload'

import { findRow } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { REVIEWS } from './collections.js'
import type { SanitizedApprovals } from './options.js'
import { configOf, defaultLocale } from './store.js'
import { decisionKey, type Target } from './target.js'

/**
 * Languages that are decided on one by one: where the host publishes them apart (`drafts.localizeStatus`) and did not
 * choose otherwise (`locales`). Undefined where a document is decided on as a whole.
 */
const languagesApart = (
  payload: BasePayload,
  options: SanitizedApprovals,
  target: Target,
): string[] | undefined => {
  const { localization } = payload.config
  const { versions } = configOf(payload, target)
  const drafts = typeof versions === 'object' ? versions.drafts : undefined
  const apart = typeof drafts === 'object' && drafts.localizeStatus === true
  return localization && apart && options.locales === undefined ? localization.localeCodes : undefined
}

/** Everything that is decided on at once in this document: itself, or each of its languages. */
export const decisionTargets = (
  payload: BasePayload,
  options: SanitizedApprovals,
  target: Target,
): Target[] => languagesApart(payload, options, target)?.map((locale) => ({ ...target, locale })) ?? [target]

/**
 * What a person acts on who looks at the document in this language. A review of the whole that began before the
 * languages were decided on apart goes on as it began.
 * @param asked language of the request; the site's default one without it, or where it is none of the site's
 */
export const decisionTarget = async (
  ctx: Context,
  options: SanitizedApprovals,
  target: Target,
  asked: unknown,
): Promise<Target> => {
  const parts = decisionTargets(ctx.payload, options, target)
  if (parts.length === 1 && !parts[0]!.locale) return target
  if (await findRow(ctx, REVIEWS, { openKey: { equals: decisionKey(target) } })) return target
  const first = defaultLocale(ctx.payload)
  return (
    parts.find(({ locale }) => locale === asked) ?? parts.find(({ locale }) => locale === first) ?? parts[0]!
  )
}
