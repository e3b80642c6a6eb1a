import { formBuilderPlugin } from '@payloadcms/plugin-form-builder'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { countRows } from '../../../src/platform/db.js'
import { type Person, posts, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { publishNotice } from '../notices/publishing.js'
import { makeForm } from './contact.js'

describeDatabases('deleting a form', (database) => {
  let site: Stand
  let officer: Person
  let used: number | string
  let empty: number | string
  beforeAll(async () => {
    site = await stand(database, {
      collections: [posts],
      config: { plugins: [formBuilderPlugin({ formOverrides: { trash: true } })] },
      plugin: { intake: { perSource: 10_000, total: 10_000, minFillSeconds: 0 } },
    })
    officer = await site.person('officer', ['privacy-officer'])
    await publishNotice(site, officer, 'first')
    used = await makeForm(site, 'used')
    empty = await makeForm(site, 'empty')
    for (const message of ['one', 'two']) {
      const submissionData = [{ field: 'message', value: message }]
      const sent = await site.rest('POST', '/form-submissions', { body: { form: used, submissionData } })
      expect(sent.status).toBe(201)
    }
  })
  afterAll(async () => {
    await site?.stop()
  })

  const ctx = () => ({ payload: site.payload })
  const counts = async () => [
    await countRows(ctx(), 'forms', {}),
    await countRows(ctx(), 'form-submissions', {}),
  ]
  const literal = (id: number | string) => (typeof id === 'number' ? String(id) : `"${id}"`)

  it('says by every door how many of its messages are in the way and what to do, and deletes nothing', async () => {
    const before = await counts()
    const rest = await site.rest('DELETE', `/forms/${used}`, { as: officer })
    expect([rest.status, rest.body.errors[0].data]).toEqual([409, { code: 'stateConflict', messages: 2 }])
    expect(rest.body.errors[0].message).toMatch(/still here \(2\)\. Close it instead/)
    const french = await site.rest('DELETE', `/forms/${used}`, { as: officer, lang: 'fr' })
    expect(french.body.errors[0].message).toMatch(/reçus par son entremise \(2\)\. Fermez-le plutôt/)
    const bulk = await site.rest('DELETE', `/forms?where[id][in]=${used}`, { as: officer, lang: 'fr' })
    expect(bulk.status).toBe(400)
    expect(bulk.body.errors).toEqual([
      { id: used, isPublic: true, message: expect.stringContaining('(2). Fermez-le') },
    ])
    const graphql = await site.graphql(`mutation { deleteForm(id: ${literal(used)}) { id } }`, {
      as: officer,
    })
    expect(graphql.errors?.[0]?.message).toContain('still here (2)')
    const refused = { code: 'stateConflict', status: 409 }
    await expect(
      site.payload.delete({ collection: 'forms' as never, id: used as never }),
    ).rejects.toMatchObject(refused)
    const { db } = site.payload
    await expect(
      db.deleteOne({ collection: 'forms', where: { id: { equals: used } } }),
    ).rejects.toMatchObject(refused)
    await expect(db.deleteMany({ collection: 'forms', where: {} })).rejects.toMatchObject(refused)
    expect(await counts()).toEqual(before)
  })

  it('takes it into the trash and back, but not from there away', async () => {
    const trash = (deletedAt: null | string) =>
      site.rest('PATCH', `/forms/${used}?trash=true`, { as: officer, body: { deletedAt } })
    expect((await trash('2026-03-02T15:00:00.000Z')).status).toBe(200)
    expect((await site.rest('DELETE', `/forms/${used}?trash=true`, { as: officer })).status).toBe(409)
    expect((await trash(null)).status).toBe(200)
  })

  it('deletes one that nothing came by, and one whose messages are gone', async () => {
    expect((await site.rest('DELETE', `/forms/${empty}`, { as: officer })).status).toBe(200)
    const { docs } = await site.payload.find({ collection: 'form-submissions' as never })
    for (const { id } of docs) {
      const gone = await site.rest('POST', `/governance/retention/records/form-submissions/${id}/delete`, {
        as: officer,
      })
      expect(gone.status).toBe(200)
    }
    expect((await site.rest('DELETE', `/forms/${used}`, { as: officer })).status).toBe(200)
    expect(await counts()).toEqual([0, 0])
  })
})
