import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { governanceTick } from '../../../src/index.js'
import { countRows, findRows } from '../../../src/platform/db.js'
import { type Person, type Stand, stand } from '../../helpers/boot.js'
import { type Compiled, compiled } from '../../helpers/compiled.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { bookkeeper, WHOLE } from './account.js'
import { fastClock } from './fastClock.js'
import { record } from './results.js'
import type { RunnerOrder } from './runner.js'
import { alone, collectionsIn, governed } from './site.js'
import { KILLED_AT } from './steps.js'
import { tablesWith } from './traces.js'

const FULL = process.env.FULL === '1'
const KILLS = FULL ? 200 : 3
/** Runners at work, and those that boot meanwhile. */
const SIDE_BY_SIDE = 2
const SPARE = 2
const CANARY = 'canary-of-the-killed'

interface Runner {
  child: ChildProcess
  ready: Promise<unknown>
  /** The signal that ended it, null after a quiet end, or what it said. */
  ended: Promise<null | string>
}

describeDatabases('two runners that are killed again and again', (database) => {
  let site: Stand
  let officer: Person
  let javascript: Compiled
  let folder: string
  let books: ReturnType<typeof bookkeeper>
  const began = Date.now()
  const now = fastClock(began)

  const hire = (): Runner => {
    const child = spawn(
      process.execPath,
      [javascript.of('test/capabilities/retention/runner.ts'), site.database.uri, folder, String(began)],
      { env: { ...process.env, NODE_ENV: 'production' }, stdio: ['pipe', 'pipe', 'pipe'] },
    )
    let errors = ''
    child.stderr.on('data', (text) => {
      errors += String(text)
    })
    // What is written to one that has just ended is nobody's.
    child.stdin.on('error', () => undefined)
    const ended = new Promise<null | string>((resolve) => {
      child.once('exit', (code, signal) => resolve(signal ?? (code === 0 ? null : errors || `code ${code}`)))
    })
    return {
      child,
      ended,
      ready: Promise.race([new Promise((heard) => child.stdout.once('data', heard)), ended]),
    }
  }
  const order = ({ child }: Runner, given: RunnerOrder): void => {
    child.stdin?.write(`${JSON.stringify(given)}\n`)
  }

  beforeAll(async () => {
    javascript = await compiled()
    folder = mkdtempSync(join(tmpdir(), 'governance-kills-'))
    site = await stand(database, {
      collections: collectionsIn(folder),
      plugin: {
        ...alone,
        now,
        // Two hundred kills take hundreds of records: a run would ask before it goes on.
        retention: { collections: governed, batchSize: 3, mostShare: 1, pace: 'full' },
      },
    })
    officer = await site.person('officer', ['privacy-officer'])
    books = bookkeeper(site, folder, now)
  })
  afterAll(async () => {
    await site?.stop()
    javascript?.remove()
    if (folder) rmSync(folder, { recursive: true, force: true })
  })

  const at = (): { payload: Stand['payload'] } => ({ payload: site.payload })
  const isThere = async (id: number | string): Promise<boolean> =>
    (await countRows(at(), 'transcripts', { id: { equals: id } })) > 0

  it(
    `leave nothing behind, nothing deleted twice and nothing deleted under a hold, after ${KILLS} kills`,
    async () => {
      let kills = 0
      let ordered = 0
      let over = false
      const strange: string[] = []
      const spare: Runner[] = []

      /** Always one at work in this place; who is killed is followed by one that has booted meanwhile. */
      const place = async (): Promise<void> => {
        while (ordered < KILLS) {
          // Counted before anything is waited for: the other place would take the last one as well.
          ordered += 1
          const turn = ordered
          const mine = spare.shift() ?? hire()
          while (spare.length < SPARE && ordered + spare.length < KILLS) spare.push(hire())
          await mine.ready
          const step = KILLED_AT[(turn - 1) % KILLED_AT.length]!
          order(mine, { at: step, nth: step.includes('certify') ? 1 : 1 + (turn % 3) })
          const how = await mine.ended
          if (how === 'SIGKILL') kills += 1
          else strange.push(String(how))
        }
      }

      /** What comes in meanwhile, so that there is always something to delete. */
      const visitors = async (): Promise<void> => {
        while (!over) {
          if ((await countRows(at(), 'transcripts', {})) < 12) await books.receive(CANARY)
          else await new Promise((resolve) => setTimeout(resolve, 20))
        }
      }

      const held = new Map<string, { id: number | string; hold: number | string }>()
      const outcomes = { won: 0, refused: 0 }
      let deletedUnderHold = 0
      /** Holds on whatever is there right now; each wins, or is told that it came too late. */
      const holders = async (): Promise<void> => {
        for (let turn = 0; !over; turn += 1) {
          const rows = await findRows(at(), 'transcripts', {}, { limit: 12, fields: ['id'] })
          const one = rows[turn % (rows.length || 1)]
          if (one && !held.has(String(one.id)) && held.size < 4) {
            const answer = await site.rest('POST', '/governance/retention/holds', {
              as: officer,
              body: { record: `transcripts:${one.id}`, why: 'A court asks' },
            })
            const code = answer.body.errors?.[0]?.data?.code as string | undefined
            if (code === undefined) {
              outcomes.won += 1
              held.set(String(one.id), { id: one.id, hold: answer.body.id })
            } else {
              outcomes.refused += 1
              if (!['beingDeleted', 'notFound'].includes(code)) strange.push(`hold: ${code}`)
            }
          }
          await new Promise((resolve) => setTimeout(resolve, 50))
          for (const { id } of held.values()) if (!(await isThere(id))) deletedUnderHold += 1
          // The first of them is let go again, so that there is always something to hold.
          const [key] = held.keys()
          if (key !== undefined && turn % 10 === 9) await release(key)
        }
      }
      const release = async (key: string): Promise<void> => {
        const { hold } = held.get(key)!
        held.delete(key)
        const answer = await site.rest('POST', `/governance/retention/holds/${hold}/release`, {
          as: officer,
          body: { why: 'The court has decided' },
        })
        if (answer.status !== 200) strange.push(`release: ${answer.status}`)
      }

      const beside = Promise.all([visitors(), holders()])
      await Promise.all(Array.from({ length: SIDE_BY_SIDE }, place))
      over = true
      await beside
      for (const one of spare) order(one, { end: true })
      for (const key of [...held.keys()]) await release(key)
      // The lease of the last one that was killed runs out; then one run is enough.
      await expect
        .poll(
          async () =>
            (await governanceTick(site.payload, { force: true, only: ['retention'] })).ran.retention,
          {
            timeout: 30_000,
            interval: 200,
          },
        )
        .toMatchObject({ left: 0 })
      const hits = [
        ...(await tablesWith(site.payload, CANARY)),
        ...readdirSync(folder).filter((name) => name.startsWith('kill-')),
      ]
      const found = { kills, ...(await books.account()), deletedUnderHold, canaryHits: hits.length }
      record(database.name, found)
      for (const one of spare) one.child.kill('SIGKILL')
      expect({ ...found, strange, hits }).toEqual({
        kills: KILLS,
        ...WHOLE,
        deletedUnderHold: 0,
        canaryHits: 0,
        strange: [],
        hits: [],
      })
      expect(outcomes.won).toBeGreaterThan(0)
    },
    FULL ? 3_600_000 : 300_000,
  )
})
