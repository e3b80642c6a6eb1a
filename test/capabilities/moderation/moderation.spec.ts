import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { claim } from '../../../src/platform/claim.js'
import { deleteRows, insert } from '../../../src/platform/db.js'
import { hours, type Person, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { leaveResults } from '../results.js'
import { compareAndSet, countRows, findRow, findRows, moderatedSite, REMOVAL, type Site } from './site.js'

describeDatabases('moderation', (database) => {
  let site: Site
  let noor: Person
  let jordan: Person
  let creator: Person
  let doubleDecisions = 0
  let items = 0

  beforeAll(async () => {
    site = await moderatedSite(database)
    noor = await site.person('noor', ['administrator'])
    jordan = await site.person('jordan', ['aed'])
    creator = await site.person('creator', ['content-creator'])
  })
  afterAll(async () => {
    leaveResults('moderation', database.name, { items, doubleDecisions })
    await site?.stop()
  })

  const ledgerOf = (subject: string) =>
    findRows(site.ctx, 'gov-ledger', { subject: { equals: subject } }, { sort: 'id' })
  const visible = async (on = site.post.ref) =>
    (await site.rest('GET', `/info/comments?on=${on}`)).body as {
      count: number
      comments: { ref: string; text: string; name: string | null; staff: boolean }[]
    }
  const keep = async (as: Person, ref: string) =>
    site.decide(as, await site.caseOf(ref, as), { decision: 'keep' })

  describe('writing a comment', () => {
    it('puts what a stranger wrote before a moderator, and shows it once it was kept', async () => {
      const made = await site.comment('First from a stranger', { name: 'Ariel' })
      expect(made.state).toBe('pending')
      expect(made.number).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/)
      expect((await visible()).comments.map((one) => one.ref)).not.toContain(made.ref)
      const item = await site.caseOf(made.ref, noor)
      expect(item).toMatchObject({
        kind: 'pending',
        reports: 0,
        own: false,
        comment: { text: 'First from a stranger', state: 'pending', subjectName: 'A day at the lake' },
      })
      expect((await keep(noor, made.ref)).status).toBe(200)
      items += 1
      const shown = (await visible()).comments.find((one) => one.ref === made.ref)
      expect(shown).toMatchObject({ text: 'First from a stranger', name: 'Ariel', staff: false })
      expect((await ledgerOf(made.ref)).map((one) => one.action)).toEqual(['moderation.commented'])
    })

    it('shows what staff wrote at once and under the name of the account, whatever name was typed', async () => {
      const made = await site.comment('From the team', { as: creator, name: 'The Minister' })
      expect(made.state).toBe('visible')
      expect((await visible()).comments.find((one) => one.ref === made.ref)).toMatchObject({
        name: 'creator',
        staff: true,
      })
      expect(await findRow(site.ctx, 'gov-cases', { item: { equals: made.ref } })).toBeNull()
    })

    it('keeps the account of a member who left the name out unnamed, in the row and on the ledger', async () => {
      const robin = await site.member('robin')
      const unnamed = await site.comment('Unnamed member', { as: robin })
      const row = await site.row('comments', unnamed.id)
      expect(row.author ?? null).toBeNull()
      expect(row.authorName ?? null).toBeNull()
      const [entry] = await ledgerOf(unnamed.ref)
      expect(entry?.actorRef ?? null).toBeNull()
      expect(JSON.stringify([row, entry])).not.toContain('robin')
      const named = await site.comment('Named member', { as: robin, name: 'Robin' })
      expect((await site.row('comments', named.id)).author).toBe(robin.ref)
    })

    it('gives one answer for a document that is not there, a draft, an unknown collection and a bad id', async () => {
      const draft = await site.payload.create({
        collection: 'posts',
        data: { title: 'Draft', _status: 'draft' } as never,
      })
      const before = await countRows(site.ctx, 'comments', {})
      const answers = await Promise.all(
        [
          `posts:${draft.id}`,
          'posts:999999',
          'posts:99999999999999',
          'posts:abc',
          `users:${noor.id}`,
          'nothing:1',
          'picks:1',
          '__proto__:1',
        ].map((on) => site.rest('POST', '/info/comment', { body: { on, text: 'Hello' } })),
      )
      expect(new Set(answers.map((answer) => `${answer.status} ${answer.text}`)).size).toBe(1)
      expect(answers[0]!.status).toBe(404)
      // Staff may read the draft, but nobody comments on what is not published.
      const byStaff = { as: creator, body: { on: `posts:${draft.id}`, text: 'Hello' } }
      expect((await site.rest('POST', '/info/comment', byStaff)).status).toBe(404)
      expect(await countRows(site.ctx, 'comments', {})).toBe(before)
    })

    it('sends one mail per case to the administrators, without a word of what was written', async () => {
      const made = await site.comment('Mailed about once')
      const the = (await findRow(site.ctx, 'gov-cases', { item: { equals: made.ref } }))!
      await site.heal()
      const mails = await findRows(site.ctx, 'gov-outbox', {
        key: { equals: `moderation:awaiting:gov-cases:${the.id}` },
      })
      expect(mails).toHaveLength(1)
      expect(mails[0]).toMatchObject({ toKind: 'role', toRef: 'administrator' })
      expect(String(mails[0]!.path)).toBe(`/admin/governance/moderation?case=${the.id}`)
      expect(JSON.stringify(mails[0])).not.toContain('Mailed about')
    })
  })

  describe('bad input', () => {
    const bad: [string, Record<string, unknown>, number][] = [
      ['a megabyte of text', { text: 'x'.repeat(1_048_576) }, 400],
      ['more characters than allowed', { text: 'x'.repeat(2001) }, 400],
      ['nothing', { text: '   ' }, 400],
      ['only invisible characters', { text: '\u200B\u200D\uFEFF' }, 400],
      ['characters that turn the direction of text', { text: 'abc \u202E gnirts' }, 400],
      ['isolating characters', { text: 'abc \u2067 gnirts' }, 400],
      ['control characters', { text: 'abc \u0000 \u001B[31m' }, 400],
      ['control characters of the upper half', { text: 'abc \u0085' }, 400],
      ['an array in place of text', { text: ['Hello'] }, 400],
      ['an object in place of text', { text: { equals: 'x' } }, 400],
      ['a name of two lines', { text: 'Hello', name: 'A\nB' }, 400],
      ['a name with direction marks', { text: 'Hello', name: 'A\u202EB' }, 400],
      ['a long name', { text: 'Hello', name: 'x'.repeat(81) }, 400],
      ['an object for the document', { on: { equals: 1 }, text: 'Hello' }, 400],
      ['no document', { on: '', text: 'Hello' }, 400],
      ['a filled trap', { text: 'Hello', website: 'http://x.example' }, 400],
    ]
    it.each(bad)('%s is refused with a sentence, and nothing is written', async (_, body, status) => {
      const before = await countRows(site.ctx, 'comments', {})
      const answer = await site.rest('POST', '/info/comment', { body: { on: site.post.ref, ...body } })
      expect(answer.status).toBe(status)
      expect(answer.body.errors[0].message.length).toBeGreaterThan(10)
      expect(await countRows(site.ctx, 'comments', {})).toBe(before)
    })

    it('takes no state, author or revision from outside', async () => {
      const answer = await site.rest('POST', '/info/comment', {
        body: {
          on: site.post.ref,
          text: 'Sneaky',
          state: 'visible',
          staff: true,
          author: noor.ref,
          revision: 9,
          queued: true,
        },
      })
      expect(answer.body.state).toBe('pending')
      const row = (await findRow(site.ctx, 'comments', { text: { equals: 'Sneaky' } }))!
      expect(row).toMatchObject({ state: 'pending', staff: false, revision: 1 })
      expect(row.author ?? null).toBeNull()
    })

    it('shows script, SVG and javascript: links as the plain text they are', async () => {
      const texts = [
        '<script>alert(1)</script>',
        '<svg onload=alert(2)>',
        '[x](javascript:alert(3)) <a href="javascript:alert(4)">y</a>',
      ]
      for (const text of texts) {
        const made = await site.comment(text, { name: '<img src=x onerror=alert(5)>' })
        await keep(noor, made.ref)
      }
      items += texts.length
      const page = await site.rest('GET', `/info/comments?on=${site.post.ref}`, {
        headers: { accept: 'text/html' },
      })
      expect(page.headers.get('content-type')).toContain('text/html')
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
      for (const text of texts) expect(page.text).not.toContain(text)
      expect(page.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
      expect(page.text).not.toContain('<svg')
      expect(page.text).not.toContain('<img')
      expect(page.text).not.toMatch(/href="javascript:/)
    })

    it('keeps what was typed in a form that was refused, and shows a page', async () => {
      const stamp = /name="stamp" value="([^"]+)"/.exec(
        (await site.rest('GET', `/info/comment?on=${site.post.ref}`)).text,
      )![1]!
      const answer = await site.rest('POST', '/info/comment', {
        form: { on: site.post.ref, text: 'Typed <b>words</b>', stamp },
      })
      // A person cannot have typed this so quickly.
      expect(answer.status).toBe(429)
      expect(answer.text).toContain('Typed &lt;b&gt;words&lt;/b&gt;')
      expect(answer.text).toContain('role="alert"')
      const forged = await site.rest('POST', '/info/comment', {
        form: { on: site.post.ref, text: 'x', stamp: '1.forged' },
      })
      expect(forged.status).toBe(400)
      const elsewhere = await site.rest('POST', '/info/comment', {
        form: { on: site.post.ref, text: 'x', stamp, back: '//evil.example' },
      })
      expect(elsewhere.text).not.toContain('evil.example')
    })

    it('refuses forged receipts with one answer', async () => {
      const made = await site.comment('Has a receipt')
      const answers = await Promise.all([
        site.rest('GET', `/info/receipt?n=${made.number}&k=forged`),
        site.rest('GET', `/info/receipt?n=AAAA-AAAA&k=${made.token}`),
        site.rest('GET', `/info/receipt?n=${made.number}`),
      ])
      for (const answer of answers) {
        expect(answer.status).toBe(404)
        expect(answer.text).not.toContain('Has a receipt')
      }
    })

    it('refuses a report without a known category, and words that are too long or no text', async () => {
      for (const body of [
        { category: 'rude' },
        { category: '' },
        { category: ['spam'] },
        { category: 'spam', words: 'x'.repeat(2001) },
        { category: 'spam', words: {} },
      ]) {
        expect((await site.rest('POST', '/info/tell', { body: { on: 'comments:1', ...body } })).status).toBe(
          400,
        )
      }
      for (const on of ['', 'comments', 'comments:1:2', ['comments:1'], 7]) {
        expect((await site.rest('POST', '/info/tell', { body: { on, category: 'spam' } })).status).toBe(400)
      }
    })
  })

  describe('the author', () => {
    it('sees the pending comment, then its fate with category and reason, by the receipt only', async () => {
      const made = await site.comment('Mine alone for now')
      const look = (lang: string) =>
        site.rest('GET', `/info/receipt?n=${made.number}&k=${made.token}&lang=${lang}`)
      const pending = await look('en')
      expect(pending.text).toContain('Mine alone for now')
      expect(pending.text).toContain('waits to be read')
      await site.decide(noor, await site.caseOf(made.ref, noor), {
        ...REMOVAL,
        words: 'Between us colleagues',
      })
      items += 1
      const removed = await look('fr')
      expect(removed.text).toContain('Il a été retiré')
      expect(removed.text).toContain('Harcèlement')
      expect(removed.text).not.toContain('Between us colleagues')
      expect(removed.text).not.toContain('Mine alone for now')
    })

    it('reads the moderator’s sentence where the reason alone says nothing, as text, and nobody else does', async () => {
      const made = await site.comment('He wrote to me: come back')
      const words = 'It quotes a <i>private letter</i>.'
      await site.decide(noor, await site.caseOf(made.ref, noor), { ...REMOVAL, reason: 'other', words })
      items += 1
      const receipt = await site.rest('GET', `/info/receipt?n=${made.number}&k=${made.token}&lang=fr`)
      expect(receipt.text).toContain('It quotes a &lt;i&gt;private letter&lt;/i&gt;.')
      for (const path of [
        `/info/comments?on=${site.post.ref}`,
        `/comments/${made.id}`,
        '/info/receipt?n=x&k=y',
      ])
        expect((await site.rest('GET', path)).text).not.toContain('private letter')
    })
  })

  describe('a name', () => {
    it('imitates no staff mark, which stands apart from it, and is neither blank nor a pile of marks', async () => {
      const write = (name: string, text = 'Hello') =>
        site.rest('POST', '/info/comment', { body: { on: site.post.ref, text, name } })
      const bad = [
        'Marie Tremblay (staff)',
        'Marie, ＳＴＡＦＦ',
        'Marie [stâff]',
        'Marie (personnel)',
        `Z${'\u0336\u0489\u0300'.repeat(9)}`,
        'Ma\u00ADrie',
        'Marie\u{E0041}',
      ]
      for (const name of bad) expect([name, (await write(name)).status]).toEqual([name, 400])
      const blank = ['\u3164', '\u00AD\u061C', '\u2800 \u2800', '\u{E0041}\u{E0042}', '\u0300']
      for (const text of blank) expect([text, (await write('Ann', text)).status]).toEqual([text, 400])
      expect((await write('Ann', `Z${'\u0300'.repeat(40)}`)).status).toBe(400)
      const said = await site.rest('POST', '/info/comment?lang=fr', {
        body: { on: site.post.ref, text: 'x', name: 'Marie (staff)' },
      })
      expect(said.body.errors[0].message).toContain('Ce nom laisse croire')
      await site.comment('From the office', { as: creator })
      const page = await site.rest('GET', `/info/comments?on=${site.post.ref}`, {
        headers: { accept: 'text/html' },
      })
      expect(page.text).toMatch(/<\/strong>\s*<span class="mark" lang="en">staff<\/span>/)
      expect(page.text).not.toContain('(staff)')
    })
  })

  describe('reporting', () => {
    const shownComment = async (text: string): Promise<string> =>
      (await site.comment(text, { as: creator })).ref

    it('makes one case of many reports, with an exact count, also when 50 come at once', async () => {
      const ref = await shownComment('Reported by fifty')
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, i) =>
          site.report(ref, { category: i % 2 ? 'spam' : 'defamation', from: `192.0.2.${i}` }),
        ),
      )
      expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 50 }, () => 201))
      const cases = await findRows(site.ctx, 'gov-cases', { item: { equals: ref } })
      expect(cases).toHaveLength(1)
      expect(cases[0]).toMatchObject({ kind: 'reports', state: 'open', reports: 50 })
      expect(await countRows(site.ctx, 'gov-reports', { counted: { equals: false } })).toBe(0)
      const item = await site.caseOf(ref, noor)
      expect(item.reports).toBe(50)
      expect(item.categories).toEqual({ spam: 25, defamation: 25 })
      expect(
        await countRows(site.ctx, 'gov-outbox', {
          key: { equals: `moderation:awaiting:gov-cases:${cases[0]!.id}` },
        }),
      ).toBe(1)
      items += 1
    })

    it('counts one report per source, item and category, and answers a repetition alike', async () => {
      const ref = await shownComment('Reported twice')
      const first = await site.report(ref, { from: '198.51.100.7', words: 'once' })
      const again = await Promise.all(
        Array.from({ length: 5 }, () => site.report(ref, { from: '198.51.100.7', words: 'again' })),
      )
      for (const answer of again) expect(Object.keys(answer.body)).toEqual(Object.keys(first.body))
      expect((await site.caseOf(ref, noor)).reports).toBe(1)
      await site.report(ref, { from: '198.51.100.7', category: 'harassment' })
      await site.report(ref, { from: '198.51.100.8' })
      await site.report(ref, { as: creator })
      await site.report(ref, { as: creator, from: '198.51.100.9' })
      expect((await site.caseOf(ref, noor)).reports).toBe(4)
      const receipt = await site.rest(
        'GET',
        `/info/receipt?n=${again[0]!.body.number}&k=${again[0]!.body.token}`,
      )
      expect(receipt.status).toBe(200)
    })

    it('answers alike for what does not exist, is pending or removed, and opens nothing', async () => {
      const pending = await site.comment('Pending and reported')
      const removed = await site.comment('Removed and reported')
      await site.decide(noor, await site.caseOf(removed.ref, noor), REMOVAL)
      items += 1
      const real = await site.report(await shownComment('Real and reported'))
      const reports = await countRows(site.ctx, 'gov-reports', {})
      for (const on of [
        'comments:999999',
        'comments:abc',
        'comments:99999999999999999999',
        'posts:1',
        pending.ref,
        removed.ref,
      ]) {
        const answer = await site.report(on)
        expect(answer.status).toBe(real.status)
        expect(Object.keys(answer.body)).toEqual(Object.keys(real.body))
        const receipt = async (body: { number: string; token: string }) =>
          (await site.rest('GET', `/info/receipt?n=${body.number}&k=${body.token}`)).text
            .replaceAll(body.number, 'N')
            .replaceAll(/nonce[-=][^>;' ]+|[?&](n|k)=[^&"]*/g, '')
            .replaceAll(encodeURIComponent(body.token), '')
        expect(await receipt(answer.body)).toBe(await receipt(real.body))
      }
      expect(await countRows(site.ctx, 'gov-reports', {})).toBe(reports)
      expect(await countRows(site.ctx, 'gov-cases', { item: { equals: 'comments:999999' } })).toBe(0)
    })

    it('says on the receipt what came of it', async () => {
      const ref = await shownComment('Outcome wanted')
      const { body } = await site.report(ref)
      const look = async () => (await site.rest('GET', `/info/receipt?n=${body.number}&k=${body.token}`)).text
      expect(await look()).toContain('A person will look at it')
      await site.decide(jordan, await site.caseOf(ref, jordan), REMOVAL)
      items += 1
      expect(await look()).toContain('It was removed')
    })

    it('opens a new case when something that was kept is reported again', async () => {
      const ref = await shownComment('Kept, then reported again')
      await site.report(ref, { from: '203.0.113.1' })
      expect((await keep(noor, ref)).status).toBe(200)
      await site.report(ref, { from: '203.0.113.2' })
      const cases = await findRows(site.ctx, 'gov-cases', { item: { equals: ref } }, { sort: 'id' })
      expect(cases.map((one) => [one.state, one.reports])).toEqual([
        ['kept', 1],
        ['open', 1],
      ])
      items += 1
    })

    it('loses no report and counts none twice when a decision comes in between', async () => {
      const ref = await shownComment('Decided while being reported')
      await site.report(ref, { from: '203.0.113.100' })
      const item = await site.caseOf(ref, noor)
      const [decision, ...answers] = await Promise.all([
        site.decide(noor, item, { decision: 'keep' }),
        ...Array.from({ length: 20 }, (_, i) => site.report(ref, { from: `203.0.113.${101 + i}` })),
      ])
      expect(decision.status).toBe(200)
      expect(answers.every((answer) => answer.status === 201)).toBe(true)
      const cases = await findRows(site.ctx, 'gov-cases', { item: { equals: ref } })
      for (const one of cases) {
        expect(one.reports).toBe(
          await countRows(site.ctx, 'gov-reports', { case: { equals: `gov-cases:${one.id}` } }),
        )
      }
      expect(cases.reduce((sum, one) => sum + Number(one.reports), 0)).toBe(21)
      items += 1
    })

    it('alerts at once when someone may be in danger, also about something that is not there', async () => {
      const ref = await shownComment('Danger near')
      const words = 'She wrote where he lives'
      await site.report(ref, { danger: true, words })
      const [report] = await findRows(site.ctx, 'gov-reports', { item: { equals: ref } })
      expect(report!.alarm).toBeTruthy()
      const item = await site.caseOf(ref, noor)
      expect(item).toMatchObject({ danger: true, words: [words] })
      const queue = await site.rest('GET', '/governance/moderation/queue', { as: noor })
      expect(queue.body.items[0].comment.ref).toBe(ref)
      await site.report('comments:999999', { danger: true })
      const incidents = site.payload.collections['gov-incidents' as never]
        ? await findRows(site.ctx, 'gov-incidents', {})
        : null
      if (incidents) {
        expect(incidents.filter((one) => one.severity === 'critical')).toHaveLength(2)
        expect(JSON.stringify(incidents)).not.toContain(words)
      }
    })
  })

  describe('deciding', () => {
    it('refuses visitors, members and staff who are no moderators', async () => {
      const made = await site.comment('Not for you to decide')
      const item = await site.caseOf(made.ref, noor)
      const stranger = await site.member('stranger')
      for (const [as, status] of [
        [undefined, 401],
        [stranger, 403],
        [creator, 403],
      ] as const) {
        const call = { as, body: { rev: item.rev, revision: 1, decision: 'keep' } }
        expect((await site.rest('POST', `/governance/moderation/cases/${item.id}/decide`, call)).status).toBe(
          status,
        )
        expect((await site.rest('POST', `/governance/moderation/cases/${item.id}/claim`, call)).status).toBe(
          status,
        )
        expect((await site.rest('GET', '/governance/moderation/queue', { as })).status).toBe(status)
        expect((await site.rest('GET', '/governance/moderation/decisions', { as })).status).toBe(status)
        expect((await site.rest('GET', '/gov-cases', { as })).status).toBe(403)
        expect((await site.rest('GET', '/gov-reports', { as })).status).toBe(403)
      }
    })

    it('removes at once: the text leaves the row, the original is kept restricted, the reason is on record', async () => {
      const made = await site.comment('Vile words', { name: 'Troll' })
      const answer = await site.decide(noor, await site.caseOf(made.ref, noor), {
        ...REMOVAL,
        words: 'Names a neighbour',
      })
      expect(answer.status).toBe(200)
      items += 1
      const row = await site.row('comments', made.id)
      expect(row.state).toBe('removed')
      expect(row.text ?? null).toBeNull()
      const takedown = (await findRow(site.ctx, 'gov-takedowns', { subject: { equals: made.ref } }))!
      expect(takedown).toMatchObject({
        category: 'harassment',
        by: noor.ref,
        original: { text: 'Vile words', name: 'Troll' },
      })
      const overRest = await site.rest('GET', '/gov-takedowns?limit=100', { as: noor })
      expect(overRest.status).toBe(200)
      expect(overRest.text).not.toContain('Vile words')
      const { decisions } = (await site.rest('GET', '/governance/moderation/decisions', { as: jordan })).body
      expect(decisions[0]).toMatchObject({
        item: made.ref,
        decision: 'removed',
        text: 'Vile words',
        byName: 'noor',
        words: 'Names a neighbour',
      })
      const the = (await findRow(site.ctx, 'gov-cases', { item: { equals: made.ref } }))!
      const entries = await ledgerOf(`gov-cases:${the.id}`)
      expect(entries.map((one) => one.action)).toEqual(['moderation.removed'])
      // The decision's words are personal: they stand outside the chain, where they can be erased.
      const chained = entries.map(({ personal: _, ...chain }) => chain)
      expect(entries[0]!.personal).toMatchObject({ words: { value: 'Names a neighbour' } })
      expect(JSON.stringify(chained)).not.toContain('neighbour')
      expect(JSON.stringify(entries)).not.toContain('Vile')
    })

    it('answers a second decision with 409 and changes nothing', async () => {
      const made = await site.comment('Decided once')
      const item = await site.caseOf(made.ref, noor)
      expect((await site.decide(noor, item, { decision: 'keep' })).status).toBe(200)
      items += 1
      const second = await site.decide(jordan, item, REMOVAL)
      expect(second.status).toBe(409)
      expect(second.body.errors[0].data.code).toBe('alreadyDecided')
      if (second.status === 200) doubleDecisions += 1
      expect((await site.row('comments', made.id)).state).toBe('visible')
      expect(
        (await site.rest('POST', `/governance/moderation/cases/${item.id}/claim`, { as: jordan, body: {} }))
          .status,
      ).toBe(409)
    })

    it('lets one of many moderators at the same instant decide, and refuses the others', async () => {
      const moderators = [
        noor,
        jordan,
        await site.person('simone', ['ed']),
        await site.person('kim', ['administrator']),
      ]
      for (let round = 0; round < (process.env.FULL ? 20 : 3); round += 1) {
        const made = await site.comment(`Contested ${round}`)
        const item = await site.caseOf(made.ref, noor)
        const answers = await Promise.all(
          moderators.flatMap((as, i) =>
            [i % 2, (i + 1) % 2].map((way) => site.decide(as, item, way ? { decision: 'keep' } : REMOVAL)),
          ),
        )
        const won = answers.filter((answer) => answer.status === 200)
        doubleDecisions += Math.max(won.length - 1, 0)
        expect(won).toHaveLength(1)
        expect(answers.filter((answer) => answer.status === 409)).toHaveLength(answers.length - 1)
        const entries = await ledgerOf(`gov-cases:${item.id}`)
        expect(entries).toHaveLength(1)
        const row = await site.row('comments', made.id)
        expect(row.state).toBe(won[0]!.body.state === 'kept' ? 'visible' : 'removed')
        items += 1
      }
    })

    it('lets one person hold a case; the others may decide once the claim lapsed, the first one then may not', async () => {
      const made = await site.comment('Claimed')
      const read = await site.caseOf(made.ref, noor)
      const claimIt = (as: Person) =>
        site.rest('POST', `/governance/moderation/cases/${read.id}/claim`, { as, body: {} })
      const [one, two] = await Promise.all([claimIt(noor), claimIt(jordan)])
      expect([one.status, two.status].sort()).toEqual([200, 409])
      const [holder, other] = one.status === 200 ? [noor, jordan] : [jordan, noor]
      const held = one.status === 200 ? one.body : two.body
      expect(
        (await site.decide(other, { ...read, rev: held.rev }, { decision: 'keep' })).body.errors[0].data.code,
      ).toBe('claimedByOther')
      expect((await site.caseOf(made.ref, other)).heldByOther).toBe(true)
      site.clock.forward(hours(1))
      const again = await claimIt(other)
      expect(again.status).toBe(200)
      site.clock.forward(hours(1))
      // Both claims have lapsed: what the first one read is out of date all the same.
      const late = await site.decide(holder, { ...read, rev: held.rev }, REMOVAL)
      expect(late.status).toBe(409)
      expect(late.body.errors[0].data.code).toBe('changedSinceRead')
      expect((await site.decide(other, { ...read, rev: again.body.rev }, { decision: 'keep' })).status).toBe(
        200,
      )
      expect((await site.decide(holder, { ...read, rev: held.rev }, REMOVAL)).status).toBe(409)
      items += 1
      const actions = (await ledgerOf(`gov-cases:${read.id}`)).map((entry) => entry.action)
      expect(actions).toEqual(['moderation.claimed', 'moderation.claimed', 'moderation.kept'])
    })

    it('is bound to the revision that was read', async () => {
      const made = await site.comment('Edited in between')
      const item = await site.caseOf(made.ref, noor)
      await compareAndSet(site.ctx, 'comments', { id: { equals: made.id } }, { text: 'Edited', revision: 2 })
      const stale = await site.decide(noor, item, { decision: 'keep' })
      expect(stale.status).toBe(409)
      expect(stale.body.errors[0].data.code).toBe('changedSinceRead')
      expect((await site.row('comments', made.id)).state).toBe('pending')
      expect((await keep(noor, made.ref)).status).toBe(200)
      items += 1
    })

    it('keeps moderators from their own words, named or not', async () => {
      const mine = await site.comment('By the moderator', { as: noor })
      await site.report(mine.ref)
      const item = await site.caseOf(mine.ref, noor)
      expect(item.own).toBe(true)
      const refused = await site.decide(noor, item, { decision: 'keep' })
      expect(refused.status).toBe(403)
      expect(refused.body.errors[0].data.code).toBe('conflictOfInterest')
      expect(
        (await site.rest('POST', `/governance/moderation/cases/${item.id}/claim`, { as: noor, body: {} }))
          .status,
      ).toBe(403)
      expect(
        (await site.decide(jordan, await site.caseOf(mine.ref, jordan), { decision: 'keep' })).status,
      ).toBe(200)
      items += 1
    })

    it('asks for a category and a reason to remove, and refuses an unknown decision', async () => {
      const made = await site.comment('Needs a reason')
      const item = await site.caseOf(made.ref, noor)
      for (const body of [
        { decision: 'remove' },
        { ...REMOVAL, category: 'nonsense' },
        { ...REMOVAL, reason: 'other' },
        { decision: 'burn' },
        { ...REMOVAL, rev: undefined },
        { ...REMOVAL, revision: 'x' },
      ]) {
        expect((await site.decide(noor, item, body)).status).toBe(400)
      }
      for (const id of ['abc', '999999', '99999999999999999999', '000000000000000000000000']) {
        expect(
          (
            await site.rest('POST', `/governance/moderation/cases/${id}/decide`, {
              as: noor,
              body: { rev: 0, revision: 1, ...REMOVAL },
            })
          ).status,
        ).toBe(404)
      }
    })

    it('says a refusal in French to those who read French', async () => {
      const made = await site.comment('En français')
      const item = await site.caseOf(made.ref, noor)
      await site.decide(noor, item, { decision: 'keep' })
      items += 1
      const answer = await site.rest('POST', `/governance/moderation/cases/${item.id}/decide`, {
        as: noor,
        lang: 'fr',
        body: { rev: item.rev, revision: 1, decision: 'keep' },
      })
      expect(answer.body.errors[0].message).toContain('Une décision a déjà été prise')
    })
  })

  describe('a process that dies', () => {
    it('after the comment was written leaves a comment that the next run puts before a moderator, once', async () => {
      const made = await site.comment('Orphan')
      const the = (await findRow(site.ctx, 'gov-cases', { item: { equals: made.ref } }))!
      // As if the process had died before the case was opened.
      await deleteRows(site.ctx, 'gov-cases', { id: { equals: the.id } })
      await compareAndSet(site.ctx, 'comments', { id: { equals: made.id } }, { queued: false })
      await site.heal()
      await site.heal()
      expect(await countRows(site.ctx, 'gov-cases', { item: { equals: made.ref } })).toBe(1)
      // As if it had died between the case and the note of it.
      await compareAndSet(site.ctx, 'comments', { id: { equals: made.id } }, { queued: false })
      await site.heal()
      expect(await countRows(site.ctx, 'gov-cases', { item: { equals: made.ref } })).toBe(1)
    })

    it.each(['before the removal is recorded', 'after it is recorded', 'after the content went'])(
      'after a decision to remove, %s, is followed by a run that hides it with one record',
      async (when) => {
        const made = await site.comment(`Dies ${when}`)
        await site.decide(noor, await site.caseOf(made.ref, noor), REMOVAL)
        items += 1
        const the = (await findRow(site.ctx, 'gov-cases', { item: { equals: made.ref } }))!
        await compareAndSet(site.ctx, 'gov-cases', { id: { equals: the.id } }, { applied: false })
        if (when !== 'after the content went')
          await compareAndSet(
            site.ctx,
            'comments',
            { id: { equals: made.id } },
            { state: 'pending', text: `Dies ${when}`, takedown: null },
          )
        if (when === 'before the removal is recorded') {
          await deleteRows(site.ctx, 'gov-takedowns', { subject: { equals: made.ref } })
        }
        await Promise.all([site.heal(), site.heal()])
        await site.heal()
        const row = await site.row('comments', made.id)
        expect(row.state).toBe('removed')
        expect(row.text ?? null).toBeNull()
        const takedowns = await findRows(site.ctx, 'gov-takedowns', { subject: { equals: made.ref } })
        expect(takedowns).toHaveLength(1)
        expect(takedowns[0]!.original).toMatchObject({ text: `Dies ${when}` })
        expect(await countRows(site.ctx, 'gov-cases', { applied: { equals: false } })).toBe(0)
      },
    )

    it('after a decision to keep is followed by a run that shows it', async () => {
      const made = await site.comment('Kept but not shown yet')
      await keep(noor, made.ref)
      items += 1
      const the = (await findRow(site.ctx, 'gov-cases', { item: { equals: made.ref } }))!
      await compareAndSet(site.ctx, 'comments', { id: { equals: made.id } }, { state: 'pending' })
      await compareAndSet(site.ctx, 'gov-cases', { id: { equals: the.id } }, { applied: false })
      await site.heal()
      expect((await site.row('comments', made.id)).state).toBe('visible')
    })

    it('after a report was written leaves a report that the next run counts, and an alarm that it raises', async () => {
      const made = await site.comment('Half reported', { as: creator })
      await site.report(made.ref, { from: '192.0.2.201', danger: true })
      await site.report(made.ref, { from: '192.0.2.202' })
      const the = (await findRow(site.ctx, 'gov-cases', { item: { equals: made.ref } }))!
      const reports = await findRows(site.ctx, 'gov-reports', { item: { equals: made.ref } })
      for (const report of reports)
        await compareAndSet(
          site.ctx,
          'gov-reports',
          { id: { equals: report.id } },
          { counted: false, case: null, alarm: null },
        )
      await compareAndSet(site.ctx, 'gov-cases', { id: { equals: the.id } }, { reports: 0, priority: 0 })
      await site.heal()
      expect(await site.caseOf(made.ref, noor)).toMatchObject({ reports: 2, danger: true })
      const after = await findRows(site.ctx, 'gov-reports', { item: { equals: made.ref } })
      expect(after.every((report) => report.counted)).toBe(true)
      expect(after.filter((report) => report.alarm)).toHaveLength(1)
      expect(await countRows(site.ctx, 'gov-cases', { item: { equals: made.ref } })).toBe(1)
    })
  })

  describe('the desk', () => {
    it('counts what is open and what has waited for more than a day, for moderators only', async () => {
      await site.comment('Waits for long')
      site.clock.forward(hours(25))
      await site.comment('Waits for a moment')
      const queue = (await site.rest('GET', '/governance/moderation/queue?limit=3', { as: noor })).body
      expect(queue.items).toHaveLength(3)
      expect(queue.open).toBeGreaterThan(queue.overdue)
      expect(queue.overdue).toBeGreaterThan(0)
      expect(queue.open).toBe(await countRows(site.ctx, 'gov-cases', { state: { equals: 'open' } }))
    })
  })

  it('pages visible comments by a cursor and shows each once', async () => {
    const fresh = await site.payload.create({
      collection: 'posts',
      data: { title: 'Busy', _status: 'published' } as never,
    })
    const on = `posts:${fresh.id}`
    for (let i = 0; i < 60; i += 1) {
      const row = {
        subject: on,
        text: `Number ${i}`,
        state: 'visible',
        locale: 'en',
        revision: 1,
        rev: 0,
        queued: true,
      }
      await insert(site.ctx, 'comments', { ...row, at: site.clock.now().toISOString() })
    }
    const first = (await site.rest('GET', `/info/comments?on=${on}`)).body
    const second = (await site.rest('GET', `/info/comments?on=${on}&after=${first.next}`)).body
    expect(first.count).toBe(60)
    expect(second.next).toBeNull()
    expect([...first.comments, ...second.comments].map((one) => one.text)).toEqual(
      Array.from({ length: 60 }, (_, i) => `Number ${i}`),
    )
  })

  it('a claim by somebody else does not outlive its time', async () => {
    const made = await site.comment('Held for a while')
    const item = await site.caseOf(made.ref, noor)
    await claim(
      site.ctx,
      'gov-cases',
      (await findRow(site.ctx, 'gov-cases', { item: { equals: made.ref } }))!.id,
      {
        kind: 'staff',
        ref: 'users:gone',
        roles: ['administrator'],
      },
    )
    expect((await site.decide(noor, item, { decision: 'keep' })).status).toBe(409)
    site.clock.forward(hours(1))
    expect((await keep(noor, made.ref)).status).toBe(200)
    items += 1
  })
})

describeDatabases('moderation as the host wants it', (database) => {
  it('leaves a collection of comments that the host has alone, and offers none', async () => {
    const site = await stand(database, {
      collections: [
        { slug: 'posts', versions: { drafts: true }, fields: [{ name: 'title', type: 'text' }] },
        {
          slug: 'comments',
          access: { create: () => true, read: () => true },
          fields: [{ name: 'body', type: 'text' }],
        },
      ],
    })
    try {
      const made = await site.rest('POST', '/comments', { body: { body: 'The host’s own' } })
      expect(made.status).toBe(201)
      expect((await site.rest('GET', '/comments')).body.docs[0].body).toBe('The host’s own')
      expect((await site.rest('POST', '/info/comment', { body: { on: 'posts:1', text: 'x' } })).status).toBe(
        404,
      )
      expect((await site.rest('GET', '/info/comments?on=posts:1')).body).toMatchObject({
        comments: [],
        count: 0,
      })
      expect(
        (await site.rest('POST', '/info/tell', { body: { on: 'comments:1', category: 'spam' } })).status,
      ).toBe(201)
    } finally {
      await site.stop()
    }
  })

  it('shows comments first and asks later, takes categories of the host, and says so of unknown collections', async () => {
    const site = await moderatedSite(database, {
      plugin: {
        moderation: {
          on: ['posts'],
          mode: 'after',
          categories: { 'off-season': { en: 'Off season', fr: 'Hors saison' } },
        },
        approvals: false,
      },
    })
    try {
      const made = await site.comment('Seen at once')
      expect(made.state).toBe('visible')
      expect(await countRows(site.ctx, 'gov-cases', {})).toBe(0)
      expect((await site.rest('GET', `/info/tell?on=${made.ref}&lang=fr`)).text).toContain('Hors saison')
      expect((await site.report(made.ref, { category: 'off-season' })).status).toBe(201)
      expect(await countRows(site.ctx, 'gov-cases', { state: { equals: 'open' } })).toBe(1)
    } finally {
      await site.stop()
    }
    await expect(stand(database, { plugin: { moderation: { on: ['stories'] } } })).rejects.toThrow(
      'moderation.on',
    )
  })
})
