import { afterEach, expect, it } from 'vitest'

import { countRows } from '../../../src/platform/db.js'
import { type Stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { publishNotice } from '../notices/publishing.js'
import { fill, formSite, makeForm } from './contact.js'

const TOTAL = 3

describeDatabases('intake of forms', (database) => {
  let site: Stand
  afterEach(async () => {
    await site?.stop()
  })
  const open = async (): Promise<number | string> => {
    site = await formSite(database, {
      plugin: { intake: { perSource: 1000, total: TOTAL, minFillSeconds: 0 } },
    })
    await publishNotice(site, await site.person('officer', ['privacy-officer']), 'first')
    return makeForm(site)
  }
  const rest = (form: number | string, field: string) =>
    site.rest('POST', '/form-submissions', {
      body: { form, submissionData: [{ field, value: 'Hello' }] },
      headers: { 'x-forwarded-for': '192.0.2.7' },
    })
  const graphql = (form: number | string, field: string) =>
    site.graphql(
      `mutation { createFormSubmission(data: { form: ${JSON.stringify(form)}, submissionData: [{ field: "${field}", value: "Hello" }] }) { id } }`,
    )
  const stored = () => countRows({ payload: site.payload }, 'form-submissions', {})

  it('is not used up by what is refused: only what was accepted counts for the whole', async () => {
    const form = await open()
    // The message, which the form asks for, is missing.
    for (let tries = 0; tries < TOTAL + 2; tries += 1) {
      expect((await rest(form, 'name')).status).toBe(400)
      expect((await rest('nothing', 'message')).status).toBe(400)
      expect((await graphql(form, 'name')).errors).toHaveLength(1)
      const page = { form: await fill(site, { f_name: 'Robin' }) }
      expect((await site.rest('POST', '/info/form/contact', page)).status).toBe(400)
    }
    expect((await rest(form, 'message')).status).toBe(201)
    expect((await graphql(form, 'message')).errors).toBeUndefined()
    expect((await rest(form, 'message')).status).toBe(201)
    expect((await rest(form, 'message')).status).toBe(429)
    expect((await graphql(form, 'message')).errors?.[0]?.message).toMatch(/Too many/)
    // What was turned away for the limit did not move it.
    expect((await rest(form, 'message')).status).toBe(429)
    expect(await stored()).toBe(TOTAL)
  })

  it('accepts no more than the whole when many come at once', async () => {
    const form = await open()
    const answers = await Promise.all(
      Array.from({ length: 4 * TOTAL }, (_, i) => rest(form, i % 2 ? 'message' : 'name')),
    )
    expect(answers.filter(({ status }) => status === 201).length).toBeLessThanOrEqual(TOTAL)
    expect(await stored()).toBeLessThanOrEqual(TOTAL)
    // None of the refused ones keeps a place.
    while ((await stored()) < TOTAL) expect((await rest(form, 'message')).status).toBe(201)
    expect((await rest(form, 'message')).status).toBe(429)
  })
})
