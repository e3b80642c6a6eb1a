import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { formBuilderPlugin } from '@payloadcms/plugin-form-builder'
import type { CollectionConfig, Where } from 'payload'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { governanceTick } from '../../../src/index.js'
import { compareAndSet, countRows, findRow, findRows, insert } from '../../../src/platform/db.js'
import { days, type Person, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { alone, collectionsIn, governed } from './site.js'
import { richText } from '../../../dev/seed/richText.js'
import { tablesWith } from './traces.js'
import { storeReceipt } from '../../../src/platform/receipt.js'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

describeDatabases('retention', (database) => {
  let site: Stand
  let folder: string
  let comms: Person
  let privacy: Person
  let creator: Person
  const on = <T>(collection: string, where: Where = {}): Promise<T[]> =>
    findRows({ payload: site.payload }, collection, where, { limit: 1000 }) as Promise<T[]>
  const count = (collection: string, where: Where = {}): Promise<number> =>
    countRows({ payload: site.payload }, collection, where)
  const run = (): Promise<unknown> => governanceTick(site.payload, { force: true, only: ['retention'] })
  const transcript = (data: Record<string, unknown> = {}): Promise<any> =>
    site.payload.create({
      collection: 'transcripts' as never,
      data: { words: 'private', ...data } as never,
      overrideAccess: true,
    })
  let files = 0
  const upload = (): Promise<any> => {
    files += 1
    return site.payload.create({
      collection: 'evidence' as never,
      data: {} as never,
      file: { data: png, mimetype: 'image/png', name: `scan-${files}.png`, size: png.length },
    })
  }
  const deletePath = (id: unknown): string => `/governance/retention/records/transcripts/${String(id)}/delete`

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'governance-files-'))
    site = await stand(database, {
      collections: collectionsIn(folder),
      config: {
        plugins: [
          formBuilderPlugin({ fields: { payment: false, upload: true }, uploadCollections: ['evidence'] }),
        ],
      },
      plugin: { ...alone, retention: { collections: governed } },
    })
    comms = await site.person('comms', ['communications'])
    privacy = await site.person('privacy', ['privacy-officer'])
    creator = await site.person('creator', ['content-creator'])
  })
  afterAll(async () => {
    await site?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  describe('the date', () => {
    it('is on every record from its first moment, whatever path made it', async () => {
      const expected = '2026-06-02T14:00:00.000Z'
      const local = await transcript()
      const rest = await site.rest('POST', '/transcripts', {
        as: creator,
        body: { words: 'by REST', deleteAfter: '2099-01-01T00:00:00.000Z' },
      })
      const drafted = await site.rest('POST', '/transcripts?draft=true', {
        as: creator,
        body: { words: 'a draft' },
      })
      const byGraphQL = await site.graphql(
        'mutation { createTranscript(data: { words: "by GraphQL" }) { id deleteAfter } }',
        { as: creator },
      )
      const direct = await site.payload.db.create({
        collection: 'transcripts',
        data: { words: 'by the adapter', deleteAfter: '2099-01-01T00:00:00.000Z' },
        req: {},
      })
      expect(local.deleteAfter).toBe(expected)
      expect(rest.body.doc.deleteAfter).toBe(expected)
      expect(drafted.body.doc.deleteAfter).toBe(expected)
      expect(byGraphQL.errors).toBeUndefined()
      expect(new Date(byGraphQL.data.createTranscript.deleteAfter).toISOString()).toBe(expected)
      expect(new Date(direct.deleteAfter as string).toISOString()).toBe(expected)
      expect(await count('transcripts', { deleteAfter: { exists: false } })).toBe(0)
    })

    it('counts from an earlier receipt that an import brings along, never from a later one', async () => {
      const older = await transcript({ createdAt: '2026-01-15T15:00:00.000Z' })
      const later = await transcript({ createdAt: '2026-12-15T15:00:00.000Z' })
      expect(older.deleteAfter).toBe('2026-04-15T14:00:00.000Z')
      expect(later.deleteAfter).toBe('2026-06-02T14:00:00.000Z')
    })

    it('can be brought forward and is never moved later or taken away, overrideAccess included', async () => {
      const { id } = await transcript()
      const set = (data: object): Promise<any> =>
        site.payload.update({
          collection: 'transcripts' as never,
          id,
          data: data as never,
          overrideAccess: true,
        })
      const later = { deleteAfter: '2027-01-01T00:00:00.000Z' }
      await expect(set(later)).rejects.toMatchObject({ code: 'datedForDeletion' })
      await expect(set({ deleteAfter: null })).rejects.toMatchObject({ code: 'datedForDeletion' })
      const byWhere = await site.payload.update({
        collection: 'transcripts' as never,
        where: { id: { equals: id } },
        data: later as never,
        overrideAccess: true,
      })
      expect(byWhere.errors).toHaveLength(1)
      await expect(
        site.payload.db.updateOne({ collection: 'transcripts', id, data: later, req: {} }),
      ).rejects.toMatchObject({ code: 'datedForDeletion' })
      await expect(
        site.payload.db.updateMany({
          collection: 'transcripts',
          where: { id: { equals: id } },
          data: later,
          req: {},
        }),
      ).rejects.toMatchObject({ code: 'datedForDeletion' })
      expect(
        (await site.rest('PATCH', `/transcripts/${id}`, { as: creator, body: { words: 'edited', ...later } }))
          .body.doc,
      ).toMatchObject({ words: 'edited', deleteAfter: '2026-06-02T14:00:00.000Z' })
      expect((await set({ deleteAfter: '2026-05-01T00:00:00.000Z' })).deleteAfter).toBe(
        '2026-05-01T00:00:00.000Z',
      )
      const versions = await site.payload.findVersions({
        collection: 'transcripts' as never,
        where: { parent: { equals: id } },
        sort: 'createdAt',
      })
      await site.payload.restoreVersion({
        collection: 'transcripts' as never,
        id: versions.docs[0]!.id,
        overrideAccess: true,
      })
      const [stored] = await on<any>('transcripts', { id: { equals: id } })
      expect(new Date(stored.deleteAfter).toISOString()).toBe('2026-05-01T00:00:00.000Z')
    })

    it('cannot be renewed by a duplicate', async () => {
      const { id } = await transcript()
      const before = await count('transcripts')
      expect(
        (await site.rest('POST', `/transcripts/${id}/duplicate`, { as: creator })).status,
      ).toBeGreaterThanOrEqual(400)
      await expect(site.payload.duplicate({ collection: 'transcripts' as never, id })).rejects.toThrow()
      expect(await count('transcripts')).toBe(before)
    })

    it('is given to a record that lost it past every API, and that is on the ledger', async () => {
      const { id } = await transcript({ createdAt: '2026-02-20T15:00:00.000Z' })
      await compareAndSet(
        { payload: site.payload },
        'transcripts',
        { id: { equals: id } },
        { deleteAfter: null },
      )
      expect((await site.rest('GET', '/governance/retention/health', { as: comms })).body).toMatchObject({
        undated: 1,
      })
      await run()
      const [repaired] = await on<any>('transcripts', { id: { equals: id } })
      expect(new Date(repaired.deleteAfter).toISOString()).toBe('2026-05-20T14:00:00.000Z')
      expect(await on('gov-ledger', { action: { equals: 'retention.dated' } })).toHaveLength(1)
    })
  })

  describe('deleting', () => {
    it('is refused on every other path before anything of the record is gone', async () => {
      const scan = await upload()
      const { id } = await transcript({ scan: scan.id })
      const versions = (): Promise<number> =>
        site.payload
          .countVersions({ collection: 'transcripts' as never, where: { parent: { equals: id } } })
          .then((found) => found.totalDocs)
      const before = await versions()
      const refused = { code: 'deletedWithFootprint' }
      await expect(
        site.payload.delete({ collection: 'transcripts' as never, id, overrideAccess: true }),
      ).rejects.toMatchObject(refused)
      const bulk = await site.payload.delete({
        collection: 'transcripts' as never,
        where: { id: { equals: id } },
        overrideAccess: true,
      })
      expect(bulk.errors).toHaveLength(1)
      await expect(
        site.payload.db.deleteOne({ collection: 'transcripts', where: { id: { equals: id } }, req: {} }),
      ).rejects.toMatchObject(refused)
      await expect(
        site.payload.db.deleteMany({ collection: 'transcripts', where: {}, req: {} }),
      ).rejects.toMatchObject(refused)
      const rest = await site.rest('DELETE', `/transcripts/${id}`, { as: comms, lang: 'fr' })
      expect(rest.status).toBe(403)
      expect(rest.body.errors[0].message).toContain('Traité, supprimer maintenant')
      expect(
        (
          await site.graphql(
            `mutation { deleteTranscript(id: ${typeof id === 'number' ? id : `"${id}"`}) { id } }`,
            { as: comms },
          )
        ).errors,
      ).toHaveLength(1)
      expect(await versions()).toBe(before)
      expect(existsSync(join(folder, scan.filename))).toBe(true)
    })

    it('by hand takes row, versions, trash and files, leaves a certificate, and spares a file that something else shows', async () => {
      const own = await upload()
      const shared = await upload()
      const inPart = await upload()
      await site.payload.create({ collection: 'leaflets' as never, data: { cover: shared.id } as never })
      const doc = await transcript({
        scan: own.id,
        parts: [
          {
            line: 'a line',
            files: [
              { relationTo: 'evidence', value: inPart.id },
              { relationTo: 'evidence', value: shared.id },
            ],
          },
        ],
      })
      await site.payload.update({
        collection: 'transcripts' as never,
        id: doc.id,
        data: { words: 'second', deletedAt: '2026-03-02T16:00:00.000Z' } as never,
        trash: true,
      })
      await site.payload.create({
        collection: 'notes' as never,
        data: { text: 'about it', about: doc.id } as never,
      })
      const plan = await site.rest('GET', `/governance/retention/records/transcripts/${doc.id}/footprint`, {
        as: comms,
      })
      expect(plan.body).toMatchObject({ rows: 1, versions: 2, files: 2 })

      expect((await site.rest('POST', deletePath(doc.id))).status).toBe(401)
      expect((await site.rest('POST', deletePath(doc.id), { as: creator })).status).toBe(403)
      const done = await site.rest('POST', deletePath(doc.id), { as: comms })
      expect(done.body).toMatchObject({ state: 'deleted', certificate: { rows: 1, versions: 2, files: 2 } })
      expect((await site.rest('POST', deletePath(doc.id), { as: comms })).status).toBe(404)

      expect(await count('transcripts', { id: { equals: doc.id } })).toBe(0)
      expect(
        (
          await site.payload.findVersions({
            collection: 'transcripts' as never,
            where: { parent: { equals: doc.id } },
            limit: 0,
          })
        ).docs,
      ).toHaveLength(0)
      expect(
        (
          await site.payload.findVersions({
            collection: 'transcripts' as never,
            where: { parent: { exists: false } },
            limit: 0,
          })
        ).docs,
      ).toHaveLength(0)
      expect(await count('evidence', { id: { in: [own.id, inPart.id] } })).toBe(0)
      const kept = await site.payload.findVersions({ collection: 'evidence' as never, limit: 0 })
      expect(kept.docs.map(({ parent }) => String(parent))).not.toContain(String(own.id))
      expect(kept.docs.every(({ parent }) => parent !== null)).toBe(true)
      expect(await count('evidence', { id: { equals: shared.id } })).toBe(1)
      expect([own, inPart, shared].map((one) => existsSync(join(folder, one.filename)))).toEqual([
        false,
        false,
        true,
      ])
      expect(await count('notes')).toBe(0)

      const [certificate] = await on<any>('gov-certificates', {
        number: { equals: done.body.certificate.number },
      })
      expect(certificate).toMatchObject({
        clause: 'S2-25',
        reason: 'hand',
        rows: 1,
        versions: 2,
        files: 2,
        byRef: comms.ref,
        failures: 0,
      })
      const [unit] = await on<any>('gov-deletions', { certificate: { equals: certificate.number } })
      expect(unit.ids ?? null).toBeNull()
      expect(unit.digests).toHaveLength(1)
      expect(await on('gov-ledger', { action: { equals: 'retention.deletedByHand' } })).toHaveLength(1)
      expect((await site.rest('GET', `/gov-certificates/${certificate.id}`, { as: comms })).status).toBe(200)
      expect((await site.rest('GET', `/gov-certificates/${certificate.id}`, { as: creator })).status).toBe(
        403,
      )
      await expect(
        site.payload.delete({ collection: 'gov-certificates' as never, id: certificate.id }),
      ).rejects.toMatchObject({ code: 'appendOnly' })
    })

    it('by two people at the same moment deletes once', async () => {
      const { id } = await transcript()
      const both = await Promise.all([
        site.rest('POST', deletePath(id), { as: comms }),
        site.rest('POST', deletePath(id), { as: privacy }),
      ])
      // Whoever found the other at work was told so; a minute later everything has settled.
      site.clock.forward(61_000)
      await run()
      expect(both.filter(({ body }) => body.state === 'deleted').length).toBeLessThanOrEqual(1)
      expect(await count('transcripts', { id: { equals: id } })).toBe(0)
      expect(await count('gov-deletions', { state: { in: ['intended', 'listed', 'rowsGone'] } })).toBe(0)
      const certified = (await on<any>('gov-certificates', { reason: { equals: 'hand' } })).reduce(
        (sum, one) => sum + one.rows,
        0,
      )
      expect(certified).toBe(2)
    })
  })

  describe('the form builder', () => {
    it('has its submissions governed without being told, and no trace of one stays in any table', async () => {
      const canary = 'canary-9d41'
      const file = await upload()
      const form: any = await site.payload.create({
        collection: 'forms' as never,
        data: {
          title: 'Contact',
          fields: [
            {
              blockType: 'textarea',
              name: 'message',
              governance: { dataClass: 'personal', purpose: 'contact', basis: 'voluntary' },
            },
          ],
          confirmationType: 'message',
          confirmationMessage: richText('Thank you.'),
        } as never,
      })
      const sent: any = await site.payload.create({
        collection: 'form-submissions' as never,
        data: {
          form: form.id,
          submissionData: [{ field: 'message', value: canary }],
          submissionUploads: [{ field: canary, value: [{ relationTo: 'evidence', value: file.id }] }],
        } as never,
      })
      expect(sent.deleteAfter).toBeDefined()
      const key = `collection-form-submissions-${sent.id}`
      const issuedAt = site.clock.now()
      await storeReceipt(
        { payload: site.payload },
        {
          number: 'ABCD-2345',
          tokenHash: 'x',
          kind: 'submission',
          subject: `form-submissions:${sent.id}`,
          issuedAt,
          locale: 'en',
          facts: { version: canary },
        },
      )
      const user = { relationTo: 'users', value: comms.id }
      await site.payload.db.create({
        collection: 'payload-preferences',
        data: { key, user, value: { canary } },
        req: {},
      })
      await site.payload.db.create({
        collection: 'payload-locked-documents',
        data: { document: { relationTo: 'form-submissions', value: sent.id }, user },
        req: {},
      })
      expect((await tablesWith(site.payload, canary)).length).toBeGreaterThanOrEqual(3)
      const list = await site.rest('GET', '/governance/retention/worklist', { as: comms })
      const mine = list.body.items.find((item: any) => item.collection === 'form-submissions')
      expect(mine).toMatchObject({ form: 'Contact', number: 'ABCD-2345' })

      const done = await site.rest(
        'POST',
        `/governance/retention/records/form-submissions/${sent.id}/delete`,
        { as: comms },
      )
      expect(done.body).toMatchObject({ state: 'deleted', certificate: { rows: 1, files: 1 } })
      expect(await tablesWith(site.payload, canary)).toEqual([])
      expect(await tablesWith(site.payload, key)).toEqual([])
      expect(existsSync(join(folder, file.filename))).toBe(false)
      expect(await count('payload-locked-documents')).toBe(0)
      const receipt: any = await findRow({ payload: site.payload }, 'gov-receipts', {
        number: { equals: 'ABCD-2345' },
      })
      expect(receipt.facts).toEqual({ state: 'deleted', deletedOn: issuedAt.toISOString() })
    })
  })

  describe('holds', () => {
    it('keep a record from the runner and from people, and give way to a deletion that was faster', async () => {
      const { id } = await transcript({ createdAt: '2026-01-10T15:00:00.000Z' })
      const place = (record: string, as = privacy): Promise<any> =>
        site.rest('POST', '/governance/retention/holds', {
          as,
          body: { record, why: 'A complaint is open.' },
        })
      expect((await place(`transcripts:${id}`, comms)).status).toBe(403)
      const held = await place(`transcripts:${id}`)
      expect(held).toMatchObject({ status: 200, body: { state: 'active' } })
      site.clock.set('2026-05-01T12:00:00.000Z')
      expect(await site.rest('POST', deletePath(id), { as: comms })).toMatchObject({
        status: 409,
        body: { errors: [{ data: { code: 'underHold' } }] },
      })
      await run()
      expect(await count('transcripts', { id: { equals: id } })).toBe(1)
      expect((await site.rest('GET', '/governance/retention/health', { as: comms })).body).toMatchObject({
        overdue: 0,
        held: 1,
      })
      expect(
        (
          await site.rest('POST', `/governance/retention/holds/${held.body.id}/release`, {
            as: privacy,
            body: {},
          })
        ).status,
      ).toBe(400)
      expect(
        (
          await site.rest('POST', `/governance/retention/holds/${held.body.id}/release`, {
            as: privacy,
            body: { why: 'It is settled.' },
          })
        ).body.state,
      ).toBe('released')
      const [{ personal, ...chained }] = await on<any>('gov-ledger', { action: { equals: 'retention.held' } })
      expect(JSON.stringify(personal)).toContain('complaint')
      expect(JSON.stringify(chained)).not.toContain('complaint')

      // As if a runner had written its intent a moment before the hold.
      await site.payload.db.findOne({ collection: 'transcripts', where: { id: { equals: id } } })
      const { intend } = await import('../../../src/capabilities/retention/units.js')
      const { ruleFor, sanitizeRetention } = await import('../../../src/capabilities/retention/options.js')
      const rule = ruleFor('transcripts', governed!.transcripts as object)
      await intend(
        {
          payload: site.payload,
          retention: { options: sanitizeRetention(), rules: new Map(), footprints: [], ledger: {} as never },
        },
        rule,
        [id],
        { run: 'r', reason: 'due', actor: { kind: 'system', roles: [] } },
      )
      expect(await place(`transcripts:${id}`)).toMatchObject({
        status: 409,
        body: { errors: [{ data: { code: 'beingDeleted' } }] },
      })
      await run()
      expect(await count('transcripts', { id: { equals: id } })).toBe(0)
    })

    it('keep a record whose deletion was written down but had not begun, also when the one who placed it died', async () => {
      const { id } = await transcript({ createdAt: '2026-01-10T15:00:00.000Z' })
      const record = `transcripts:${id}`
      const hold = await insert({ payload: site.payload }, 'gov-holds', {
        kind: 'record',
        subject: record,
        state: 'placing',
        why: 'A complaint is open.',
        placedAt: site.clock.now().toISOString(),
        reviewAt: '2027-01-01T00:00:00.000Z',
        rev: 0,
      })
      const { intend } = await import('../../../src/capabilities/retention/units.js')
      const { ruleFor, sanitizeRetention } = await import('../../../src/capabilities/retention/options.js')
      const own = { options: sanitizeRetention(), rules: new Map(), footprints: [], ledger: {} as never }
      const actor = { kind: 'system' as const, roles: [] }
      const rule = ruleFor('transcripts', governed!.transcripts as object)
      const unit = await intend({ payload: site.payload, retention: own }, rule, [id], {
        run: 'early',
        reason: 'due',
        actor,
      })
      await run()
      expect(await count('transcripts', { id: { equals: id } })).toBe(1)
      expect(
        await findRow({ payload: site.payload }, 'gov-deletions', { key: { equals: unit.key } }),
      ).toMatchObject({
        state: 'void',
      })
      site.clock.forward(61_000)
      await run()
      expect(
        await findRow({ payload: site.payload }, 'gov-holds', { id: { equals: hold.id } }),
      ).toMatchObject({
        state: 'active',
      })
      const release = `/governance/retention/holds/${hold.id}/release`
      expect((await site.rest('POST', release, { as: privacy, body: { why: 'Settled.' } })).status).toBe(200)
      expect((await site.rest('POST', release, { as: privacy, body: { why: 'Again.' } })).status).toBe(409)
      await run()
      expect(await count('transcripts', { id: { equals: id } })).toBe(0)
    })
  })

  describe('the runner', () => {
    it('deletes everything a day before its date, and nothing earlier', async () => {
      await run()
      const { id } = await transcript({ createdAt: '2026-04-01T15:00:00.000Z' })
      site.clock.set('2026-06-30T14:59:59.000Z') // the date is 1 July at 11:00 in Toronto
      await run()
      expect(await count('transcripts', { id: { equals: id } })).toBe(1)
      site.clock.set('2026-06-30T15:00:00.000Z')
      await run()
      expect(await count('transcripts', { id: { equals: id } })).toBe(0)
      const [certificate] = await on<any>('gov-certificates', {
        reason: { equals: 'due' },
        windowTo: { greater_than: '2026-06-30T00:00:00.000Z' },
      })
      expect(certificate).toMatchObject({ clause: 'S2-26', byKind: 'system' })
      expect(
        await on('gov-ledger', {
          action: { equals: 'retention.deleted' },
          subject: { equals: `gov-certificates:${certificate.id}` },
        }),
      ).toHaveLength(1)
    })

    it('is watched: late data or a silent runner answers 503, and is told once to communications and the AED', async () => {
      const path = '/governance/retention/health'
      expect((await site.rest('GET', path)).status).toBe(401)
      expect(await site.rest('GET', path, { as: creator })).toMatchObject({
        status: 200,
        body: { ok: true, overdue: 0 },
      })
      await transcript({ createdAt: '2026-03-20T15:00:00.000Z' }) // leaves on 20 June: ten days ago
      expect(await site.rest('GET', path, { as: creator })).toMatchObject({
        status: 503,
        body: {
          ok: false,
          overdue: 1,
          oldestOverdue: '2026-06-20T15:00:00.000Z',
          backlog: 1,
        },
      })
      const mails = (): Promise<any[]> =>
        on<any>('gov-outbox', { template: { equals: 'retention:mail:overdue' } })
      await governanceTick(site.payload, { force: true, only: ['timers'] })
      site.clock.forward(days(0.5))
      await governanceTick(site.payload, { force: true, only: ['timers'] })
      expect((await mails()).map((mail) => mail.toRef)).toEqual(['communications,aed'])
      await run()
      expect((await site.rest('GET', path, { as: creator })).status).toBe(200)
      site.clock.forward(27 * 3_600_000)
      expect(await site.rest('GET', path, { as: creator })).toMatchObject({
        status: 503,
        body: { ok: false, overdue: 0 },
      })
      await run()
    })

    it('says of a file that cannot be removed that it is still there, deletes the rest, and finishes it later', async () => {
      const { mkdirSync, rmdirSync, unlinkSync } = await import('node:fs')
      const stuck = await upload()
      const bad = await transcript({ scan: stuck.id, createdAt: '2026-03-01T15:00:00.000Z' })
      const path = join(folder, stuck.filename)
      unlinkSync(path)
      mkdirSync(path) // cannot be unlinked
      await run()
      expect(await count('transcripts', { id: { equals: bad.id } })).toBe(0)
      const good = await transcript({ createdAt: '2026-03-01T15:00:00.000Z' })
      await run()
      expect(await count('transcripts', { id: { equals: good.id } })).toBe(0)
      const health = () => site.rest('GET', '/governance/retention/health', { as: comms })
      expect(await health()).toMatchObject({ status: 503, body: { ok: false, overdue: 0, filesWaiting: 1 } })
      rmdirSync(path)
      await run()
      expect(await health()).toMatchObject({ status: 200, body: { ok: true, filesWaiting: 0 } })
      const late = (await on<any>('gov-certificates')).filter((one) => one.failures > 0)
      expect(late).toHaveLength(1)
      expect(late[0]).toMatchObject({ filesLeft: 1, failures: 1 })
      const units = await on<any>('gov-deletions', { certificate: { equals: late[0].number } })
      expect(units.map(({ failures }) => failures)).toEqual([2])
    })

    it('leaves no file on the disk that no record shows', async () => {
      const named = (await on<any>('evidence')).map((one) => one.filename as string)
      const used = new Set([
        ...(await on<any>('leaflets')).map((one) => String(one.cover)),
        ...(await on<any>('transcripts')).map((one) => String(one.scan)),
      ])
      expect(readdirSync(folder).sort()).toEqual([...named].sort())
      for (const one of await on<any>('evidence')) expect(used.has(String(one.id))).toBe(true)
    })
  })

  describe('the worklist', () => {
    it('lists what is there, overdue first, with no more than what is needed, to those who work with it', async () => {
      site.clock.set('2026-07-10T12:00:00.000Z')
      const late = await transcript({ words: 'SECRET-WORDS', createdAt: '2026-04-05T12:00:00.000Z' })
      const next = await transcript({ createdAt: '2026-04-15T12:00:00.000Z' })
      await transcript()
      const list = await site.rest('GET', '/governance/retention/worklist', { as: comms })
      expect(list.text).not.toContain('SECRET-WORDS')
      const mine = list.body.items.filter((item: any) => [late.id, next.id].map(String).includes(item.id))
      expect(list.body.items[0]).toMatchObject({
        id: String(late.id),
        overdue: true,
        days: -5,
        state: 'new',
        hold: null,
      })
      expect(mine[1]).toMatchObject({ id: String(next.id), overdue: false, days: 5 })
      expect(list.body).toMatchObject({ overdue: 1 })
      expect(list.body.thisWeek).toBe(2)
      expect(
        (
          await site.rest('POST', `/governance/retention/records/transcripts/${next.id}/handled`, {
            as: comms,
          })
        ).status,
      ).toBe(200)
      expect(
        (await site.rest('GET', '/governance/retention/worklist', { as: comms })).body.items[1].state,
      ).toBe('handled')
      expect((await site.rest('GET', '/governance/retention/worklist', { as: creator })).status).toBe(403)
      await run()
      expect(await count('gov-handled')).toBe(1)
      await site.rest('POST', deletePath(next.id), { as: comms })
      expect(await count('gov-handled')).toBe(0)
    })
  })
})

describeDatabases('retention on a site that was there before', (database) => {
  // Made anew for each start: Payload writes into the configuration it is given.
  const chats = (): CollectionConfig => ({ slug: 'chats', fields: [{ name: 'text', type: 'text' }] })
  it('dates what it finds, says what would go when, and deletes none of it before a person confirms', async () => {
    const before = await stand(database, { ungoverned: true, collections: [chats()] })
    for (const createdAt of ['2025-10-01', '2025-11-15', '2026-02-20']) {
      await before.payload.create({
        collection: 'chats' as never,
        data: { text: 'old', createdAt: `${createdAt}T12:00:00.000Z` } as never,
      })
    }
    await before.payload.destroy()
    const { adapterFor } = await import('../../helpers/databases.js')
    const site = await stand(database, {
      on: { ...before.database, db: adapterFor(before.database.uri) },
      collections: [chats()],
      plugin: { ...alone, retention: { collections: { chats: {} } } },
    })
    try {
      const officer = await site.person('officer', ['privacy-officer'])
      const comms = await site.person('comms', ['communications'])
      const run = (): Promise<unknown> => governanceTick(site.payload, { force: true, only: ['retention'] })
      const left = (): Promise<number> => countRows({ payload: site.payload }, 'chats', {})
      await run()
      expect(await left()).toBe(3)
      expect(await countRows({ payload: site.payload }, 'chats', { deleteAfter: { exists: false } })).toBe(0)
      const answer = await site.rest('GET', '/governance/retention/worklist', { as: comms })
      expect(answer.body.errors).toBeUndefined()
      const { plans } = answer.body
      expect(plans).toEqual([
        expect.objectContaining({
          collection: 'chats',
          existing: 3,
          atOnce: 2,
          within30Days: 0,
          later: 1,
          undated: 0,
        }),
      ])
      // What came in since is governed from the start; its creation lies after what was found.
      await site.payload.create({
        collection: 'chats' as never,
        data: { text: 'new', createdAt: '2026-02-25T12:00:00.000Z' } as never,
      })
      site.clock.set('2026-05-26T12:00:00.000Z')
      await run()
      expect(await left()).toBe(3)
      expect(
        (await site.rest('POST', '/governance/retention/plans/chats/confirm', { as: comms })).status,
      ).toBe(403)
      expect(
        (await site.rest('POST', '/governance/retention/plans/chats/confirm', { as: officer })).status,
      ).toBe(200)
      expect(
        (await site.rest('POST', '/governance/retention/plans/chats/confirm', { as: officer })).status,
      ).toBe(409)
      await run()
      expect(await left()).toBe(0)
      expect(
        await findRow({ payload: site.payload }, 'gov-ledger', {
          action: { equals: 'retention.planConfirmed' },
        }),
      ).toMatchObject({ actorRef: officer.ref })
    } finally {
      await site.payload.destroy()
      await before.database.drop()
    }
  })
})

describe('retention in a configuration', () => {
  it('names a collection that is not there', async () => {
    const { governancePlugin } = await import('../../../src/index.js')
    const { buildConfig } = await import('payload')
    const { adapterFor } = await import('../../helpers/databases.js')
    await expect(
      buildConfig({
        secret: 'x',
        db: adapterFor('file:/tmp/never-opened.db'),
        collections: [{ slug: 'users', auth: true, fields: [] }],
        plugins: [governancePlugin({ retention: { collections: { chatz: {} } } })],
      }),
    ).rejects.toThrow(/retention\.collections.*chatz/)
  })
})
