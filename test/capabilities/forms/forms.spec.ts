import { afterAll, beforeAll, expect, it } from 'vitest'

import { governanceTick } from '../../../src/index.js'
import {
  compareAndSet,
  countRows,
  deleteRows,
  findRow,
  findRows,
  insert,
  rawDb,
  type Row,
} from '../../../src/platform/db.js'
import { takeLease } from '../../../src/platform/lease.js'
import { runtimeOf } from '../../../src/platform/runtime.js'
import { emit } from '../../../src/platform/unit.js'
import type { OverviewCommands } from '../../../src/platform/setUp.js'
import { type Person, type Stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { prepare, press, publishNotice, richText } from '../notices/publishing.js'
import { leaveResults } from '../results.js'
import { asBefore, fill, formSite, makeForm, voluntary } from './contact.js'

describeDatabases('forms', (database) => {
  let site: Stand
  let officer: Person
  let communications: Person
  let creator: Person
  let form: number | string
  beforeAll(async () => {
    site = await formSite(database)
    officer = await site.person('officer', ['privacy-officer'])
    communications = await site.person('communications', ['communications'])
    creator = await site.person('creator', ['content-creator'])
    form = await makeForm(site)
  })
  afterAll(async () => {
    await site?.stop()
  })

  const ctx = () => ({ payload: site.payload })
  const stored = () => countRows(ctx(), 'form-submissions', {})
  const bindings = (where = {}) =>
    findRows(ctx(), 'gov-submissions', where, { limit: 1000, sort: '-receivedAt' })
  const values = (message = 'Hello') => [{ field: 'message', value: message }]
  const bindingFor = (id: number | string, slug = 'form-submissions') =>
    findRow(ctx(), 'gov-submissions', { subject: { equals: `${slug}:${id}` } })
  const idLiteral = (id: number | string) => (typeof id === 'number' ? String(id) : `"${id}"`)
  /** Bindings inside a transaction are committed a moment after it. */
  const settled = async (id: number | string, slug?: string): Promise<Row> => {
    for (let tries = 0; tries < 100; tries += 1) {
      const row = await bindingFor(id, slug)
      if (row?.state === 'confirmed') return row
      await new Promise((done) => {
        setTimeout(done, 20)
      })
    }
    throw new Error('never bound')
  }

  it('lets the doctor say beforehand that forms refuse', async () => {
    const { capabilities } = runtimeOf(site.payload)
    const overview = capabilities.find(({ key }) => key === 'overview')!.port as OverviewCommands
    const text = (await overview.checkup(ctx())).lines.join('\n')
    expect(text).toContain('Until there is one, the forms refuse what people send.')
    expect(text).toContain('Fields of "form-submissions": governanceKey, deleteAfter')
    expect(text).toContain(
      'Fields of "forms": governanceAccepting, governanceDesk, governanceAnonymous, governanceProxy, governanceSlug',
    )
    expect(text).toContain('Fields of "surveys": governanceKey')
  })

  it('accepts nothing through any door while no notice is in force, and writes nothing', async () => {
    const page = await site.rest('GET', '/info/form/contact')
    expect(page.status).toBe(409)
    expect(page.text).not.toContain('<textarea')
    const sent = await site.rest('POST', '/info/form/contact', {
      form: { f_message: 'Hello', stamp: 'x', website: '' },
    })
    expect(sent.status).toBe(409)
    const json = await site.rest('POST', '/info/form/contact', { body: { values: { message: 'Hello' } } })
    expect(json.body.errors[0].data.code).toBe('noNoticeInForce')
    const rest = await site.rest('POST', '/form-submissions', {
      body: { form, submissionData: values() },
      lang: 'fr',
    })
    expect(rest.status).toBe(409)
    expect(rest.body.errors[0].message).toContain('avis de confidentialité')
    const graphql = await site.graphql(
      `mutation { createFormSubmission(data: { form: ${idLiteral(form)}, submissionData: [{ field: "message", value: "Hello" }] }) { id } }`,
    )
    expect(graphql.errors?.[0]?.message).toContain('No privacy notice')
    const local = site.payload.create({
      collection: 'form-submissions' as never,
      data: { form, submissionData: values() } as never,
    })
    await expect(local).rejects.toMatchObject({ code: 'noNoticeInForce', status: 409 })
    const raw = site.payload.db.create({
      collection: 'form-submissions',
      data: { form, submissionData: values() },
    })
    await expect(raw).rejects.toMatchObject({ code: 'noNoticeInForce' })
    await expect(
      site.payload.create({ collection: 'surveys' as never, data: { words: 'x' } as never }),
    ).rejects.toMatchObject({ code: 'noNoticeInForce' })
    expect(await stored()).toBe(0)
    expect(await bindings()).toHaveLength(0)
  })

  it('shows the form, the link to the notice in force, and asks whether it is safe to write', async () => {
    await publishNotice(site, officer, 'first')
    const page = await site.rest('GET', '/info/form/contact?lang=fr')
    expect(page.status).toBe(200)
    expect(page.text).toMatch(/notice\?version=1&amp;lang=fr/)
    expect(page.text).toContain('en toute sécurité')
    expect(page.text).toContain('Write &lt;b&gt;freely&lt;/b&gt;.')
    expect(page.headers.get('set-cookie')).toBeNull()
    expect(page.headers.get('cache-control')).toBe('no-store')
    expect((await site.rest('GET', `/info/form/${form}`)).status).toBe(200)
    expect((await site.rest('GET', '/info/form/nothing')).status).toBe(404)
    expect((await site.rest('GET', "/info/form/x'%20or%201=1")).status).toBe(404)
  })

  it('receives a page once that is sent twice, also at once, and leads to one receipt', async () => {
    const before = await stored()
    const page = await fill(site, { f_message: 'Pressed twice' })
    const send = () => site.rest('POST', '/info/form/contact?lang=en', { form: page })
    const answers = [...(await Promise.all([send(), send(), send()])), await send()]
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303])
    expect(new Set(answers.map(({ headers }) => headers.get('location'))).size).toBe(1)
    expect(await stored()).toBe(before + 1)
    const [number, token] = ['n', 'k'].map((name) =>
      new URL(answers[0]!.headers.get('location')!, 'http://localhost').searchParams.get(name),
    )
    expect((await site.rest('GET', `/info/receipt?n=${number}&k=${token}`)).status).toBe(200)
    // Other words, or the same words from another page, are another message.
    expect(
      (await site.rest('POST', '/info/form/contact', { form: { ...page, f_message: 'More' } })).status,
    ).toBe(303)
    const again = { form: await fill(site, { f_message: 'Pressed twice' }) }
    expect((await site.rest('POST', '/info/form/contact', again)).status).toBe(303)
    expect(await stored()).toBe(before + 3)
  })

  it('takes a submission, answers with a receipt page, and binds it to the notice in force', async () => {
    const sent = await site.rest('POST', '/info/form/contact?lang=en', {
      form: await fill(site, {
        f_name: 'Robin',
        f_email: 'robin@example.org',
        f_message: 'Hello there',
        f_topic: 'help',
        f_unknown: 'x',
        evil: 'y',
      }),
    })
    expect(sent.status).toBe(303)
    const address = sent.headers.get('location')!.replace(/^\/api/, '')
    const receipt = await site.rest('GET', address)
    expect(receipt.status).toBe(200)
    expect(receipt.text).toContain('Version 1')
    expect(receipt.text).toContain('June 2, 2026')
    expect(receipt.text).toMatch(/What we use it for<\/dt>\s*<dd>\w/)
    expect(receipt.text).not.toContain('Robin')
    expect((await site.rest('GET', address.replace(/k=[^&]+/, 'k=wrong'))).status).toBe(404)
    const [binding] = await bindings()
    expect(binding).toMatchObject({
      state: 'confirmed',
      number: 1,
      notice: 'site',
      source: 'page',
      form: `forms:${form}`,
    })
    const row = await findRow(ctx(), 'form-submissions', { governanceKey: { equals: binding!.key } })
    const kept = Object.fromEntries(
      (row!.submissionData as { field: string; value: string }[]).map(({ field, value }) => [field, value]),
    )
    expect(kept).toEqual({
      name: 'Robin',
      email: 'robin@example.org',
      topic: 'help',
      terms: 'false',
      message: 'Hello there',
      safeToWrite: 'no',
    })
    const entries = await findRows(ctx(), 'gov-ledger', { subject: { equals: binding!.subject } })
    expect(entries).toMatchObject([
      { action: 'forms.received', facts: { version: 1, notice: 'site' }, actorRef: null },
    ])
    expect(
      JSON.stringify([entries, await bindings(), await findRows(ctx(), 'gov-receipts', {})]),
    ).not.toMatch(/Robin|robin@|Hello/)
  })

  it('binds what comes through REST, GraphQL and the Local API, whatever the client says about versions', async () => {
    const lies = {
      noticeVersion: 99,
      number: 99,
      boundAt: '1999-01-01',
      governanceKey: 'mine',
      createdAt: '1999-01-01T00:00:00.000Z',
    }
    const rest = await site.rest('POST', '/form-submissions', {
      body: { form, submissionData: values('REST'), ...lies },
    })
    expect(rest.status).toBe(201)
    expect(rest.body.receipt.noticeVersion).toBe(1)
    expect((await site.rest('GET', (rest.body.receipt.address as string).replace(/^\/api/, ''))).status).toBe(
      200,
    )
    const graphql = await site.graphql(
      `mutation { createFormSubmission(data: { form: ${idLiteral(form)}, submissionData: [{ field: "message", value: "GraphQL" }] }) { id } }`,
    )
    const local = (await site.payload.create({
      collection: 'form-submissions' as never,
      data: { form, submissionData: values('Local') } as never,
    })) as unknown as Row
    const survey = (await site.payload.create({
      collection: 'surveys' as never,
      data: { words: 'x' } as never,
    })) as unknown as Row
    for (const id of [rest.body.doc.id, graphql.data.createFormSubmission.id, local.id]) {
      const row = await settled(id)
      expect(row).toMatchObject({ number: 1, notice: 'site' })
      expect(row.key).not.toBe('mine')
      expect(new Date(row.boundAt as string).getTime()).toBe(site.clock.now().getTime())
    }
    expect(await settled(survey.id, 'surveys')).toMatchObject({ number: 1, form: null })
  })

  it('tells somebody who was shown an older version, keeps what was typed, and takes it the second time', async () => {
    const typed = await fill(site, { f_message: 'Long text <i>kept</i>' })
    await prepare(site, officer, 'second')
    expect((await press(site, officer, { matters: true })).status).toBe(200)
    const before = await stored()
    const told = await site.rest('POST', '/info/form/contact?lang=en', { form: typed })
    expect(told.status).toBe(409)
    expect(told.text).toContain('privacy notice has changed')
    expect(told.text).toContain('Long text &lt;i&gt;kept&lt;/i&gt;')
    expect(told.text).toMatch(/name="shownVersion"\s+value="2"/)
    // Where to read what is new, besides the whole of it.
    const [, difference] = /href="\/api(\/info\/notice\/difference\?from=1&amp;to=2[^"]*)"/.exec(told.text)!
    expect((await site.rest('GET', difference!.replaceAll('&amp;', '&'))).status).toBe(200)
    expect((await site.rest('GET', '/info/form/contact')).text).not.toContain('notice/difference')
    expect(await stored()).toBe(before)
    const json = await site.rest('POST', '/form-submissions', {
      body: { form, submissionData: values(), shownVersion: 1 },
    })
    expect(json.body.errors[0].data).toMatchObject({ code: 'noticeChanged', inForce: 2, shown: 1 })
    expect(await stored()).toBe(before)
    const again = await site.rest('POST', '/info/form/contact', { form: { ...typed, shownVersion: '2' } })
    expect(again.status).toBe(303)
    expect((await bindings())[0]).toMatchObject({ number: 2 })
  })

  it('refuses bad input with 4xx and writes nothing', async () => {
    const before = [await stored(), (await bindings()).length]
    const bad: [string, unknown][] = [
      ['1 MB of text', values('x'.repeat(1024 * 1024))],
      ['a text that turns direction', values('abc\u202Edef')],
      ['a control character', values('abc\u0000def')],
      ['nested arrays', [{ field: 'message', value: [['x']] }]],
      ['an object', [{ field: 'message', value: { a: 1 } }]],
      ['the same field twice', [...values(), ...values()]],
      ['no list', 'message=Hello'],
      ['a value without a field', [{ value: 'Hello' }]],
      ['nothing in a required field', [{ field: 'name', value: 'Robin' }]],
      ['no address', [...values(), { field: 'email', value: 'nobody' }]],
      ['a choice that there is not', [...values(), { field: 'topic', value: 'evil' }]],
      ['a number in words', [...values(), { field: 'age', value: 'old' }]],
    ]
    for (const [name, submissionData] of bad) {
      const answer = await site.rest('POST', '/form-submissions', { body: { form, submissionData } })
      expect([name, answer.status >= 400 && answer.status < 500]).toEqual([name, true])
    }
    const nested = { form, submissionData: values(), more: 'DEEP' }
    const deep = JSON.stringify(nested).replace('"DEEP"', '['.repeat(30_000) + ']'.repeat(30_000))
    const raw = { type: 'application/json', body: new TextEncoder().encode(deep) }
    expect((await site.rest('POST', '/form-submissions', { raw })).status).toBe(400)
    const many = { form, submissionData: Array.from({ length: 6000 }, () => ({})) }
    expect((await site.rest('POST', '/form-submissions', { body: many })).status).toBe(400)
    for (const asked of ['locale=xx', 'lang=zz', 'locale=en&lang=de']) {
      const sent = await site.rest('POST', `/form-submissions?${asked}`, {
        body: { form, submissionData: values() },
      })
      expect([asked, sent.status]).toEqual([asked, 400])
    }
    for (const unknown of [999_999, 'nothing', [form], null]) {
      expect(
        (await site.rest('POST', '/form-submissions', { body: { form: unknown, submissionData: values() } }))
          .status,
      ).toBe(400)
    }
    expect(
      (await site.rest('POST', '/info/form/contact', { body: { values: { message: 'x' }, locale: 'zz' } }))
        .status,
    ).toBe(400)
    expect((await site.rest('POST', '/info/form/contact', { body: { values: [] } })).status).toBe(400)
    expect(
      (
        await site.rest('POST', '/info/form/contact', {
          body: { values: { message: 'x'.repeat(9 * 1024 * 1024) } },
        })
      ).status,
    ).toBe(400)
    const page = await site.rest('POST', '/info/form/contact', {
      form: await fill(site, { f_message: '', f_email: 'nobody', f_name: 'Robin' }),
    })
    expect(page.status).toBe(400)
    expect(page.text).toContain('id="f-f_email-error"')
    expect(page.text).toContain('value="Robin"')
    const robot = await site.rest('POST', '/info/form/contact', {
      form: await fill(site, { f_message: 'Buy', website: 'http://spam' }),
    })
    expect(robot.status).toBe(400)
    expect([await stored(), (await bindings()).length]).toEqual(before)
  })

  it('binds each of many submissions to the version in force at its commit, while versions are published', async () => {
    // Real time: instants must differ for versions to have intervals.
    const offset = Date.now() - site.clock.now().getTime()
    const ticking = setInterval(() => {
      site.clock.set(new Date(Date.now() - offset))
    }, 1)
    const total = 64
    const publications = 6
    const sent: Row[] = []
    const send = async (i: number): Promise<Row> => {
      const data = { form, submissionData: values(`race ${i}`) }
      if (i % 8 === 7) {
        return (await site.payload.create({
          collection: 'form-submissions' as never,
          data: data as never,
        })) as unknown as Row
      }
      const answer = await site.rest('POST', '/form-submissions', { body: data })
      if (answer.status !== 201) throw new Error(answer.text)
      return answer.body.doc as Row
    }
    try {
      let next = 0
      // Each publication races with ten submissions of its own.
      let allowed = 4
      const senders = Array.from({ length: 8 }, async () => {
        while (next < total) {
          if (next < allowed) sent.push(await send((next += 1)))
          else
            await new Promise((done) => {
              setTimeout(done, 2)
            })
        }
      })
      for (let i = 0; i < publications; i += 1) {
        await prepare(site, officer, `race ${i}`)
        allowed += 10
        const answer = await press(site, officer)
        if (answer.status !== 200) throw new Error(answer.text)
        while (sent.length < Math.min(allowed, total) - 6)
          await new Promise((done) => {
            setTimeout(done, 2)
          })
      }
      await Promise.all(senders)
      const bound = await Promise.all(sent.map(({ id }) => settled(id)))
      const versions = await findRows(
        ctx(),
        'gov-notice-versions',
        { notice: { equals: 'site' } },
        { sort: 'number' },
      )
      const inForceAt = (at: string) =>
        versions.filter(({ inForceFrom }) => new Date(inForceFrom as string) <= new Date(at)).pop()?.number
      const mismatched = bound.filter((row) => row.number !== inForceAt(row.boundAt as string))
      // With FULL=1 a thousand are counted, of four processes: test/capabilities/notices/race.spec.ts.
      if (process.env.FULL !== '1')
        leaveResults('notices', database.name, {
          submissions: total,
          publications,
          versionsBoundTo: new Set(bound.map(({ number }) => number)).size,
          mismatchedVersions: mismatched.length,
        })
      expect(mismatched).toEqual([])
      expect(new Set(bound.map(({ number }) => number)).size).toBeGreaterThan(1)
    } finally {
      clearInterval(ticking)
    }
  })

  it('binds to the version that was published while the row was being written', async () => {
    const before = await publishNotice(site, officer, 'before the row')
    const { seals } = runtimeOf(site.payload)
    // Runs right after the binding was begun, right before the host's row is written.
    let published = 0
    const between = {
      key: 'test',
      applies: (slug: string) => slug === 'form-submissions',
      judge: async () => {
        if (!published) published = await publishNotice(site, officer, 'between')
      },
    }
    seals.push(between)
    try {
      const made = await site.rest('POST', '/form-submissions', {
        body: { form, submissionData: values('between') },
      })
      expect(made.body.receipt.noticeVersion).toBe(before + 1)
      expect(await bindingFor(made.body.doc.id)).toMatchObject({ state: 'confirmed', number: published })
      const receipt = await site.rest('GET', (made.body.receipt.address as string).replace(/^\/api/, ''))
      expect(receipt.text).toContain(`Version ${published}`)
    } finally {
      seals.splice(seals.indexOf(between), 1)
    }
  })

  it('waits with its commit while a version is being published, but not for ever', async () => {
    const lease = (await takeLease(ctx(), 'notice:site', 15, site.clock.now))!
    const sending = site.rest('POST', '/form-submissions', {
      body: { form, submissionData: values('waits') },
    })
    const pending = async (): Promise<Row> => {
      for (;;) {
        const [row] = await bindings({ state: { equals: 'pending' } })
        if (row) return row
        await new Promise((done) => {
          setTimeout(done, 5)
        })
      }
    }
    const row = await pending()
    await new Promise((done) => {
      setTimeout(done, 150)
    })
    expect(await bindings({ key: { equals: row.key } })).toMatchObject([{ state: 'pending' }])
    await lease.release()
    expect((await sending).status).toBe(201)
    // Killed while publishing: whoever sends something then is not kept waiting.
    expect(await takeLease(ctx(), 'notice:site', 15, site.clock.now)).not.toBeNull()
    expect(
      (await site.rest('POST', '/form-submissions', { body: { form, submissionData: values('patient') } }))
        .status,
    ).toBe(201)
    site.clock.forward(16_000)
  })

  it('keeps many at once apart where each has a transaction around it', async () => {
    const create = (i: number) =>
      site.graphql(
        `mutation { createFormSubmission(data: { form: ${idLiteral(form)}, submissionData: [{ field: "message", value: "at once ${i}" }] }) { id } }`,
      )
    // More than the pool of a Postgres adapter has connections.
    const made = await Promise.all(Array.from({ length: 16 }, (_, i) => create(i)))
    expect(made.flatMap(({ errors }) => errors ?? [])).toEqual([])
    const rows = await Promise.all(made.map(({ data }) => settled(data.createFormSubmission.id)))
    expect(new Set(rows.map(({ key }) => key as string)).size).toBe(16)
  })

  it.runIf(database.transactions)(
    'leaves no binding behind when a transaction of the host is undone',
    async () => {
      const before = [await stored(), (await bindings()).length]
      const transactionID = (await site.payload.db.beginTransaction())!
      const made = (await site.payload.create({
        collection: 'form-submissions' as never,
        data: { form, submissionData: values('undone') } as never,
        req: { transactionID } as never,
      })) as unknown as Row
      await site.payload.db.rollbackTransaction(transactionID)
      expect([await stored(), (await bindings()).length]).toEqual(before)
      expect(await bindingFor(made.id)).toBeNull()
    },
  )

  const unsafeOf = async (id: number | string) =>
    (await findRows(ctx(), 'gov-unsafe-addresses', { subject: { equals: `form-submissions:${id}` } })).length
  const noYes = (address: string, ...more: object[]) => ({
    form,
    submissionData: [...values('no yes'), { field: 'email', value: address }, ...more],
  })

  it('keeps every submission with one new address that comes at once, and lists where each of them is', async () => {
    const create = () =>
      site.graphql(
        `mutation { createFormSubmission(data: { form: ${idLiteral(form)}, submissionData: [{ field: "message", value: "m" }, { field: "email", value: "once@home.example" }] }) { id } }`,
      )
    const made = await Promise.all(Array.from({ length: 6 }, create))
    expect(made.flatMap(({ errors }) => errors ?? [])).toEqual([])
    for (const { data } of made) {
      const { id } = data.createFormSubmission
      await settled(id)
      expect(await findRow(ctx(), 'form-submissions', { id: { equals: id } })).toBeTruthy()
      expect(await unsafeOf(id)).toBe(1)
    }
  })

  it.runIf(database.transactions)(
    'keeps two submissions with one new address in open transactions of the host, and lists only what was committed',
    async () => {
      const { db } = site.payload
      const create = async (address: string) => {
        const transactionID = (await db.beginTransaction())!
        const made = (await site.payload.create({
          collection: 'form-submissions' as never,
          data: noYes(address) as never,
          req: { transactionID } as never,
        })) as unknown as Row
        return { transactionID, id: made.id }
      }
      const [first, second, undone] = [
        await create('both@home.example'),
        await create('Both@home.example'),
        await create('undone@home.example'),
      ]
      await db.commitTransaction(first.transactionID)
      await db.commitTransaction(second.transactionID)
      await db.rollbackTransaction(undone.transactionID)
      for (const { id } of [first, second]) {
        await settled(id)
        expect(await unsafeOf(id)).toBe(1)
      }
      expect(await unsafeOf(undone.id)).toBe(0)
    },
  )

  it('lists who did not say yes also when the process died right after the row was written', async () => {
    const made = await site.rest('POST', '/form-submissions', {
      body: noYes('crash@home.example', { field: 'name', value: 'Jo <jo@home.example> or 555 1234' }),
    })
    const { id } = made.body.doc
    expect(await unsafeOf(id)).toBe(2)
    await deleteRows(ctx(), 'gov-unsafe-addresses', { subject: { equals: `form-submissions:${id}` } })
    await compareAndSet(
      ctx(),
      'gov-submissions',
      { id: { equals: (await bindingFor(id))!.id } },
      { state: 'pending', subject: null, boundAt: null },
    )
    site.clock.forward(6000)
    await governanceTick(site.payload, { force: true, only: ['forms-heal'] })
    expect(await bindingFor(id)).toMatchObject({ state: 'confirmed' })
    expect(await unsafeOf(id)).toBe(2)
  })

  it('finishes what a crash left between the row and its binding, to the version in force then', async () => {
    const made = await site.rest('POST', '/form-submissions', {
      body: { form, submissionData: values('crash') },
    })
    const row = (await bindingFor(made.body.doc.id))!
    // As if the process had been killed right after the row was written.
    await compareAndSet(
      ctx(),
      'gov-submissions',
      { id: { equals: row.id } },
      { state: 'pending', subject: null, number: 1, boundAt: null },
    )
    const listed = async (): Promise<(number | string)[]> =>
      (await site.rest('GET', '/form-submissions?limit=0&depth=0', { as: communications })).body.docs.map(
        (doc: Row) => doc.id,
      )
    expect(await listed()).not.toContain(made.body.doc.id)
    expect(
      (await site.rest('GET', `/form-submissions/${made.body.doc.id}`, { as: communications })).status,
    ).toBe(404)
    const newest = await publishNotice(site, officer, 'after the crash')
    site.clock.forward(6000)
    await governanceTick(site.payload, { force: true, only: ['forms-heal'] })
    expect(await bindingFor(made.body.doc.id)).toMatchObject({ state: 'confirmed', number: newest })
    expect(await listed()).toContain(made.body.doc.id)
    const received = await findRows(ctx(), 'gov-receipts', { number: { equals: row.receiptNumber } })
    expect(received).toHaveLength(1)
  })

  it('forgets a binding whose row was never written', async () => {
    await insert(ctx(), 'gov-submissions', {
      key: 'orphan',
      collected: 'form-submissions',
      state: 'pending',
      receivedAt: site.clock.now().toISOString(),
      rev: 0,
    })
    site.clock.forward(6000)
    await governanceTick(site.payload, { force: true, only: ['forms-heal'] })
    expect(await bindings({ key: { equals: 'orphan' } })).toHaveLength(1)
    site.clock.forward(11 * 60_000)
    await governanceTick(site.payload, { force: true, only: ['forms-heal'] })
    expect(await bindings({ key: { equals: 'orphan' } })).toHaveLength(0)
  })

  it('lets only the roles read, nobody edit, and records each reading once with its count', async () => {
    const reads = () =>
      findRows(ctx(), 'gov-ledger', { action: { equals: 'forms.read' } }, { limit: 1000, sort: 'createdAt' })
    const before = (await reads()).length
    const list = await site.rest('GET', '/form-submissions?limit=5', { as: communications })
    expect(list.body.docs).toHaveLength(5)
    expect(list.body.docs[0].governanceNotice).toMatch(/^Version \d+$/)
    const { id } = list.body.docs[0] as Row
    await site.rest('GET', `/form-submissions/${id}?depth=0`, { as: officer })
    const entries = (await reads()).slice(before)
    expect(entries.map(({ facts }) => (facts as { count: number }).count)).toEqual([5, 1])
    expect(entries.map(({ actorRef }) => actorRef)).toEqual([communications.ref, officer.ref])
    expect(JSON.stringify(entries[0]!.facts)).not.toContain(`"${id}"`)
    for (const as of [creator, undefined]) {
      expect((await site.rest('GET', '/form-submissions', { as })).status).toBe(403)
      expect((await site.rest('GET', `/form-submissions/${id}`, { as })).status).toBeGreaterThanOrEqual(403)
      expect((await site.rest('DELETE', `/form-submissions/${id}`, { as })).status).toBe(403)
    }
    for (const as of [creator, officer, communications]) {
      expect(
        (await site.rest('PATCH', `/form-submissions/${id}`, { as, body: { submissionData: [] } })).status,
      ).toBe(403)
    }
    expect((await site.graphql('{ FormSubmissions { totalDocs } }', { as: creator })).errors).toBeTruthy()
    expect((await site.rest('POST', '/forms', { body: { title: 'x' } })).status).toBe(403)
    expect(
      (await site.rest('DELETE', `/gov-submissions/${(await bindings())[0]!.id}`, { as: officer })).status,
    ).toBe(403)
  })

  it('keeps an unsafe address from whatever would write to it, and nothing of the network or the browser at all', async () => {
    const mails: { to?: unknown }[] = []
    const { sendEmail } = site.payload
    site.payload.sendEmail = async (mail) => {
      mails.push(mail as { to?: unknown })
      return undefined as never
    }
    try {
      await asBefore(site, form, {
        emails: [{ emailTo: '{{email}}', subject: 'Copy', message: null }],
      })
      const send = async (safe: string) =>
        site.rest('POST', '/info/form/contact', {
          form: await fill(site, { f_message: 'Hello', f_email: 'robin@example.org', safeToWrite: safe }),
          headers: { 'x-forwarded-for': '203.0.113.77', 'user-agent': 'Canary/1.0' },
        })
      expect((await send('no')).status).toBe(303)
      expect(JSON.stringify(mails)).not.toContain('robin@example.org')
      // Whoever sends a breach notice, say, knows nothing of that answer.
      const to = { address: 'Robin@example.org', locale: 'en', safeToWrite: true }
      await emit(ctx(), { mail: [{ key: 'notice:robin', template: 'incidents:mail:alert', to }] })
      const [notice] = await findRows(ctx(), 'gov-outbox', { key: { equals: 'notice:robin' } })
      expect(notice).toMatchObject({ state: 'stopped' })
      expect(notice!.address ?? null).toBeNull()
      const list = await site.rest('GET', '/gov-unsafe-addresses', { as: officer })
      const subject = list.body.docs[0].subject as string
      expect(subject).toBe((await bindings({ subject: { equals: subject } }))[0]!.subject)
      expect(list.text).not.toContain('robin')
      expect((await send('yes')).status).toBe(303)
      expect(JSON.stringify(mails)).toContain('robin@example.org')
    } finally {
      site.payload.sendEmail = sendEmail
    }
    const everything = await Promise.all(
      ['form-submissions', 'gov-submissions', 'gov-receipts', 'gov-ledger', 'gov-counters'].map((slug) =>
        findRows(ctx(), slug, {}, { limit: 10_000 }),
      ),
    )
    expect(JSON.stringify(everything)).not.toMatch(/203\.0\.113\.77|Canary/)
  })

  it('takes no for no however it is spelt, lets no client say when, and logs nobody when a mail or a write fails', async () => {
    const mails: unknown[] = []
    const lines: unknown[] = []
    const { sendEmail } = site.payload
    const { error: log } = site.payload.logger
    site.payload.sendEmail = async (mail) => {
      mails.push(mail)
      throw new Error('550 no such person: robin@example.org')
    }
    site.payload.logger.error = ((line: { err?: Error; msg?: string }) =>
      lines.push(line.msg, line.err?.message)) as never
    try {
      const emails = [{ emailTo: '{{email}}, {{name}}', subject: 'Copy', message: null }]
      await asBefore(site, form, { emails })
      const send = (answers: unknown[]) =>
        site.rest('POST', '/form-submissions', {
          body: {
            form,
            createdAt: '1999-01-01T00:00:00.000Z',
            submissionData: [
              ...values(),
              { field: 'email', value: 'robin@example.org' },
              { field: 'name', value: 'Robin <robin@example.org>' },
              ...answers.map((value) => ({ field: 'safeToWrite', value })),
            ],
          },
        })
      for (const answers of [[], ['no'], ['no', 'no'], ['yes', 'no'], ['No'], [false], [' no ']]) {
        const answer = await send(answers)
        expect(answer.status).toBe(201)
        expect(answer.body.doc.createdAt).not.toContain('1999')
      }
      expect(JSON.stringify(mails)).not.toContain('robin')
      await send(['yes'])
      expect(JSON.stringify(mails)).toContain('robin@example.org')
      expect(JSON.stringify(lines)).not.toContain('robin@example.org')
    } finally {
      site.payload.sendEmail = sendEmail
      site.payload.logger.error = log
      await site.payload.update({ collection: 'forms' as never, id: form, data: { emails: [] } as never })
    }
  })

  it('writes to nobody who did not say yes, through any door, wherever in the form the address was left', async () => {
    const mails: { to?: string; cc?: string }[] = []
    const { sendEmail } = site.payload
    site.payload.sendEmail = async (mail) => {
      mails.push(mail as never)
      return undefined as never
    }
    const made = (await site.payload.create({
      collection: 'forms' as never,
      data: {
        title: 'News',
        governanceSlug: 'news',
        confirmationType: 'message',
        confirmationMessage: richText('Thank you.'),
        fields: [{ blockType: 'text', name: 'mail', label: 'Your address', governance: voluntary }],
      } as never,
    })) as unknown as { id: number | string }
    const from = { emailFrom: 'info@x.example', message: null }
    await asBefore(site, made.id, {
      emails: [
        { ...from, emailTo: '{{mail}}', subject: 'Copy' },
        { ...from, emailTo: 'desk@x.example', cc: '{{mail}}', subject: 'Desk' },
      ],
    })
    const typed = { field: 'mail', value: 'robin@home.example' }
    const data = (...more: object[]) => ({ form: made.id, submissionData: [typed, ...more] })
    const no = { field: 'safeToWrite', value: 'no' }
    try {
      expect((await site.rest('GET', '/info/form/news')).text).toContain('name="safeToWrite"')
      expect((await site.rest('GET', '/info/form/news')).text).not.toContain('desk@x.example')
      await site.rest('POST', '/form-submissions', { body: data() })
      await site.rest('POST', '/form-submissions', { body: data(no) })
      await site.payload.create({ collection: 'form-submissions' as never, data: data() as never })
      const sent = await site.graphql(
        `mutation { createFormSubmission(data: { form: ${idLiteral(made.id)}, submissionData: [{ field: "mail", value: "robin@home.example" }] }) { id } }`,
      )
      expect(sent.errors).toBeUndefined()
      await site.rest('POST', '/info/form/news', {
        form: await fill(site, { f_mail: 'robin@home.example' }, 'news'),
      })
      expect(mails.map(({ to, cc }) => [to, cc])).toEqual(
        Array.from({ length: 5 }, () => ['desk@x.example', '']),
      )
      expect(JSON.stringify(mails)).not.toContain('robin')
      const kept = await findRows(ctx(), 'form-submissions', { form: { equals: made.id } })
      for (const row of kept) expect(row.submissionData).toContainEqual(expect.objectContaining(no))
      await site.rest('POST', '/form-submissions', { body: data({ field: 'safeToWrite', value: 'yes' }) })
      expect(mails.at(-2)!.to).toBe('robin@home.example')
    } finally {
      site.payload.sendEmail = sendEmail
    }
  })

  it('opens one critical incident at once when someone may be in danger, without a word that was written', async () => {
    const sent = await site.rest('POST', '/info/form/contact', {
      form: await fill(site, { f_message: 'He is at the door of 12 Elm Street', danger: 'yes' }),
    })
    expect(sent.status).toBe(303)
    const binding = (await bindings({ danger: { equals: true } }))[0]!
    const cases = () => findRows(ctx(), 'gov-incidents', { subject: { equals: binding.subject } })
    expect(await cases()).toMatchObject([{ severity: 'critical' }])
    expect(JSON.stringify(await cases())).not.toContain('Elm Street')
    expect(binding.dangerCase).toBeTruthy()
    // As if the process had been killed before the case was opened, and once more after it was.
    await compareAndSet(ctx(), 'gov-submissions', { id: { equals: binding.id } }, { dangerCase: null })
    await governanceTick(site.payload, { force: true, only: ['forms-heal'] })
    expect(await cases()).toHaveLength(1)
    expect((await bindingFor(binding.subject.split(':')[1]))!.dangerCase).toBe(binding.dangerCase)
  })

  it('names no message as its own that was received before governance', async () => {
    const old = (await rawDb(site.payload).create({
      collection: 'form-submissions',
      data: { form },
    })) as unknown as Row
    const seen = await site.rest('GET', `/form-submissions/${old.id}`, { as: officer, lang: 'fr' })
    expect(seen.body.governanceNotice).toBe('Reçu avant la mise en place de la gouvernance')
    await governanceTick(site.payload, { force: true, only: ['forms-heal'] })
    expect(await bindingFor(old.id)).toBeNull()
  })

  it('shows the readers how many messages are kept, and tells nobody else', async () => {
    const capability = runtimeOf(site.payload).capabilities.find(({ key }) => key === 'forms')!
    const card = async (roles: string[]) =>
      capability.desk!({
        payload: site.payload,
        req: {} as never,
        actor: { kind: 'staff', ref: 'users:1', roles },
        t: (key) => key,
        locale: 'en',
        now: site.clock.now(),
        adminRoute: '/admin',
      })
    expect((await card(['communications']))!.needsMe.count).toBe(await stored())
    expect(await card(['content-creator'])).toBeNull()
  })
})
