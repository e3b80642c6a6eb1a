import { afterAll, beforeAll, expect, it } from 'vitest'

import { dayIn } from '../../../src/kernel/calendar.js'
import { findRows, type Row } from '../../../src/platform/db.js'
import { type DeskCard, runtimeOf } from '../../../src/platform/runtime.js'
import { translatorFor } from '../../../src/platform/translate.js'
import { days, hours, type Person, type RestAnswer, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { mailServer, type MailServer } from '../../helpers/smtp.js'
import { doors } from './doors.js'

/** Planted in words and names: in the case, and nowhere else. */
const CANARIES = ['Quetzalcoatl', 'xochimilco']

describeDatabases('people who work on an incident', (database) => {
  let server: MailServer
  let site: Stand
  let aed: Person
  let ed: Person
  let helper: Person
  let other: Person
  let standIn: Person

  beforeAll(async () => {
    server = await mailServer()
    site = await stand(database, {
      config: { email: server.email(), serverURL: 'https://lakeshore.example' },
      plugin: { moderation: false, notices: false, intake: { perSource: 1000, minFillSeconds: 0 } },
    })
    aed = await site.person('ada', ['aed'])
    ed = await site.person('edouard', ['ed'])
    helper = await site.person(CANARIES[1]!, ['communications'])
    other = await site.person('otto', ['content-creator'])
    standIn = await site.person('dana', ['administrator'])
  })
  afterAll(async () => {
    await site?.stop()
    await server?.stop()
  })

  const { ctx, row, sent, act, page, lines, tick, delegate } = doors(() => site)
  const incidents = () => runtimeOf(site.payload).capabilities.find(({ key }) => key === 'incidents')!
  const rolesOf: Record<string, string[]> = { ada: ['aed'], edouard: ['ed'], otto: ['content-creator'] }
  const actorOf = ({ ref, name }: Person) => ({
    kind: 'staff' as const,
    ref,
    name,
    roles: rolesOf[name] ?? [],
  })
  const reported = (body: object = {}): Promise<Row> =>
    sent(other, { kind: 'privacy-breach', severity: 'high', summary: `${CANARIES[0]} read a file`, ...body })
  const taken = async (body: object = {}): Promise<Row> => {
    const found = await reported(body)
    expect((await act(aed, found, 'acknowledge')).status).toBe(200)
    return found
  }
  const desk = async (as: Person): Promise<DeskCard> =>
    (await incidents().desk!({
      ...ctx(),
      req: await site.request({ as }),
      actor: actorOf(as),
      t: translatorFor(site.payload, 'en'),
      adminRoute: '/admin',
      now: site.clock.now(),
    } as never))!
  const day = (inDays: number): string =>
    dayIn(new Date(site.clock.now().getTime() + days(inDays)), 'America/Toronto')
  const entries = (found: Row): Promise<Row[]> =>
    findRows(ctx(), 'gov-ledger', { subject: { equals: `gov-incidents:${found.id}` } })
  it('open it, add to its history, contain and resolve it, but neither take it on nor close it', async () => {
    const found = await reported()
    expect((await act(aed, found, 'assign', { person: helper.ref })).status).toBe(200)
    expect((await page(helper, found))!.summary).toContain(CANARIES[0])
    expect((await act(helper, found, 'acknowledge')).status).toBe(403)
    expect((await row(found.id)).state).toBe('reported')
    await act(aed, found, 'acknowledge')
    expect((await act(helper, found, 'note', { words: `Asked ${CANARIES[0]}` })).status).toBe(200)
    expect((await act(helper, found, 'contain')).status).toBe(200)
    expect((await act(helper, found, 'resolve', { words: 'It was the printer' })).status).toBe(200)
    expect((await page(helper, found))!.actions).toEqual([])
    for (const [path, body] of [
      ['close', { words: 'Nothing' }],
      ['assign', { person: other.ref }],
      ['unassign', { person: helper.ref }],
      ['tasks', { words: 'x', day: day(1) }],
    ] as const)
      expect([path, (await act(helper, found, path, body)).status]).toEqual([path, 403])
    expect(await lines(found)).toEqual([
      'reported',
      'assigned',
      'acknowledged',
      'noted',
      'contained',
      'resolved',
    ])
    const actions = (await entries(found)).map(({ action }) => action)
    expect(actions).toEqual(expect.arrayContaining(['incidents.assigned', 'incidents.noted']))
    const told = (await entries(found)).map((one) => ({ ...one, personal: null }))
    for (const canary of CANARIES) expect(JSON.stringify(told)).not.toContain(canary)
  })

  it('are told by a mail that says number, kind, severity and a deadline, and nobody’s name or words', async () => {
    const found = await taken()
    await tick()
    server.received.length = 0
    await act(aed, found, 'assign', { person: helper.ref })
    await act(aed, found, 'tasks', { words: `Ring ${CANARIES[0]}`, person: helper.ref, day: day(2) })
    await tick()
    const mails = server.to(helper.email)
    expect(mails.map(({ subject }) => subject)).toEqual([
      `You are asked to help with incident ${found.number}: High`,
      `You have a task for incident ${found.number}: High`,
    ])
    expect(mails[1]!.text).toMatch(/Privacy breach[^]*To be done by: .*2\d/)
    for (const { raw, text } of mails) {
      expect(text).toContain(`/admin/governance/incidents/${found.id}`)
      expect(raw.replaceAll(helper.email, '')).not.toMatch(new RegExp(CANARIES.join('|')))
    }
    // Who gives a task to themselves needs no mail.
    server.received.length = 0
    await act(aed, found, 'tasks', { words: 'My own', person: aed.ref, day: day(2) })
    await tick()
    expect(server.received).toHaveLength(0)
  })

  it('learn of no other case, and of this one no more once it is taken away, by any door', async () => {
    const [found, foreign] = [await taken(), await taken()]
    const asked = async (as: Person) => {
      const list = (await incidents().reads!.list!({ ...ctx(), actor: actorOf(as) }, {}).catch(() => ({
        open: [],
      }))) as { open: { number: string }[] }
      return {
        list: list.open.map(({ number }) => number),
        case: (await page(as, found)) !== null,
        desk: (await desk(as)).needsMe.items.map(({ href }) => href),
        banner: await incidents().reads!.banner!({ ...ctx(), actor: actorOf(as) }, {}),
        note: (await act(as, found, 'note', { words: 'w' })).status,
        rest: (await site.rest('GET', `/gov-incidents/${found.id}`, { as })).status < 300,
        search: (await site.rest('GET', '/gov-incidents?where[assigned][like]=users', { as })).status < 300,
        ledger: (await site.rest('GET', '/gov-ledger', { as })).status < 300,
      }
    }
    const nothing = {
      list: [],
      case: false,
      desk: [],
      banner: null,
      note: 404,
      rest: false,
      search: false,
      ledger: false,
    }
    // The helper still has the case of the fact before: another one is asked here.
    expect(await asked(other)).toEqual(nothing)
    await act(aed, found, 'assign', { person: other.ref })
    expect(await asked(other)).toEqual({
      ...nothing,
      list: [found.number],
      case: true,
      desk: [`/admin/governance/incidents/${found.id}`],
      note: 200,
    })
    expect(await page(other, foreign)).toBeNull()
    expect((await act(other, foreign, 'note', { words: 'w' })).status).toBe(404)
    await act(aed, found, 'tasks', { words: 'Look', person: other.ref, day: day(1) })
    expect((await act(ed, found, 'unassign', { person: other.ref })).status).toBe(200)
    expect(await asked(other)).toEqual(nothing)
    expect(((await row(found.id)).tasks as { who: unknown }[])[0]!.who).toBeNull()
  })

  it('are never those whom it is about', async () => {
    const found = await taken({ concerned: [helper.ref] })
    for (const [path, body] of [
      ['assign', { person: helper.ref }],
      ['tasks', { words: 'x', day: day(1), person: helper.ref }],
    ] as const) {
      const answer = await act(aed, found, path, body)
      expect([path, answer.status, answer.body.errors[0].message]).toEqual([
        path,
        400,
        'This case is about that person. Please choose somebody else.',
      ])
    }
    expect((await page(aed, found))!.others.map(({ ref }) => ref)).not.toContain(helper.ref)
    expect(await lines(found)).toEqual(['reported', 'acknowledged'])
  })

  it('are AED and ED alone where staff broke a policy: no stand-in hears of it, nobody else is asked', async () => {
    await delegate(aed, standIn)
    const ordinary = await reported()
    const found = await reported({ kind: 'policy-violation', severity: 'critical' })
    server.received.length = 0
    for (let round = 0; round < 4; round += 1) {
      site.clock.forward(hours(1) + 1000)
      await tick()
    }
    const subjects = (to: Person): string =>
      server
        .to(to.email)
        .map(({ subject }) => subject)
        .join()
    expect(subjects(standIn)).not.toContain(found.number)
    expect(subjects(ed)).toContain(found.number)
    expect(await page(standIn, ordinary)).not.toBeNull()
    expect(await page(standIn, found)).toBeNull()
    expect((await act(standIn, found, 'acknowledge')).status).toBe(404)
    expect((await act(ed, found, 'assign', { person: helper.ref })).status).toBe(400)
    expect((await act(ed, found, 'assign', { person: standIn.ref })).status).toBe(400)
    expect((await act(ed, found, 'assign', { person: aed.ref })).status).toBe(200)
    expect((await page(ed, found))!.others.map(({ ref }) => ref).sort()).toEqual([aed.ref, ed.ref].sort())
    // Who is AED no more is nobody to it, whatever was given to them.
    const former = { ...actorOf(aed), roles: ['administrator'] }
    expect(await incidents().reads!.case!({ ...ctx(), actor: former }, { id: String(found.id) })).toBeNull()
    for (const one of [ordinary, found]) await act(aed, one, 'acknowledge')
  })

  it('close it as AED or ED, in a review that asks both questions; who stands in for one does not', async () => {
    await delegate(aed, standIn)
    const found = await taken()
    expect((await act(standIn, found, 'resolve', { words: 'It was lost' })).status).toBe(200)
    const refused = await act(standIn, found, 'close', { words: 'Locks' })
    expect([refused.status, refused.body.errors[0].message]).toEqual([
      403,
      'Only the Assistant Executive Director and the Executive Director close a case: it is their review.',
    ])
    expect((await page(standIn, found))!.actions).toEqual([])
    expect((await act(ed, found, 'close', { happened: 'It was stolen' })).status).toBe(400)
    expect((await act(ed, found, 'close', { words: 'Locks', happened: 'It was stolen' })).status).toBe(200)
    expect(await row(found.id)).toMatchObject({
      state: 'closed',
      happened: 'It was stolen',
      changes: 'Locks',
    })
    expect(JSON.stringify((await row(found.id)).timeline)).toContain('It was lost')
    for (const [path, body] of [
      ['note', { words: 'w' }],
      ['assign', { person: helper.ref }],
      ['tasks', { words: 'x', day: day(1) }],
    ] as const)
      expect([path, (await act(aed, found, path, body)).status]).toEqual([path, 409])
  })

  it('have tasks by a day, which are late on the desk when it is over, and done once', async () => {
    const found = await taken()
    const add = (body: object): Promise<RestAnswer> => act(aed, found, 'tasks', body)
    for (const body of [
      { words: 'x' },
      { words: 'x', day: 'soon' },
      { words: 'x', day: '2027-02-31' },
      { words: 'x', day: day(-1) },
      { words: '', day: day(1) },
      { words: 'x', day: day(1), person: 'users:999999' },
      { words: 'x', day: day(1), person: 'members:1' },
      { words: { $ne: '' }, day: day(1) },
    ])
      expect([body, (await add(body)).status]).toEqual([body, 400])
    expect((await row(found.id)).tasks ?? []).toEqual([])
    expect((await add({ words: 'Ring them', day: day(1), person: other.ref })).status).toBe(200)
    const dueOf = async () => (await desk(other)).needsMe.items.filter(({ due }) => due)
    expect(await dueOf()).toMatchObject([{ label: `Your task for incident ${found.number}`, overdue: false }])
    const before = (await desk(other)).overdue
    site.clock.forward(days(2))
    expect(await dueOf()).toMatchObject([{ overdue: true }])
    expect((await desk(other)).overdue).toBe(before + 1)
    const [task] = (await row(found.id)).tasks as { id: string }[]
    expect((await act(other, found, 'tasks/none/done')).status).toBe(404)
    const done = await Promise.all([1, 2].map(() => act(other, found, `tasks/${task!.id}/done`)))
    expect(done.map(({ status }) => status).sort()).toEqual([200, 409])
    expect((await row(found.id)).tasks).toMatchObject([{ doneBy: other.ref, doneName: 'otto' }])
    expect(await dueOf()).toEqual([])
    expect(await lines(found)).toEqual(['reported', 'acknowledged', 'taskAdded', 'taskDone'])
  })

  it('lose no word when they write at the same moment', async () => {
    const found = await taken()
    const words = ['one', 'two', 'three', 'four']
    const answers = await Promise.all(words.map((one) => act(aed, found, 'note', { words: one })))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    const kept = ((await row(found.id)).timeline as { words?: string }[]).flatMap((line) => line.words ?? [])
    expect(kept.sort()).toEqual([...words].sort())
  })

  it('are nobody who is not on it: a stranger, a member of staff, a foreign id', async () => {
    const found = await taken()
    for (const path of ['assign', 'unassign', 'tasks', 'note', 'tasks/x/done']) {
      const body = { person: helper.ref, words: 'w', day: day(1) }
      expect([path, (await act(undefined, found, path, body)).status]).toEqual([path, 401])
      const known = await act(other, found, path, body)
      const unknown = await act(other, { ...found, id: 999_999 }, path, body)
      expect([path, known.status, known.text]).toEqual([path, 404, unknown.text])
      expect((await act(aed, { ...found, id: 999_999 }, path, body)).status).toBe(404)
    }
    expect((await act(aed, found, 'unassign', { person: 'nobody' })).status).toBe(400)
    expect(await lines(found)).toEqual(['reported', 'acknowledged'])
  })
})
