/**
 * Proves the migrations on Postgres and SQLite: a site without the plugin that has been live for a while gets it; and a
 * site with an earlier version of the plugin, with evidence and reviews under way, gets the one of this tree. Each with
 * `payload migrate:create` and `payload migrate`, as a person would. Data is kept, the site starts and is governed; and
 * goes on when the plugin is removed.
 * MongoDB has no migrations of its schema. `KEEP=1` leaves the sites behind.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { CommandFailed, main, root, run, step, succeeds, temporaryDirectory, untilSaid } from './steps.mjs'

/** Before approvals in depth: reviews had no steps, queue or comments; no delegations, no rights of media. */
const EARLIER = 'd6337397f9b9f89e005df70592448354a85341da'

main(async () => {
  // Also where a failure leaves nothing to wait for, and Node would end without a word.
  process.exitCode = 1
  const { path: directory, remove, keep } = temporaryDirectory('migrations')
  const began = Date.now()
  const { startServers } = await import('../test/helpers/servers.js')
  const servers = await startServers(new Set(['sqlite', 'postgres']), { brief: true })
  try {
    const app = join(directory, 'site')
    const upgrade = await step('write a site', () => writeSite(app))
    const legs = ['sqlite', 'postgres'].filter((leg) => servers.states[leg].ready)
    const wanted = process.env.TEST_DATABASES ? process.env.TEST_DATABASES.split(',') : ['sqlite', 'postgres']
    for (const leg of wanted)
      if (!legs.includes(leg)) throw new CommandFailed(servers.states[leg]?.reason ?? `No ${leg}.`)
    await Promise.all(
      legs.map((leg) => prove(leg, app, databasesOf(leg, servers.states[leg].uri, directory), upgrade)),
    )
    console.log(`Migrations work on ${legs.join(' and ')} (${((Date.now() - began) / 1000).toFixed(0)} s)`)
  } finally {
    await servers.stop()
    if (process.env.KEEP) {
      keep()
      console.log(`Left behind: ${directory}`)
    } else remove()
  }
  process.exit(0)
})

async function prove(leg, app, { create, copy, first, second }, upgrade) {
  await create?.()
  const site = (name, uri, plugin) => {
    const env = {
      DATABASE_URI: uri,
      // Commands speak the language of the terminal.
      LC_ALL: 'C.UTF-8',
      KEPT: join(app, `${leg}-${name}.json`),
      MIGRATIONS: `${leg}-${name}`,
      NEXT_TELEMETRY_DISABLED: '1',
      NODE_ENV: 'production',
      PAYLOAD_CONFIG_PATH: 'payload.config.ts',
      PLUGIN: plugin,
    }
    const payload = (words, more = {}) =>
      run(process.execPath, [join(app, 'node_modules/payload/bin.js'), ...words], {
        cwd: app,
        env: { ...env, ...more },
        quiet: true,
        timeout: 120_000,
      })
    const say = (what) => `${leg}: ${what}`
    return {
      migrate: (what, edit) =>
        step(say(what), async () => {
          await untilSaid(/Migration created/, () =>
            payload(['migrate:create', what.replaceAll(/\W+/g, '-')]),
          )
          edit?.(join(app, `${leg}-${name}`))
          await untilSaid(/Done/, () => payload(['migrate']))
        }),
      does: (what, how) =>
        step(say(how), () => untilSaid(/PASSED/, () => payload(['run', 'site.mjs'], { STEP: what }))),
      verify: () =>
        step(say('the ledger verifies'), () =>
          untilSaid(/The ledger verifies/, () => payload(['governance:ledger', 'verify'])),
        ),
    }
  }
  const inherit = (name) => {
    cpSync(join(app, `${leg}-before`), join(app, `${leg}-${name}`), { recursive: true })
    cpSync(join(app, `${leg}-before.json`), join(app, `${leg}-${name}.json`))
  }
  const before = site('before', first, 'none')
  await before.migrate('a site without the plugin')
  await before.does('fill', 'it has been live for a while')
  await copy()
  inherit('installed')
  const installed = site('installed', first, 'new')
  await installed.migrate('the plugin is installed')
  await installed.does('work', 'nothing is lost, what is new is governed')
  await installed.verify()
  const removed = site('installed', first, 'none')
  await removed.migrate('the plugin is removed', leg === 'postgres' ? mendConstraints : undefined)
  await removed.does('keep', 'the site goes on as it was')
  if (!upgrade) return
  inherit('upgraded')
  const old = site('upgraded', second, 'old')
  await old.migrate('an earlier version is installed')
  await old.does('work', 'it is worked with')
  const upgraded = site('upgraded', second, 'new')
  // Without a terminal to ask in: an upgrade only adds, so that it has no questions.
  await upgraded.migrate('the plugin is upgraded')
  await upgraded.does('check', 'nothing is lost, what was under way goes on')
  await upgraded.verify()
}

/** As docs/setup.md says: the migration drops tables with their constraints, and then each constraint again. */
function mendConstraints(migrations) {
  const newest = readdirSync(migrations)
    .filter((file) => file.endsWith('.ts') && file !== 'index.ts')
    .sort()
    .at(-1)
  const file = join(migrations, newest)
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replaceAll('DROP CONSTRAINT "', 'DROP CONSTRAINT IF EXISTS "'),
  )
}

/** Two databases of a leg, and how the second becomes a copy of the first. */
function databasesOf(leg, uri, directory) {
  if (leg === 'sqlite') {
    const [first, second] = ['first', 'second'].map((name) => join(directory, `${name}.db`))
    return { first: `file:${first}`, second: `file:${second}`, copy: async () => cpSync(first, second) }
  }
  const named = (name) => Object.assign(new URL(uri), { pathname: `/${name}` }).toString()
  return {
    first: named('migrations_first'),
    second: named('migrations_second'),
    copy: async () => onPostgres(uri, 'CREATE DATABASE migrations_second TEMPLATE migrations_first'),
    create: async () => onPostgres(uri, 'CREATE DATABASE migrations_first'),
  }
}

async function onPostgres(uri, statement) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: uri })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** Returns false where this clone has no history to take the earlier version from. */
async function writeSite(app) {
  mkdirSync(join(app, 'new'), { recursive: true })
  cpSync(join(root, 'scripts/migrations'), app, { recursive: true })
  cpSync(join(root, 'src'), join(app, 'new/src'), { recursive: true })
  writeFileSync(join(app, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  symlinkSync(join(root, 'node_modules'), join(app, 'node_modules'))
  if (!(await succeeds('git', ['cat-file', '-e', `${EARLIER}^{commit}`]))) {
    console.log(`  (no upgrade is tried: this clone has no commit ${EARLIER})`)
    return false
  }
  mkdirSync(join(app, 'old'))
  const archive = execFileSync('git', ['archive', EARLIER, 'src'], { cwd: root, maxBuffer: 1 << 28 })
  execFileSync('tar', ['-x', '-C', join(app, 'old')], { input: archive })
  return existsSync(join(app, 'old/src/index.ts'))
}
