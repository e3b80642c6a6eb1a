import type { CollectionConfig } from 'payload'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { countAmong, filledAmong, heldElsewhere, rowsAmong, versionsAmong } from '../../src/platform/among.js'
import { type Stand, stand } from '../helpers/boot.js'
import { describeDatabases } from '../helpers/describeDatabases.js'

/** What means something in a list of Postgres, in JSON or in SQL. */
const STRANGE = ['a,b', '{c}', '"d"', "e'f", 'g\\h', 'null', ' ', 'é – 😀', '$1', '%']

const shelves: CollectionConfig = { slug: 'shelves', fields: [{ name: 'label', type: 'text' }] }
const books: CollectionConfig = {
  slug: 'books',
  versions: { drafts: true },
  fields: [
    { name: 'mark', type: 'text', index: true },
    { name: 'shelf', type: 'relationship', relationTo: 'shelves' },
  ],
}
const empty: CollectionConfig = { slug: 'emptyOnes', fields: [{ name: 'label', type: 'text' }] }

type Id = number | string

describeDatabases('questions about many values at once', (database) => {
  let site: Stand
  let ids: Id[]
  let shelf: Id
  const at = (): { payload: Stand['payload'] } => ({ payload: site.payload })
  const sorted = (values: unknown[]): string[] => values.map(String).sort()

  beforeAll(async () => {
    site = await stand(database, { collections: [shelves, books, empty], plugin: { approvals: false } })
    shelf = (await site.payload.create({ collection: 'shelves' as never, data: { label: 'one' } as never }))
      .id
    ids = []
    for (const mark of [...STRANGE, 'other'])
      ids.push(
        (
          await site.payload.create({
            collection: 'books' as never,
            data: { mark, ...(mark === 'other' ? { shelf } : {}) } as never,
          })
        ).id,
      )
  })
  afterAll(async () => {
    await site?.stop()
  })

  it('find the rows that hold one of hundreds of texts, whatever is in them, and no others', async () => {
    const many = [...STRANGE, ...Array.from({ length: 600 }, (_, n) => `nothing-${n}`)]
    const rows = await rowsAmong(at(), 'books', 'mark', many, ['mark'])
    expect(rows.map(({ mark }) => mark as string).sort()).toEqual([...STRANGE].sort())
    expect(sorted(rows.map(({ id }) => id))).toEqual(sorted(ids.slice(0, STRANGE.length)))
    expect(await countAmong(at(), 'books', 'mark', many)).toBe(STRANGE.length)
    expect(await countAmong(at(), 'books', 'mark', [])).toBe(0)
  })

  it('find rows by their ids, each once', async () => {
    const rows = await rowsAmong(at(), 'books', 'id', [...ids, ...ids], ['createdAt'])
    expect(sorted(rows.map(({ id }) => id))).toEqual(sorted(ids))
    expect(rows.every(({ createdAt }) => !Number.isNaN(new Date(createdAt as string).getTime()))).toBe(true)
  })

  it('say which collections hold anything at all', async () => {
    const asked = ['books', 'emptyOnes', 'shelves', 'not-there']
    expect(await filledAmong(at(), asked)).toEqual(new Set(['books', 'shelves']))
    expect(await filledAmong(at(), ['not-there'])).toEqual(new Set())
  })

  it('find who else names a document: rows that stay and their versions, not those that go', async () => {
    const isSQL = !database.name.startsWith('mongodb')
    const other = ids.at(-1)!
    for (const versions of [false, true]) {
      const where = { collection: 'books', field: 'shelf', versions }
      const [found, leaving] = [
        await heldElsewhere(at(), where, [shelf], ids.slice(0, 3)),
        await heldElsewhere(at(), where, [shelf], [other]),
      ]
      // Payload asks MongoDB for it.
      expect([found, leaving]).toEqual(isSQL ? [[String(shelf)], []] : [null, null])
    }
    const named = await versionsAmong(at(), 'books', [other], ['shelf'])
    expect(named).toEqual(isSQL ? [{ parent: other, version: { shelf }, many: 1 }] : null)
  })
})
