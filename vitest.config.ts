import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** What every vitest configuration of this repository shares: the package is tested from its source. */
export const alias = [
  { find: /^payload-plugin-governance$/, replacement: here('./src/index.ts') },
  { find: /^payload-plugin-governance\/client$/, replacement: here('./src/exports/client.ts') },
  { find: /^payload-plugin-governance\/rsc$/, replacement: here('./src/exports/rsc.ts') },
  { find: /^@payload-config$/, replacement: here('./dev/payload.config.ts') },
]

/** For people, plus what could not be run, plus a file to count from when `VITEST_JSON` names one. */
export const reporters: (string | [string, { outputFile: string }])[] = [
  'default',
  here('./test/helpers/reporter.ts'),
]
if (process.env.VITEST_JSON) reporters.push(['json', { outputFile: process.env.VITEST_JSON }])

export default defineConfig({
  resolve: { alias },
  test: {
    include: ['test/**/*.spec.ts', 'test/**/*.spec.tsx'],
    exclude: ['test/e2e/**', 'test/bench/**', '**/node_modules/**'],
    globalSetup: ['test/helpers/globalSetup.ts'],
    setupFiles: ['test/helpers/testProcess.ts'],
    reporters,
    // One process per file: an instance of Payload keeps module state that threads would share.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 20_000,
    // Its files import CSS, which only vitest's own loader understands.
    server: { deps: { inline: [/@payloadcms\/ui/] } },
  },
})
