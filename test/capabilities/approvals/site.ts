import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { CollectionConfig, GlobalConfig } from 'payload'

import { canonicalJSON } from '../../../src/kernel/canonical.js'
import { type Person, type Stand, stand, users } from '../../helpers/boot.js'
import type { TestDatabase } from '../../helpers/databases.js'
import type { Caller } from './attempts.js'

const open = { create: () => true, read: () => true, update: () => true, delete: () => true }

/** Sets itself at publication, as sites do: it is no part of what is approved. */
const publishedAt = {
  name: 'publishedAt',
  type: 'date' as const,
  hooks: {
    beforeChange: [
      ({ siblingData, value }: { siblingData: Record<string, unknown>; value?: unknown }) =>
        siblingData._status === 'published' ? new Date().toISOString() : value,
    ],
  },
}

export const articles: CollectionConfig = {
  slug: 'articles',
  access: open,
  trash: true,
  versions: { drafts: { schedulePublish: true }, maxPerDoc: 50 },
  fields: [
    { name: 'title', type: 'text', localized: true, required: true },
    { name: 'body', type: 'textarea', localized: true },
    publishedAt,
  ],
}

export const pictures = (staticDir: string): CollectionConfig => ({
  slug: 'pictures',
  access: open,
  upload: { staticDir },
  versions: { drafts: true },
  fields: [{ name: 'alt', type: 'text', localized: true }],
})

/** Without governance, so that the stock scheduler exists on the site. */
export const notes: CollectionConfig = {
  slug: 'notes',
  access: open,
  versions: { drafts: { schedulePublish: true } },
  fields: [{ name: 'title', type: 'text' }],
}

export const banner: GlobalConfig = {
  slug: 'banner',
  access: { read: () => true, update: () => true },
  versions: { drafts: true },
  fields: [{ name: 'text', type: 'text', localized: true }],
}

/** One who has a key instead of a session. */
const KEY = 'key-of-the-robot'
const staff: CollectionConfig = { ...users, auth: { useAPIKey: true } }

export interface ApprovalSite extends Stand {
  files: string
  author: Person
  administrator: Person
  aed: Person
  ed: Person
  /** Calls an action of approvals; for a global leave `id` out. */
  act: (
    action: string,
    as: Person,
    target: Target,
    body?: Record<string, unknown>,
  ) => ReturnType<Stand['rest']>
  status: (as: Person, target: Target) => Promise<any>
  /** Submits as the author and approves as the administrator. */
  approved: (target: Target) => Promise<void>
}
export type Target = { slug: string; id?: number | string }

const path = ({ slug, id }: Target): string =>
  `/governance/approvals/${id === undefined ? `globals/${slug}` : `collections/${slug}/${id}`}`

/** @param more `apart`: each language is published and decided on by itself */
export const approvalSite = async (
  database: TestDatabase,
  more: { articles?: CollectionConfig; apart?: boolean } = {},
): Promise<ApprovalSite> => {
  const files = mkdtempSync(join(tmpdir(), 'governance-files-'))
  const site = await stand(database, {
    staff,
    collections: [more.articles ?? articles, pictures(files), notes],
    config: {
      globals: [banner],
      ...(more.apart ? { experimental: { localizeStatus: true } } : {}),
      jobs: { jobsCollectionOverrides: ({ defaultJobsCollection }) => defaultJobsCollection },
    },
    plugin: {
      approvals: {
        locales: more.apart ? undefined : 'any',
        collections: { except: ['notes'] },
        volatileFields: { articles: ['publishedAt'] },
      },
    },
  })
  const author = await site.person('author', ['content-creator'])
  const administrator = await site.person('administrator', ['administrator'])
  const aed = await site.person('aed', ['aed'])
  const ed = await site.person('ed', ['ed'])
  const act: ApprovalSite['act'] = (action, as, target, body) =>
    site.rest('POST', `${path(target)}/${action}`, { as, body: body ?? {} })
  const status: ApprovalSite['status'] = async (as, target) =>
    (await site.rest('GET', path(target), { as })).body
  const approved: ApprovalSite['approved'] = async (target) => {
    const submitted = await act('submit', author, target)
    if (submitted.status !== 200) throw new Error(`submit: ${submitted.text}`)
    const answer = await act('approve', administrator, target, { hash: submitted.body.hash, attested: true })
    if (answer.status !== 200) throw new Error(`approve: ${answer.text}`)
  }
  return {
    ...site,
    files,
    author,
    administrator,
    aed,
    ed,
    act,
    status,
    approved,
    stop: async () => {
      await site.stop()
      rmSync(files, { recursive: true, force: true })
    },
  }
}

/** The document as visitors get it, in both languages, with its file's bytes; null when it is not live. */
export const liveContent = async (
  site: Stand & { files?: string },
  { slug, id }: Target,
): Promise<string> => {
  const doc =
    id === undefined
      ? ((await site.payload.db.findGlobal({ slug })) as unknown as Record<string, any>)
      : ((await site.payload.db.findOne({ collection: slug, where: { id: { equals: id } } })) as Record<
          string,
          any
        > | null)
  if (!doc || doc._status !== 'published' || doc.deletedAt) return 'not live'
  const file =
    site.files && typeof doc.filename === 'string'
      ? readFileSync(join(site.files, doc.filename)).toString('base64')
      : null
  // Declared as volatile: the site sets it by itself whenever something is published.
  const { updatedAt: _at, publishedAt: _published, ...content } = doc
  return canonicalJSON({ content, file })
}

export const countVersions = async (site: Stand, { slug, id }: Target): Promise<number> =>
  id === undefined
    ? (await site.payload.db.countGlobalVersions({ global: slug, where: {} })).totalDocs
    : (await site.payload.db.countVersions({ collection: slug, where: { parent: { equals: id } } })).totalDocs

/** Every kind of person who could try something, and the site's own code. */
export const everybody = async (site: ApprovalSite): Promise<Caller[]> => {
  const { payload } = site
  const members = { collection: 'members' as never }
  const login = { email: 'member@test.example', password: 'a-long-enough-password' } as never
  const { docs } = await payload.find({ ...members, limit: 1 })
  const member = (docs[0] ?? (await payload.create({ ...members, data: login }))) as unknown as { id: number }
  const { token } = await payload.login({ ...members, data: login })
  const robots = { collection: 'users' as const, where: { email: { equals: 'robot@test.example' } } }
  const robot =
    (await payload.find(robots)).docs[0] ??
    (await payload.create({
      collection: 'users',
      data: {
        email: 'robot@test.example',
        password: 'a-long-enough-password',
        governanceRoles: ['content-creator'],
        enableAPIKey: true,
        apiKey: KEY,
      } as never,
    }))
  const staffed = async (person: Person): Promise<Caller> => ({
    name: person.name,
    as: person,
    user: { ...(await payload.findByID({ collection: 'users', id: person.id })), collection: 'users' },
  })
  return [
    { name: 'visitor' },
    {
      name: 'member',
      as: { id: member.id, token: token ?? '', email: '', ref: `members:${member.id}`, name: 'member' },
      user: { ...member, collection: 'members' },
    },
    {
      name: 'key',
      headers: { authorization: `users API-Key ${KEY}` },
      user: { ...robot, collection: 'users' },
    },
    await staffed(site.author),
    await staffed(site.administrator),
    await staffed(site.aed),
    await staffed(site.ed),
    { name: 'system' },
  ]
}
