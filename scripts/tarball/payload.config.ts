import path from 'node:path'
import { fileURLToPath } from 'node:url'

import { sqliteAdapter } from '@payloadcms/db-sqlite'
import { lexicalEditor } from '@payloadcms/richtext-lexical'
import { buildConfig } from 'payload'
import { governancePlugin } from 'payload-plugin-governance'

const dirname = path.dirname(fileURLToPath(import.meta.url))

export default buildConfig({
  admin: { avatar: 'default', importMap: { baseDir: dirname }, user: 'users' },
  collections: [
    { slug: 'users', auth: true, fields: [] },
    {
      slug: 'posts',
      access: { read: () => true },
      admin: { useAsTitle: 'title' },
      fields: [
        { name: 'title', type: 'text', required: true },
        { name: 'body', type: 'richText' },
      ],
      versions: { drafts: true },
    },
  ],
  db: sqliteAdapter({
    autoIncrement: true,
    busyTimeout: 5000,
    client: { url: process.env.DATABASE_URI ?? 'file:./blank.db' },
  }),
  editor: lexicalEditor(),
  plugins: [governancePlugin()],
  secret: process.env.PAYLOAD_SECRET ?? '',
  telemetry: false,
  typescript: { outputFile: path.resolve(dirname, 'payload-types.ts') },
})
