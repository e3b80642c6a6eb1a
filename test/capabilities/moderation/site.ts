import type { CollectionConfig } from 'payload'

import { governanceTick } from '../../../src/index.js'
import { all, compareAndSet, countRows, findRow, findRows, type Row } from '../../../src/platform/db.js'
import {
  posts,
  type Person,
  type RestAnswer,
  type Stand,
  stand,
  type StandOptions,
} from '../../helpers/boot.js'
import type { TestDatabase } from '../../helpers/databases.js'

/** Posts that show their comments by a join field, and picks that point to comments, as a host may have. */
export const postsWithComments: CollectionConfig = {
  ...posts,
  fields: [
    ...posts.fields,
    { name: 'comments', type: 'join', collection: 'comments' as never, on: 'posts', defaultLimit: 100 },
  ],
}
export const picks: CollectionConfig = {
  slug: 'picks',
  access: { read: () => true },
  fields: [
    { name: 'title', type: 'text' },
    { name: 'one', type: 'relationship', relationTo: 'comments' as never },
    { name: 'many', type: 'relationship', relationTo: 'comments' as never, hasMany: true },
    { name: 'any', type: 'relationship', relationTo: ['comments', 'posts'] as never },
  ],
}

export interface Site extends Stand {
  /** A published post. */
  post: { id: number | string; ref: string }
  comment: (text: string, options?: { as?: Person; on?: string; name?: string }) => Promise<Commented>
  report: (on: string, options?: Partial<Reported> & { as?: Person; from?: string }) => Promise<RestAnswer>
  /** The open case of an item, read as the moderator would. */
  caseOf: (item: string, as: Person) => Promise<CaseItem>
  decide: (as: Person, item: CaseItem, body: Record<string, unknown>) => Promise<RestAnswer>
  member: (name: string) => Promise<Person>
  row: (collection: string, id: number | string) => Promise<Row>
  ctx: { payload: Stand['payload'] }
  heal: () => Promise<void>
}
export interface Commented {
  ref: string
  id: number | string
  number: string
  token: string
  state: string
}
export interface Reported {
  category: string
  words: string
  danger: boolean
}
export interface CaseItem {
  id: string
  rev: number
  kind: string
  reports: number
  categories: Record<string, number>
  words: string[]
  own: boolean
  danger: boolean
  heldByOther: boolean
  overdue: boolean
  covered: boolean
  appeal: null | { plea: string; own: boolean; category: null | string }
  comment: { ref: string; text: string; state: string; revision: number }
}

export const REMOVAL = { decision: 'remove', category: 'harassment', reason: 'attacks-person' }

export const moderatedSite = async (database: TestDatabase, options: StandOptions = {}): Promise<Site> => {
  const site = await stand(database, {
    collections: [postsWithComments, picks],
    ...options,
    plugin: {
      // What is masked has a suite of its own.
      moderation: { on: ['posts'], mask: false },
      approvals: false,
      intake: { perSource: 100_000, total: 1_000_000 },
      ...options.plugin,
    },
  })
  const { payload } = site
  const ctx = { payload }
  const published = await payload.create({
    collection: 'posts',
    data: { title: 'A day at the lake', _status: 'published' } as never,
    overrideAccess: true,
  })
  const post = { id: published.id, ref: `posts:${published.id}` }
  const row: Site['row'] = async (collection, id) => (await findRow(ctx, collection, { id: { equals: id } }))!
  return {
    ...site,
    post,
    ctx,
    row,
    comment: async (text, call = {}) => {
      const answer = await site.rest('POST', '/info/comment', {
        as: call.as,
        body: { on: call.on ?? post.ref, text, ...(call.name ? { name: call.name } : {}) },
      })
      if (answer.status !== 201) throw new Error(`comment refused: ${answer.status} ${answer.text}`)
      const [written] = await findRows(ctx, 'comments', { text: { equals: text } }, { limit: 1, sort: '-id' })
      return { ...answer.body, id: written!.id, ref: `comments:${written!.id}` }
    },
    report: (on, call = {}) =>
      site.rest('POST', '/info/tell', {
        as: call.as,
        headers: call.from ? { 'x-forwarded-for': call.from } : {},
        body: {
          on,
          category: call.category ?? 'spam',
          words: call.words ?? '',
          danger: call.danger ?? false,
        },
      }),
    caseOf: async (item, as) => {
      const the = (await findRow(ctx, 'gov-cases', { place: { equals: `open:${item}` } }))!
      const answer = await site.rest('GET', `/governance/moderation/queue?case=${the.id}`, { as })
      return answer.body.items[0] as CaseItem
    },
    decide: (as, item, body) =>
      site.rest('POST', `/governance/moderation/cases/${item.id}/decide`, {
        as,
        body: { rev: item.rev, revision: item.comment.revision, ...body },
      }),
    member: async (name) => {
      const email = `${name}@members.example`
      const password = `${name}-long-enough-password`
      const made = await payload.create({ collection: 'members', data: { name, email, password } as never })
      const { token } = await payload.login({ collection: 'members', data: { email, password } as never })
      return { id: made.id, email, token: token ?? '', ref: `members:${made.id}`, name }
    },
    heal: async () => {
      await governanceTick(payload, { force: true, only: ['heal', 'moderation'] })
    },
  }
}

export { all, compareAndSet, countRows, findRow, findRows }
