import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { CollectionConfig, Where } from 'payload'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'

import { GENESIS } from '../../../src/capabilities/ledger/domain.js'
import type { LedgerCommands } from '../../../src/kernel/ledgerPort.js'
import type { RetentionCommands } from '../../../src/kernel/retentionPort.js'
import { governanceTick } from '../../../src/index.js'
import {
  compareAndSet,
  countRows,
  deleteRows,
  findRow,
  findRows,
  type Row,
} from '../../../src/platform/db.js'
import { runtimeOf } from '../../../src/platform/runtime.js'
import { translatorFor } from '../../../src/platform/translate.js'
import { days, type Person, type Stand, stand, type StandOptions } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { type Driver, driverOf } from '../../helpers/driver.js'
import { alone } from './site.js'

const folder = mkdtempSync(join(tmpdir(), 'governance-tombstones-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const chats: CollectionConfig = {
  slug: 'chats',
  access: { create: () => true, read: () => true },
  fields: [{ name: 'words', type: 'textarea' }],
}
const scans: CollectionConfig = {
  slug: 'scans',
  access: { read: () => true },
  upload: { staticDir: join(folder, 'scans') },
  fields: [],
}
const TABLES = ['chats', 'gov-deletions', 'gov-certificates', 'gov-retention-plans', 'gov-ledger']

/** Everything of the site that a test here needs, on one database. */
const sited = (site: () => Stand) => {
  const ctx = () => ({ payload: site().payload })
  const t = (key: string, values?: Record<string, unknown>): string =>
    translatorFor(site().payload, 'en')(key, values)
  const asker = { t, locale: 'en' as const }
  return {
    ctx,
    asker,
    port: () =>
      runtimeOf(site().payload).capabilities.find(({ key }) => key === 'retention')!
        .port as RetentionCommands,
    on: (collection: string, where: Where = {}): Promise<Row[]> =>
      findRows(ctx(), collection, where, { limit: 0 }),
    count: (collection: string): Promise<number> => countRows(ctx(), collection, {}),
    tick: async (...only: string[]): Promise<any> =>
      (await governanceTick(site().payload, { force: true, only })).ran,
    send: async (words = 'private'): Promise<Row> =>
      (await site().rest('POST', '/chats', { body: { words } })).body.doc as Row,
    drivers: async (slugs: string[], once = false): Promise<() => Promise<void>> => {
      const all: Driver[] = []
      for (const slug of slugs) all.push(await driverOf(site().payload, slug))
      return async () => {
        for (const driver of all) await driver.restore()
        if (once) for (const driver of all) await driver.forget()
      }
    },
  }
}

describeDatabases('certificates are verified', (database) => {
  let site: Stand
  let comms: Person
  let aed: Person
  let untouched: () => Promise<void>
  const { ctx, port, asker, on, tick, send, drivers } = sited(() => site)
  const verify = (number?: string): ReturnType<RetentionCommands['verify']> =>
    port().verify(ctx(), asker, number)
  const first = async (): Promise<Row> => (await on('gov-certificates'))[0]!
  const entryOf = async (number: unknown): Promise<Row> =>
    (await on('gov-ledger')).find(({ facts }) => (facts as any)?.number === number)!

  beforeAll(async () => {
    site = await stand(database, {
      collections: [chats],
      plugin: { ...alone, retention: { collections: { chats: {} }, batchSize: 2 } },
    })
    comms = await site.person('comms', ['communications'])
    aed = await site.person('ada', ['aed'])
    await tick('retention', 'ledger-seal')
    for (let n = 0; n < 5; n += 1) await send()
    site.clock.forward(days(92))
    await tick('retention')
    const byHand = await send()
    await site.rest('POST', `/governance/retention/records/chats/${byHand.id}/delete`, { as: comms })
    await tick('ledger-seal')
    untouched = await drivers([...TABLES, 'gov-ledger-head'])
  })
  afterEach(() => untouched())
  afterAll(async () => {
    await site?.stop()
  })

  it('and fit, with the head of the ledger at their time', async () => {
    const { ok, lines } = await verify()
    expect({ ok, lines }).toEqual({ ok: true, lines: [expect.stringContaining('2 certificates verify')] })
    const certificates = await on('gov-certificates')
    expect(certificates.map(({ rows }) => rows)).toEqual([5, 1])
    for (const { ledgerHead } of certificates) expect(ledgerHead).toMatch(/^\d+:[0-9a-f]{64}$/)
    expect((await verify(String(certificates[1]!.number))).ok).toBe(true)
  })

  it('and by a person who reads one, in words of their language, which names what was changed', async () => {
    const { id, number } = await first()
    const ask = async (as?: Person, one = number, language = 'en'): Promise<any> =>
      site.rest('POST', `/governance/retention/certificates/${String(one)}/verify`, {
        ...(as ? { as } : {}),
        headers: { 'accept-language': language },
      })
    const before = JSON.stringify([await on('gov-certificates'), await on('gov-ledger')])
    const { status, body } = await ask(aed)
    expect([status, body.ok, body.lines]).toEqual([
      200,
      true,
      [expect.stringMatching(/^Verified: /), expect.stringContaining('its chain is whole')],
    ])
    expect((await ask(aed, number, 'fr')).body.lines[0]).toMatch(/^Vérifié/)
    expect(JSON.stringify([await on('gov-certificates'), await on('gov-ledger')])).toBe(before)
    expect([(await ask(comms)).status, (await ask()).status]).toEqual([403, 401])
    expect((await ask(aed, 'AAAA-AAAA')).status).toBe(404)
    await compareAndSet(ctx(), 'gov-certificates', { id: { equals: id } }, { rows: 4 })
    const changed = (await ask(aed)).body
    expect(changed.ok).toBe(false)
    expect(changed.lines[0]).toMatch(/^Not all is well/)
    expect(changed.lines.slice(1).join()).toContain(`Certificate ${number} was CHANGED (rows)`)
  })

  it('and a number, a word, or a name in one is found, whichever was changed', async () => {
    const { id, number } = await first()
    for (const change of [
      { rows: 4 },
      { rule: '6 calendar months' },
      { byName: 'Somebody' },
      { ledgerHead: null },
      { held: 9 },
      { clause: 'S0-00' },
      { beyond: [] },
    ]) {
      await compareAndSet(ctx(), 'gov-certificates', { id: { equals: id } }, change)
      const { ok, lines } = await verify()
      expect([ok, lines[0]]).toEqual([false, expect.stringContaining(`Certificate ${number} was CHANGED`)])
      await untouched()
    }
  })

  it('and one that is missing is named by the deletions and by the ledger', async () => {
    const { id, number } = await first()
    await deleteRows(ctx(), 'gov-certificates', { id: { equals: id } })
    expect((await verify()).lines[0]).toContain(`Certificate ${number} is MISSING`)
    expect((await verify(String(number))).ok).toBe(false)
    await deleteRows(ctx(), 'gov-deletions', { certificate: { equals: number } })
    expect((await verify()).lines[0]).toContain(`Certificate ${number} is MISSING`)
  })

  it('and a deletion that is missing or was changed is named', async () => {
    const { number, units } = await first()
    const [key] = units as string[]
    await deleteRows(ctx(), 'gov-deletions', { key: { equals: key } })
    expect((await verify()).lines[0]).toContain(`the deletion ${key} that it counts is MISSING`)
    await untouched()
    const unit = (await findRow(ctx(), 'gov-deletions', { key: { equals: key } }))!
    const digests = (unit.digests as string[]).map((digest) => digest.replace(/^./, 'x'))
    await compareAndSet(ctx(), 'gov-deletions', { key: { equals: key } }, { digests })
    expect((await verify()).lines[0]).toBe(
      `Certificate ${number}: a deletion that it counts was CHANGED (digest).`,
    )
  })

  it('and an entry that is missing or was changed is named, and where the chain does not hold', async () => {
    const { number } = await first()
    const ledger = await driverOf(site.payload, 'gov-ledger')
    const { sequence, facts } = await entryOf(number)
    await ledger.set(Number(sequence), { facts: { ...(facts as object), rows: 9, hash: 'x' } })
    const changed = await verify()
    expect(changed.ok).toBe(false)
    expect(changed.lines).toEqual(
      expect.arrayContaining([
        `Certificate ${number}: its entry on the ledger was CHANGED (rows).`,
        `Certificate ${number}: the ledger does not hold at its entry, number ${sequence}.`,
      ]),
    )
    await ledger.restore()
    await ledger.remove(Number(sequence))
    const removed = await verify(String(number))
    expect(removed.lines).toContain(`Certificate ${number}: its entry on the ledger is MISSING.`)
  })

  it('and a ledger that was written anew, and holds in itself, is found by the heads that they name', async () => {
    const ledger = await driverOf(site.payload, 'gov-ledger')
    const entries = (await on('gov-ledger')).filter(({ sequence }) => sequence)
    for (const { sequence, facts } of entries)
      await ledger.set(Number(sequence), {
        ...(sequence === 1 ? { facts: { ...(facts as object), written: 'anew' } } : {}),
        ...{ sequence: null, previousHash: null, hash: null, place: `pending:anew:${sequence}` },
      })
    const main = { key: { equals: 'main' } }
    await compareAndSet(ctx(), 'gov-ledger-head', main, { sequence: 0, hash: GENESIS })
    await tick('ledger-seal')
    const itself = runtimeOf(site.payload).capabilities.find(({ key }) => key === 'ledger')!.port
    expect(await (itself as LedgerCommands).verify(ctx())).toMatchObject({ ok: true })
    const { ok, lines } = await verify()
    expect([ok, lines.join(' ')]).toEqual([false, expect.stringContaining('certificates were looked at')])
  })
})

describeDatabases('after a restore from a backup', (database) => {
  let site: Stand
  let again: Stand | undefined
  let dpo: Person
  let comms: Person
  let restore: () => Promise<void>
  const file = join(folder, `${database.name}.jsonl`)
  const now = (): Stand => again ?? site
  const { ctx, port, asker, on, count, tick, send, drivers } = sited(now)
  const options = (): StandOptions => ({
    collections: [chats, scans],
    plugin: {
      ...alone,
      incidents: {},
      retention: { collections: { chats: {}, scans: {} }, tombstonesFile: file },
    },
  })
  const replay = (...files: string[]): ReturnType<RetentionCommands['replay']> =>
    port().replay(ctx(), asker, files)
  const read = (): Promise<any> => now().rest('GET', '/chats')
  let kept: Row
  let held: Row

  beforeAll(async () => {
    site = await stand(database, options())
    dpo = await site.person('dpo', ['privacy-officer'])
    comms = await site.person('comms', ['communications'])
    await site.person('ada', ['aed'])
    await tick('retention', 'ledger-seal')
    const gone = [await send('gone one'), await send('gone two'), await send('gone three')]
    kept = await send('stays')
    held = await send('held')
    const path = '/governance/retention/holds'
    const body = { record: `chats:${held.id}`, why: 'A complaint is open.' }
    expect((await site.rest('POST', path, { as: dpo, body })).status).toBe(200)
    restore = await drivers([...TABLES, 'gov-ledger-head', 'gov-holds'], true)
    for (const { id } of gone)
      await site.rest('POST', `/governance/retention/records/chats/${id}/delete`, { as: comms })
    const [hold] = await on('gov-holds')
    await site.rest('POST', `${path}/${hold!.id}/release`, { as: dpo, body: { why: 'Settled.' } })
    await site.rest('POST', `/governance/retention/records/chats/${held.id}/delete`, { as: comms })
    expect(await count('chats')).toBe(1)
  })
  afterAll(async () => {
    await again?.payload.destroy().catch(() => undefined)
    await site?.stop()
  })

  it('what was deleted stands outside of the database, and names nobody', () => {
    const lines = readFileSync(file, 'utf8').trim().split('\n')
    expect(lines).toHaveLength(4)
    for (const line of lines) {
      expect(JSON.parse(line)).toMatchObject({
        collection: 'chats',
        digests: [expect.stringMatching(/^[0-9a-f]{64}$/)],
      })
      expect(line).not.toMatch(/gone|private/)
    }
  })

  it('the start notices it, and no door shows collected data any more', async () => {
    expect((await read()).status).toBe(200)
    await restore()
    expect(await count('chats')).toBe(5)
    again = await stand(database, { ...options(), on: site.database, start: site.clock.now().toISOString() })
    const refused = await read()
    expect([refused.status, refused.text]).toEqual([
      503,
      expect.stringContaining('governance:retention replay'),
    ])
    expect(refused.text).not.toContain('gone')
    expect((await now().rest('GET', `/chats/${kept.id}`)).status).toBe(503)
    expect((await now().rest('GET', '/chats/count')).status).toBe(503)
    expect((await now().rest('GET', '/scans/file/a.png')).status).toBe(503)
    const asked = await now().graphql('{ Chats { docs { words } } }')
    expect([asked.data?.Chats ?? null, asked.errors]).toEqual([null, [expect.anything()]])
    await expect(now().payload.find({ collection: 'chats' as never })).rejects.toMatchObject({
      code: 'restoredFromBackup',
    })
  })

  it('the admin panel opens for those who answer, and the worklist says what to do', async () => {
    // Every page of it asks first what this person may do with each collection.
    expect((await now().rest('GET', '/access', { as: dpo })).status).toBe(200)
    const req = await now().request({ as: dpo })
    const { capabilities, actorOf } = runtimeOf(now().payload)
    const retention = capabilities.find(({ key }) => key === 'retention')!
    const read = { payload: now().payload, req, actor: actorOf(req) }
    const shown = await retention.reads!.worklist!(read, { locale: 'en' })
    expect(shown).toMatchObject({ report: { safety: { restored: true } } })
    expect(JSON.stringify(shown)).not.toMatch(/gone|private/)
    const desk = { ...read, t: asker.t, locale: 'en' as const, now: now().clock.now(), adminRoute: '/admin' }
    const { needsMe } = (await retention.desk!(desk))!
    expect(needsMe.items[0]).toMatchObject({
      label: 'The database was restored from a backup',
      href: '/admin/governance/worklist',
    })
  })

  it('what people send is taken all the same', async () => {
    const sent = await now().rest('POST', '/chats', { body: { words: 'new' } })
    expect(sent.status).toBe(201)
  })

  it('nothing is deleted by itself, and those who answer for the site hear of it', async () => {
    now().clock.forward(days(1))
    expect((await tick('retention')).retention).toMatchObject({ error: expect.stringContaining('backup') })
    const health = await now().rest('GET', '/governance/retention/health', { as: dpo })
    expect(health).toMatchObject({ status: 503, body: { safety: { restored: true } } })
    await tick('watch')
    expect(await on('gov-incidents', { causeKey: { like: 'watch:retention:restoredData' } })).toHaveLength(1)
    expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(4)
  })

  it('what somebody deletes by hand goes, and opens no door: its line would hide those before it', async () => {
    const { id } = await send('by hand')
    const done = await now().rest('POST', `/governance/retention/records/chats/${id}/delete`, { as: comms })
    expect(done.body).toMatchObject({ state: 'deleted' })
    expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(4)
    expect((await read()).status).toBe(503)
  })

  it('another secret than then finds nothing, and says so instead of going on', async () => {
    const lines = readFileSync(file, 'utf8')
    writeFileSync(file, lines.replaceAll(/"check":"[0-9a-f]+"/g, '"check":"0123456789abcdef"'))
    await expect(replay()).rejects.toMatchObject({ code: 'stateConflict', data: { why: 'otherSecret' } })
    writeFileSync(file, lines)
  })

  it('a replay deletes again what was gone, with a certificate, and leaves what a hold keeps', async () => {
    const { ok, lines } = await replay()
    expect(ok).toBe(true)
    expect(lines).toEqual(
      expect.arrayContaining([
        'Deleted again: 3 records. Tombstones that were looked for: 5.',
        'Not deleted, because a hold keeps them: 1. They go once it is released.',
      ]),
    )
    const left = (await on('chats')).map(({ words }) => words)
    expect(left.sort()).toEqual(['held', 'new', 'stays'])
    const [certificate, ...more] = await on('gov-certificates', { reason: { equals: 'replay' } })
    expect([certificate!.rows, more]).toEqual([3, []])
    expect(await on('gov-ledger', { action: { equals: 'retention.replayed' } })).toHaveLength(1)
    expect((await port().verify(ctx(), asker, String(certificate!.number))).ok).toBe(true)
  })

  it('the doors are open again, the run goes on, and a second replay finds nothing', async () => {
    expect((await read()).status).toBe(200)
    expect((await tick('retention')).retention).not.toHaveProperty('error')
    expect((await replay()).lines[0]).toContain('Deleted again: 0 records.')
    expect(await on('gov-deletions', { reason: { equals: 'replay' } })).toHaveLength(1)
  })

  it('lines of another site, or that nobody can read, are told and change nothing', async () => {
    const other = join(folder, `${database.name}-other.jsonl`)
    const [line] = readFileSync(file, 'utf8').split('\n')
    writeFileSync(other, `${JSON.stringify({ ...JSON.parse(line!), site: 'elsewhere' })}\nno tombstone\n`)
    const { lines } = await replay(other)
    expect(lines).toEqual(
      expect.arrayContaining(['Lines of another site in the file: 1.', 'Lines that could not be read: 1.']),
    )
  })

  it('a file of all tombstones can be written at any time', async () => {
    const out = join(folder, `${database.name}-out.jsonl`)
    const { lines } = await port().tombstones(ctx(), asker, out)
    expect(lines).toEqual([`Tombstones of 2 deletions were written to ${out}.`])
    expect(readFileSync(out, 'utf8').trim().split('\n')).toHaveLength(2)
  })

  it('a file that cannot be written keeps no deletion waiting, and is told', async () => {
    rmSync(file)
    mkdirSync(file)
    const { id } = await send('last')
    const done = await now().rest('POST', `/governance/retention/records/chats/${id}/delete`, { as: comms })
    rmSync(file, { recursive: true })
    expect(done.body).toMatchObject({ state: 'deleted' })
    const { body } = await now().rest('GET', '/governance/retention/health', { as: dpo })
    expect(body.safety.tombstones).toBe('EISDIR')
  })
})
