import { type ChildProcess, spawn } from 'node:child_process'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { countRows, findRows } from '../../../src/platform/db.js'
import type { Person, Stand } from '../../helpers/boot.js'
import { type Compiled, compiled } from '../../helpers/compiled.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { mailServer, type MailServer } from '../../helpers/smtp.js'
import { leaveResults } from '../results.js'
import { type Expected, manyMessages } from './many.js'
import { answers, breachSite, declare, makeForm, noticeBody, page, press, tick } from './site.js'
import { sharedClock, WORK } from './standing.js'
import type { Death } from './worker.js'

const FULL = process.env.FULL === '1'
const MESSAGES = FULL ? 10_000 : 200
const CONNECTIONS = 5
/** Of these a part dies while people are found, and a part while they are told. */
const KILLS = FULL ? 24 : 2
/** Writes after which one dies, at most. */
const LONGEST = FULL ? 4000 : 150
const PATIENCE = FULL ? 3_600_000 : 300_000

interface Process {
  child: ChildProcess
  ready: Promise<unknown>
  /** The signal that ended it, or what it said. */
  ended: Promise<string>
}

/** What arrived, against what was to come. */
const judge = (server: MailServer, { told, unsafe }: Expected) => {
  const notices = server.received.filter(({ text }) => /(English|Français) happened/.test(text))
  const byAddress = new Map<string, Set<string>>()
  let wrongLanguage = 0
  for (const { to, messageId, text } of notices) {
    const address = to[0]!.toLowerCase()
    byAddress.set(address, (byAddress.get(address) ?? new Set()).add(messageId))
    if (told.get(address) !== (text.includes('Français happened') ? 'fr' : 'en')) wrongLanguage += 1
  }
  const different = [...byAddress.values()].reduce((sum, ids) => sum + ids.size, 0)
  return {
    notices: byAddress.size,
    missed: [...told.keys()].filter((address) => !byAddress.has(address)).length,
    extra: [...byAddress.keys()].filter((address) => !told.has(address)).length,
    twice: [...byAddress.values()].filter((ids) => ids.size > 1).length,
    toUnsafe: [...byAddress.keys()].filter((address) => unsafe.has(address)).length,
    wrongLanguage,
    // The same mail, which a mail program shows once: a process died between the server's yes and the note of it.
    arrivedAgain: notices.length - different,
  }
}

describeDatabases('a breach whose processes are killed', (database) => {
  let server: MailServer
  let site: Stand
  let javascript: Compiled
  let officer: Person
  let aed: Person
  let expected: Expected
  let form: number | string
  const began = Date.now()
  const processes = new Set<ChildProcess>()

  const hire = (): Process => {
    const child = spawn(
      process.execPath,
      [
        javascript.of('test/capabilities/breach/worker.ts'),
        site.database.uri,
        String(server.port),
        String(began),
      ],
      { env: { ...process.env, NODE_ENV: 'production' }, stdio: ['pipe', 'pipe', 'pipe'] },
    )
    processes.add(child)
    let errors = ''
    child.stderr.on('data', (text) => (errors += String(text)))
    child.stdin.on('error', () => undefined)
    const ended = new Promise<string>((resolve) => {
      child.once('exit', (code, signal) => {
        processes.delete(child)
        resolve(signal ?? (errors || `code ${code}`))
      })
    })
    return {
      child,
      ended,
      ready: Promise.race([new Promise((heard) => child.stdout.once('data', heard)), ended]),
    }
  }
  const order = ({ child }: Process, death: Death): void => {
    child.stdin?.write(`${JSON.stringify(death)}\n`)
  }
  const spare: Process[] = []
  let kills = 0
  const strange: string[] = []

  /** Always one at work in this place; who is killed is followed by one that has booted meanwhile. */
  const place = async (share: { left: number }): Promise<void> => {
    while (share.left > 0) {
      share.left -= 1
      const mine = spare.shift() ?? hire()
      if (share.left > 0) spare.push(hire())
      await mine.ready
      order(mine, {
        writes: 1 + Math.floor(Math.random() * LONGEST),
        ms: Math.floor(Math.random() * 20),
      })
      const how = await mine.ended
      if (how === 'SIGKILL') kills += 1
      else strange.push(how)
    }
  }
  /** Two at work and killed; afterwards one that nobody kills, until it has come so far. */
  const killed = async (id: unknown, share: number, state: string): Promise<void> => {
    const left = { left: share }
    await Promise.all([place(left), place(left)])
    const last = spare.shift() ?? hire()
    await last.ready
    order(last, {})
    await expect
      .poll(async () => (await page(site, officer, id)).breach.state, { timeout: PATIENCE, interval: 300 })
      .toBe(state)
    last.child.kill('SIGKILL')
    await last.ended
  }

  /** One turn of what is left behind; the holds there still are. */
  const goOn = async (): Promise<unknown[]> => {
    await tick(site, ...WORK)
    const held = { state: { in: ['placing', 'active'] } }
    return (await findRows({ payload: site.payload }, 'gov-holds', held)).map(({ subject }) => subject)
  }

  beforeAll(async () => {
    javascript = await compiled()
    server = await mailServer()
    site = await breachSite(database, {
      config: { email: server.email() },
      plugin: {
        now: sharedClock(began),
        outbox: { connections: CONNECTIONS },
        retention: { pace: 'full', mostShare: 1 },
      },
    })
    officer = await site.person('priya', ['privacy-officer'])
    aed = await site.person('ada', ['aed'])
    form = await makeForm(site)
    expected = await manyMessages(site, form, MESSAGES)
    // The tenth that is past its date goes as everything does: by retention, with certificates.
    for (let turn = 0; turn < 40; turn += 1) {
      await tick(site, 'retention')
      const there = await countRows({ payload: site.payload }, 'form-submissions', {})
      if (there === MESSAGES - expected.deleted) break
    }
  }, PATIENCE)
  afterAll(async () => {
    for (const child of processes) child.kill('SIGKILL')
    await site?.stop()
    await server?.stop()
    javascript?.remove()
  })

  it(
    'finds exactly those whom it concerns, and tells each once in their language, nobody who said that it is not safe',
    async () => {
      const { id } = await declare(site, officer)
      await press(site, officer, id, 'assess', { ...answers, risk: 'real' })
      await press(site, officer, id, 'search', { form: `forms:${form}` })
      await killed(id, KILLS / 2, 'found')
      const { breach } = await page(site, officer, id)
      expect(breach.counts).toMatchObject({
        records: MESSAGES - expected.deleted,
        people: expected.told.size,
        noAddress: expected.noAddress,
        deleted: expected.deleted,
        deletedMost: expected.deleted,
      })
      await press(site, officer, id, 'notice', noticeBody())
      await press(site, aed, id, 'approve', { hash: (await page(site, aed, id)).hash })
      const sent = await press(site, aed, id, 'send', { people: expected.told.size })
      expect(sent.body.state).toBe('notifying')
      await killed(id, KILLS / 2, 'notified')
      // The last one was killed, too: when its leases have run out, all is let go, and nobody is written to again.
      await expect.poll(goOn, { timeout: 60_000, interval: 200 }).toEqual([])
      const result = judge(server, expected)
      leaveResults('breach', database.name, {
        submissions: MESSAGES,
        alreadyDeleted: expected.deleted,
        people: expected.told.size,
        ...result,
        kills,
      })
      expect({ ...result, kills, strange, arrivedAgain: 0 }).toEqual({
        ...{ notices: expected.told.size, missed: 0, extra: 0, twice: 0, toUnsafe: 0, wrongLanguage: 0 },
        ...{ kills: KILLS, strange: [], arrivedAgain: 0 },
      })
      // At most what was under way over the connections of each killed process.
      expect(result.arrivedAgain).toBeLessThanOrEqual((kills + 2) * CONNECTIONS)
      const { progress } = await page(site, officer, id)
      expect(progress).toMatchObject({ told: expected.told.size, waiting: 0, failed: 0, gone: 0 })
    },
    PATIENCE,
  )

  it('would be found out: a notice that is missing, that came twice, or that went to the wrong person', () => {
    const [first, second] = server.received.filter(({ text }) => /(English|Français) happened/.test(text))
    const [unsafe] = expected.unsafe
    const apart = server.received.filter((one) => one.to[0]!.toLowerCase() !== first!.to[0]!.toLowerCase())
    const more = [
      { ...second!, messageId: '<another@lakeshore.example>' },
      { ...second!, to: [unsafe!] },
    ]
    const found = judge({ ...server, received: [...apart, ...more] }, expected)
    expect(found).toMatchObject({ missed: 1, twice: 1, toUnsafe: 1, extra: 1 })
  })
})
