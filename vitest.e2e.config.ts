import { defineConfig } from 'vitest/config'

import { alias, reporters } from './vitest.config.js'

/** Browser tests, one file after another: they share one site. Started by scripts/e2e.mjs. */
export default defineConfig({
  resolve: { alias },
  test: {
    include: ['test/e2e/**/*.e2e.ts'],
    reporters,
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
