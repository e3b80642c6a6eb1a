/**
 * The browser tests: builds the demo when its sources are newer than the last build, starts it with a fresh, seeded
 * database and a mail catcher on free ports, runs test/e2e in real Chromium, and stops everything.
 * `--build` builds in any case; further arguments go to vitest. `UPDATE_SCREENSHOTS=1` renews docs/screenshots.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { startMailCatcher } from '../dev/mail/catcher.mjs'
import { freePort, startServer } from './server.mjs'
import { main, root, run, step } from './steps.mjs'

const built = join(root, 'dev/.next/BUILD_ID')
const next = join(root, 'node_modules/next/dist/bin/next')

main(async () => {
  const args = process.argv.slice(2).filter((arg) => arg !== '--build')
  const directory = mkdtempSync(join(tmpdir(), 'governance-e2e-'))
  const stops = [async () => rmSync(directory, { recursive: true, force: true, maxRetries: 5 })]
  try {
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const mail = await startMailCatcher({ directory: join(directory, 'mail') })
    stops.push(() => mail.close())
    const env = {
      DATABASE_URI: `file:${join(directory, 'demo.db')}`,
      DEMO_DIR: directory,
      DEMO_URL: url,
      GOVERNANCE_DEMO: '1',
      NEXT_TELEMETRY_DISABLED: '1',
      PAYLOAD_SECRET: randomBytes(32).toString('hex'),
      PORT: String(port),
      SMTP_PORT: String(mail.port),
    }
    if (process.argv.includes('--build') || stale()) {
      await step('build the demo', () =>
        run(process.execPath, [next, 'build', 'dev'], {
          env: { ...env, NODE_ENV: 'production', TYPES_CHECKED: '1' },
          quiet: true,
          timeout: 600_000,
        }),
      )
    }
    // The SQL adapters bring a database to its schema in development only.
    await step('seed the demo', () =>
      run(process.execPath, ['--import', './dev/start/register.mjs', 'dev/start/prepare.ts'], {
        env: { ...env, NODE_ENV: 'development' },
        quiet: true,
        timeout: 180_000,
      }),
    )
    const server = await step('start the demo', () =>
      startServer(process.execPath, [next, 'start', 'dev', '-H', '127.0.0.1', '-p', String(port)], {
        cwd: root,
        env: { ...env, NODE_ENV: 'production' },
        url: `${url}/api/users/me`,
      }),
    )
    stops.push(() => server.stop())
    try {
      await run('npx', ['--no-install', 'vitest', 'run', '--config', 'vitest.e2e.config.ts', ...args], {
        env: { ...env, E2E_URL: url },
      })
    } catch (error) {
      console.log(`What the demo printed:\n${server.log().split('\n').slice(-80).join('\n')}`)
      throw error
    }
  } finally {
    for (const stop of stops.reverse()) await stop()
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
