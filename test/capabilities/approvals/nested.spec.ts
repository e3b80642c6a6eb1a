import type { CollectionConfig } from 'payload'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { type Person, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'

const details = {
  name: 'details',
  type: 'group' as const,
  fields: [
    { name: 'label', type: 'text' as const, localized: true },
    // A host's own field of that name: an article number, a form's id. It is content.
    { name: 'id', type: 'text' as const },
  ],
}

const guides: CollectionConfig = {
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

describeDatabases('groups inside rows', (database) => {
  let site: Stand
  let author: Person
  let approver: Person
  beforeAll(async () => {
    site = await stand(database, { collections: [guides] })
    author = await site.person('author', ['content-creator'])
    approver = await site.person('approver', ['administrator'])
  })
  afterAll(async () => {
    await site?.stop()
  })

  it('have one image before and after a write, and an approval that only a change voids', async () => {
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

    // The host's own field is part of what was approved.
    const steps = content('A-3').steps
    const changed = await site.rest('PATCH', `/guides/${id}`, {
      as: author,
      body: { _status: 'published', steps },
    })
    expect(changed.status).toBe(403)
    const saved = await saveDraft({ steps })
    const draft = await status()
    // Payload 3.90 keeps a field of that name in a group inside a row on MongoDB only; SQL drops its value.
    const kept = saved.body.doc.steps[1].details.id === 'A-3'
    expect(kept).toBe(database.name.startsWith('mongodb'))
    if (kept) expect(draft.hash).not.toBe(hash)
    else expect(draft.hash).toBe(hash)
    expect(draft.live).toBe(true)
    const live = await site.rest('GET', `/guides/${id}`)
    expect(live.body.steps[1].details).toMatchObject({ label: 'Wait', ...(kept ? { id: 'A-2' } : {}) })
  })
})
