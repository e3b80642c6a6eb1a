import path from 'node:path'
import { fileURLToPath } from 'node:url'

import { nodemailerAdapter } from '@payloadcms/email-nodemailer'
import { lexicalEditor } from '@payloadcms/richtext-lexical'
import { en } from '@payloadcms/translations/languages/en'
import { fr } from '@payloadcms/translations/languages/fr'
import { buildConfig } from 'payload'
import { governancePlugin } from 'payload-plugin-governance'
import sharp from 'sharp'

import { demoNow, timeZone } from './clock.js'
import { attachments } from './collections/attachments.js'
import { media } from './collections/media.js'
import { members } from './collections/members.js'
import { pages } from './collections/pages.js'
import { posts } from './collections/posts.js'
import { users } from './collections/users.js'
import { databaseAdapter } from './databases.js'
import { environment } from './environment.js'
import { forms } from './forms.js'

const dirname = path.dirname(fileURLToPath(import.meta.url))

export default buildConfig({
  secret: environment.secret,
  serverURL: environment.serverURL,
  // The same machine under its other name, so that signing in works at either address.
  csrf: [environment.serverURL.replace('127.0.0.1', 'localhost')],
  telemetry: false,
  admin: {
    user: 'users',
    avatar: 'default',
    importMap: { baseDir: dirname },
    meta: { titleSuffix: ' · Lakeshore' },
    components: { afterNavLinks: ['/demo/DemoLinks.js#DemoLinks'] },
  },
  i18n: { supportedLanguages: { en, fr }, fallbackLanguage: 'en' },
  localization: {
    locales: [
      { code: 'en', label: { en: 'English', fr: 'Anglais' } },
      { code: 'fr', label: { en: 'French', fr: 'Français' } },
    ],
    defaultLocale: 'en',
    fallback: true,
  },
  collections: [pages, posts, media, attachments, members, users],
  db: await databaseAdapter(environment.databaseURI),
  editor: lexicalEditor(),
  email: nodemailerAdapter({
    defaultFromAddress: 'no-reply@lakeshore.example',
    defaultFromName: 'Lakeshore',
    skipVerify: true,
    transportOptions: { host: '127.0.0.1', port: environment.smtpPort, secure: false, ignoreTLS: true },
  }),
  plugins: [
    forms,
    governancePlugin({
      now: demoNow,
      timeZone,
      ...(environment.isPreparing ? { runEverySeconds: false } : {}),
      ledger: { headsFile: path.join(environment.demoDir, 'ledger-heads.jsonl') },
      // The clock of the demo is moved by months, and each new one would bring a test alert.
      incidents: { monthlyTest: false },
      approvals: { socialPosts: { media: 'media' } },
      // What visitors send with a message: a rule of its own, so that no file stays without its message.
      retention: {
        collections: {
          attachments: {},
          // What visits were about is counted before the answers go: "Statistics of what left".
          'form-submissions': { action: 'anonymize', keep: ['about'] },
        },
        tombstonesFile: path.join(environment.demoDir, 'tombstones.jsonl'),
      },
    }),
  ],
  sharp,
  // Undeclared: the plugin's source compiles against any host, never against the demo's types.
  typescript: { declare: false, outputFile: path.join(dirname, 'payload-types.ts') },
})
