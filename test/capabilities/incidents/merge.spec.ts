import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'

import { compareAndSet, findRow, findRows, type Row } from '../../../src/platform/db.js'
import { runtimeOf } from '../../../src/platform/runtime.js'
import { days, hours, type Person, type RestAnswer, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { mailServer, type MailServer } from '../../helpers/smtp.js'
import { doors } from './doors.js'

describeDatabases('two reports of the same thing', (database) => {
  let server: MailServer
  let site: Stand
  let aed: Person
  let ed: Person
  let helper: Person
  let standIn: Person

  beforeAll(async () => {
    server = await mailServer()
    site = await stand(database, {
      config: { email: server.email(), serverURL: 'https://lakeshore.example' },
      plugin: { moderation: false, notices: false, intake: { perSource: 1000, minFillSeconds: 0 } },
    })
    aed = await site.person('ada', ['aed'])
    ed = await site.person('edouard', ['ed'])
    helper = await site.person('hugo', ['communications'])
    standIn = await site.person('dana', ['administrator'])
  })
  afterAll(async () => {
    await site?.stop()
    await server?.stop()
  })
  beforeEach(async () => {
    for (const row of await findRows(ctx(), 'gov-incidents', { state: { equals: 'reported' } }))
      await act(aed, row, 'acknowledge')
    await tick()
    server.received.length = 0
  })

  const { ctx, row, sent, act, page, lines, tick, delegate } = doors(() => site)
  const reported = (body: object = {}): Promise<Row> =>
    sent(helper, { kind: 'outage', severity: 'critical', summary: 'It is down', ...body })
  const merge = (found: Row, into: Row, as: Person | undefined = aed): Promise<RestAnswer> =>
    act(as, found, 'merge', { into: into.number })
  const merged = async (found: Row, into: Row): Promise<void> => {
    const answer = await merge(found, into)
    expect([answer.status, answer.body.errors]).toEqual([200, undefined])
  }
  const mailed = (to: Person, found: Row): number =>
    server.to(to.email).filter(({ subject }) => subject.includes(String(found.number))).length
  const later = async (ms: number): Promise<void> => {
    site.clock.forward(ms)
    await tick()
  }

  it('become one case: the other keeps its number and receipt, and shows how far the one that stays is', async () => {
    const words = 'It is down since noon'
    const { number, token } = (
      await site.rest('POST', '/info/message', { body: { kind: 'outage', words, danger: true } })
    ).body
    const found = (await findRow(ctx(), 'gov-incidents', { number: { equals: number } }))!
    const own = await reported({ summary: 'Down as well' })
    const into = await reported()
    await merged(found, into)
    await merged(own, into)
    await act(aed, into, 'acknowledge')
    const receipt = await site.rest('GET', `/info/receipt?number=${number}&token=${token}`)
    expect(receipt.text).toContain('Somebody is working on it.')
    const mine = (await site.rest('GET', '/governance/incidents/mine', { as: helper })).body.reports
    expect(mine.find((one: { number: string }) => one.number === own.number).state).toBe('acknowledged')
    expect((await row(found.id)).state).toBe('reported')

    const shown = (await page(ed, into))!
    expect(shown.parts.map(({ summary }) => summary)).toEqual([words, 'Down as well'])
    expect(shown.timeline.filter(({ of }) => of === number).map(({ what }) => what)).toEqual([
      'reported',
      'merged',
    ])
    expect((await page(ed, found))!.whole).toMatchObject({ number: into.number })
    // In no list and no number any more; by its id still there for those who may.
    const { reads } = runtimeOf(site.payload).capabilities.find(({ key }) => key === 'incidents')!
    const actor = { kind: 'staff' as const, ref: aed.ref, name: 'ada', roles: ['aed'] }
    const list = (await reads!.list!({ ...ctx(), actor }, {})) as { open: { number: string }[] }
    expect(list.open.map((one) => one.number)).not.toContain(number)
    expect(await reads!.banner!({ ...ctx(), actor }, {})).toMatchObject({ unacknowledged: 0 })
    // The work goes on in one place.
    for (const [path, body] of [
      ['acknowledge', {}],
      ['note', { words: 'w' }],
      ['assign', { person: helper.ref }],
    ] as const)
      expect([path, (await act(aed, found, path, body)).status]).toEqual([path, 409])
  })

  it('lose no alert: each goes up until the one that stays is taken', async () => {
    const into = await reported({ severity: 'low' })
    const found = await reported({ severity: 'critical' })
    await tick()
    await merged(found, into)
    await later(hours(1) + 1000)
    expect(mailed(ed, found)).toBe(1)
    await act(ed, into, 'acknowledge')
    await later(hours(5))
    await later(hours(5))
    expect(mailed(ed, found)).toBe(1)
  })

  it('are quiet where the one that stays is taken, or goes up at least as early and as often', async () => {
    const taken = await reported()
    await act(aed, taken, 'acknowledge')
    const answered = await reported()
    await merged(answered, taken)
    const early = await reported()
    site.clock.forward(60_000)
    const late = await reported()
    await merged(late, early)
    await later(hours(1) + 1000)
    await later(hours(1) + 1000)
    expect([mailed(ed, answered), mailed(ed, late)]).toEqual([0, 0])
    expect(mailed(ed, early)).toBeGreaterThan(0)
  })

  it('are about all whom either is about, who see neither, also after they were taken apart', async () => {
    const found = await reported({ concerned: [aed.ref], summary: 'About the first' })
    const into = await reported({ summary: 'The same' })
    const before = await reported({ summary: 'Part of it before' })
    await merged(before, into)
    expect(await page(aed, into)).not.toBeNull()
    expect((await merge(found, into, aed)).status).toBe(404)
    expect((await merge(into, found, aed)).status).toBe(404)
    expect((await merge(found, into, ed)).status).toBe(200)
    const subject = `gov-incidents:${into.id}`
    const nothing = async (): Promise<void> => {
      for (const one of [found, into, before]) {
        expect(await page(aed, one)).toBeNull()
        expect((await site.rest('GET', `/gov-incidents/${one.id}`, { as: aed })).status).toBe(404)
        expect((await act(aed, one, 'note', { words: 'w' })).status).toBe(404)
      }
      const ledger = await site.rest('GET', `/gov-ledger?where[subject][equals]=${subject}`, { as: aed })
      expect(ledger.body.totalDocs).toBe(0)
    }
    await nothing()
    expect(await page(ed, into)).not.toBeNull()
    expect((await act(ed, found, 'unmerge')).status).toBe(200)
    await nothing()
    await act(ed, into, 'acknowledge')
    await act(ed, found, 'acknowledge')
  })

  it('answer whoever reported one of them, but not in the words of a case about themselves', async () => {
    const [own, other] = [await reported(), await reported()]
    const about = await reported({ concerned: [helper.ref] })
    const fine = await reported()
    await merged(own, about)
    await merged(other, fine)
    for (const one of [about, fine]) {
      await act(aed, one, 'acknowledge')
      await act(aed, one, 'resolve', { words: 'w' })
      expect((await act(aed, one, 'close', { words: 'w', answer: 'All is well' })).status).toBe(200)
    }
    const mine = (await site.rest('GET', '/governance/incidents/mine', { as: helper })).body.reports
    const of = (found: Row) => mine.find((one: { number: string }) => one.number === found.number)
    expect(of(other)).toMatchObject({ state: 'closed', answer: 'All is well' })
    expect(of(own).state).toBe('closed')
    expect(of(own)).not.toHaveProperty('answer')
  })

  it('keep out who helped with one of them only, and open its files to those of the one that stays', async () => {
    const [found, into] = [await reported(), await reported()]
    const bytes = 'What I saw'
    for (const one of [found, into]) await act(aed, one, 'acknowledge')
    await act(aed, found, 'assign', { person: helper.ref })
    await act(aed, into, 'assign', { person: standIn.ref })
    const upload = { field: 'file', name: 'seen.txt', type: 'text/plain', bytes }
    await site.rest('POST', `/governance/incidents/${found.id}/evidence`, { as: helper, upload })
    const open = async (as: Person) => {
      const [file] = (await page(ed, found))!.files
      return site.rest('GET', `/governance/incidents/${into.id}/evidence/${file!.key}`, { as })
    }
    expect((await open(standIn)).status).toBe(404)
    await merged(found, into)
    const got = await open(standIn)
    expect([got.status, got.text]).toEqual([200, bytes])
    expect((await page(standIn, into))!.parts).toHaveLength(1)
    expect(await page(helper, found)).toBeNull()
    expect((await open(helper)).status).toBe(404)
  })

  it('show who stands in for the AED no part that is about the AED, nor its files', async () => {
    await delegate(aed, standIn, hours(1))
    const [part, other, into] = [await reported(), await reported(), await reported()]
    const upload = { field: 'file', name: 'seen.txt', type: 'text/plain', bytes: 'What I saw' }
    expect(
      (await site.rest('POST', `/governance/incidents/${part.id}/evidence`, { as: ed, upload })).status,
    ).toBe(200)
    await merged(part, into)
    await merged(other, into)
    expect((await page(standIn, into))!.parts).toHaveLength(2)
    // Known of the part already, and not of the whole yet.
    await compareAndSet(ctx(), 'gov-incidents', { id: { equals: part.id } }, { concerned: `|${aed.ref}|` })
    const [file] = (await page(ed, into))!.files
    expect((await page(standIn, into))!.parts.map(({ case: { number } }) => number)).toEqual([other.number])
    const path = `/governance/incidents/${into.id}/evidence/${file!.key}`
    expect((await site.rest('GET', path, { as: standIn })).status).toBe(404)
    expect((await site.rest('GET', path, { as: ed })).status).toBe(200)
    await act(ed, into, 'acknowledge')
    site.clock.forward(hours(1))
  })

  it('are taken apart again: what nobody had taken waits for somebody once more', async () => {
    const into = await reported()
    await act(aed, into, 'acknowledge')
    const found = await reported()
    await merged(found, into)
    await later(hours(3))
    expect(mailed(ed, found)).toBe(0)
    expect((await act(aed, found, 'unmerge')).status).toBe(200)
    expect((await act(aed, found, 'unmerge')).status).toBe(409)
    await later(hours(1) + 1000)
    expect(mailed(ed, found)).toBe(1)
    expect(await lines(into)).toEqual(['reported', 'acknowledged', 'absorbed', 'released'])
    // And is quiet for good once it is taken.
    expect((await act(ed, found, 'acknowledge')).status).toBe(200)
    await later(hours(3))
    await later(hours(3))
    expect(mailed(ed, found)).toBe(1)
    // Twice over: its timer is another one each time.
    const again = await reported()
    for (let time = 0; time < 2; time += 1) {
      await merged(again, into)
      await later(hours(2))
      await act(aed, again, 'unmerge')
    }
    await later(hours(1) + 1000)
    expect(mailed(ed, again)).toBe(1)
  })

  it('are not merged with themselves, with what is closed or merged, nor with what is not there', async () => {
    const [one, two, three] = [await reported(), await reported(), await reported()]
    const closed = await reported()
    for (const [action, words] of [
      ['acknowledge', ''],
      ['resolve', 'w'],
      ['close', 'w'],
    ])
      await act(aed, closed, action!, { words })
    const hidden = await reported({ concerned: [aed.ref] })
    await merged(one, two)
    const before = await findRows(ctx(), 'gov-incidents', {}, { limit: 1000 })
    for (const [found, into, status] of [
      [three, three, 400],
      [three, { ...three, number: '' }, 400],
      [three, { ...three, number: 'AAAA-0000' }, 404],
      [three, hidden, 404],
      [hidden, three, 404],
      [{ ...three, id: 999_999 }, two, 404],
      [three, closed, 409],
      [closed, three, 409],
      // In a circle, or into what is itself part of another one.
      [two, one, 409],
      [three, one, 409],
      [one, three, 409],
    ] as [Row, Row, number][])
      expect([found.number, into.number, (await merge(found, into)).status]).toEqual([
        found.number,
        into.number,
        status,
      ])
    expect((await merge(three, two, helper)).status).toBe(404)
    expect((await merge(three, two, standIn)).status).toBe(404)
    expect(await findRows(ctx(), 'gov-incidents', {}, { limit: 1000 })).toEqual(before)
    await act(aed, three, 'tasks', { words: 'Look', day: '2099-01-01' })
    expect((await merge(three, two)).status).toBe(409)
    const violation = await reported({ kind: 'policy-violation' })
    expect((await merge(violation, two)).status).toBe(409)
    // Whoever may read the one alone would learn of the other.
    expect((await merge(two, violation)).status).toBe(409)
    await act(ed, hidden, 'acknowledge')
  })

  it('are not lost in each other when two people merge them both ways at the same moment', async () => {
    for (let time = 0; time < 3; time += 1) {
      const [one, two] = [await reported(), await reported()]
      const answers = await Promise.all([merge(one, two, aed), merge(two, one, ed)])
      expect(answers.every(({ status }) => [200, 409].includes(status))).toBe(true)
      await tick()
      const now = await Promise.all([one, two].map(({ id }) => row(id)))
      const parts = now.filter(({ mergedInto }) => mergedInto)
      expect(parts.length).toBeLessThanOrEqual(1)
      // Whoever was told to reload can do it then.
      if (parts.length === 0) await merged(one, two)
    }
  })

  it('are one case after a crash between the two writes as well', async () => {
    const [found, into] = [await reported({ concerned: [helper.ref] }), await reported()]
    await merged(found, into)
    // As if the process had ended before the case that stays was written.
    const before = await row(into.id)
    const timeline = (before.timeline as { what: string }[]).filter(({ what }) => what !== 'absorbed')
    await compareAndSet(ctx(), 'gov-incidents', { id: { equals: into.id } }, { timeline, concerned: null })
    await compareAndSet(
      ctx(),
      'gov-timers',
      { kind: { equals: 'incidents.settle' }, subject: { equals: `gov-incidents:${found.id}` } } as never,
      { dueAt: site.clock.now().toISOString() },
    )
    await tick()
    expect(await lines(into)).toEqual(['reported', 'absorbed'])
    expect((await row(into.id)).concerned).toBe(`|${helper.ref}|`)
    await later(days(1))
    expect(await lines(into)).not.toContain('released')
  })
})
