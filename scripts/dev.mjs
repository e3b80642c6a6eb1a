// Starts the demo: mail catcher, database, seed, Next. `node scripts/dev.mjs --help` lists its options.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const host = '127.0.0.1'

const help = `Usage: npm run dev -- [options]

  --start      run the production build of the demo (make it with: npx next build dev)
  --mongo      keep the data in a MongoDB that mongodb-memory-server runs
  --port N     use this port; without it 3000, or the next free one
  --reset      delete everything the demo wrote before starting
  --prepare    only make the database and fill it, then stop
  --help       print this

Environment:
  DATABASE_URI  file:path/to/file.db, postgres://… or mongodb://… (default: SQLite in DEMO_DIR)
  DEMO_DIR      where the demo writes (default: .demo)`

/** What went wrong, for the person at the terminal: one sentence, no stack. */
class Stop extends Error {}

const options = (() => {
  try {
    const { values } = parseArgs({
      options: {
        start: { type: 'boolean', default: false },
        mongo: { type: 'boolean', default: false },
        port: { type: 'string' },
        reset: { type: 'boolean', default: false },
        prepare: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
    const port = values.port === undefined ? undefined : Number(values.port)
    if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65536)) {
      throw new Error(`--port ${values.port} is not a port number.`)
    }
    return { ...values, port }
  } catch (error) {
    console.error(`${error.message}\n\n${help}`)
    process.exit(1)
  }
})()

if (options.help) {
  console.log(help)
  process.exit(0)
}

const demoDir = path.resolve(process.env.DEMO_DIR || path.join(root, '.demo'))

// --- What has to be stopped, last started first ----------------------------------------------

const stoppers = []
let stopping = false
const stopAll = async (code) => {
  if (stopping) return
  stopping = true
  for (const stop of stoppers.reverse()) await stop().catch(() => undefined)
  process.exit(code)
}

/** Runs a child until it ends; Ctrl-C and a failure here end it too. */
const run = (args, env) => {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: 'inherit',
  })
  const ended = new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0)))
  })
  stoppers.push(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), 8000)
    await ended
    clearTimeout(late)
  })
  return { child, ended }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stopAll(0))

// --- Pieces ----------------------------------------------------------------------------------

const isFree = (port) =>
  new Promise((resolve) => {
    const server = net.createServer()
    server.once('error', () => resolve(false))
    server.listen(port, host, () => server.close(() => resolve(true)))
  })

const choosePort = async (wanted) => {
  if (wanted !== undefined) {
    if (await isFree(wanted)) return wanted
    throw new Stop(`Port ${wanted} is in use: choose another with --port, or leave it out.`)
  }
  for (let port = 3000; port < 3100; port += 1) if (await isFree(port)) return port
  throw new Stop('Ports 3000 to 3099 are all in use: choose one with --port.')
}

/** Kept between starts, so that sessions and receipts stay valid. */
const secret = () => {
  if (process.env.PAYLOAD_SECRET) return process.env.PAYLOAD_SECRET
  const file = path.join(demoDir, 'secret')
  try {
    const kept = fs.readFileSync(file, 'utf8').trim()
    if (kept) return kept
  } catch {
    // First start: made below.
  }
  const made = randomBytes(32).toString('hex')
  fs.writeFileSync(file, made, { mode: 0o600 })
  return made
}

const startMongo = async () => {
  const dbPath = path.join(demoDir, 'mongo')
  fs.mkdirSync(dbPath, { recursive: true })
  // The one that `npm run test:all` has prepared serves as well.
  const prepared = path.join(root, '.cache', 'mongod', 'mongod')
  if (!process.env.MONGOMS_SYSTEM_BINARY && fs.existsSync(prepared)) {
    process.env.MONGOMS_SYSTEM_BINARY = prepared
    process.env.MONGOMS_SYSTEM_BINARY_VERSION_CHECK = 'false'
  }
  const { warn } = console
  let server
  try {
    // It prints a stack of its own before it throws.
    console.warn = () => {}
    const { MongoMemoryServer } = await import('mongodb-memory-server')
    server = await MongoMemoryServer.create({
      instance: { dbName: 'demo', dbPath, ip: host, storageEngine: 'wiredTiger' },
    })
  } catch (error) {
    const why = String(error?.message ?? error).replace(/\s+/g, ' ')
    throw new Stop(
      `MongoDB could not be started (${why}): mongodb-memory-server downloads it at first use, ` +
        'and MONGOMS_SYSTEM_BINARY can name one that you have.',
    )
  } finally {
    console.warn = warn
  }
  stoppers.push(() => server.stop({ doCleanup: false }))
  return server.getUri('demo')
}

const startMail = async () => {
  const { startMailCatcher } = await import('../dev/mail/catcher.mjs')
  const catcher = await startMailCatcher({
    directory: path.join(demoDir, 'mail'),
    port: Number(process.env.SMTP_PORT) || 0,
  })
  stoppers.push(catcher.close)
  return catcher.port
}

const prepare = async (env) => {
  const args = ['--import', './dev/start/register.mjs', './dev/start/prepare.ts']
  const { ended } = run(args, { ...env, NODE_ENV: 'development' })
  const code = await ended
  if (code !== 0) await stopAll(1)
}

const isListening = (port) =>
  new Promise((resolve) => {
    const socket = net.connect({ host, port })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })

/** Asks until the site answers; the child's end is noticed elsewhere. */
const waitFor = async (test, seconds) => {
  for (const end = Date.now() + seconds * 1000; Date.now() < end && !stopping;) {
    if (await test()) return true
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
  return false
}

const introduce = (url) => {
  const { password, accounts } = JSON.parse(
    fs.readFileSync(path.join(root, 'dev', 'demo', 'accounts.json'), 'utf8'),
  )
  const steps = JSON.parse(fs.readFileSync(path.join(root, 'dev', 'demo', 'firstSteps.json'), 'utf8'))
  const width = Math.max(...accounts.map(({ email }) => email.length))
  console.log(`
  The demo is running.

  Start here     ${url}/demo          one click signs in
  Public site    ${url}/en   ${url}/fr
  Admin panel    ${url}/admin
  Mails, clock   ${url}/demo/mail   ${url}/demo/clock

  Accounts (password for all: ${password})
${accounts.map(({ email, roles }) => `    ${email.padEnd(width)}  ${roles.join(', ')}`).join('\n')}

  Where to click first
${steps.map(({ en }, index) => `    ${index + 1}. ${en}`).join('\n')}

  Ctrl-C stops everything. Delete ${path.relative(process.cwd(), demoDir) || demoDir} to start over.
`)
}

// --- The start, in order ---------------------------------------------------------------------

const main = async () => {
  if (options.start && !fs.existsSync(path.join(root, 'dev', '.next', 'BUILD_ID'))) {
    throw new Stop('There is no production build of the demo: make it with "npx next build dev" first.')
  }
  if (options.reset) fs.rmSync(demoDir, { force: true, recursive: true })
  fs.mkdirSync(demoDir, { recursive: true })

  const port = await choosePort(options.port)
  const url = `http://${host}:${port}`
  const env = {
    DEMO_DIR: demoDir,
    DEMO_URL: url,
    GOVERNANCE_DEMO: '1',
    NEXT_TELEMETRY_DISABLED: '1',
    PAYLOAD_SECRET: secret(),
    ...(options.mongo ? { DATABASE_URI: await startMongo() } : {}),
    SMTP_PORT: String(await startMail()),
  }

  console.log('Preparing the database ...')
  await prepare(env)
  if (options.prepare) return stopAll(0)

  const next = path.join(root, 'node_modules', 'next', 'dist', 'bin', 'next')
  const mode = options.start ? 'start' : 'dev'
  // Longer than a person, or a test, pauses: a connection that is closed right then loses what they send.
  const patience = options.start ? ['--keepAliveTimeout', '65000'] : []
  const { ended } = run([next, mode, 'dev', '-H', host, '-p', String(port), ...patience], {
    ...env,
    NODE_ENV: options.start ? 'production' : 'development',
  })
  void ended.then((code) => stopAll(code))

  if (options.start) {
    const answers = async () => (await fetch(`${url}/en`).catch(() => null))?.ok === true
    if (!(await waitFor(answers, 60))) throw new Stop('The site did not answer within a minute.')
  } else if (!(await waitFor(() => isListening(port), 60))) {
    throw new Stop('The site did not start within a minute.')
  }
  // Next compiles a page at its first visit: better now than while somebody waits.
  const visit = (page) => fetch(`${url}${page}`).catch(() => undefined)
  if (!options.start) await visit('/demo')
  introduce(url)
  console.log(`READY ${url}`)
  if (!options.start) for (const page of ['/admin/login', '/en']) await visit(page)
}

main().catch(async (error) => {
  console.error(error instanceof Stop ? error.message : error)
  await stopAll(1)
})
