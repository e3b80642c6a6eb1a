/**
 * A site of its own for the proof of migrations. `PLUGIN` says which plugin it has: none, that of the earlier
 * commit (`old`) or that of this tree (`new`).
 */
import path from 'node:path'
import { fileURLToPath } from 'node:url'

import { postgresAdapter } from '@payloadcms/db-postgres'
import { sqliteAdapter } from '@payloadcms/db-sqlite'
import { formBuilderPlugin } from '@payloadcms/plugin-form-builder'
import { lexicalEditor } from '@payloadcms/richtext-lexical'
import { buildConfig, type Plugin } from 'payload'

const dirname = path.dirname(fileURLToPath(import.meta.url))
const url = process.env.DATABASE_URI ?? ''
const migrationDir = path.resolve(dirname, process.env.MIGRATIONS ?? 'migrations')

const governance = async (): Promise<Plugin[]> => {
  const which = process.env.PLUGIN ?? 'none'
  if (which === 'none') return []
  const { governancePlugin } = await import(`./${which}/src/index.js`)
  // Several sites run in this directory: each has heads of its own. The earlier version knows no such option.
  const files =
    which === 'new'
      ? {
          ledger: { headsFile: `${migrationDir}-heads.jsonl` },
          retention: { tombstonesFile: `${migrationDir}-tombstones.jsonl` },
        }
      : {}
  return [governancePlugin({ runEverySeconds: false, intake: { minFillSeconds: 0 }, ...files })]
}

export default buildConfig({
  admin: { avatar: 'default', user: 'users' },
  collections: [
    { slug: 'users', auth: true, fields: [{ name: 'name', type: 'text' }] },
    {
      slug: 'posts',
      access: { read: ({ req }) => (req.user ? true : { _status: { equals: 'published' } }) },
      trash: true,
      versions: { drafts: true },
      fields: [
        { name: 'title', type: 'text', localized: true },
        { name: 'body', type: 'richText', localized: true },
        { name: 'parts', type: 'array', fields: [{ name: 'line', type: 'text', localized: true }] },
        { name: 'related', type: 'relationship', relationTo: 'posts', hasMany: true },
      ],
    },
  ],
  db: url.startsWith('postgres')
    ? postgresAdapter({ migrationDir, pool: { connectionString: url }, push: false })
    : sqliteAdapter({
        autoIncrement: true,
        busyTimeout: 5000,
        client: { url },
        migrationDir,
        push: false,
      }),
  editor: lexicalEditor(),
  globals: [
    {
      slug: 'header',
      access: { read: () => true },
      versions: { drafts: true },
      fields: [{ name: 'words', type: 'text', localized: true }],
    },
  ],
  localization: { defaultLocale: 'en', fallback: true, locales: ['en', 'fr'] },
  plugins: [formBuilderPlugin({ fields: { payment: false } }), ...(await governance())],
  secret: 'only for this proof',
  telemetry: false,
  typescript: { autoGenerate: false },
})
