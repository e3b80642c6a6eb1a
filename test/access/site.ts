import { formBuilderPlugin } from '@payloadcms/plugin-form-builder'
import type { CollectionConfig, CollectionSlug, Field } from 'payload'

import type { Actor } from '../../src/kernel/actor.js'
import { insert, type Row } from '../../src/platform/db.js'
import { runtimeOf } from '../../src/platform/runtime.js'
import { makeForm } from '../capabilities/forms/contact.js'
import { type Person, posts, type Stand, stand, users } from '../helpers/boot.js'
import type { TestDatabase } from '../helpers/databases.js'

/** Somebody at a door: how they come, and who the table takes them for. */
export interface Who {
  name: string
  as?: Person
  headers?: Record<string, string>
  actor: Actor
}

export interface AccessSite extends Stand {
  everybody: Who[]
  /** The collections and globals that the plugin adds. */
  ours: string[]
  /** One row in each collection; of comments a hidden and a visible one. */
  rows: { slug: string; row: Row }[]
}

/** Name of the field of `links` that points into that collection. */
export const linkTo = (slug: string): string => `to_${slug.replaceAll('-', '_')}`

const ADDED = [
  'comments',
  'gov-cases',
  'gov-certificates',
  'gov-consents',
  'gov-deletions',
  'gov-evidence',
  'gov-incidents',
  'gov-ledger',
  'gov-notice-versions',
  'gov-outbox',
  'gov-reports',
  'gov-reviews',
  'gov-submissions',
  'gov-takedowns',
  'gov-unsafe-addresses',
] as const

/** A collection of the host that everybody reads, with relations into the plugin's. */
const links: CollectionConfig = {
  slug: 'links',
  // It points to collections that GraphQL does not have.
  graphQL: false,
  access: { read: () => true },
  fields: ADDED.map((slug): Field => ({
    name: linkTo(slug),
    type: 'relationship',
    relationTo: slug as CollectionSlug,
  })),
}

/** The host lists comments below a post. */
const articles: CollectionConfig = {
  ...posts,
  slug: 'articles',
  access: { read: () => true },
  fields: [...posts.fields, { name: 'said', type: 'join', collection: 'comments' as never, on: 'articles' }],
}

const ROLES = ['content-creator', 'administrator', 'communications', 'privacy-officer', 'aed', 'ed'] as const

const valueOf = (slug: string, field: Field): unknown => {
  switch (field.type) {
    case 'number':
      return 1
    case 'date':
      return '2026-01-01T12:00:00.000Z'
    case 'checkbox':
      return false
    case 'json':
      return { is: 'there' }
    default:
      return `${slug} ${'name' in field ? field.name : ''}`
  }
}

const rowIn = async (site: Stand, slug: string, more: Record<string, unknown> = {}): Promise<Row> => {
  const { fields } = site.payload.collections[slug as never]!.config as { fields: Field[] }
  const data = Object.fromEntries(
    fields.flatMap((field) =>
      'name' in field &&
      ['checkbox', 'date', 'json', 'number', 'text', 'textarea'].includes(field.type) &&
      !['effects', 'effectsKey', 'id', 'createdAt', 'updatedAt', 'deletedAt'].includes(field.name) &&
      !('virtual' in field && field.virtual)
        ? [[field.name, valueOf(slug, field)]]
        : [],
    ),
  )
  // Ids that the plugin draws itself.
  const own = site.payload.collections[slug as never]!.customIDType ? { id: `${slug}-row` } : {}
  return insert({ payload: site.payload }, slug, { ...data, ...own, ...more })
}

/** A post on a network has versions: made as staff make it. */
const socialPost = async (site: Stand): Promise<Row> =>
  (await site.payload.create({
    collection: 'social-posts' as never,
    data: { text: 'Open on Monday', network: 'facebook' } as never,
    draft: true,
    overrideAccess: true,
  })) as unknown as Row

const peopleOf = async (site: Stand): Promise<Who[]> => {
  const actor = (kind: Actor['kind'], ...roles: string[]): Actor => ({ kind, roles })
  const staff: Who[] = []
  for (const role of ROLES)
    staff.push({ name: role, as: await site.person(role, [role]), actor: actor('staff', role) })
  const plain = await site.person('plain', [])
  const data = { email: 'member@test.example', password: 'a member of the public' }
  const { id } = await site.payload.create({ collection: 'members' as never, data: data as never })
  const { token } = await site.payload.login({ collection: 'members' as never, data: data as never })
  const robot = await site.person('robot', ['privacy-officer'])
  const apiKey = 'f4b5c0de-0000-4000-8000-0123456789ab'
  await site.payload.update({
    collection: 'users',
    id: robot.id,
    data: { enableAPIKey: true, apiKey } as never,
    overrideAccess: true,
  })
  return [
    { name: 'visitor', actor: actor('visitor') },
    {
      name: 'member',
      as: { id, email: data.email, token: token!, ref: `members:${id}`, name: 'member' },
      actor: actor('member'),
    },
    {
      name: 'API key',
      headers: { authorization: `users API-Key ${apiKey}` },
      actor: actor('staff', 'privacy-officer'),
    },
    { name: 'staff without role', as: plain, actor: actor('staff') },
    ...staff,
  ]
}

/** Who somebody is, is asked of the database once and not at each of a thousand doors: here is tried what they may. */
const signInOnce = ({ payload }: Stand): void => {
  payload.authStrategies = payload.authStrategies.map((strategy) => {
    const known = new Map<string, ReturnType<typeof strategy.authenticate>>()
    return {
      ...strategy,
      authenticate: async (args) => {
        const key = args.headers.get('authorization') ?? ''
        if (!known.has(key)) known.set(key, Promise.resolve(strategy.authenticate(args)))
        return structuredClone(await known.get(key)!)
      },
    }
  })
}

export const accessSite = async (database: TestDatabase): Promise<AccessSite> => {
  const site = await stand(database, {
    staff: { ...users, auth: { useAPIKey: true } },
    collections: [articles, links],
    config: {
      jobs: {
        tasks: [
          {
            slug: 'nightly',
            schedule: [{ cron: '0 3 * * *', queue: 'default' }],
            handler: () => ({ output: {} }),
          },
        ],
      },
      plugins: [formBuilderPlugin({})],
    },
    plugin: {
      moderation: { on: ['articles'] },
      intake: { perSource: 100_000, total: 100_000, minFillSeconds: 0 },
    },
  })
  const everybody = await peopleOf(site)
  signInOnce(site)
  const { ours } = runtimeOf(site.payload).table
  const post = await site.payload.create({
    collection: 'articles' as never,
    data: { title: 'A day at the lake' } as never,
    draft: true,
    overrideAccess: true,
  })
  const rows: AccessSite['rows'] = []
  // A binding of no form is nobody's at the desk.
  const bound = { 'gov-submissions': { form: `forms:${await makeForm(site)}` } }
  for (const slug of Object.keys(ours).filter((one) => !one.startsWith('global:'))) {
    if (slug === 'comments')
      for (const state of ['pending', 'visible'])
        rows.push({
          slug,
          row: await rowIn(site, slug, { articles: post.id, subject: `articles:${post.id}`, state }),
        })
    else
      rows.push({
        slug,
        row:
          slug === 'social-posts'
            ? await socialPost(site)
            : await rowIn(site, slug, bound[slug as keyof typeof bound]),
      })
  }
  // Rows of the site's own code have no versions: one that was saved has.
  for (const { row } of rows.filter(({ slug }) => slug === 'gov-notices'))
    await site.payload.update({
      collection: 'gov-notices' as never,
      id: row.id,
      data: { key: 'saved', en: { title: 'Saved' } } as never,
    })
  for (const slug of ADDED) {
    for (const { row } of rows.filter((one) => one.slug === slug))
      await site.payload.create({ collection: 'links' as never, data: { [linkTo(slug)]: row.id } as never })
  }
  return { ...site, everybody, ours: Object.keys(ours), rows }
}
