import path from 'node:path'
import { fileURLToPath } from 'node:url'

import { withPayload } from '@payloadcms/next/withPayload'

// The plugin's source lies beside dev/, so the repository is the root that Turbopack and tracing may read.
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

/** @type {import('next').NextConfig} */
const config = {
  turbopack: { root },
  outputFileTracingRoot: root,
  allowedDevOrigins: ['127.0.0.1', 'localhost'],
  devIndicators: false,
  // `npm run check` has checked them where this is set.
  typescript: { ignoreBuildErrors: process.env.TYPES_CHECKED === '1' },
  poweredByHeader: false,
  // Titles are in the head from the start, for everybody: the site works without scripts.
  htmlLimitedBots: /.*/,
  // Deletion, mail and the seed open files under .demo at run time; none of them belong to the build.
  outputFileTracingExcludes: { '**/*': ['.demo/**', '.cache/**', 'test/**'] },
  headers: async () => [
    {
      source: '/:locale(en|fr)/:path*',
      headers: [
        { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
        { key: 'X-Content-Type-Options', value: 'nosniff' },
        { key: 'X-Frame-Options', value: 'DENY' },
      ],
    },
    {
      source: '/demo/:path*',
      headers: [
        { key: 'Referrer-Policy', value: 'same-origin' },
        { key: 'X-Content-Type-Options', value: 'nosniff' },
        { key: 'Cache-Control', value: 'no-store' },
      ],
    },
  ],
}

export default withPayload(config, { devBundleServerPackages: false })
