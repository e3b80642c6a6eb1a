import { formBuilderPlugin } from '@payloadcms/plugin-form-builder'
import type { CollectionConfig } from 'payload'
import { afterAll, beforeAll, expect, it } from 'vitest'

import type { GovernanceOptions } from '../../src/index.js'
import { adapterFor, type FreshDatabase } from '../helpers/databases.js'
import { describeDatabases } from '../helpers/describeDatabases.js'
import { type Stand, stand } from '../helpers/boot.js'

const visits: CollectionConfig = { slug: 'visits', fields: [{ name: 'words', type: 'text' }] }
const named = { collections: { visits: { months: 1 } } }

describeDatabases('a capability that is switched off', (database) => {
  let fresh: FreshDatabase
  let site: Stand
  const start = async (plugin: GovernanceOptions): Promise<void> => {
    await site?.stop()
    site = await stand(database, {
      on: { ...fresh, db: adapterFor(fresh.uri) },
      collections: [visits],
      config: { plugins: [formBuilderPlugin({ fields: { payment: false } })] },
      plugin: { notices: false, ...plugin },
    })
  }
  const stored = async (collection: string): Promise<any> =>
    (await site.payload.find({ collection: collection as never, limit: 1, overrideAccess: true })).docs[0]

  beforeAll(async () => {
    fresh = await database.adapter()
    await start({ retention: named })
  })
  afterAll(async () => {
    await site?.stop()
    await fresh?.drop()
  })

  it("keeps what it wrote on the host's records, out of sight, until it is on again", async () => {
    const { payload } = site
    const form = await payload.create({
      collection: 'forms',
      data: {
        title: 'Contact',
        governanceSlug: 'contact',
        confirmationType: 'redirect',
        redirect: { url: 'https://lakeshore.example/thanks' },
        fields: [
          {
            blockType: 'text',
            name: 'message',
            label: 'Message',
            governance: { dataClass: 'personal', purpose: 'contact', basis: 'voluntary' },
          },
        ],
      } as never,
    } as never)
    await payload.create({
      collection: 'form-submissions',
      data: {
        form: (form as { id: number }).id,
        submissionData: [{ field: 'message', value: 'Hello' }],
      } as never,
    } as never)
    await payload.create({ collection: 'visits', data: { words: 'x' } as never } as never)
    const dates = {
      visits: (await stored('visits')).deleteAfter,
      'form-submissions': (await stored('form-submissions')).deleteAfter,
    }
    const before = await payload.db.findOne<any>({ collection: 'form-submissions', where: {} })
    expect(dates).toEqual({ visits: expect.any(String), 'form-submissions': expect.any(String) })

    await start({ retention: { enabled: false, ...named }, forms: false })
    const field = site.payload.collections['visits' as never] as any
    expect(field.config.flattenedFields.find(({ name }: any) => name === 'deleteAfter').admin.hidden).toBe(
      true,
    )
    // Nothing is judged: the host deletes as it likes.
    await site.payload.create({ collection: 'visits', data: { words: 'y' } as never } as never)
    await site.payload.delete({ collection: 'visits' as never, where: { words: { equals: 'y' } } as never })

    await start({ retention: named })
    expect((await stored('visits')).deleteAfter).toBe(dates.visits)
    expect((await stored('form-submissions')).deleteAfter).toBe(dates['form-submissions'])
    expect((await stored('forms')).governanceSlug).toBe('contact')
    const after = await site.payload.db.findOne<any>({ collection: 'form-submissions', where: {} })
    expect(after).toEqual(before)
  })

  it('keeps with a plain false what it would add by itself, and loses only what its options named', async () => {
    const other = await stand(database, {
      collections: [visits],
      config: { plugins: [formBuilderPlugin({ fields: { payment: false } })] },
      plugin: { retention: false, forms: false },
    })
    const has = (slug: string, name: string): boolean =>
      (other.payload.collections[slug as never] as any).config.flattenedFields.some(
        (field: any) => field.name === name,
      )
    try {
      expect(has('form-submissions', 'deleteAfter')).toBe(true)
      expect(has('form-submissions', 'governanceKey')).toBe(true)
      expect(has('forms', 'governanceSlug')).toBe(true)
      expect(has('visits', 'deleteAfter')).toBe(false)
    } finally {
      await other.stop()
    }
  })
})
