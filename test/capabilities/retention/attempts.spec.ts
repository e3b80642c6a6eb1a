import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { governanceTick } from '../../../src/index.js'
import { compareAndSet, countRows, findRow, findRows } from '../../../src/platform/db.js'
import { days, type Person, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { alone } from './site.js'

const open = { create: () => true, read: () => true, update: () => true }

describeDatabases('attempts to keep a record, or to have it gone', (database) => {
  let site: Stand
  let editor: Person
  let officer: Person
  const ctx = () => ({ payload: site.payload })
  const run = (): Promise<unknown> => governanceTick(site.payload, { force: true, only: ['retention'] })
  const chat = async (data: object = {}): Promise<any> =>
    (await site.rest('POST', '/chats', { body: { words: 'private', ...data } })).body.doc
  const dateOf = async (id: string): Promise<unknown> => {
    const row = await findRow(ctx(), 'chats', { id: { equals: id } })
    return row && new Date(row.deleteAfter as string).toISOString()
  }
  const versions = async (): Promise<number> =>
    (await site.payload.db.countVersions({ collection: 'chats', where: {} })).totalDocs

  beforeAll(async () => {
    site = await stand(database, {
      collections: [
        {
          slug: 'chats',
          access: open,
          versions: { drafts: true },
          fields: [{ name: 'words', type: 'text' }],
        },
      ],
      plugin: { ...alone, retention: { collections: { chats: {} }, mostShare: 1 } },
    })
    editor = await site.person('eddie', ['content-creator'])
    officer = await site.person('priya', ['privacy-officer'])
    await run()
  })
  afterAll(async () => {
    await site?.stop()
  })

  describe('by the spelling of a date', () => {
    it('deletes what was received on a day that is spelled in another way, and certifies what is gone', async () => {
      await chat({ createdAt: '2025-11-20T12:00:00Z' })
      await chat({ createdAt: 'Jan 1 2020' })
      await chat({ createdAt: '2099-01-01T00:00:00+02:00' })
      // As a row of before governance has it.
      for (const createdAt of ['2025-11-20T12:00:00Z', '2025-11-20 12:00:00', '2025-11-20T12:00:00+05:00']) {
        const { id } = await chat()
        await compareAndSet(ctx(), 'chats', { id: { equals: id } }, { createdAt })
      }
      site.clock.forward(days(92))
      await run()
      expect(await findRows(ctx(), 'chats', {}, { limit: 0 })).toEqual([])
      expect(await versions()).toBe(0)
      const [certificate] = await findRows(ctx(), 'gov-certificates', {}, { limit: 1, sort: '-createdAt' })
      expect(certificate?.rows).toBe(6)
    })

    it('refuses a year of five digits, which comes before this one where dates are text', async () => {
      const { id } = await chat()
      const before = await dateOf(id)
      const deleteAfter = '+020000-01-01T00:00:00.000Z'
      const written = site.payload.db.updateOne({ collection: 'chats', id, data: { deleteAfter } })
      await expect(written).rejects.toMatchObject({ code: 'invalidInput' })
      expect(await dateOf(id)).toBe(before)
      const createdAt = '+275760-09-13T00:00:00.000Z'
      expect((await site.rest('POST', '/chats', { body: { words: 'x', createdAt } })).status).toBe(400)
    })

    it('refuses a date that nobody can read in a draft as well', async () => {
      const { id } = await chat()
      const data = { createdAt: 'never' } as never
      const saved = site.payload.update({ collection: 'chats' as never, id, draft: true, data })
      await expect(saved).rejects.toMatchObject({ code: 'invalidInput' })
    })
  })

  it('refuses to let an editor bring the day nearer by saying that the record is older', async () => {
    const { id } = await chat()
    const before = await dateOf(id)
    const createdAt = '2020-01-01T00:00:00.000Z'
    const doors = {
      REST: () => site.rest('PATCH', `/chats/${id}`, { as: editor, body: { createdAt } }),
      draft: () => site.rest('PATCH', `/chats/${id}?draft=true`, { as: editor, body: { createdAt } }),
      bulk: () => site.rest('PATCH', `/chats?where[id][equals]=${id}`, { as: editor, body: { createdAt } }),
      GraphQL: () =>
        site.graphql(
          `mutation { updateChat(id: ${JSON.stringify(id)}, data: { createdAt: "${createdAt}" }) { id } }`,
          { as: editor },
        ),
    }
    for (const [door, knock] of Object.entries(doors)) {
      await knock()
      expect([door, await dateOf(id)]).toEqual([door, before])
    }
  })

  it('leaves no version of a record that is deleted while it is being saved', async () => {
    for (const draft of [true, false]) {
      const { id } = await chat()
      const { createVersion } = site.payload.db
      let deleted: number | undefined
      site.payload.db.createVersion = (async (args: never) => {
        site.payload.db.createVersion = createVersion
        const path = `/governance/retention/records/chats/${id}/delete`
        deleted = (await site.rest('POST', path, { as: officer })).status
        return createVersion(args)
      }) as never
      // Autosaves run in no transaction here: one that began before would keep the row until it ends.
      const saved = await site.payload
        .update({
          collection: 'chats' as never,
          id,
          draft,
          disableTransaction: true,
          data: { words: 'afterwards' } as never,
        })
        .then(
          () => 'saved',
          () => 'refused',
        )
      site.payload.db.createVersion = createVersion
      expect([draft, deleted, saved]).toEqual([draft, 200, 'refused'])
      expect(await countRows(ctx(), 'chats', { id: { equals: id } })).toBe(0)
    }
    const left = (await site.payload.db.findVersions({ collection: 'chats', where: {} })).docs
    expect(JSON.stringify(left)).not.toContain('afterwards')
  })
})
