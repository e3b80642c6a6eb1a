import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { createInterface } from 'node:readline'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { findRows, type Row } from '../../../src/platform/db.js'
import type { Person, Stand } from '../../helpers/boot.js'
import { type Compiled, compiled } from '../../helpers/compiled.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { formSite, makeForm } from '../forms/contact.js'
import { leaveResults } from '../results.js'
import { draftId, prepare, publishNotice } from './publishing.js'
import { type Round, type Sent, TELLS, type Told } from './telling.js'

const FULL = process.env.FULL === '1'
const PROCESSES = FULL ? 4 : 2
const PUBLICATIONS = FULL ? 20 : 3
const SUBMISSIONS = FULL ? 1000 : 36

const racer = 'test/capabilities/notices/racer.ts'

interface Runner {
  child: ChildProcess
  told: EventEmitter
  errors: string[]
}

describeDatabases('submissions and publications of processes that race', (database) => {
  let site: Stand
  let javascript: Compiled
  let officer: Person
  let form: number | string
  const runners: Runner[] = []

  const hear = async ({ told, child, errors }: Runner): Promise<unknown> => {
    const heard = new AbortController()
    const { signal } = heard
    const ended = once(child, 'exit', { signal }).then(() => {
      throw new Error(`A process ended: ${errors.join('')}`)
    })
    try {
      const [line] = (await Promise.race([once(told, 'line', { signal }), ended])) as [string]
      return JSON.parse(line)
    } finally {
      heard.abort()
    }
  }
  const hire = async (number: number): Promise<void> => {
    const child = spawn(process.execPath, [javascript.of(racer), site.database.uri, `p${number}`], {
      env: { ...process.env, NODE_ENV: 'production', TEST_LOG: 'error' },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    const runner: Runner = { child, told: new EventEmitter(), errors: [] }
    // What libraries print is told with a failure only.
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith(TELLS)) runner.told.emit('line', line.slice(TELLS.length))
      else runner.errors.push(`${line}\n`)
    })
    child.stderr.on('data', (text) => runner.errors.push(String(text)))
    child.stdin.on('error', () => undefined)
    runners.push(runner)
    expect(await hear(runner)).toBe('ready')
  }

  beforeAll(async () => {
    javascript = await compiled()
    // One clock for all: that of the machine.
    site = await formSite(database, { plugin: { now: () => new Date() } })
    officer = await site.person('officer', ['privacy-officer'])
    form = await makeForm(site)
    await publishNotice(site, officer, 'at first')
    await Promise.all(Array.from({ length: PROCESSES }, (_, number) => hire(number)))
  })
  afterAll(async () => {
    for (const { child } of runners) if (child.exitCode === null) child.kill('SIGKILL')
    await site?.stop()
    javascript?.remove()
  })

  /** The share of one process in one round, so that all of them come to the whole. */
  const share = (round: number, process: number): number => {
    const ofRound =
      Math.floor((SUBMISSIONS * (round + 1)) / PUBLICATIONS) -
      Math.floor((SUBMISSIONS * round) / PUBLICATIONS)
    return Math.floor((ofRound * (process + 1)) / PROCESSES) - Math.floor((ofRound * process) / PROCESSES)
  }

  const play = async (round: number): Promise<Told[]> => {
    await prepare(site, officer, `round ${round}`)
    const publish = `/governance/notices/${await draftId(site)}/publish`
    return Promise.all(
      runners.map(async (runner, number) => {
        const order: Round = { submissions: share(round, number), form, publish, officer }
        const told = hear(runner)
        runner.child.stdin?.write(`${JSON.stringify(order)}\n`)
        return (await told) as Told
      }),
    )
  }

  const at = (value: unknown): number => new Date(value as string).getTime()

  it(
    `binds each of ${SUBMISSIONS} submissions to the version in force at its commit, while ${PUBLICATIONS} are published by ${PROCESSES} processes`,
    async () => {
      const sent: Sent[] = []
      const began = performance.now()
      for (let round = 0; round < PUBLICATIONS; round += 1) {
        const told = await play(round)
        sent.push(...told.flatMap((one) => one.sent))
        // All of them pressed: one of them published.
        const answers = told.map(({ published }) => published)
        expect(answers.filter(({ status }) => ![200, 403, 409].includes(status))).toEqual([])
        expect(answers.filter(({ status }) => status === 200).map(({ number }) => number)).toEqual([
          round + 2,
        ])
      }
      const seconds = Math.round((performance.now() - began) / 100) / 10
      const ctx = { payload: site.payload }
      const versions = await findRows(ctx, 'gov-notice-versions', {}, { limit: 0, sort: 'number' })
      const starts = versions.map(({ inForceFrom }) => at(inForceFrom))
      expect(versions).toHaveLength(PUBLICATIONS + 1)
      expect([...new Set(starts)].sort((a, b) => a - b)).toEqual(starts)
      const inForceAt = (instant: number): number => starts.filter((start) => start <= instant).length

      const rows = await findRows(ctx, 'gov-submissions', {}, { limit: 0 })
      const bySubject = new Map(rows.map((row) => [String(row.subject), row]))
      expect(rows).toHaveLength(SUBMISSIONS)
      const isWrong = (row: Row | undefined, { before, after }: Sent): boolean => {
        if (row?.state !== 'confirmed') return true
        const commit = at(row.boundAt)
        const version = versions[Number(row.number) - 1]
        return (
          row.number !== inForceAt(commit) ||
          Number(row.sequence) !== Number(version?.sequence) ||
          // The same from outside: nothing but the clock of who sent it.
          commit < before ||
          commit > after ||
          Number(row.number) < inForceAt(before - 1) ||
          Number(row.number) > inForceAt(after)
        )
      }
      const bound = sent.map((one) => ({ one, row: bySubject.get(`form-submissions:${one.id}`) }))
      const mismatched = bound.filter(({ one, row }) => isWrong(row, one))
      const used = new Set(bound.map(({ row }) => Number(row?.number)))
      // Seen twice on Postgres in whole runs, never alone: what the processes printed says why.
      const failed = sent.reduce((sum, one) => sum + one.failed, 0)
      if (failed > 0) console.warn(`${failed} answers of 500`, ...runners.flatMap(({ errors }) => errors))
      if (FULL)
        leaveResults('notices', database.name, {
          submissions: sent.length,
          publications: PUBLICATIONS,
          processes: PROCESSES,
          versionsBoundTo: used.size,
          mismatchedVersions: mismatched.length,
          raceSeconds: seconds,
          failedAtFirst: failed,
        })
      expect(mismatched).toEqual([])
      expect(sent).toHaveLength(SUBMISSIONS)
      // They did meet: of most versions some were bound to it while others still were to the one before.
      expect(used.size).toBeGreaterThan(PUBLICATIONS / 2)
    },
    FULL ? 900_000 : 120_000,
  )
})
