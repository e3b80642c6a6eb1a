import { type CollectionConfig, createLocalReq } from 'payload'

import { type Bench, quantile, type Report, round, timed } from './timing.js'

const open = { create: () => true, read: () => true, update: () => true, delete: () => true }

/** Two copies of one collection: as many fields as a small page has. */
export const pages = (slug: string): CollectionConfig => ({
  slug,
  access: open,
  versions: { drafts: true, maxPerDoc: 100 },
  fields: [
    { name: 'title', type: 'text', localized: true },
    { name: 'summary', type: 'textarea', localized: true },
    { name: 'body', type: 'richText', localized: true },
    { name: 'day', type: 'date' },
    {
      name: 'links',
      type: 'array',
      fields: [
        { name: 'label', type: 'text' },
        { name: 'address', type: 'text' },
      ],
    },
  ],
})
const words = (index: number) => ({
  root: {
    type: 'root',
    direction: 'ltr',
    format: '',
    indent: 0,
    version: 1,
    children: Array.from({ length: 12 }, (_, paragraph) => ({
      type: 'paragraph',
      direction: 'ltr',
      format: '',
      indent: 0,
      version: 1,
      children: [
        {
          type: 'text',
          detail: 0,
          format: 0,
          mode: 'normal',
          style: '',
          version: 1,
          text: `Paragraph ${paragraph} of ${index}. `.repeat(8),
        },
      ],
    })),
  },
})

/** What a person writes into one of them. */
export const content = (serial: number): Record<string, unknown> => ({
  title: `Title ${serial}`,
  summary: `Summary ${serial}`,
  body: words(serial),
  day: '2026-03-02T15:00:00.000Z',
  links: [1, 2, 3].map((link) => ({ label: `Link ${link}`, address: `https://example.org/${serial}` })),
})

/** Saves, publications and reads of both copies, one after the other, so that whatever slows one slows both. */
export const writes = async ({ site, author, administrator, req }: Bench, small: boolean, report: Report) => {
  const { payload } = site
  const documents = small ? 4 : 25
  const versions = small ? 3 : 20
  const rounds = small ? 2 : 8
  const slugs = ['governed', 'ungoverned'] as const
  const ids: Record<string, (number | string)[]> = { governed: [], ungoverned: [] }
  let serial = 0
  const next = (): Record<string, unknown> => content((serial += 1))
  const save = async (collection: string, id: number | string, data: object): Promise<unknown> =>
    payload.update({
      collection,
      id,
      data,
      draft: true,
      depth: 0,
      overrideAccess: false,
      req: await req(author),
    } as never)
  for (let index = 0; index < documents; index += 1) {
    for (const slug of slugs) {
      const made = await payload.create({ collection: slug, draft: true, data: next() } as never)
      ids[slug]!.push(made.id)
      for (let version = 1; version < versions; version += 1) await save(slug, made.id, next())
    }
  }
  const both = async (
    measure: (slug: string, id: number | string) => Promise<number>,
  ): Promise<Record<string, number[]>> => {
    const times: Record<string, number[]> = { governed: [], ungoverned: [] }
    for (let index = 0; index < documents; index += 1) {
      // Who goes first changes, so that nobody always pays for what is cold.
      for (const slug of index % 2 === 0 ? slugs : [...slugs].reverse())
        times[slug]!.push(await measure(slug, ids[slug]![index]!))
    }
    return times
  }
  const compare = (what: string, parts: Record<string, number[]>[]): number => {
    const all = (slug: string): number[] => parts.flatMap((part) => part[slug]!)
    for (const slug of slugs) report(`${what}, ${slug}`, all(slug))
    return round(quantile(all('governed'), 0.5) / quantile(all('ungoverned'), 0.5))
  }

  const saves = []
  for (let turn = 0; turn < rounds; turn += 1) {
    saves.push(
      await both(async (slug, id) => {
        const data = next()
        return timed(() => save(slug, id, data))
      }),
    )
  }
  const draftSave = compare('save a draft', saves)

  const approve = async (id: number | string): Promise<void> => {
    const path = `/governance/approvals/collections/governed/${id}`
    const submitted = await site.rest('POST', `${path}/submit`, { as: author })
    const { hash } = submitted.body
    const answer = await site.rest('POST', `${path}/approve`, {
      as: administrator,
      body: { hash, attested: true },
    })
    if (answer.status !== 200) throw new Error(`approve: ${answer.text}`)
  }
  const publications = []
  for (let turn = 0; turn < Math.max(2, rounds / 2); turn += 1) {
    await both(async (slug, id) => {
      await save(slug, id, next())
      if (slug === 'governed') await approve(id)
      return 0
    })
    publications.push(
      await both(async (slug, id) => {
        const by = await req(author)
        return timed(() =>
          payload.update({
            collection: slug,
            id,
            data: { _status: 'published' },
            depth: 0,
            overrideAccess: false,
            req: by,
          } as never),
        )
      }),
    )
  }
  const publish = compare('publish', publications)

  const reads = []
  for (let turn = 0; turn < rounds * 4; turn += 1) {
    reads.push(
      await both(async (slug, id) => {
        const visitor = await createLocalReq({}, payload)
        return timed(async () => {
          await payload.findByID({ collection: slug, id, overrideAccess: false, req: visitor } as never)
          await payload.find({
            collection: slug,
            where: { _status: { equals: 'published' } },
            limit: 10,
            overrideAccess: false,
            req: visitor,
          } as never)
        })
      }),
    )
  }
  return { draftSave, publish, readPublished: compare('read published', reads) }
}
