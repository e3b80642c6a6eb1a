import { afterAll, beforeAll, expect, it } from 'vitest'

import { compareAndSet, insert } from '../../src/platform/db.js'
import { type Person, type Stand } from '../helpers/boot.js'
import { describeDatabases } from '../helpers/describeDatabases.js'
import { formSite, makeForm } from '../capabilities/forms/contact.js'
import { publishNotice } from '../capabilities/notices/publishing.js'

/** What no path, number or id should be: a database answers each with an error of its own. */
const ODD = [
  '%00',
  'a%00b',
  '999999999999999',
  '2147483648',
  '99999999999999999999999999',
  '-1',
  '1.5',
  'NaN',
  '%F0%9F%98%80',
  "'%20or%201=1",
  'x'.repeat(300),
]

describeDatabases('doors of the plugin', (database) => {
  let site: Stand
  let boss: Person
  let post: number | string
  let form: number | string
  beforeAll(async () => {
    site = await formSite(database, { plugin: { moderation: { on: ['posts'] }, approvals: false } })
    boss = await site.person('boss', ['aed', 'privacy-officer', 'communications', 'administrator'])
    await publishNotice(site, boss, 'first')
    form = await makeForm(site)
    const made = await site.payload.create({
      collection: 'posts',
      data: { title: 'A day at the lake', _status: 'published' } as never,
      overrideAccess: true,
    })
    post = made.id
  })
  afterAll(async () => {
    await site?.stop()
  })
  const idLiteral = (id: number | string) => (typeof id === 'number' ? String(id) : `"${id}"`)
  const missing = () => (typeof post === 'number' ? 999_999 : 'ffffffffffffffffffffffff')

  it('answer 404 for versions of what has none', async () => {
    for (const as of [undefined, boss]) {
      for (const slug of ['comments', 'gov-incidents', 'gov-ledger', 'gov-submissions']) {
        for (const path of ['versions', `versions/${missing()}`]) {
          const answer = await site.rest('GET', `/${slug}/${path}`, { as })
          expect([slug, path, answer.status]).toEqual([slug, path, 404])
          expect(answer.body.errors[0].message).toMatch(/does not exist/)
        }
        expect((await site.rest('POST', `/${slug}/versions/${missing()}`, { as, body: {} })).status).toBe(404)
      }
    }
  })

  it('answer 400 with a sentence in the language of the visitor for an address that is broken', async () => {
    for (const path of [
      '/info/form/%E0%A4%A',
      '/comments/%E0%A4%A',
      '/governance/notices/%E0%A4%A',
      '/governance/incidents/%E0%A4%A/acknowledge',
    ]) {
      const method = path.endsWith('acknowledge') ? 'POST' : 'GET'
      const answer = await site.rest(method, path)
      expect([path, answer.status]).toEqual([path, 400])
      expect(answer.body.errors[0]).toMatchObject({ data: { code: 'addressUnreadable' } })
      expect(answer.body.errors[0].message).toMatch(/address/)
    }
    const french = await site.rest('GET', '/info/form/%E0%A4%A', { lang: 'fr' })
    expect(french.body.errors[0].message).toMatch(/adresse/)
    expect((await site.rest('POST', '/info/form/%E0%A4%A', { form: { f_message: 'x' } })).status).toBe(400)
  })

  it('never answer 500 for odd values, whoever asks', async () => {
    const paths = (odd: string): [string, string][] => [
      ['GET', `/info/form/${odd}`],
      ['POST', `/info/form/${odd}`],
      ['GET', `/info/receipt?n=${odd}&k=${odd}`],
      ['GET', `/info/notice?notice=${odd}`],
      ['GET', `/info/notice?version=${odd}`],
      ['GET', `/info/notice?format=json&notice=${odd}&version=${odd}`],
      ['GET', `/info/notice/versions?notice=${odd}`],
      ['GET', `/info/comments?on=${odd}`],
      ['GET', `/info/comments?on=posts:${odd}`],
      ['GET', `/info/comments?on=posts:${post}&after=${odd}`],
      ['GET', `/info/comment?on=posts:${odd}&back=${odd}`],
      ['GET', `/info/tell?on=comments:${odd}&back=${odd}`],
      ['GET', `/info/message?lang=${odd}`],
      ['GET', `/comments/${odd}`],
      ['GET', `/comments?where[subject][equals]=${odd}`],
      ['GET', `/comments?where[id][equals]=${odd}`],
      ['POST', `/comments/access/${odd}`],
      ['POST', `/gov-incidents/access/${odd}`],
      ['GET', `/gov-incidents/${odd}`],
      ['GET', `/governance/notices/${odd}`],
      ['POST', `/governance/notices/${odd}/publish`],
      ['GET', `/governance/incidents/${odd}`],
      ['POST', `/governance/incidents/${odd}/acknowledge`],
      ['POST', `/governance/moderation/cases/${odd}/decide`],
      ['POST', `/governance/moderation/cases/${odd}/claim`],
      ['GET', `/governance/moderation/queue?case=${odd}&after=${odd}`],
      ['GET', `/governance/approvals/collections/posts/${odd}`],
      ['POST', `/governance/outbox/${odd}/retry`],
      ['GET', `/governance/retention/certificates/${odd}`],
      ['POST', `/governance/retention/records/form-submissions/${odd}/delete`],
    ]
    const failed: string[] = []
    for (const odd of ODD) {
      for (const [method, path] of paths(odd)) {
        for (const as of [undefined, boss]) {
          const answer = await site.rest(method, path, { as, ...(method === 'POST' ? { body: {} } : {}) })
          if (answer.status >= 500)
            failed.push(`${as ? 'boss' : 'visitor'} ${method} ${path} ${answer.status}`)
        }
      }
    }
    for (const value of ['\u0000', '\ud800', 999_999_999_999_999, -1, 1.5, { a: 1 }, ['x'], null, true]) {
      const bodies: [string, Record<string, unknown>][] = [
        ['/info/form/contact', { values: { message: value } }],
        ['/info/form/contact', { values: { message: 'x', email: value, age: value, topic: value } }],
        ['/info/form/contact', { values: { message: 'x' }, shownVersion: value, locale: value }],
        ['/form-submissions', { form: value, submissionData: [{ field: 'message', value: 'x' }] }],
        ['/form-submissions', { form, submissionData: [{ field: 'message', value }] }],
        ['/form-submissions', { form, submissionData: value }],
        ['/info/comment', { on: `posts:${post}`, text: value, name: value }],
        ['/info/comment', { on: value, text: 'x' }],
        ['/info/tell', { on: `posts:${post}`, category: value, words: value }],
        ['/info/message', { kind: 'other', words: value, contact: value }],
        ['/info/message', { kind: value, words: 'x' }],
      ]
      for (const [path, body] of bodies) {
        const answer = await site.rest('POST', path, { body })
        if (answer.status >= 500) failed.push(`POST ${path} ${JSON.stringify(body)} ${answer.status}`)
      }
    }
    expect(failed).toEqual([])
    const page = await site.rest('GET', '/info/receipt?n=%00&k=%00', { lang: 'fr' })
    expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
    const unknown = await site.rest('GET', '/info/form/999999999999999')
    expect([unknown.status, unknown.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
    for (const name of ['%00', 'x'.repeat(300)]) {
      const notice = await site.rest('GET', `/info/notice?notice=${name}`)
      expect([notice.status, notice.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
    }
  }, 120_000)

  it('let nobody keep a refusal', async () => {
    const answers = [
      await site.rest('GET', '/info/comments'),
      await site.rest('GET', '/governance/incidents/mine'),
      await site.rest('GET', '/info/form/%E0%A4%A'),
      await site.rest('POST', '/info/form/contact', { body: { values: {} } }),
      await site.rest('POST', '/form-submissions', { body: { form: 'x' } }),
      await site.rest('GET', `/comments/${missing()}`),
      await site.rest('GET', '/gov-incidents', {}),
      await site.rest('PATCH', `/gov-ledger/1`, { as: boss, body: { action: 'x' } }),
      await site.rest('GET', '/comments/versions'),
    ]
    for (const answer of answers) {
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([answer.status, 'no-store'])
    }
  })

  it('tell nobody whether there is a record that they may not read, when they ask what they may do with it', async () => {
    const outsider = await site.person('outsider', [])
    const ctx = { payload: site.payload }
    const sent = await site.rest('POST', '/info/form/contact', { body: { values: { message: 'Hello' } } })
    expect(sent.status).toBe(201)
    const submission = (await site.payload.find({ collection: 'form-submissions' as never })).docs[0]!
    const comment = await insert(ctx, 'comments', {
      text: 'Hidden',
      state: 'pending',
      subject: `posts:${post}`,
      locale: 'en',
      at: site.clock.now().toISOString(),
      revision: 1,
      queued: true,
    })
    const told = await site.rest('POST', '/info/message', { body: { kind: 'other', words: 'It happened' } })
    expect(told.status).toBe(200)
    const incident = (await site.payload.find({ collection: 'gov-incidents' as never, limit: 1 })).docs[0]!
    const bound = (await site.payload.find({ collection: 'gov-submissions' as never, limit: 1 })).docs[0]!
    const hidden: [string, number | string][] = [
      ['comments', comment.id],
      ['gov-incidents', incident.id as never],
      ['gov-submissions', bound.id as never],
      ['form-submissions', submission.id as never],
    ]
    const schema = await site.graphql('{ __schema { queryType { fields { name } } } }')
    const names: string[] = schema.data.__schema.queryType.fields.map(({ name }: { name: string }) => name)
    const queryOf = (slug: string) =>
      names.find((name) => name.toLowerCase() === `docaccess${slug.replaceAll('-', '').replace(/s$/, '')}`)
    expect(queryOf('comments')).toBe('docAccessComment')
    expect(queryOf('form-submissions')).toBe('docAccessFormSubmission')
    for (const [slug, id] of hidden) {
      for (const as of [undefined, outsider]) {
        const there = await site.rest('POST', `/${slug}/access/${id}`, { as, body: {} })
        const none = await site.rest('POST', `/${slug}/access/${missing()}`, { as, body: {} })
        expect([slug, there.status, there.text]).toEqual([slug, none.status, none.text])
        expect(there.status).toBe(404)
        const query = queryOf(slug)
        if (!query) continue
        const ask = (one: number | string) =>
          site.graphql(`{ ${query}(id: ${idLiteral(one)}) { fields { __typename } } }`, { as })
        const withIt = await ask(id)
        const without = await ask(missing())
        expect(withIt.errors).toHaveLength(1)
        expect(JSON.stringify(withIt)).toBe(JSON.stringify(without))
      }
      // So that the comparison above can fail: whoever may read it is told.
      expect((await site.rest('POST', `/${slug}/access/${id}`, { as: boss, body: {} })).status).toBe(200)
      const query = queryOf(slug)
      if (query) {
        const answer = await site.graphql(`{ ${query}(id: ${idLiteral(id)}) { fields { __typename } } }`, {
          as: boss,
        })
        expect(answer.errors).toBeUndefined()
        expect(answer.data[query].fields).toBeTruthy()
      }
    }
  })

  it('say of what is deleted that it is deleted, even when another record has its id by now', async () => {
    const sent = await site.rest('POST', '/info/form/contact', { body: { values: { message: 'Hello' } } })
    const address = String(sent.body.receipt).replace(/^\/api/, '')
    const page = (lang: string) => site.rest('GET', address.replace(/lang=\w+/, `lang=${lang}`))
    expect((await page('en')).text).toContain('We have your message.')
    // As retention closes it; the row that is still there stands for the one that came after.
    await compareAndSet(
      { payload: site.payload },
      'gov-receipts',
      { number: { equals: sent.body.number } },
      { facts: { state: 'deleted', deletedOn: '2026-06-01T15:00:00.000Z' } },
    )
    const english = await page('en')
    expect(english.status).toBe(200)
    expect(english.text).toMatch(/Deleted on[\s\S]*June 1, 2026/)
    expect(english.text).not.toMatch(/We have your message|Deleted at the latest/)
    expect((await page('fr')).text).toMatch(/Supprimé le[\s\S]*1er juin 2026/)
  })
})
