import { afterAll, beforeAll, expect, it, vi } from 'vitest'

import type { CasePage } from '../../../src/capabilities/incidents/reads.js'
import { caseOf } from '../../../src/capabilities/incidents/store.js'
import { governanceTick } from '../../../src/index.js'
import { sha256 } from '../../../src/kernel/canonical.js'
import { countRows, findRow, findRows, type Row, setAll } from '../../../src/platform/db.js'
import { type Person, type RestAnswer, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { mailServer, type MailServer } from '../../helpers/smtp.js'
import { doors } from './doors.js'

/** Planted in the name and in the content of a file. */
const CANARIES = ['Quetzalcoatl', 'Xochimilco']
/** The smallest picture there is. */
const PNG = new Uint8Array(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
)
const PDF = new Uint8Array(Buffer.from(`%PDF-1.4\n% ${CANARIES[1]}\n%%EOF\n`))

describeDatabases('evidence files of an incident', (database) => {
  let server: MailServer
  let site: Stand
  let aed: Person
  let ed: Person
  let officer: Person
  let helper: Person
  const logged: string[] = []

  beforeAll(async () => {
    for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
      vi.spyOn(console, method).mockImplementation(
        (...words) => void logged.push(words.map(String).join(' ')),
      )
    server = await mailServer()
    site = await stand(database, {
      config: {
        email: server.email(),
        serverURL: 'https://lakeshore.example',
        logger: {
          options: { level: 'trace' },
          destination: { write: (line: string) => logged.push(line) },
        } as never,
      },
      plugin: { moderation: false, notices: false, incidents: { evidenceMegabytes: 1 } },
    })
    aed = await site.person('ada', ['aed'])
    ed = await site.person('edouard', ['ed'])
    officer = await site.person('olga', ['privacy-officer'])
    helper = await site.person('hugo', ['communications'])
  })
  afterAll(async () => {
    vi.restoreAllMocks()
    await site?.stop()
    await server?.stop()
  })

  const { ctx, sent, ...at } = doors(() => site)
  const reported = (body: object = {}): Promise<Row> =>
    sent(helper, { kind: 'privacy-breach', severity: 'high', summary: 'A file was read', ...body })
  const send = (
    as: Person | undefined,
    found: Row,
    file: { name?: string; type?: string; bytes?: Uint8Array<ArrayBuffer> | string } = {},
  ): Promise<RestAnswer> =>
    site.rest('POST', `/governance/incidents/${found.id}/evidence`, {
      as,
      upload: { field: 'file', name: `${CANARIES[0]} scan.png`, type: 'image/png', bytes: PNG, ...file },
    })
  const files = (): Promise<number> => countRows(ctx(), 'gov-evidence', {})
  const page = async (as: Person, found: Row): Promise<CasePage> => (await at.page(as, found))!
  const address = async (found: Row): Promise<string> =>
    `/governance/incidents/${found.id}/evidence/${(await page(ed, found)).files[0]!.key}`
  const entries = (found: Row, action: string): Promise<Row[]> =>
    findRows(ctx(), 'gov-ledger', {
      and: [{ subject: { equals: `gov-incidents:${found.id}` } }, { action: { equals: action } }],
    })

  it('are kept whole, with a line in the history and an entry that does not name them', async () => {
    const found = await reported()
    expect((await send(aed, found)).status).toBe(200)
    const shown = await page(ed, found)
    expect(shown.files).toMatchObject([{ name: `${CANARIES[0]} scan.png`, size: PNG.length, byName: 'ada' }])
    expect(shown.timeline.map(({ what }) => what)).toEqual(['reported', 'evidenceAdded'])
    const [entry] = await entries(found, 'incidents.evidenceAdded')
    expect(entry!.facts).toEqual({ format: 'png', digest: sha256(PNG) })

    const got = await site.rest('GET', await address(found), { as: ed })
    expect([got.status, sha256(got.bytes)]).toEqual([200, sha256(PNG)])
    expect(Object.fromEntries(got.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': expect.stringMatching(/^attachment; /),
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    })
    // Opening one is a reading, as often as it happens.
    await site.rest('GET', await address(found), { as: aed })
    const opened = await entries(found, 'incidents.evidenceOpened')
    expect(opened.map(({ actorRef }) => actorRef)).toEqual([ed.ref, aed.ref])
  })

  it.each([
    ['a page', { name: 'a.html', type: 'text/html', bytes: '<script>alert(1)</script>' }],
    ['a drawing with scripts', { name: 'a.svg', bytes: '<svg xmlns="http://www.w3.org/2000/svg"/>' }],
    ['a program', { name: 'a.exe', bytes: new Uint8Array([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0]) }],
    ['an archive', { name: 'a.zip', bytes: new Uint8Array([0x50, 0x4b, 3, 4, 10, 0, 0, 0]) }],
    ['a page called a picture', { name: 'a.png', type: 'image/png', bytes: '<script>alert(1)</script>' }],
    ['a picture called a PDF', { name: 'a.pdf', type: 'application/pdf' }],
    ['a picture said to be a PDF', { name: 'a.png', type: 'application/pdf' }],
    ['a PDF called a text', { name: 'a.txt', type: 'text/plain', bytes: PDF }],
    ['noise called a text', { name: 'a.txt', bytes: new Uint8Array([0xff, 0xfe, 0, 1, 2, 3]) }],
    ['a name without an end', { name: 'picture' }],
    ['an empty file', { bytes: '' }],
  ])('refuse %s with one sentence, and keep nothing of it', async (_, file) => {
    const found = await reported()
    const before = await files()
    const answer = await send(aed, found, file)
    expect([answer.status, answer.body.errors?.length]).toEqual([400, 1])
    expect(answer.body.errors[0].message).toMatch(
      /^(Files of this type|What is in this file|This file is empty)/,
    )
    expect(await files()).toBe(before)
    expect((await page(ed, found)).timeline).toHaveLength(1)
  })

  it('refuse what is too large, what is no file, and a case that is closed', async () => {
    const found = await reported()
    const before = await files()
    const large = `${'a'.repeat(1024 * 1024)}b`
    expect((await send(aed, found, { name: 'a.txt', type: 'text/plain', bytes: large })).status).toBe(400)
    const larger = 'a'.repeat(3 * 1024 * 1024)
    expect((await send(aed, found, { name: 'a.txt', type: 'text/plain', bytes: larger })).status).toBe(400)
    for (const given of [{ body: { file: 'a' } }, { form: { file: 'a' } }, { body: {} }]) {
      const path = `/governance/incidents/${found.id}/evidence`
      expect((await site.rest('POST', path, { as: aed, ...given })).status).toBe(400)
    }
    for (const [action, words] of [
      ['acknowledge', ''],
      ['resolve', 'w'],
      ['close', 'w'],
    ])
      await site.rest('POST', `/governance/incidents/${found.id}/${action}`, { as: aed, body: { words } })
    expect((await send(aed, found)).status).toBe(409)
    expect(await files()).toBe(before)
  })

  it('are fifty per case at most, also when all are sent at once', async () => {
    const found = await reported()
    const sent = await Promise.all(Array.from({ length: 60 }, () => send(aed, found)))
    const taken = sent.filter(({ status }) => status === 200).length
    expect(sent.filter(({ status }) => status !== 200 && status !== 409)).toEqual([])
    expect(taken).toBeGreaterThan(0)
    while ((await send(aed, found)).status === 200);
    const shown = await page(ed, found)
    expect(shown.files).toHaveLength(50)
    expect(shown.timeline.filter(({ what }) => what === 'evidenceAdded')).toHaveLength(50)
    expect(
      await countRows(ctx(), 'gov-evidence', { incident: { equals: `gov-incidents:${found.id}` } }),
    ).toBe(50)
  })

  it('reach no case that is closed or merged while they are on their way', async () => {
    const [found, into] = [await reported(), await reported()]
    await Promise.all([
      ...Array.from({ length: 10 }, () => send(aed, found)),
      site.rest('POST', `/governance/incidents/${found.id}/merge`, { as: ed, body: { into: into.number } }),
    ])
    const { timeline } = caseOf((await findRow(ctx(), 'gov-incidents', { id: { equals: found.id } }))!)
    const lines = timeline.map(({ what }) => what)
    expect(lines.lastIndexOf('evidenceAdded')).toBeLessThan(lines.indexOf('merged'))
    expect((await page(ed, found)).files).toHaveLength(
      lines.filter((what) => what === 'evidenceAdded').length,
    )
  })

  it('left half kept by a process that died are kept where the history names them, and gone otherwise', async () => {
    const found = await reported()
    for (const name of ['one.png', 'two.png']) await send(aed, found, { name })
    const [one, two] = (await page(ed, found)).files.map(({ key }) => key) as [string, string]
    const row = (key: string) => findRow(ctx(), 'gov-evidence', { key: { equals: key } })
    // Of the first the process died before the line was written, of the second right after.
    const { timeline } = caseOf((await findRow(ctx(), 'gov-incidents', { id: { equals: found.id } }))!)
    const without = { timeline: timeline.filter(({ file }) => file !== one) }
    await setAll(ctx(), 'gov-incidents', { id: { equals: found.id } }, without)
    for (const key of [one, two])
      await setAll(ctx(), 'gov-evidence', { key: { equals: key } }, { pending: true })
    expect((await page(ed, found)).files.map(({ key }) => key)).toEqual([two])
    const opens = `/governance/incidents/${found.id}/evidence/${one}`
    expect((await site.rest('GET', opens, { as: ed })).status).toBe(404)
    const heal = () => governanceTick(site.payload, { force: true, only: ['incident-evidence'] })
    await heal()
    expect(await row(one)).not.toBeNull()
    site.clock.forward(11 * 60_000)
    await heal()
    expect([await row(one), (await row(two))!.pending]).toEqual([null, null])
    expect((await page(ed, found)).files.map(({ key }) => key)).toEqual([two])
  })

  it('keep a name as it is, without folders or letters that hide what it is', async () => {
    const found = await reported()
    await send(aed, found, { name: '../../etc/Été \u202Egnp.é "x".png' })
    const [file] = (await page(ed, found)).files
    expect(file!.name).toBe('Été gnp.é "x".png')
    const got = await site.rest('GET', await address(found), { as: ed })
    expect(got.headers.get('content-disposition')).toBe(
      'attachment; filename="_t__gnp.___x_.png"; filename*=UTF-8\'\'%C3%89t%C3%A9%20gnp.%C3%A9%20%22x%22.png',
    )
  })

  it('are opened by the case’s people alone: by nobody whom it is about, and by no other door', async () => {
    const found = await reported({ concerned: [aed.ref] })
    const other = await reported()
    expect((await send(aed, found)).status).toBe(404)
    expect((await send(ed, found)).status).toBe(200)
    const path = await address(found)
    const key = path.split('/').pop()!
    const row = (await findRow(ctx(), 'gov-evidence', { key: { equals: key } }))!
    const doors = [
      path,
      `/governance/incidents/${other.id}/evidence/${key}`,
      `/gov-evidence/${row.id}`,
      '/gov-evidence',
      '/gov-evidence/count',
      `/gov-evidence?where[incident][equals]=gov-incidents:${found.id}`,
      '/gov-evidence?depth=2&select[content]=true',
      `/gov-evidence/file/${encodeURIComponent(String(row.name))}`,
      `/gov-incidents/${found.id}?depth=2`,
      '/governance/incidents/999999/evidence/none',
    ]
    const asked = async (as: Person | undefined): Promise<void> => {
      for (const door of doors) {
        const answer = await site.rest('GET', door, { as })
        expect([as?.name, door, answer.status < 300]).toEqual([as?.name, door, false])
        // Payload repeats an address that it does not know.
        expect(answer.text.replace(/Route not found.*/, '')).not.toMatch(new RegExp(CANARIES.join('|')))
      }
    }
    for (const as of [aed, officer, helper, undefined]) await asked(as)
    const guessed = await site.rest('GET', path, { as: aed })
    const absent = await site.rest('GET', '/governance/incidents/999999/evidence/none', { as: aed })
    expect([guessed.status, guessed.text]).toEqual([404, absent.text])
    // Of another case, even for who may read both.
    expect((await site.rest('GET', doors[1]!, { as: ed })).status).toBe(404)

    const give = (to: string): Promise<RestAnswer> =>
      site.rest('POST', `/governance/incidents/${found.id}/${to}`, { as: ed, body: { person: helper.ref } })
    await give('assign')
    expect((await site.rest('GET', path, { as: helper })).status).toBe(200)
    await give('unassign')
    await asked(helper)
    await expect(
      site.payload.delete({ collection: 'gov-evidence' as never, id: row.id, overrideAccess: true }),
    ).rejects.toMatchObject({ code: 'appendOnly' })
  })

  it('are in no mail, log line, ledger entry or folder', async () => {
    const found = await reported()
    await send(aed, found)
    await send(aed, found, { name: `${CANARIES[0]}.pdf`, type: 'application/pdf', bytes: PDF })
    await site.rest('GET', await address(found), { as: ed })
    await governanceTick(site.payload, { force: true, only: ['heal', 'timers', 'outbox'] })
    const rows = await Promise.all(
      ['gov-outbox', 'gov-ledger', 'gov-timers', 'gov-receipts'].map((slug) =>
        findRows(ctx(), slug, {}, { limit: 10_000 }),
      ),
    )
    const told = [server.received.map(({ raw }) => raw).join('\n'), logged.join('\n'), JSON.stringify(rows)]
    for (const canary of CANARIES) for (const text of told) expect(text).not.toContain(canary)
    // Nothing that a web server, a storage adapter or another account of the machine could hand out.
    expect(site.payload.collections['gov-evidence' as never]!.config.upload).toBeFalsy()
  })
})
