import { afterAll, beforeAll, expect, it } from 'vitest'

import { LEDGER } from '../../../src/capabilities/ledger/collections.js'
import { entryHash, GENESIS } from '../../../src/capabilities/ledger/domain.js'
import { governanceTick } from '../../../src/index.js'
import { emit } from '../../../src/platform/unit.js'
import { hours, type Person, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'

/** RFC 4180, as a spreadsheet reads it. */
const cells = (text: string): string[][] => {
  const rows: string[][] = [[]]
  for (const [, quoted, bare, end] of text
    .replace(/^\uFEFF/, '')
    .matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? bare ?? '')
    if (end !== ',') rows.push([])
  }
  return rows.filter((row) => row.length > 1)
}

describeDatabases('ledger: the export', (database) => {
  let site: Stand
  let aed: Person
  const write = (action: string, subject: string, facts: Record<string, unknown>, personal = {}) =>
    emit(
      { payload: site.payload },
      {
        ledger: [
          {
            action,
            subject,
            actor: { kind: 'staff', ref: aed.ref, name: 'Dana', roles: ['aed'] },
            at: site.clock.now(),
            facts,
            personal,
          },
        ],
      },
    )
  const seal = () => governanceTick(site.payload, { force: true, only: ['ledger-seal'] })
  const exported = async (query: string, lang = 'en') => {
    site.clock.forward(1000)
    const answer = await site.rest('get', `/governance/ledger/export?${query}`, { as: aed, lang })
    expect(answer.status, answer.text).toBe(200)
    return answer
  }
  const lines = async (query = ''): Promise<any[]> =>
    (await exported(`format=jsonl${query}`)).text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown)

  beforeAll(async () => {
    site = await stand(database)
    aed = await site.person('dana', ['aed'])
    // More than one batch of rows.
    for (let n = 0; n < 520; n += 1) {
      if (n % 100 === 0) site.clock.forward(hours(1))
      await write('retention.dated', `collection:batch-${n}`, { count: n, months: 3 })
    }
    await write(
      'retention.held',
      'posts:7',
      { hold: '1' },
      { why: '=HYPERLINK("http://evil.example","click")' },
    )
    await write('approvals.posted', 'posts:8', { network: '=cmd|calc' }, { address: '@SUM(1)' })
    for (let n = 0; n < 3; n += 1) await seal()
    site.clock.forward(hours(1))
  }, 120_000)
  afterAll(() => site?.stop())

  it('verifies elsewhere: each line follows on the last by number, hash and content', async () => {
    const found = await lines()
    expect(found.length).toBeGreaterThan(521)
    let hash = GENESIS
    for (const [index, line] of found.entries()) {
      expect(line.sequence).toBe(index + 1)
      expect(line.previousHash).toBe(hash)
      expect(entryHash(line.sequence, line.previousHash, line.content)).toBe(line.hash)
      hash = line.hash
    }
    // One letter of one entry, and it fits no more.
    const touched = { ...found[3], content: { ...found[3].content, subject: 'posts:999' } }
    expect(entryHash(touched.sequence, touched.previousHash, touched.content)).not.toBe(touched.hash)
    const head = (
      await site.payload.db.find({ collection: 'gov-ledger-head', where: { key: { equals: 'main' } } })
    ).docs[0] as any
    expect(found.at(-1).hash).toBe(head.hash)
  })

  it('has what was there when it began, sealed or not, each once, and is on the ledger with how many and which', async () => {
    await write('notices.published', 'gov-notice-versions:1', { number: 1 })
    const found = await lines()
    const keys = found.map(({ content }) => content.key)
    expect(new Set(keys).size).toBe(keys.length)
    expect(found.at(-1)).toMatchObject({ sequence: null, hash: null })
    expect(found.map(({ content }) => content.action)).toContain('notices.published')
    // Not the export's own entry of this very moment: it was written behind the bounds.
    const { docs } = await site.payload.db.find({
      collection: LEDGER,
      where: { action: { equals: 'ledger.exported' } },
      sort: '-createdAt',
      pagination: false,
    })
    const own = docs.find(({ facts }: any) => facts.count === found.length) as any
    expect(own).toBeTruthy()
    expect(keys).not.toContain(own.key)
    expect(own).toMatchObject({ actorRef: aed.ref, subject: `collection:${LEDGER}` })
    expect(own.facts).toMatchObject({ format: 'jsonl', head: expect.stringMatching(/^[0-9a-f]{64}$/) })
    await seal()
  })

  it('leaves what the filters leave, and no personal value unless asked for', async () => {
    const some = await lines('&action=retention.held')
    expect(some.map(({ content }) => content.subject)).toEqual(['posts:7'])
    expect(some[0]).not.toHaveProperty('personal')
    expect(JSON.stringify(await lines())).not.toContain('Dana')
    const [whole] = await lines('&action=retention.held&personal=1')
    expect(whole.personal).toEqual({ actorName: 'Dana', why: '=HYPERLINK("http://evil.example","click")' })
    expect(JSON.stringify(whole)).not.toContain('salt')
  })

  it('is a table that a spreadsheet opens without running anything in it', async () => {
    const { text, headers } = await exported('format=csv&personal=1&action=retention.held')
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="ledger-\d{4}-\d\d-\d\d\.csv"$/)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(text.startsWith('sequence,at,action,sentence,subject,')).toBe(true)
    const [head, row] = cells(text)
    const cell = (name: string): string => row![head!.indexOf(name)]!
    expect(cell('sentence')).toBe(
      'The Assistant Executive Director placed a hold: until it is lifted, nothing deletes this.',
    )
    expect(JSON.parse(cell('personal'))).toMatchObject({ actorName: 'Dana' })
    const dangerous = await exported('format=csv&personal=1&thing=posts:8')
    for (const record of cells(dangerous.text))
      for (const one of record) expect(one).not.toMatch(/^[=+\-@\t\r]/)
    const all = cells((await exported('format=csv')).text)
    expect(all.length - 1).toBe((await lines()).length - 1)
    for (const record of all) expect(record).toHaveLength(all[0]!.length)
  })

  it('speaks the language of the person in its sentences', async () => {
    const { text } = await exported('format=csv&action=retention.held', 'fr')
    expect(text).toContain('La direction générale adjointe a suspendu la suppression')
  })

  it('knows two forms of file and refuses others with a sentence', async () => {
    const { status, body } = await site.rest('get', '/governance/ledger/export?format=exe', { as: aed })
    expect([status, body.errors[0].data.code]).toEqual([400, 'invalidInput'])
  })
})
