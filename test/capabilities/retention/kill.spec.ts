import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { digestOfDigests, recordDigest } from '../../../src/capabilities/retention/domain.js'
import { governanceTick } from '../../../src/index.js'
import { countRows, findRows } from '../../../src/platform/db.js'
import { type Stand, stand } from '../../helpers/boot.js'
import { type Compiled, compiled } from '../../helpers/compiled.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { record } from './results.js'
import { alone, collectionsIn, governed } from './site.js'
import type { WorkerOrder } from './worker.js'

const FULL = process.env.FULL === '1'
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const worker = 'test/capabilities/retention/worker.ts'

/** Every place where a process can end, in the order of the work. */
const around = (name: string): string[] => [`before:${name}`, `between:${name}`, `after:${name}`]
const STEPS = [
  'before:intend',
  'after:intend',
  'before:list',
  'after:list',
  'before:dropFiles',
  'before:file',
  'after:file',
  'between:dropFiles',
  'after:dropFiles',
  ...around('dropUploads'),
  ...around('dropVersions'),
  ...around('dropRows'),
  ...around('certify'),
]

describeDatabases('a deletion that is killed', (database) => {
  let site: Stand
  let javascript: Compiled
  let folder: string
  /** Processes ended by SIGKILL, and times the work was cut off in this one. */
  let kills = 0
  let cuts = 0
  let made = 0
  const expected: string[] = []
  /** What the process at work in here does at a step; a crash leaves no chance to tidy up. */
  let onStep: (step: string) => void = () => undefined

  const at = (): { payload: Stand['payload'] } => ({ payload: site.payload })
  const run = (): Promise<any> => governanceTick(site.payload, { force: true, only: ['retention'] })

  const receive = async (): Promise<void> => {
    made += 1
    const file =
      made % 2 === 0
        ? undefined
        : await site.payload.create({
            collection: 'evidence' as never,
            data: {} as never,
            file: { data: png, mimetype: 'image/png', name: `kill-${made}.png`, size: png.length },
          })
    // Never the same twice: SQLite gives ids of deleted rows to new ones.
    const createdAt = new Date(Date.parse('2026-01-05T12:00:00.000Z') + made * 1000).toISOString()
    const doc: any = await site.payload.create({
      collection: 'transcripts' as never,
      data: {
        words: 'private',
        createdAt,
        parts: [{ line: 'one' }],
        ...(file ? { scan: file.id } : {}),
      } as never,
    })
    await site.payload.update({
      collection: 'transcripts' as never,
      id: doc.id,
      data: { words: 'again' } as never,
    })
    const [row] = await findRows(at(), 'transcripts', { id: { equals: doc.id } })
    expected.push(
      recordDigest(
        site.payload.secret,
        `transcripts:${doc.id}`,
        new Date(row!.createdAt as string).toISOString(),
      ),
    )
  }
  const receiveMany = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i += 1) await receive()
  }

  /** What is left, and whether the certificates say what happened. */
  const account = async (): Promise<{
    overdueLeft: number
    orphans: number
    deletedTwice: number
    certificateMismatches: number
  }> => {
    const units = await findRows(at(), 'gov-deletions', { state: { equals: 'certified' } }, { limit: 10_000 })
    const certificates = await findRows(at(), 'gov-certificates', {}, { limit: 10_000 })
    const digests = units.flatMap((unit) => unit.digests as string[])
    const mismatched = certificates.filter((certificate) => {
      const mine = units.filter((unit) => unit.certificate === certificate.number)
      const theirs = mine.flatMap((unit) => unit.digests as string[])
      return certificate.rows !== theirs.length || certificate.digest !== digestOfDigests(theirs)
    }).length
    const missing = expected.filter((digest) => !digests.includes(digest)).length
    const open = await countRows(at(), 'gov-deletions', { state: { not_in: ['certified', 'void'] } })
    const evidence = await findRows(at(), 'evidence', {}, { limit: 10_000 })
    let versions = 0
    for (const collection of ['transcripts', 'evidence']) {
      const found = await site.payload.db.findVersions({
        collection,
        where: {},
        limit: 0,
        pagination: false,
        req: {},
      })
      versions += found.docs.length
    }
    return {
      overdueLeft: await countRows(at(), 'transcripts', {
        deleteAfter: { less_than_equal: site.clock.now().toISOString() },
      }),
      orphans: versions + evidence.length + readdirSync(folder).length,
      deletedTwice: digests.length - new Set(digests).size,
      certificateMismatches: mismatched + missing + open,
    }
  }
  const whole = { overdueLeft: 0, orphans: 0, deletedTwice: 0, certificateMismatches: 0 }

  /** A second Payload takes 4 s to boot, and many times that on a machine that does other things too. */
  const PATIENCE = 240_000

  interface Worker {
    /** Gives the order; resolves when the process has ended, or has stalled. */
    order: (order: Omit<WorkerOrder, 'now'>) => Promise<void>
    wake: () => void
    /** The signal that ended it, null after a quiet end, or what it said. */
    ended: Promise<null | string>
  }
  /** Starts booting now, so that it is ready when it is needed. */
  const hire = (): Worker => {
    const child = spawn(process.execPath, [javascript.of(worker), site.database.uri, folder], {
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    let errors = ''
    let output = ''
    child.stderr.on('data', (text) => {
      errors += String(text)
    })
    const ended = new Promise<null | string>((resolve) => {
      child.once('exit', (code, signal) => resolve(signal ?? (code === 0 ? null : errors || `code ${code}`)))
    })
    const says = (word: string): Promise<void> =>
      new Promise((resolve) => {
        const look = (): void => {
          if (output.includes(word)) resolve()
        }
        child.stdout.on('data', (text) => {
          output += String(text)
          look()
        })
        look()
      })
    const ready = Promise.race([says('ready'), ended])
    return {
      ended,
      wake: () => {
        child.stdin.write('go\n')
      },
      order: async (order) => {
        await ready
        child.stdin.write(`${JSON.stringify({ ...order, now: site.clock.now().toISOString() })}\n`)
        await Promise.race([ended, order.how === 'stall' ? says('stalled') : ended])
      },
    }
  }
  const killed = FULL
    ? STEPS
    : {
        sqlite: ['between:dropRows'],
        postgres: ['after:file'],
        mongodb: ['between:dropVersions'],
        'mongodb-replica': [],
      }[database.name]
  const stalled = FULL
    ? STEPS.filter((step) => step !== 'after:certify')
    : database.name === 'sqlite'
      ? ['before:dropRows']
      : []
  let left = killed.length + stalled.length
  const waiting: Worker[] = []
  const nextWorker = (): Worker => {
    const one = waiting.shift() ?? hire()
    left -= 1
    if (left > waiting.length) waiting.push(hire())
    return one
  }

  beforeAll(async () => {
    javascript = await compiled()
    folder = mkdtempSync(join(tmpdir(), 'governance-kill-'))
    site = await stand(database, {
      collections: collectionsIn(folder),
      start: '2026-05-01T12:00:00.000Z',
      plugin: {
        ...alone,
        retention: { collections: governed, batchSize: 2, mostShare: 1, onStep: (step) => onStep(step) },
      },
    })
    if (left > 0) waiting.push(hire())
  })
  afterAll(async () => {
    if (site) record(database.name, { kills, cuts, ...(await account()) })
    await site?.stop()
    javascript?.remove()
    if (folder) rmSync(folder, { recursive: true, force: true })
  })

  it('ends whole when the work is cut at every step in turn, one after the other', async () => {
    await receiveMany(3)
    for (const step of STEPS) {
      let cut = false
      onStep = (now) => {
        if (now !== step || cut) return
        cut = true
        throw Object.assign(new Error(`cut at ${step}`), { name: 'GovernanceError', code: 'leaseLost' })
      }
      // Intents are written for new records only.
      if (step.endsWith(':intend')) await receive()
      await run()
      if (cut) cuts += 1
      expect({ step, cut }).toEqual({ step, cut: true })
      onStep = () => undefined
      // The lease of a process that is gone runs out after a minute.
      site.clock.forward(61_000)
      // The last step of a unit needs a unit that has come that far; the next ones start from there.
      if (step === 'after:dropRows' || step === 'after:certify') await receiveMany(2)
    }
    await run()
    expect(await account()).toEqual(whole)
  })

  it.each(killed)(
    'is finished by another process after SIGKILL at %s',
    async (step) => {
      await receiveMany(4)
      const other = nextWorker()
      await other.order({ at: step, nth: step.includes('certify') ? 1 : 2, how: 'kill' })
      expect(await other.ended).toBe('SIGKILL')
      kills += 1
      site.clock.forward(61_000)
      await run()
      expect(await account()).toEqual(whole)
    },
    PATIENCE,
  )

  it.each(stalled)(
    'refuses a process that only slept when it wakes at %s after another one took over',
    async (step) => {
      await receiveMany(4)
      const other = nextWorker()
      await other.order({ at: step, nth: 1, how: 'stall' })
      site.clock.forward(61_000)
      await run()
      other.wake()
      expect(await other.ended).toBeNull()
      // One more run finds nothing half done, whatever the sleeper tried.
      site.clock.forward(61_000)
      await run()
      expect(await account()).toEqual(whole)
    },
    PATIENCE,
  )
})
