import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { applyDecision } from '../../../src/capabilities/moderation/applying.js'
import { sanitizeModeration } from '../../../src/capabilities/moderation/options.js'
import { days, type Person } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import {
  type CaseItem,
  type Commented,
  compareAndSet,
  countRows,
  findRow,
  findRows,
  moderatedSite,
  REMOVAL,
  type Site,
} from './site.js'

const MINUTE = 60_000

describeDatabases('appeals against removals', (database) => {
  let site: Site
  let noor: Person
  let jordan: Person
  let simone: Person

  beforeAll(async () => {
    site = await moderatedSite(database)
    noor = await site.person('noor', ['administrator'])
    jordan = await site.person('jordan', ['aed'])
    simone = await site.person('simone', ['ed'])
  })
  afterAll(() => site?.stop())

  const caseAt = (ref: string, state: string) =>
    findRow(site.ctx, 'gov-cases', { item: { equals: ref }, state: { equals: state } })
  const removed = async (text: string, by = noor, ruling = {}): Promise<Commented> => {
    const made = await site.comment(text)
    const answer = await site.decide(by, await site.caseOf(made.ref, by), { ...REMOVAL, ...ruling })
    if (answer.status !== 200) throw new Error(`not removed: ${answer.text}`)
    return made
  }
  const receipt = async ({ number, token }: { number: string; token: string }, lang = 'en') =>
    (await site.rest('GET', `/info/receipt?n=${number}&k=${token}&lang=${lang}`)).text
  const ask = ({ number, token }: Commented, words: unknown = 'It was a joke among friends.') =>
    site.rest('POST', '/info/again', { body: { n: number, k: token, words } })
  const undo = (as: Person, id: unknown) =>
    site.rest('POST', `/governance/moderation/cases/${String(id)}/undo`, { as, body: {} })
  const judgeAs = async (as: Person, item: CaseItem, decision: string, words = '') =>
    site.decide(as, item, { decision, words })

  describe('the statement of reasons', () => {
    it('says on the receipt what, how far, how long, by which rule, why and how to appeal, in both languages', async () => {
      const made = await removed('Away with it')
      const english = await receipt(made)
      for (const part of ['How far', 'For how long', 'Harassment', 'It attacks or threatens a person'])
        expect(english).toContain(part)
      expect(english).toContain('No. A person read it and decided.')
      expect(english).toContain('It waited to be read')
      expect(english).toContain('Ask for a second look')
      expect(english).not.toContain('Away with it')
      expect(english).not.toContain('noor')
      const french = await receipt(made, 'fr')
      for (const part of ['Portée', 'Durée', 'Harcèlement', 'Demander un second examen'])
        expect(french).toContain(part)
      const json = await site.rest('GET', `/info/again?n=${made.number}&k=${made.token}`)
      expect(json.body.mayAppeal).toBe(true)
      expect(JSON.stringify(json.body.statement)).toContain('Harassment')
    })

    it('tells an account why its comment was removed, and nobody else', async () => {
      const robin = await site.member('robin')
      const other = await site.member('other')
      const made = await site.comment('Robin was here', { as: robin })
      await site.decide(noor, await site.caseOf(made.ref, noor), REMOVAL)
      const look = (as?: Person) => site.rest('GET', `/info/again?on=${made.ref}`, { as })
      expect(JSON.stringify((await look(robin)).body)).toContain('Harassment')
      const [hers, nobodys] = [await look(other), await look()]
      const missing = await site.rest('GET', '/info/again?on=comments:999999', { as: other })
      expect(hers.status).toBe(404)
      expect([nobodys.text, missing.text]).toEqual([hers.text, hers.text])
      const answer = await site.rest('POST', '/info/again', { as: robin, body: { on: made.ref, words: '' } })
      expect(answer.status).toBe(201)
    })

    it('answers forged receipts, and those of something else, in one way', async () => {
      const made = await removed('Has a receipt too')
      const report = await site.report('comments:999999')
      // Its comment was deleted: on some databases the next one gets that id.
      const deleted = await removed('Deleted since')
      const its = { number: { equals: deleted.number } }
      await compareAndSet(site.ctx, 'gov-receipts', its, { facts: { state: 'deleted' } })
      const answers = await Promise.all(
        [
          `n=${made.number}&k=forged`,
          `n=AAAA-AAAA&k=${made.token}`,
          `n=${report.body.number}&k=${report.body.token}`,
          `n=${deleted.number}&k=${deleted.token}`,
        ].map((query) => site.rest('GET', `/info/again?${query}`)),
      )
      expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
      expect(answers[0]!.status).toBe(404)
    })
  })

  describe('an appeal', () => {
    it('comes before everybody but the person who decided, with what was removed and what its author says', async () => {
      const made = await removed('Judge me twice')
      expect((await ask(made)).status).toBe(201)
      const item = await site.caseOf(made.ref, jordan)
      expect(item).toMatchObject({
        kind: 'appeal',
        comment: { text: 'Judge me twice', state: 'removed' },
        appeal: { plea: 'It was a joke among friends.', own: false, category: 'harassment' },
      })
      expect((await site.caseOf(made.ref, noor)).appeal?.own).toBe(true)
      await site.heal()
      const mails = await findRows(site.ctx, 'gov-outbox', {
        key: { equals: `moderation:awaiting:gov-cases:${item.id}` },
      })
      expect(mails).toHaveLength(1)
      expect(JSON.stringify(mails[0])).toContain(noor.ref)
      expect(JSON.stringify(mails[0])).not.toContain('joke')
      for (const answer of [
        await judgeAs(noor, item, 'overturn'),
        await judgeAs(noor, item, 'uphold', 'No.'),
        await site.rest('POST', `/governance/moderation/cases/${item.id}/claim`, { as: noor, body: {} }),
      ]) {
        expect(answer.status).toBe(403)
        expect(answer.body.errors[0].data.code).toBe('conflictOfInterest')
      }
      expect(await receipt(made)).toContain('somebody else than before will look at it')
      expect((await judgeAs(jordan, item, 'keep')).status).toBe(400)
    })

    it('that succeeds puts everything back, and says so to the author and to who reported it', async () => {
      const made = await site.comment('Right after all', { as: await site.member('ari'), name: 'Ari' })
      await site.decide(noor, await site.caseOf(made.ref, noor), { decision: 'keep' })
      const report = await site.report(made.ref, { from: '192.0.2.77' })
      await site.decide(noor, await site.caseOf(made.ref, noor), REMOVAL)
      expect(await receipt(made)).toContain('Somebody reported it.')
      expect((await ask(made)).status).toBe(201)
      const item = await site.caseOf(made.ref, jordan)
      expect((await judgeAs(jordan, item, 'overturn', 'It is fair comment.')).status).toBe(200)
      const row = await site.row('comments', made.id)
      expect(row).toMatchObject({ state: 'visible', text: 'Right after all', authorName: 'Ari', revision: 2 })
      expect(row.takedown ?? null).toBeNull()
      const page = await site.rest('GET', `/info/comments?on=${site.post.ref}`)
      expect(page.text).toContain('Right after all')
      const text = await receipt(made)
      expect(text).toContain('put it back')
      expect(text).toContain('It is fair comment.')
      expect(await receipt(report.body)).toContain('on the page again')
      const entries = await findRows(site.ctx, 'gov-ledger', { subject: { equals: `gov-cases:${item.id}` } })
      expect(entries.map(({ action }) => action).sort()).toEqual([
        'moderation.appealed',
        'moderation.overturned',
      ])
      expect(JSON.stringify(entries)).not.toContain('joke')
    })

    it('that fails says why, and is the only one', async () => {
      const made = await removed('Stays away')
      await ask(made)
      const item = await site.caseOf(made.ref, simone)
      expect((await judgeAs(simone, item, 'uphold')).status).toBe(400)
      expect((await judgeAs(simone, item, 'uphold', 'It <b>names</b> a neighbour.')).status).toBe(200)
      expect((await site.row('comments', made.id)).state).toBe('removed')
      const text = await receipt(made, 'fr')
      expect(text).toContain('Le retrait est maintenu')
      expect(text).toContain('It &lt;b&gt;names&lt;/b&gt; a neighbour.')
      expect(text).not.toContain('Demander un second examen')
      const again = await ask(made)
      expect(again.status).toBe(409)
      expect(again.text).toContain('appealed before')
      expect((await judgeAs(jordan, item, 'overturn')).status).toBe(409)
    })

    it('pressed many times at once is one', async () => {
      const made = await removed('Asked many times')
      const answers = await Promise.all(Array.from({ length: 8 }, () => ask(made)))
      expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true)
      expect(answers.some(({ status }) => status === 201)).toBe(true)
      expect(await countRows(site.ctx, 'gov-cases', { item: { equals: made.ref } })).toBe(2)
    })

    it('is judged once, by one of many at the same instant', async () => {
      const made = await removed('Judged at once')
      await ask(made)
      const item = await site.caseOf(made.ref, jordan)
      const answers = await Promise.all(
        [jordan, simone, jordan, simone].flatMap((as) => [
          judgeAs(as, item, 'overturn'),
          judgeAs(as, item, 'uphold', 'No.'),
        ]),
      )
      const won = answers.filter(({ status }) => status === 200)
      expect(won).toHaveLength(1)
      expect(answers.filter(({ status }) => status === 409)).toHaveLength(answers.length - 1)
      const { state } = await site.row('comments', made.id)
      expect(state).toBe(won[0]!.body.state === 'overturned' ? 'visible' : 'removed')
    })

    it('is refused against what was not removed, and after the term', async () => {
      const shown = await site.comment('Nothing happened to it')
      const answer = await ask(shown)
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('nothing to appeal')
      const made = await removed('Too late for it')
      const before = site.clock.now()
      try {
        site.clock.forward(days(31))
        const late = await ask(made)
        expect(late.status).toBe(409)
        expect(late.text).toContain('time to appeal is over')
        expect(await receipt(made)).toContain('which is over')
      } finally {
        site.clock.set(before)
      }
      expect((await ask(made)).status).toBe(201)
    })

    it.each([
      ['a megabyte', 'x'.repeat(1_048_576)],
      ['too many characters', 'x'.repeat(2001)],
      ['a list', ['Please']],
      ['an object', { equals: 'x' }],
      ['direction marks', 'abc \u202E gnirts'],
      ['control characters', 'abc \u0000 def'],
    ])('with %s in place of words is refused, and nothing is written', async (_what, words) => {
      const made = await removed(`Bad words ${_what}`)
      expect((await ask(made, words)).status).toBe(400)
      expect(await countRows(site.ctx, 'gov-cases', { item: { equals: made.ref } })).toBe(1)
    })

    it('by a form without scripts leads back to the receipt', async () => {
      const made = await removed('By a form')
      const page = await site.rest('GET', `/info/again?n=${made.number}&k=${made.token}&lang=fr`, {
        headers: { accept: 'text/html' },
      })
      expect(page.text).toContain('Que devrait savoir cette personne?')
      expect(page.text).toContain('name="words"')
      expect(page.headers?.get?.('cache-control') ?? 'no-store').toContain('no-store')
    })
  })

  describe('a removal that was a mistake', () => {
    it('is taken back within ten minutes by whoever made it: everything is as before', async () => {
      const made = await removed('Removed by a slip')
      const the = (await caseAt(made.ref, 'removed'))!
      const others = await undo(jordan, the.id)
      expect(others.status).toBe(403)
      site.clock.forward(9 * MINUTE)
      expect((await undo(noor, the.id)).status).toBe(200)
      const row = await site.row('comments', made.id)
      expect(row).toMatchObject({ state: 'pending', text: 'Removed by a slip', revision: 2 })
      expect(await receipt(made)).toContain('It waits to be read.')
      const item = await site.caseOf(made.ref, jordan)
      expect(item).toMatchObject({ id: String(the.id), comment: { text: 'Removed by a slip' } })
      expect((await site.decide(jordan, item, { ...REMOVAL, category: 'spam' })).status).toBe(200)
      const takedowns = await findRows(site.ctx, 'gov-takedowns', { subject: { equals: made.ref } })
      expect(takedowns.map(({ category }) => category).sort()).toEqual(['harassment', 'spam'])
      expect(await receipt(made)).toContain('Spam')
    })

    it('is not taken back later, nor once its author appealed', async () => {
      const made = await removed('Too late to undo')
      const the = (await caseAt(made.ref, 'removed'))!
      await ask(made)
      const after = await undo(noor, the.id)
      expect(after.status).toBe(409)
      const other = await removed('Much too late')
      const before = site.clock.now()
      site.clock.forward(11 * MINUTE)
      const late = await undo(noor, (await caseAt(other.ref, 'removed'))!.id)
      site.clock.set(before)
      expect(late.status).toBe(409)
      expect(late.text).toContain('too late')
      expect((await site.row('comments', other.id)).state).toBe('removed')
    })

    it('is taken back, or appealed, at one instant: never both', async () => {
      for (let round = 0; round < 4; round += 1) {
        const made = await removed(`Both at once ${round}`)
        const the = (await caseAt(made.ref, 'removed'))!
        const [one, two] = await Promise.all([undo(noor, the.id), ask(made)])
        expect([one.status, two.status].filter((status) => status < 300)).toHaveLength(1)
        expect(await countRows(site.ctx, 'gov-cases', { place: { equals: `open:${made.ref}` } })).toBe(1)
        const { state } = await site.row('comments', made.id)
        expect(state).toBe(one.status === 200 ? 'pending' : 'removed')
      }
    })
  })

  describe('a process that dies', () => {
    it('after an appeal succeeded is followed by a run that puts the comment back', async () => {
      const made = await removed('Dies before it is back')
      await ask(made)
      const gone = await site.row('comments', made.id)
      await judgeAs(jordan, await site.caseOf(made.ref, jordan), 'overturn')
      const the = (await caseAt(made.ref, 'overturned'))!
      const { state, text, takedown, revision } = gone
      const asBefore = { state, text: text ?? null, takedown, revision }
      await compareAndSet(site.ctx, 'comments', { id: { equals: made.id } }, asBefore)
      await compareAndSet(site.ctx, 'gov-cases', { id: { equals: the.id } }, { applied: false })
      await Promise.all([site.heal(), site.heal()])
      const row = await site.row('comments', made.id)
      expect(row).toMatchObject({ state: 'visible', text: 'Dies before it is back', revision: 2 })
    })

    it('and wakes up with a removal that was taken back meanwhile removes nothing', async () => {
      const made = await removed('Woken late')
      const stale = (await caseAt(made.ref, 'removed'))!
      expect((await undo(noor, stale.id)).status).toBe(200)
      const desk = { options: sanitizeModeration({ on: ['posts'] }), triage: null }
      await applyDecision(site.ctx, desk, stale)
      expect(await site.row('comments', made.id)).toMatchObject({ state: 'pending', text: 'Woken late' })
      expect(await countRows(site.ctx, 'gov-takedowns', { subject: { equals: made.ref } })).toBe(1)
    })
  })
})

describeDatabases('an appeal where what was removed is covered', (database) => {
  let site: Site

  beforeAll(async () => {
    site = await moderatedSite(database, { plugin: { moderation: { on: ['posts'] } } })
  })
  afterAll(() => site?.stop())

  it('shows it to whoever takes the appeal, and to nobody else', async () => {
    const noor = await site.person('noor', ['administrator'])
    const jordan = await site.person('jordan', ['aed'])
    const simone = await site.person('simone', ['ed'])
    const made = await site.comment('Covered until taken')
    await site.decide(noor, await site.caseOf(made.ref, noor), REMOVAL)
    await site.rest('POST', '/info/again', { body: { n: made.number, k: made.token, words: 'Why?' } })
    const item = await site.caseOf(made.ref, jordan)
    expect(item).toMatchObject({ covered: true, comment: { text: '' }, appeal: { plea: 'Why?' } })
    const claim = `/governance/moderation/cases/${item.id}/claim`
    expect((await site.rest('POST', claim, { as: jordan, body: {} })).status).toBe(200)
    expect((await site.caseOf(made.ref, jordan)).comment.text).toBe('Covered until taken')
    expect((await site.caseOf(made.ref, simone)).comment.text).toBe('')
  })
})
