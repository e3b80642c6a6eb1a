import type { CollectionConfig } from 'payload'
import { expect } from 'vitest'

import type { Person, Stand } from '../../helpers/boot.js'

const details = {
  name: 'details',
  type: 'group' as const,
  fields: [
    { name: 'label', type: 'text' as const, localized: true },
    // A name that only Payload's own ids may have.
    { name: 'id', type: 'text' as const },
  ],
}

export const guides: CollectionConfig = {
  slug: 'guides',
  access: { create: () => true, read: () => true, update: () => true },
  versions: { drafts: true },
  fields: [
    { name: 'title', type: 'text' },
    {
      name: 'steps',
      type: 'array',
      fields: [details, { name: 'parts', type: 'array', fields: [{ ...details, name: 'inner' }] }],
    },
    { name: 'sections', type: 'blocks', blocks: [{ slug: 'note', fields: [details] }] },
  ],
}

const content = (id: string) => ({
  title: 'How to reach us',
  steps: [
    { details: { label: 'Call', id: 'A-1' }, parts: [{ inner: { label: 'Dial', id: 'B-1' } }] },
    { details: { label: 'Wait', id }, parts: [] },
  ],
  sections: [{ blockType: 'note', details: { label: 'At night', id: 'C-1' } }],
})

/** One image before and after a write, and an approval that only a change voids, for groups inside rows. */
export const groupsInsideRows = async (site: Stand, author: Person, approver: Person): Promise<void> => {
  const made = await site.rest('POST', '/guides?draft=true', { as: author, body: content('A-2') })
  expect(made.status).toBe(201)
  const { id } = made.body.doc
  const path = `/governance/approvals/collections/guides/${id}`
  const status = async () => (await site.rest('GET', path, { as: approver })).body
  const saveDraft = (body: Record<string, unknown>) =>
    site.rest('PATCH', `/guides/${id}?draft=true`, { as: author, body })
  const submitted = await site.rest('POST', `${path}/submit`, { as: author, body: {} })
  expect(submitted.status).toBe(200)
  const { hash } = submitted.body
  const approve = await site.rest('POST', `${path}/approve`, {
    as: approver,
    body: { hash, attested: true },
  })
  expect(approve.status).toBe(200)
  expect(await status()).toMatchObject({ state: 'approved', hash, timeZone: 'America/Toronto' })

  // Saved as it came back from the server, rows with their ids: nothing changed.
  const { doc } = (await saveDraft({})).body
  await saveDraft({ steps: doc.steps, sections: doc.sections })
  expect(await status()).toMatchObject({ state: 'approved', hash, changed: [] })
  const published = await site.rest('POST', `${path}/publish`, { as: author, body: {} })
  expect(published.status).toBe(200)
  expect(await status()).toMatchObject({ state: 'live', live: true, hash })
  const same = await site.rest('PATCH', `/guides/${id}`, { as: author, body: { _status: 'published' } })
  expect(same.status).toBe(200)
  expect(await status()).toMatchObject({ state: 'live', live: true, hash })

  // Payload 3.90 drops a field named "id" there, whoever writes it: it neither voids nor shows anything.
  const { steps } = content('A-3')
  const live = { as: author, body: { _status: 'published', steps } }
  expect((await site.rest('PATCH', `/guides/${id}`, live)).status).toBe(200)
  await saveDraft({ steps })
  expect(await status()).toMatchObject({ state: 'live', live: true, hash })
  const visitor = await site.rest('GET', `/guides/${id}`)
  expect(visitor.body.steps[1].details).toEqual({ label: 'Wait' })
  expect(visitor.text).not.toMatch(/[AB]-\d/)

  // Any other field there is part of what was approved.
  const [first, second] = steps
  const other = [first, { ...second!, details: { label: 'Wait longer' } }]
  const changed = { as: author, body: { _status: 'published', steps: other } }
  expect((await site.rest('PATCH', `/guides/${id}`, changed)).status).toBe(403)
  await saveDraft({ steps: other })
  expect((await status()).hash).not.toBe(hash)
}
