import { isRecord } from '../../kernel/checks.js'
import { invalidOption } from '../../kernel/errors.js'
import type { Label } from './definition.js'

/** A network on which the organization posts (S2-01). */
export interface NetworkOptions {
  /** Stored with each post: small letters, digits and hyphens. */
  value: string
  label: Label
  /** Characters that a post may have there; without it nothing is counted. */
  limit?: number
}

export interface SocialPostsOptions {
  /** @default Facebook, Instagram, LinkedIn, Mastodon, Bluesky, Threads and X, with their limits */
  networks?: NetworkOptions[]
  /** Slug of the upload collection that posts take pictures from. @default posts have no pictures */
  media?: string
}

export interface SanitizedSocial {
  /** False: the collection stays in the schema, hidden, and nothing uses it. */
  readonly on: boolean
  readonly networks: readonly NetworkOptions[]
  readonly media: string | undefined
}

export const SOCIAL_POSTS = 'social-posts'

/** Written by the plugin alone, when a person says that a post is out; no part of what is approved. */
export const POSTED_FIELDS = ['postedAt', 'postedBy', 'postedByName', 'postedAddress'] as const
export const UNIT_FIELDS = ['rev', 'effects', 'effectsKey', 'scope'] as const

const named = (value: string, name: string, limit: number): NetworkOptions => ({
  value,
  label: { en: name, fr: name },
  limit,
})

const NETWORKS: readonly NetworkOptions[] = [
  named('facebook', 'Facebook', 63_206),
  named('instagram', 'Instagram', 2200),
  named('linkedin', 'LinkedIn', 3000),
  named('mastodon', 'Mastodon', 500),
  named('bluesky', 'Bluesky', 300),
  named('threads', 'Threads', 500),
  named('x', 'X', 280),
]

const network = (option: string, given: unknown): NetworkOptions => {
  const { value, label, limit } = isRecord(given) ? (given as Partial<NetworkOptions>) : {}
  if (typeof value !== 'string' || !/^[a-z0-9][a-z0-9-]{0,39}$/.test(value))
    throw invalidOption(`${option}.value`, 'must be small letters, digits and hyphens.')
  if (!isRecord(label) || !label.en || !label.fr)
    throw invalidOption(`${option}.label`, 'needs words in both languages: `{ en, fr }`.')
  if (limit !== undefined && (!Number.isInteger(limit) || limit < 1))
    throw invalidOption(`${option}.limit`, 'must be a whole number of characters.')
  return Object.freeze({
    value,
    label: { en: label.en, fr: label.fr },
    ...(limit === undefined ? {} : { limit }),
  })
}

const KNOWN = ['networks', 'media']

/** @throws GovernanceError `invalidOption` */
export const sanitizeSocial = (given: SocialPostsOptions | false | undefined): SanitizedSocial => {
  const option = 'approvals.socialPosts'
  if (given !== undefined && given !== false && !isRecord(given))
    throw invalidOption(option, 'must be an object of options, or false to switch it off.')
  const { networks, media, ...others } = (given || {}) as SocialPostsOptions & Record<string, unknown>
  for (const key of Object.keys(others))
    throw invalidOption(`${option}.${key}`, `is not known. Known options: ${KNOWN.join(', ')}.`)
  if (networks !== undefined && (!Array.isArray(networks) || networks.length === 0))
    throw invalidOption(`${option}.networks`, 'must be a list of at least one network.')
  if (media !== undefined && (typeof media !== 'string' || !media))
    throw invalidOption(`${option}.media`, 'must be the slug of an upload collection.')
  const chosen = networks?.map((one, index) => network(`${option}.networks[${index}]`, one)) ?? NETWORKS
  if (new Set(chosen.map(({ value }) => value)).size < chosen.length)
    throw invalidOption(`${option}.networks`, 'names a network twice.')
  return Object.freeze({ on: given !== false, networks: Object.freeze([...chosen]), media })
}
