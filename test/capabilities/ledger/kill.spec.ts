import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { verifyLedger } from '../../../src/capabilities/ledger/verify.js'
import { governanceTick } from '../../../src/index.js'
import { findRows } from '../../../src/platform/db.js'
import { days, type Stand, stand } from '../../helpers/boot.js'
import { type Compiled, compiled } from '../../helpers/compiled.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { leaveResults } from '../results.js'
import { alone } from '../retention/site.js'

const FULL = process.env.FULL === '1'
const ENTRIES = FULL ? 20_000 : 400
const WRITERS = FULL ? 4 : 2
/** In the small run so many processes are killed; in the full one a process every second, until all is written. */
const KILLS = FULL ? Infinity : 2
/** Processes that are ready before the first is killed: to start one takes longer than a second. */
const SPARE = FULL ? 44 : 2
const BOOTING = 4

const writer = 'test/capabilities/ledger/writer.ts'

interface Writer {
  child: ChildProcess
  ready: Promise<void>
  isReady: () => boolean
}

describeDatabases('the ledger under processes that are killed', (database) => {
  let site: Stand
  let javascript: Compiled
  const written = new Set<string>()
  const errors: string[] = []
  const all: Writer[] = []
  let hired = 0
  let wake: () => void = () => undefined

  const hire = (): Writer => {
    hired += 1
    const child = spawn(process.execPath, [javascript.of(writer), site.database.uri, `w${hired}`], {
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    child.stdin?.on('error', () => undefined)
    let rest = ''
    let isReady = false
    child.stderr?.on('data', (text) => errors.push(String(text)))
    const ready = new Promise<void>((resolve) => {
      child.once('exit', () => resolve())
      child.stdout?.on('data', (text) => {
        const lines = (rest + String(text)).split('\n')
        rest = lines.pop() ?? ''
        for (const line of lines) {
          if (line === 'ready') {
            isReady = true
            resolve()
          } else if (line.startsWith('wrote ')) written.add(line.slice(6))
        }
        if (written.size >= ENTRIES) wake()
      })
    })
    const one = { child, ready, isReady: () => isReady }
    all.push(one)
    return one
  }

  beforeAll(async () => {
    javascript = await compiled()
    site = await stand(database, { start: new Date().toISOString(), plugin: { ...alone, retention: false } })
  })
  afterAll(async () => {
    for (const { child } of all) if (child.exitCode === null) child.kill('SIGKILL')
    await site?.stop()
    javascript?.remove()
  })

  it(
    `has every entry that was acknowledged in one chain, after ${ENTRIES} were written by ${WRITERS} processes`,
    async () => {
      const enough = new Promise<void>((resolve) => {
        wake = resolve
      })
      const spare: Writer[] = []
      while (spare.length < WRITERS + SPARE) {
        const some = Array.from({ length: Math.min(BOOTING, WRITERS + SPARE - spare.length) }, hire)
        await Promise.all(some.map(({ ready }) => ready))
        spare.push(...some)
      }
      const at = spare.splice(0, WRITERS)
      for (const { child } of at) child.stdin?.write('go\n')
      let kills = 0
      const began = performance.now()
      while (written.size < ENTRIES || kills < Math.min(KILLS, SPARE)) {
        await Promise.race([pause(FULL ? 1000 : 300), ...(written.size < ENTRIES ? [enough] : [])])
        if (errors.length > 0) break
        const next = spare.find((one) => one.isReady())
        if (!next || kills >= KILLS || (FULL && written.size >= ENTRIES)) continue
        spare.splice(spare.indexOf(next), 1)
        at.shift()?.child.kill('SIGKILL')
        kills += 1
        next.child.stdin?.write('go\n')
        at.push(next)
        if (FULL && spare.length < BOOTING) spare.push(hire())
      }
      const seconds = (performance.now() - began) / 1000
      for (const { child } of all) child.kill('SIGKILL')
      expect(errors).toEqual([])

      const before = await verifyLedger({ payload: site.payload })
      expect(before).toMatchObject({ ok: true })
      // The lease of a process that is gone runs out.
      site.clock.forward(days(1))
      await governanceTick(site.payload, { force: true, only: ['ledger-seal'] })
      while ((await verifyLedger({ payload: site.payload })).unsealed > 0)
        await governanceTick(site.payload, { force: true, only: ['ledger-seal'] })
      const after = await verifyLedger({ payload: site.payload })
      const rows = await findRows(
        { payload: site.payload },
        'gov-ledger',
        {},
        { limit: 0, fields: ['key', 'sequence'] },
      )
      const chained = new Map(rows.map(({ key, sequence }) => [String(key), Number(sequence)]))
      const lost = [...written].filter((key) => !chained.has(key)).length
      const forks = chained.size - new Set(chained.values()).size
      leaveResults('ledger', database.name, {
        entries: written.size,
        kills,
        lost,
        forks,
        unsealedAtEnd: before.unsealed,
        seconds: Math.round(seconds),
        secondsPerKill: Math.round((10 * seconds) / kills) / 10,
      })
      expect({ lost, forks, ok: after.ok }).toEqual({ lost: 0, forks: 0, ok: true })
      expect(after.count).toBe(rows.length)
      if (!FULL) expect(kills).toBe(KILLS)
    },
    FULL ? 900_000 : 240_000,
  )
})
