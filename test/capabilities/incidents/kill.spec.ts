import { afterAll, beforeAll, expect, it } from 'vitest'

import { governanceTick } from '../../../src/index.js'
import { compareAndSet, findRow, findRows, type Row } from '../../../src/platform/db.js'
import { hours, type Person, type Stand, stand } from '../../helpers/boot.js'
import { type Compiled, compiled } from '../../helpers/compiled.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { mailServer, type MailServer } from '../../helpers/smtp.js'
import { leaveResults } from '../results.js'
import { type Answer, hire, type Order, type Process } from './orders.js'

const FULL = process.env.FULL === '1'
const CANARY = 'Quetzalcoatl'
const RUNNERS = ['heal', 'timers', 'incident-deadlines', 'outbox']
const MINUTES = 60_000
/** Mails that each way ends with: the alert, the ED alone, and twice all of them. */
const MAILS = 6
const ROUNDS = 3

/** When a process dies on the way: after so many writes of one of its stages, or when the server took a mail. */
type Death = { stage: Stage; write: number } | { mail: number }
const STAGES = ['report', 'alert', 'round1', 'round2', 'round3', 'acknowledge'] as const
type Stage = (typeof STAGES)[number]

/** In the small run these; in the full one every write of every stage, and every mail. */
const SAMPLE: Death[] = [{ stage: 'report', write: 2 }, { mail: 2 }]

describeDatabases('an incident whose processes are killed', (database) => {
  let server: MailServer
  let site: Stand
  let javascript: Compiled
  let aed: Person
  let ed: Person
  let creator: Person
  let processes: Process[] = []
  const said: string[] = []
  const counts = { kills: 0, lost: 0, duplicates: 0, escalationsSkipped: 0, canaryHits: 0, ways: 0 }

  const start = (): Process => {
    const args = [site.database.uri, String(server.port)]
    return hire(javascript.of('test/capabilities/incidents/worker.ts'), args, (text) => said.push(text))
  }
  /** So many are there: whoever was killed is followed by another. */
  const staffed = async (count: number): Promise<void> => {
    processes = processes.filter((one) => one.isAlive())
    while (processes.length < count) processes.push(start())
    await Promise.all(processes.map(({ ready }) => ready))
  }

  beforeAll(async () => {
    javascript = await compiled()
    server = await mailServer()
    site = await stand(database, {
      config: {
        email: server.email(),
        serverURL: 'https://lakeshore.example',
        logger: {
          options: { level: 'trace' },
          destination: { write: (line: string) => said.push(line) },
        } as never,
      },
      plugin: { moderation: false, notices: false, intake: { minFillSeconds: 0 } },
    })
    aed = await site.person('ada', ['aed'])
    ed = await site.person('edouard', ['ed'])
    creator = await site.person('carl', ['content-creator'])
    for (const { id } of [aed, ed, creator])
      await site.payload.update({
        collection: 'users',
        id,
        data: { name: `${CANARY} ${id}` } as never,
        overrideAccess: true,
      })
    await staffed(2)
  }, 240_000)
  afterAll(async () => {
    for (const { child } of processes) child.kill('SIGKILL')
    await site?.stop()
    await server?.stop()
    javascript?.remove()
  })

  const at = (): string => site.clock.now().toISOString()
  const ctx = () => ({ payload: site.payload })
  /** By one of the processes, then by the next until one lives to answer: this one, if all are dead. */
  const ask = async (rest: NonNullable<Order['rest']>, die?: number): Promise<Answer> => {
    for (const [index, one] of processes.entries()) {
      const answer = await one.tell({ at: at(), rest, ...(index === 0 && die ? { die } : {}) })
      if (answer !== 'dead') return answer!
    }
    return site.rest(rest.method, rest.path, { as: rest.as, body: rest.body })
  }
  /** All runners of all processes at once. */
  const tick = async (die?: number): Promise<void> => {
    const tell = (one: Process, index: number): Promise<unknown> =>
      one.tell({ at: at(), tick: RUNNERS, ...(index === 0 && die ? { die } : {}) })
    const all = processes.map(tell)
    // With one alone nothing would run at the same time as what is killed.
    if (processes.length < 2) all.push(governanceTick(site.payload, { force: true, only: RUNNERS }))
    await Promise.all(all)
  }
  const about = (number: string) => server.received.filter(({ subject }) => subject.includes(number))
  const different = (number: string): number =>
    new Set(about(number).map(({ messageId, to }) => `${messageId} ${to.join()}`)).size
  /** Until so many mails came: leases and reservations of the dead run out meanwhile, which is no hour. */
  const until = async (number: string, mails: number): Promise<void> => {
    for (let tries = 0; tries < 6 && different(number) < mails; tries += 1) {
      site.clock.forward(6 * MINUTES)
      await governanceTick(site.payload, { force: true, only: RUNNERS })
    }
  }

  /** One incident from its report to its end; somebody dies on the way. @returns whether it came to that. */
  const walk = async (way: number, death: Death | null): Promise<boolean> => {
    // To start one takes longer than all the rest: in the small run who survived the first way is killed in the second.
    await staffed(FULL ? 2 : 1)
    const before = processes.filter((one) => one.isAlive()).length
    const dieAt = (stage: Stage): number | undefined =>
      death && 'stage' in death && death.stage === stage ? death.write : undefined
    const mailsBefore = server.received.length
    server.onTaken = () => {
      if (death && 'mail' in death && server.received.length - mailsBefore === death.mail)
        for (const { child } of processes) if (child.exitCode === null) child.kill('SIGKILL')
    }
    const report: NonNullable<Order['rest']> = {
      method: 'POST',
      path: '/governance/incidents/report',
      as: creator,
      body: {
        kind: 'privacy-breach',
        severity: 'critical',
        summary: `${CANARY} was seen ${way}`,
        place: `Room of ${CANARY}`,
        requestKey: `way-${way}`,
      },
    }
    const { body } = await ask(report, dieAt('report'))
    const number = String(body.number)
    // The browser sends it again when no answer came: it is one case.
    expect((await ask(report)).body.number).toBe(number)
    const upload = { field: 'file', name: `${CANARY}.txt`, type: 'text/plain', bytes: `${CANARY} in it` }
    const { id } = (await findRow(ctx(), 'gov-incidents', { number: { equals: number } }))!
    expect(
      (await site.rest('POST', `/governance/incidents/${id}/evidence`, { as: aed, upload })).status,
    ).toBe(200)
    await tick(dieAt('alert'))
    await until(number, 1)
    // Who is told: the AED, the ED, then both, then both again.
    for (const [round, mails] of [2, 4, 6].entries()) {
      const row = (await findRow(ctx(), 'gov-incidents', { number: { equals: number } }))!
      expect(Number(row.escalations)).toBe(round)
      site.clock.forward(hours(1) + MINUTES)
      await tick(dieAt(`round${round + 1}` as Stage))
      await until(number, mails)
    }
    const row = (await findRow(ctx(), 'gov-incidents', { number: { equals: number } }))!
    const step = (action: string, words = ''): Promise<Answer> =>
      ask(
        { method: 'POST', path: `/governance/incidents/${row.id}/${action}`, as: aed, body: { words } },
        action === 'acknowledge' ? dieAt('acknowledge') : undefined,
      )
    // Done already, by whoever died over it: then it is told so.
    expect([200, 409]).toContain((await step('acknowledge')).status)
    await step('resolve', `${CANARY} explained`)
    await step('close', `${CANARY} changes`)
    server.onTaken = undefined
    site.clock.forward(hours(9))
    await governanceTick(site.payload, { force: true, only: RUNNERS })
    await settle(number, row.id)
    const alive = processes.filter((one) => one.isAlive()).length
    counts.kills += before - alive
    return alive < before
  }

  /** Counts what is missing, what came twice and what was left out. */
  const settle = async (number: string, id: Row['id']): Promise<void> => {
    const row = (await findRow(ctx(), 'gov-incidents', { id: { equals: id } })) as Row
    const rounds = (row.timeline as { what: string; round?: number }[]).filter(
      ({ what }) => what === 'escalated',
    )
    const whole = rounds.map(({ round }) => round).join() === '1,2,3'
    counts.escalationsSkipped += whole ? 0 : Math.max(ROUNDS - rounds.length, 1)
    const mails = about(number)
    counts.duplicates += mails.length - different(number)
    counts.lost += MAILS - different(number)
    const entries = await findRows(
      ctx(),
      'gov-ledger',
      { subject: { equals: `gov-incidents:${id}` } },
      { limit: 0, fields: ['action'] },
    )
    const made = entries.map(({ action }) => String(action))
    const due = [
      'reported',
      'evidenceAdded',
      'acknowledged',
      'resolved',
      'closed',
      'escalated',
      'escalated',
      'escalated',
    ]
    const missing = due.filter((what) => {
      const index = made.indexOf(`incidents.${what}`)
      if (index >= 0) made.splice(index, 1)
      return index < 0
    })
    counts.lost += missing.length
    expect([number, row.state, made]).toEqual([number, 'closed', []])
    counts.ways += 1
  }

  const hits = async (): Promise<number> => {
    const rows = await Promise.all(
      ['gov-outbox', 'payload-jobs']
        .filter((collection) => collection in site.payload.collections)
        .map((collection) => findRows(ctx(), collection, {}, { limit: 0 })),
    )
    const texts = [
      ...server.received.map(({ raw }) => raw),
      ...said,
      ...rows.flat().map((row) => JSON.stringify(row)),
    ]
    return texts.filter((text) => text.includes(CANARY)).length
  }

  it(
    'is never lost, skips no escalation and is told twice at most once per process that died',
    async () => {
      if (FULL) {
        let way = 0
        for (const stage of STAGES)
          // Of two processes the other one may have been faster: a stage has no more writes when nobody died thrice.
          for (let write = 1, survived = 0; survived < 3; write += 1)
            survived = (await walk((way += 1), { stage, write })) ? 0 : survived + 1
        for (let mail = 1; mail <= MAILS; mail += 1) await walk((way += 1), { mail })
      } else for (const [way, death] of SAMPLE.entries()) expect(await walk(way, death)).toBe(true)
      const visitor = {
        kind: 'privacy-breach',
        words: `${CANARY} told me`,
        contact: `${CANARY}@home.example`,
        safeToWrite: 'yes',
      }
      expect((await site.rest('POST', '/info/message', { body: visitor })).status).toBe(200)
      await governanceTick(site.payload, { force: true, only: RUNNERS })
      counts.canaryHits = await hits()
      leaveResults('incidents', database.name, counts)
      expect(counts).toMatchObject({ lost: 0, escalationsSkipped: 0, canaryHits: 0 })
      expect(counts.duplicates).toBeLessThanOrEqual(counts.kills)
    },
    FULL ? 3_600_000 : 240_000,
  )

  it('would be found out: a mail, an escalation and a canary that are there or not are counted', async () => {
    const [row] = await findRows(ctx(), 'gov-incidents', {}, { limit: 1 })
    const kept = { ...counts }
    const line = (row!.timeline as { what: string }[]).findIndex(({ what }) => what === 'escalated')
    const timeline = (row!.timeline as unknown[]).filter((_, index) => index !== line)
    await compareAndSet(ctx(), 'gov-incidents', { id: { equals: row!.id } }, { timeline })
    const [gone] = about(String(row!.number))
    const left = server.received.filter(({ messageId }) => messageId !== gone!.messageId)
    server.received.splice(0, Infinity, ...left)
    said.push(CANARY)
    await settle(String(row!.number), row!.id)
    expect(counts.escalationsSkipped).toBe(kept.escalationsSkipped + 1)
    expect(counts.lost).toBe(kept.lost + 1)
    expect(await hits()).toBe(1)
  })
})
