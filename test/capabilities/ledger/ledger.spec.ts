import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'

import type { LedgerCommands } from '../../../src/kernel/ledgerPort.js'
import { contentOf, entryHash, valuesOf } from '../../../src/capabilities/ledger/domain.js'
import { footprint } from '../../../src/capabilities/ledger/erase.js'
import { keeper } from '../../../src/capabilities/ledger/keep.js'
import { dropMark, setMark } from '../../../src/capabilities/ledger/marks.js'
import { sealer } from '../../../src/capabilities/ledger/seal.js'
import { append } from '../../../src/capabilities/ledger/store.js'
import { governanceTick } from '../../../src/index.js'
import type { Actor } from '../../../src/kernel/actor.js'
import { compareAndSet, countRows, findRow, findRows, type Row } from '../../../src/platform/db.js'
import { runtimeOf } from '../../../src/platform/runtime.js'
import { days, type Person, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { type Driver, driverOf } from '../../helpers/driver.js'

const YEAR = days(366)
const FULL = process.env.FULL === '1'

describeDatabases('the ledger', (database) => {
  let site: Stand
  let officer: Person
  const folder = mkdtempSync(join(tmpdir(), 'gov-ledger-'))
  const file = join(folder, 'heads.jsonl')
  const ctx = () => ({ payload: site.payload })
  const tick = (...only: string[]) => governanceTick(site.payload, { force: true, only })
  const seal = () => tick('ledger-seal')
  const port = (): LedgerCommands =>
    runtimeOf(site.payload).capabilities.find(({ key }) => key === 'ledger')!.port as LedgerCommands
  const verify: () => ReturnType<LedgerCommands['verify']> = () => port().verify(ctx())
  const entries = () => findRows(ctx(), 'gov-ledger', {}, { limit: 0, sort: 'sequence' })

  const robin: Actor = { kind: 'staff', ref: 'users:900', name: 'Robin', roles: ['privacy-officer'] }
  let made = 0
  const write = async (count: number, over: { subject?: string; actor?: Actor; at?: Date } = {}) => {
    for (let index = 0; index < count; index += 1) {
      made += 1
      await append(ctx(), {
        key: `test-${made}`,
        action: 'test.done',
        subject: `posts:${made}`,
        actor: robin,
        at: site.clock.now(),
        facts: { n: made },
        personal: { why: `because ${made}` },
        ...over,
      })
    }
  }

  beforeAll(async () => {
    site = await stand(database, {
      collections: [{ slug: 'calls', fields: [{ name: 'words', type: 'text' }] }],
      plugin: {
        approvals: false,
        moderation: false,
        notices: false,
        forms: false,
        retention: { collections: { calls: { months: 3 } } },
        ledger: { headsFile: file, mailHeads: 'weekly' },
      },
    })
    officer = await site.person('officer', ['privacy-officer'])
    await site.person('director', ['aed'])
    await write(30)
    await seal()
  })
  afterAll(async () => {
    await site?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('shows the values beside the chain to nobody through an API, and gives them without their salts', async () => {
    const [row] = await entries()
    expect(JSON.stringify(row!.personal)).toContain('salt')
    for (const path of ['/gov-ledger?limit=100', `/gov-ledger/${row!.id}`]) {
      const { status, text } = await site.rest('GET', path, { as: officer })
      expect(status).toBe(200)
      expect(text).not.toMatch(/personal|salt|because|Robin/)
    }
    const asked = '/gov-ledger?where[personal][like]=because'
    expect((await site.rest('GET', asked, { as: officer })).body.docs ?? []).toEqual([])
    const own = (await entries()).find(({ key }) => key === 'test-1')!
    expect(valuesOf(own)).toEqual({ actorName: { value: 'Robin' }, why: { value: 'because 1' } })
  })

  it('says under which request things happened, the same for all of one and none for the host’s code', async () => {
    const { body } = await site.rest('POST', '/calls', { as: officer, body: { words: 'x' } })
    for (const why of ['a complaint', 'another'])
      await site.rest('POST', '/governance/retention/holds', {
        as: officer,
        body: { record: `calls:${body.doc.id}`, why },
      })
    const held = await findRows(ctx(), 'gov-ledger', { action: { equals: 'retention.held' } })
    expect(held).toHaveLength(2)
    expect(held[0]!.request).toMatch(/^[\w-]{12}$/)
    expect(held[0]!.request).not.toBe(held[1]!.request)
    const own = (await entries()).find(({ key }) => key === 'test-1')!
    expect(own.request).toBeNull()
    await seal()
  })

  /** Every way to touch entry `n`, which `row` is, and where it must be found. */
  const waysToTouch = (
    driver: Driver,
    row: Row,
    last: number,
  ): Record<string, [number, () => Promise<void>]> => {
    const n = Number(row.sequence)
    const set = (values: Record<string, unknown>) => () => driver.set(n, values)
    const personal = (actorName: unknown) => set({ personal: { ...row.personal, actorName } })
    const forged = (sequence: number, place = `seq:${BigInt(sequence)}`) =>
      driver.copy(n, { key: 'forged', sequence, place })
    return {
      'who acted': [n, set({ actorRef: 'users:1' })],
      'what was done': [n, set({ action: 'test.undone' })],
      'what else is said': [n, set({ facts: { n: 0 } })],
      'in whose name': [n, set({ onBehalfOf: 'users:2' })],
      'its hash': [n, set({ hash: 'f'.repeat(64) })],
      'its link': [n, set({ previousHash: 'f'.repeat(64) })],
      'its place': [n, set({ place: 'somewhere' })],
      'its seal, all of it': [
        n,
        set({
          subject: 'posts:0',
          hash: entryHash(n, String(row.previousHash), contentOf({ ...row, subject: 'posts:0' })),
        }),
      ],
      'the seal of the last': [last, () => driver.set(last, { hash: 'f'.repeat(64) })],
      'that it is there': [n, () => driver.remove(n)],
      'that it is sealed': [n, set({ sequence: null, place: 'pending:again' })],
      'that there is one': [n, () => forged(n, 'forged')],
      'that there is one before the first': [0, () => forged(0)],
      'that there is one beyond all numbers': [last + 1, () => forged(1e17)],
      // Others keep nothing else in such columns.
      ...(database.name === 'sqlite' && { 'what else is said, by no JSON': [n, set({ facts: '{not' })] }),
      ...(database.name !== 'postgres' && {
        'that there is one without a number': [
          last + 1,
          () => driver.copy(n, { key: 'forged', sequence: 'seven', place: 'seven' }),
        ],
      }),
      'that it follows': [
        n,
        async () => {
          await driver.set(n, { sequence: n - 0.5, place: 'a' })
          await driver.set(n + 1, { sequence: n, place: 'b' })
          await driver.set(n - 0.5, { sequence: n + 1, place: `seq:${n + 1}` })
          await driver.set(n, { place: `seq:${n}` })
        },
      ],
      'the end': [last, () => driver.remove(last)],
      'a personal value': [n, personal({ value: 'Kim', salt: 'x' })],
      'what is a value, by something that is none': [n, personal('there')],
      'a value by a loose end of an erasure': [
        n,
        personal({ erasedAt: 'soon', erasedUnder: 'a law', erasedBy: 'test-7' }),
      ],
      'all of its values at once': [n, set({ personal: ['there'] })],
      'its commitments': [n, set({ commitments: ['there'] })],
      'that there is a personal value': [n, set({ personal: {} })],
    } as Record<string, [number, () => Promise<void>]>
  }

  // With FULL=1: each way at three places of a chain of 10,000.
  it('names every way to touch an entry in the database at its place', async () => {
    if (FULL) await write(10_000 - made)
    await seal()
    expect(await verify()).toMatchObject({ ok: true, unsealed: 0, findings: [] })
    const driver = await driverOf(site.payload, 'gov-ledger')
    const sealed = await entries()
    const last = Number(sealed.at(-1)!.sequence)
    const rows = sealed.filter(({ action }) => action === 'test.done')
    const places = FULL
      ? fc.sample(fc.integer({ min: 1, max: rows.length - 3 }), { seed: 4, numRuns: 3 })
      : [1]
    for (const place of places)
      for (const [what, [at, touch]] of Object.entries(waysToTouch(driver, rows[place]!, last))) {
        await touch()
        const found = await verify()
        expect({ what, place, ok: found.ok, at: found.at }).toEqual({ what, place, ok: false, at })
        await driver.restore()
      }
    expect(await verify()).toMatchObject({ ok: true, findings: [] })
  }, 900_000)

  it('erases the words about a record again, where another one came to have its id', async () => {
    const forget = () => footprint(true).forget!(ctx() as never, ['calls:gone'])
    for (let round = 0; round < 2; round += 1) {
      await write(1, { subject: 'calls:gone' })
      await forget()
      site.clock.forward(1000)
    }
    await seal()
    expect(await verify()).toMatchObject({ ok: true, erased: 2 })
  })

  it('loses and forks nothing when sealers run over each other while others write', async () => {
    const before = await countRows(ctx(), 'gov-ledger', {})
    const now = site.clock.now()
    const reckless = () => sealer.run({ payload: site.payload, fence: async () => undefined, now })
    await Promise.all([
      write(40),
      reckless(),
      write(40),
      reckless(),
      new Promise((resolve) => setImmediate(resolve)).then(reckless),
      write(40),
    ])
    await reckless()
    expect(await verify()).toMatchObject({ ok: true, last: before + 120, unsealed: 0 })
  }, 120_000)

  it('goes on behind a sealer that was cut off, as often as that happens', async () => {
    for (let round = 0; round < 3; round += 1) {
      await write(60)
      let fences = 0
      const cut = sealer.run({
        payload: site.payload,
        now: site.clock.now(),
        fence: async () => {
          fences += 1
          if (fences === 2) throw new Error('cut')
        },
      })
      await expect(cut).rejects.toThrow('cut')
      // What is not sealed is named as the tail, and what is sealed holds.
      expect(await verify()).toMatchObject({ ok: true, unsealed: 10 * (round + 1) })
      await compareAndSet(ctx(), 'gov-ledger-head', { key: { equals: 'main' } }, {})
    }
    await seal()
    expect(await verify()).toMatchObject({ ok: true, unsealed: 0 })
  }, 120_000)

  it('keeps heads in a file, by which a chain that was cut or written anew as a whole is found', async () => {
    await tick('ledger-heads')
    await tick('ledger-heads')
    const lines = readFileSync(file, 'utf8').trim().split('\n')
    expect(lines).toHaveLength(1)
    const head = JSON.parse(lines[0]!) as { sequence: number; hash: string; chain: string }
    expect(await verify()).toMatchObject({ ok: true, heads: { compared: 1, from: [file] } })
    await write(5)
    await seal()

    const driver = await driverOf(site.payload, 'gov-ledger')
    const rows = await entries()
    let previousHash = String(rows[9]!.previousHash)
    for (const row of rows.slice(9)) {
      const forged = { ...row, ...(row.sequence === 10 ? { subject: 'posts:0' } : {}) }
      const hash = entryHash(Number(row.sequence), previousHash, contentOf(forged))
      await driver.set(Number(row.sequence), { subject: forged.subject, previousHash, hash })
      previousHash = hash
    }
    const sequence = Number(rows.at(-1)!.sequence)
    await compareAndSet(
      ctx(),
      'gov-ledger-head',
      { key: { equals: 'main' } },
      { sequence, hash: previousHash },
    )
    const found = await verify()
    expect(found).toMatchObject({ ok: false, problem: 'rewritten', at: 1 })
    expect(found.findings).toHaveLength(1)
    // Between two heads that were kept it is narrowed down.
    const kept = { sequence: 9, hash: String(rows[8]!.hash) }
    const more = await port().verify(ctx(), { heads: [kept], from: ['--head'] })
    expect(more).toMatchObject({ at: 10, findings: [{ until: head.sequence }] })
    // Nor does it help to have the new head written behind the old one, as if it had never been exported.
    const rewritten = (await entries()).find((row) => row.sequence === head.sequence)!
    await setMark(ctx(), 'main', {
      sequence: head.sequence,
      hash: rewritten.hash,
      data: { chain: head.chain },
    })
    await dropMark(ctx(), 'exported')
    await tick('ledger-heads')
    expect(readFileSync(file, 'utf8')).toContain(rewritten.hash)
    await setMark(ctx(), 'main', { sequence, hash: previousHash, data: { chain: head.chain } })
    expect(await verify()).toMatchObject({ ok: false, problem: 'rewritten', at: head.sequence })
    writeFileSync(file, `${lines[0]}\n`)

    await driver.restore()
    for (let cut = head.sequence; cut <= sequence; cut += 1) await driver.remove(cut)
    await compareAndSet(
      ctx(),
      'gov-ledger-head',
      { key: { equals: 'main' } },
      { sequence: head.sequence - 1, hash: rows[head.sequence - 2]!.hash },
    )
    expect(await verify()).toMatchObject({ ok: false, problem: 'truncated', at: head.sequence })
    await driver.restore()
    await compareAndSet(
      ctx(),
      'gov-ledger-head',
      { key: { equals: 'main' } },
      { sequence, hash: rows.at(-1)!.hash },
    )
    expect(await verify()).toMatchObject({ ok: true })

    appendFileSync(file, `${JSON.stringify({ ...head, chain: 'another' })}\n`)
    expect(await verify()).toMatchObject({ ok: false, problem: 'replaced' })
    writeFileSync(file, `${lines[0]}\n`)
    expect(await verify()).toMatchObject({ ok: true })
  }, 120_000)

  it('mails the head to the director once a week, with the words to check it by', async () => {
    const mails = () => findRows(ctx(), 'gov-outbox', { template: { equals: 'ledger:mail:head' } })
    expect(await mails()).toHaveLength(0)
    site.clock.forward(days(7))
    await tick('ledger-heads')
    await tick('ledger-heads')
    const [mail, ...others] = await mails()
    expect(others).toHaveLength(0)
    expect(mail).toMatchObject({ toRef: 'aed' })
    const { head } = mail!.values as { head: string }
    const [sequence, hash] = head.split(':')
    expect((await entries())[Number(sequence) - 1]!.hash).toBe(hash)
    await write(1)
    await seal()
    site.clock.forward(days(7))
    await tick('ledger-heads')
    expect(await mails()).toHaveLength(2)
  })

  it('opens an incident when the daily check finds something, and the banner stays until it is put right', async () => {
    const driver = await driverOf(site.payload, 'gov-ledger')
    await driver.set(7, { subject: 'posts:0' })
    const missing = () =>
      runtimeOf(site.payload).capabilities.find(({ key }) => key === 'ledger')!.missing!(ctx())
    expect(await missing()).toEqual([])
    await tick('ledger-verify')
    await tick('ledger-verify')
    expect(await missing()).toMatchObject([{ key: 'governance:ledger:found:edited', values: { at: '7' } }])
    expect(await port().found(ctx())).toMatchObject({ findings: [{ at: 7, problem: 'edited' }] })
    const incidents = await findRows(ctx(), 'gov-incidents', { severity: { equals: 'critical' } })
    expect(incidents).toHaveLength(1)
    await driver.restore()
    await seal()
    await tick('ledger-verify')
    expect(await missing()).toEqual([])
  })

  it('erases personal values, says when and under what, and the chain stays whole', async () => {
    const kim: Actor = { kind: 'staff', ref: 'users:901', name: 'Kim', roles: ['aed'] }
    await write(3, { actor: kim })
    await write(1, { actor: { ...robin, onBehalfOf: { ref: 'users:901', name: 'Kim' } } })
    await seal()
    const stranger: Actor = { kind: 'staff', ref: 'users:1', roles: ['content-creator'] }
    const kimsValues = { by: 'person' as const, of: ['users:901'], under: 'Law 25, s. 28.1' }
    await expect(port().erase(ctx(), kimsValues, stranger)).rejects.toMatchObject({ code: 'notAllowed' })
    await expect(port().erase(ctx(), { ...kimsValues, under: ' ' }, robin)).rejects.toMatchObject({
      code: 'invalidInput',
    })
    expect(await port().erase(ctx(), kimsValues, robin)).toMatchObject({ entries: 4 })
    const rows = await entries()
    expect(JSON.stringify(rows)).not.toContain('"Kim"')
    const own = rows.find(({ actorRef, action }) => actorRef === 'users:901' && action === 'test.done')!
    const shown = valuesOf(own)
    expect(shown.actorName).toEqual({
      erasedAt: site.clock.now().toISOString(),
      erasedUnder: 'Law 25, s. 28.1',
    })
    // What a person wrote about a matter is evidence of the matter.
    expect(shown.why).toHaveProperty('value')
    await seal()
    expect(await verify()).toMatchObject({ ok: true, erased: 6 })
    const byOfficer = { action: { equals: 'ledger.erased' }, actorRef: { equals: 'users:900' } }
    const [erased] = await findRows(ctx(), 'gov-ledger', byOfficer)
    expect(erased).toMatchObject({ actorRef: 'users:900', facts: { by: 'person', count: 4 } })

    expect(await port().erase(ctx(), { by: 'entry', of: ['2'], under: 'a decision' }, robin)).toMatchObject({
      entries: 1,
    })
    await seal()
    const driver = await driverOf(site.payload, 'gov-ledger')
    const personal = own.personal as Record<string, object>
    await driver.set(Number(own.sequence), {
      personal: { ...personal, why: personal.actorName },
    })
    expect(await verify()).toMatchObject({ ok: false, problem: 'valueRemoved', at: Number(own.sequence) })
    await driver.restore()
    expect(await verify()).toMatchObject({ ok: true })

    // Nor is one erasure a pretext for taking the values of entries that came after it.
    site.clock.forward(120_000)
    await write(1, { actor: kim })
    await seal()
    const [later] = await findRows(ctx(), 'gov-ledger', {}, { sort: '-at', limit: 1 })
    await (
      await driverOf(site.payload, 'gov-ledger')
    ).set(Number(later!.sequence), {
      personal: { ...(later!.personal as object), actorName: personal.actorName },
    })
    expect(await verify()).toMatchObject({ ok: false, problem: 'valueRemoved', at: Number(later!.sequence) })
    await compareAndSet(
      ctx(),
      'gov-ledger',
      { id: { equals: later!.id } },
      { personal: later!.personal as object },
    )
    expect(await verify()).toMatchObject({ ok: true })
  }, 120_000)

  it('finishes an erasure whose process ended, with one entry', async () => {
    await write(2, { actor: { ...robin, ref: 'users:902', name: 'Sam' } })
    const at = site.clock.now().toISOString()
    const data = { by: 'person', of: ['users:902'], under: 'a law', at, actor: robin, count: 2 }
    const { insertOnce } = await import('../../../src/platform/db.js')
    await insertOnce(ctx(), 'gov-ledger-head', { key: 'erase:cut-off', sequence: 0, hash: '', data })
    await tick('ledger-erase')
    await tick('ledger-erase')
    expect(JSON.stringify(await entries())).not.toContain('"Sam"')
    expect(await countRows(ctx(), 'gov-ledger', { key: { equals: 'cut-off' } })).toBe(1)
    expect(await findRow(ctx(), 'gov-ledger-head', { key: { equals: 'erase:cut-off' } })).toBeNull()
    await seal()
    expect(await verify()).toMatchObject({ ok: true })
  })

  it('erases the words about a record that retention deletes, and keeps who acted', async () => {
    const call = await site.payload.create({ collection: 'calls' as never, data: { words: 'y' } as never })
    const subject = `calls:${call.id}`
    await write(1, { subject })
    const { body } = await site.rest('POST', '/governance/retention/holds', {
      as: officer,
      body: { record: subject, why: 'Somebody asked for it.' },
    })
    const release = `/governance/retention/holds/${body.id}/release`
    expect((await site.rest('POST', release, { as: officer, body: { why: 'They have it.' } })).status).toBe(
      200,
    )
    site.clock.forward(days(100))
    await tick('retention')
    await tick('retention')
    expect(await countRows(ctx(), 'calls', { id: { equals: call.id } })).toBe(0)
    const [row] = await findRows(ctx(), 'gov-ledger', {
      and: [{ subject: { equals: subject } }, { action: { equals: 'test.done' } }],
    })
    expect(valuesOf(row!)).toMatchObject({
      actorName: { value: 'Robin' },
      why: { erasedUnder: 'retention' },
    })
    for (const place of ['gov-ledger', 'gov-holds'])
      expect(JSON.stringify(await findRows(ctx(), place, {}, { limit: 0 }))).not.toMatch(
        /Somebody asked|They have it/,
      )
    await seal()
    expect(await verify()).toMatchObject({ ok: true })
  })

  it('removes what is older than the rule, never what a hold keeps, and a sealed summary stands for it', async () => {
    const all = await entries()
    const kept = String(all[20]!.subject)
    let held = new Set([kept])
    const holds = {
      isHeld: async (_: object, subjects: string[]) => new Set(subjects.filter((one) => held.has(one))),
    }
    let cutAt = ''
    const run = (): Promise<unknown> =>
      keeper(
        { headsFile: file, mailHeads: null, keepYears: 2, eraseWithRecords: true },
        { holds: () => holds as never },
        (step) => {
          if (step === cutAt) throw new Error(`cut at ${step}`)
        },
      ).run({ payload: site.payload, fence: async () => undefined, now: site.clock.now() })
    expect(await run()).toMatchObject({ done: 0 })
    site.clock.forward(3 * YEAR)
    await write(3)
    await seal()
    // A process may end between any two steps.
    for (const step of ['noted', 'summed', 'anchored', 'removed']) {
      cutAt = step
      await expect(run()).rejects.toThrow(`cut at ${step}`)
      await seal()
      expect({ step, ...(await verify()) }).toMatchObject({ step, ok: true })
    }
    cutAt = ''
    await run()
    expect(await verify()).toMatchObject({ ok: true, removedTo: 20 })
    expect((await entries())[0]!.sequence).toBe(21)
    const [summary] = await findRows(ctx(), 'gov-ledger', { action: { equals: 'ledger.pruned' } })
    expect(summary!.facts).toMatchObject({ count: 20, first: 1, last: 20, hash: all[19]!.hash })

    held = new Set()
    await run()
    await seal()
    await run()
    expect(await verify()).toMatchObject({ ok: true, removedTo: all.length })
    expect(await countRows(ctx(), 'gov-ledger', { sequence: { less_than_equal: all.length } })).toBe(0)

    // Nobody can pass off a removal by hand as one by rule.
    const driver = await driverOf(site.payload, 'gov-ledger')
    const rows = (await entries()).filter(({ sequence }) => sequence !== null) as Row[]
    await driver.remove(Number(rows[0]!.sequence))
    const anchor = { sequence: Number(rows[0]!.sequence), hash: rows[0]!.hash }
    await compareAndSet(ctx(), 'gov-ledger-head', { key: { equals: 'anchor' } }, anchor)
    expect(await verify()).toMatchObject({ ok: false, problem: 'summary', at: anchor.sequence })
  }, 120_000)
})
