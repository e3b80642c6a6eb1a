import config from '@payload-config'
import { getPayload, type Payload, type Where } from 'payload'

import type { Page, Post } from '../payload-types.js'
import type { Locale } from './locales.js'

export const openPayload = (): Promise<Payload> => getPayload({ config })

// The generated types are not declared to Payload (the plugin's source must compile without them),
// so results are given their type here.

// A visitor: no user, access rules on. What is not published is not found.
const asVisitor = { draft: false, overrideAccess: false } as const

const published = (where: Where = {}): Where => ({ and: [{ _status: { equals: 'published' } }, where] })

export const findPage = async (slug: string, locale: Locale): Promise<null | Page> => {
  const payload = await openPayload()
  const { docs } = await payload.find({
    ...asVisitor,
    collection: 'pages',
    limit: 1,
    locale,
    where: published({ slug: { equals: slug } }),
  })
  return (docs[0] as Page | undefined) ?? null
}

export const findPost = async (slug: string, locale: Locale): Promise<null | Post> => {
  const payload = await openPayload()
  const { docs } = await payload.find({
    ...asVisitor,
    collection: 'posts',
    depth: 1,
    limit: 1,
    locale,
    where: published({ slug: { equals: slug } }),
  })
  return (docs[0] as Post | undefined) ?? null
}

/** Published posts, newest first. */
export const listPosts = async (locale: Locale, limit = 50): Promise<Post[]> => {
  const payload = await openPayload()
  const { docs } = await payload.find({
    ...asVisitor,
    collection: 'posts',
    depth: 1,
    limit,
    locale,
    sort: '-date',
    where: published(),
  })
  return docs as unknown as Post[]
}

/** A comment as a visitor may see it. */
export interface PublicComment {
  id: number | string
  text: string
  authorName?: null | string
  staff?: boolean | null
  locale: string
  at: string
}

/** Comments on a post that are visible, oldest first: the plugin's access rules hide the others. */
export const listComments = async (postId: number | string): Promise<PublicComment[]> => {
  const payload = await openPayload()
  if (!payload.collections['comments' as never]) return []
  const { docs } = await payload.find({
    ...asVisitor,
    collection: 'comments' as never,
    depth: 0,
    limit: 100,
    sort: 'at',
    where: { subject: { equals: `posts:${postId}` } },
  })
  return docs as unknown as PublicComment[]
}
