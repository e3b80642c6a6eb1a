/**
 * The browser tests: builds the demo when its sources are newer than the last build, starts it with a fresh,
 * seeded database and a mail catcher on free ports, runs test/e2e in real Chromium, and stops everything.
 * `--build` builds in any case; further arguments go to vitest. `DATABASE_URI` names another database than a
 * new SQLite file; `UPDATE_SCREENSHOTS=1` renews docs/screenshots.
 */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

import { freePort, startServer } from './server.mjs'
import { main, root, run, step, temporaryDirectory } from './steps.mjs'

const built = join(root, 'dev/.next/BUILD_ID')

main(async () => {
  const args = process.argv.slice(2).filter((arg) => arg !== '--build')
  const { path: directory, remove } = temporaryDirectory('e2e')
  const env = { DEMO_DIR: directory, NEXT_TELEMETRY_DISABLED: '1' }
  try {
    if (process.argv.includes('--build') || stale()) {
      await step('build the demo', () =>
        run(process.execPath, ['node_modules/next/dist/bin/next', 'build', 'dev'], {
          env: { ...env, GOVERNANCE_DEMO: '1', NODE_ENV: 'production', TYPES_CHECKED: '1' },
          quiet: true,
          timeout: 600_000,
        }),
      )
    }
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const server = await step('seed and start the demo', () =>
      startServer(process.execPath, ['scripts/dev.mjs', '--start', '--port', String(port)], {
        cwd: root,
        env,
        patience: 180_000,
        url: `${url}/api/users/me`,
      }),
    )
    try {
      await run('npx', ['--no-install', 'vitest', 'run', '--config', 'vitest.e2e.config.ts', ...args], {
        env: { ...env, E2E_URL: url },
      })
    } catch (error) {
      console.log(`What the demo printed:\n${server.log().split('\n').slice(-80).join('\n')}`)
      throw error
    } finally {
      await server.stop()
    }
  } finally {
    remove()
  }
})

function stale() {
  if (!existsSync(built)) return true
  const since = statSync(built).mtimeMs
  const newer = (path) => statSync(join(root, path)).mtimeMs > since
  const sources = ['src', 'dev'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
      .filter((path) => !path.startsWith('dev/.next') && !/tsbuildinfo$|next-env\.d\.ts$/.test(path)),
  )
  return ['package-lock.json', ...sources].some(newer)
}
