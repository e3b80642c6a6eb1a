import type { CollectionConfig } from 'payload'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { publishAsHost } from '../../../src/index.js'
import { type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'

const pages = (slug: string): CollectionConfig => ({
  slug,
  access: { read: () => true, create: () => true, update: () => true },
  versions: { drafts: true },
  fields: [
    { name: 'title', type: 'text', localized: true },
    { name: 'links', type: 'array', fields: [{ name: 'label', type: 'text' }] },
  ],
  hooks: { afterRead: [({ doc }) => doc] },
})
const banner = (slug: string) => ({
  slug,
  access: { read: () => true },
  versions: { drafts: true },
  fields: [{ name: 'text', type: 'text' as const }],
})

/** Names of the stored fields, and of the fields that change what is read. */
const fieldsOf = (fields: any[]): { stored: string[]; reading: string[] } => ({
  stored: fields.filter(({ type }) => type !== 'ui').map(({ name }) => name),
  reading: fields
    .filter(({ hooks, virtual }) => virtual || hooks?.afterRead?.length || hooks?.beforeRead?.length)
    .map(({ name }) => name),
})

describeDatabases('approvals: reading', (database) => {
  let site: Stand
  beforeAll(async () => {
    site = await stand(database, {
      collections: [pages('governed'), pages('ungoverned')],
      config: { globals: [banner('governed-banner'), banner('ungoverned-banner')] },
      plugin: { approvals: { collections: ['governed'], globals: ['governed-banner'] } },
    })
  })
  afterAll(async () => {
    await site?.stop()
  })

  it('gains no hook and no field: the configurations of a governed and an ungoverned copy agree', () => {
    const of = (slug: string) => {
      const { config } = site.payload.collections[slug as never] as any
      const { afterRead, beforeRead, afterOperation } = config.hooks
      return {
        afterRead: afterRead.length,
        beforeRead: beforeRead.length,
        afterOperation: afterOperation.length,
        fields: fieldsOf(config.flattenedFields),
        sameRule: config.access.read() === true,
      }
    }
    expect(of('governed')).toEqual(of('ungoverned'))
    const ofGlobal = (slug: string) => {
      const config = site.payload.globals.config.find((one) => one.slug === slug) as any
      const { afterRead, beforeRead } = config.hooks
      return {
        afterRead: afterRead.length,
        beforeRead: beforeRead.length,
        fields: fieldsOf(config.flattenedFields),
      }
    }
    expect(ofGlobal('governed-banner')).toEqual(ofGlobal('ungoverned-banner'))
  })

  it('answers visitors alike', async () => {
    const content = { title: 'Open days', links: [{ label: 'Map' }] }
    for (const collection of ['governed', 'ungoverned'])
      await publishAsHost(site.payload, { collection, data: content, reason: 'Fixture' })
    const shapeOf = (value: any): unknown => {
      if (Array.isArray(value)) return value.map(shapeOf)
      if (value === null || typeof value !== 'object') return typeof value
      return Object.fromEntries(
        Object.keys(value)
          .sort()
          .map((key) => [key, shapeOf(value[key])]),
      )
    }
    const answers = async (slug: string) => {
      const list = await site.rest('GET', `/${slug}?locale=all`)
      const one = await site.rest('GET', `/${slug}/${list.body.docs[0].id}`)
      const many = slug === 'governed' ? 'Governeds' : 'Ungoverneds'
      const { data, errors } = await site.graphql(`{ ${many} { docs { title links { label } _status } } }`)
      expect(errors).toBeUndefined()
      return { list: shapeOf(list.body), one: shapeOf(one.body), graphql: data?.[many] }
    }
    const governed = await answers('governed')
    expect(governed).toEqual(await answers('ungoverned'))
    expect(JSON.stringify(governed.graphql)).toContain('Open days')
  })
})
