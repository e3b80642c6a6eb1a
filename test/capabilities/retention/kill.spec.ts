import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { governanceTick } from '../../../src/index.js'
import { type Stand, stand } from '../../helpers/boot.js'
import { type Compiled, compiled } from '../../helpers/compiled.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { bookkeeper, WHOLE } from './account.js'
import { record } from './results.js'
import { alone, collectionsIn, governed } from './site.js'
import { STEPS } from './steps.js'
import type { WorkerOrder } from './worker.js'

const FULL = process.env.FULL === '1'
const worker = 'test/capabilities/retention/worker.ts'

describeDatabases('a deletion that is killed', (database) => {
  let site: Stand
  let javascript: Compiled
  let folder: string
  /** Processes ended by SIGKILL, and times the work was cut off in this one. */
  let kills = 0
  let cuts = 0
  let books: ReturnType<typeof bookkeeper>
  /** What the process at work in here does at a step; a crash leaves no chance to tidy up. */
  let onStep: (step: string) => void = () => undefined

  const run = (): Promise<any> => governanceTick(site.payload, { force: true, only: ['retention'] })

  const receiveMany = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i += 1) await books.receive()
  }

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
  // Every step, many times over: kills.spec.ts.
  const killed = {
    sqlite: ['between:dropRows'],
    postgres: ['after:file'],
    mongodb: ['after:dropRecords'],
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
        retention: {
          collections: governed,
          batchSize: 2,
          mostShare: 1,
          pace: 'full',
          onStep: (step) => onStep(step),
        },
      },
    })
    books = bookkeeper(site, folder)
    if (left > 0) waiting.push(hire())
  })
  afterAll(async () => {
    if (books) record(`${database.name}, cut at every step`, { kills, cuts, ...(await books.account()) })
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
      if (step.endsWith(':intend')) await books.receive()
      await run()
      if (cut) cuts += 1
      expect({ step, cut }).toEqual({ step, cut: true })
      onStep = () => undefined
      // The lease of a process that is gone runs out after a minute.
      site.clock.forward(61_000)
      // The last step of a unit needs a unit that has come that far; the next ones start from there.
      if (step === 'after:dropFiles' || step === 'after:certify') await receiveMany(2)
    }
    await run()
    expect(await books.account()).toEqual(WHOLE)
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
      expect(await books.account()).toEqual(WHOLE)
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
      expect(await books.account()).toEqual(WHOLE)
    },
    PATIENCE,
  )
})
