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

/** Sites of which Payload and its plugins keep something in their process, because they start as hosts' sites do. */
const ALONE = ['test/demo/*.spec.ts', 'test/plugin/terminal.spec.ts']

const shared = {
  setupFiles: ['test/helpers/setup.ts'],
  // Not threads: an instance of Payload may end its process.
  pool: 'forks' as const,
  testTimeout: 60_000,
  hookTimeout: 120_000,
  // Its files import CSS, which only vitest's own loader understands.
  server: { deps: { inline: [/@payloadcms\/ui/] } },
}

export default defineConfig({
  test: {
    globalSetup: ['test/helpers/globalSetup.ts'],
    reporters,
    maxWorkers: 2,
    teardownTimeout: 20_000,
    projects: [
      {
        resolve: { alias },
        test: {
          ...shared,
          name: 'shared processes',
          include: ['test/**/*.spec.ts', 'test/**/*.spec.tsx'],
          exclude: ['test/e2e/**', 'test/bench/**', '**/node_modules/**', ...ALONE],
          // A process takes one file after the other, each with databases of its own: to import Payload and its
          // adapters anew for each took half of the run. `stand` sees to it that no site finds an earlier one.
          isolate: false,
        },
      },
      { resolve: { alias }, test: { ...shared, name: 'a process each', include: ALONE } },
    ],
  },
})
