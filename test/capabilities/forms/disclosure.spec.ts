import type { CollectionConfig } from 'payload'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { sanitizeForms } from '../../../src/capabilities/forms/options.js'
import { type Person, posts, type Stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { publishNotice } from '../notices/publishing.js'
import { formSite, makeForm, surveys } from './contact.js'

const MINUTES = 60_000
const CANARY = 'I live at 12 Elm Street'

/** A host's own collection that points to what was sent. */
const tickets: CollectionConfig = {
  slug: 'tickets',
  fields: [{ name: 'about', type: 'relationship', relationTo: 'form-submissions' as never }],
}

describeDatabases('what strangers wrote is masked', (database) => {
  let site: Stand
  let worker: Person
  let colleague: Person
  let creator: Person
  let message: number | string
  let form: number | string
  beforeAll(async () => {
    site = await formSite(database, {
      collections: [posts, surveys, tickets],
      plugin: { forms: { collections: { surveys: {} }, mask: true } },
    })
    worker = await site.person('worker', ['communications'])
    colleague = await site.person('colleague', ['communications'])
    creator = await site.person('creator', ['content-creator'])
    const officer = await site.person('officer', ['privacy-officer'])
    await publishNotice(site, officer, 'first')
    form = await makeForm(site)
    const sent = await site.rest('POST', '/info/form/contact', { body: { values: { message: CANARY } } })
    expect(sent.status).toBe(201)
    message = (await site.payload.find({ collection: 'form-submissions' as never })).docs[0]!.id
  })
  afterAll(async () => {
    await site?.stop()
  })
  const path = () => `/governance/disclosures/form-submissions/${message}`
  const ask = (as: Person | undefined, body: Record<string, unknown>) =>
    site.rest('POST', path(), { as, body })
  const entries = async (): Promise<any[]> =>
    (
      await site.payload.find({
        collection: 'gov-ledger' as never,
        where: { action: { equals: 'forms.disclosed' } },
        sort: 'createdAt',
      })
    ).docs
  const id = () => (typeof message === 'number' ? String(message) : `"${message}"`)
  /** Whether any door tells this reader what was written. */
  const told = async (as: Person): Promise<string[]> => {
    const req = await site.request({ as })
    const answers: [string, string][] = [
      ['list', (await site.rest('GET', '/form-submissions', { as })).text],
      ['document', (await site.rest('GET', `/form-submissions/${message}`, { as })).text],
      ['deep', (await site.rest('GET', `/form-submissions/${message}?depth=3`, { as })).text],
      [
        'select',
        (await site.rest('GET', `/form-submissions/${message}?select[submissionData]=true`, { as })).text,
      ],
      [
        'GraphQL',
        JSON.stringify(
          await site.graphql(`{ FormSubmission(id: ${id()}) { id submissionData { field value } } }`, { as }),
        ),
      ],
      [
        'Local',
        JSON.stringify(
          await site.payload.find({ collection: 'form-submissions' as never, overrideAccess: false, req }),
        ),
      ],
    ]
    return answers.filter(([, text]) => text.includes(CANARY)).map(([door]) => door)
  }

  it('to those who may read the row, on every door, until they ask', async () => {
    expect(await told(worker)).toEqual([])
    // The row itself is there: when, and by which form.
    expect((await site.rest('GET', '/form-submissions', { as: worker })).body.totalDocs).toBe(1)
  })

  it('cannot be guessed by a condition, an order or a list of values, asked for or not', async () => {
    for (const query of [
      'where[submissionData.value][contains]=Elm',
      'where[submissionData.value][exists]=true',
      'where[or][0][submissionData.field][equals]=message',
      'sort=submissionData.value',
    ]) {
      const listed = await site.rest('GET', `/form-submissions?${query}`, { as: worker })
      expect([query, listed.status]).toEqual([query, 400])
    }
    // Nor by way of what points to it.
    for (const query of [
      'where[about.submissionData.value][contains]=Elm',
      'sort=about.submissionData.value',
    ]) {
      const answer = await site.rest('GET', `/tickets?${query}`, { as: worker })
      expect([query, answer.status]).toEqual([query, 400])
    }
    const counted = await site.rest(
      'GET',
      '/form-submissions/count?where[submissionData.value][contains]=Elm',
      {
        as: worker,
      },
    )
    expect(counted.status).toBe(400)
    const req = await site.request({ as: worker })
    const distinct = site.payload.findDistinct({
      collection: 'form-submissions' as never,
      field: 'submissionData.value' as never,
      overrideAccess: false,
      req,
    })
    await expect(distinct).rejects.toThrow()
  })

  it('opens for whoever gives a reason, to them alone, with one entry', async () => {
    expect((await ask(worker, {})).body.errors[0].data.code).toBe('invalidInput')
    expect((await ask(worker, { reason: 'because', words: ' ' })).status).toBe(400)
    expect((await ask(worker, { reason: 'answer' })).status).toBe(200)
    expect((await ask(worker, { reason: 'answer' })).status).toBe(200)
    expect(await told(worker)).toEqual(['list', 'document', 'deep', 'select', 'GraphQL', 'Local'])
    expect(await told(colleague)).toEqual([])
    const [entry, ...more] = await entries()
    expect(more).toEqual([])
    expect(entry).toMatchObject({
      subject: `form-submissions:${message}`,
      actorRef: worker.ref,
      facts: { reason: 'answer' },
    })
  })

  it('closes after fifteen minutes, and asking again is another entry', async () => {
    site.clock.forward(14 * MINUTES)
    expect(await told(worker)).not.toEqual([])
    site.clock.forward(2 * MINUTES)
    expect(await told(worker)).toEqual([])
    expect((await ask(worker, { words: 'She telephoned and asked what she wrote' })).status).toBe(200)
    expect(await told(worker)).not.toEqual([])
    const all = await entries()
    expect(all.map(({ facts }) => facts.reason)).toEqual(['answer', 'words'])
    expect(JSON.stringify(all)).not.toContain('telephoned')
  })

  it('opens once when asked ten times at the same instant', async () => {
    const before = (await entries()).length
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => ask(colleague, { reason: 'handOver' })),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200))
    expect((await entries()).length).toBe(before + 1)
  })

  it('is not opened by asking for what one may not read, nor for what is not masked', async () => {
    expect((await ask(creator, { reason: 'answer' })).status).toBe(404)
    expect((await ask(undefined, { reason: 'answer' })).status).toBe(401)
    const post = await site.payload.create({
      collection: 'posts',
      data: { title: 'A post' } as never,
      draft: true,
    })
    const posts = await site.rest('POST', `/governance/disclosures/posts/${post.id}`, {
      as: worker,
      body: { reason: 'answer' },
    })
    expect(posts.status).toBe(404)
    const state = (await site.rest('GET', path(), { as: creator })).status
    expect(state).toBe(404)
  })

  it('stays open to the host’s own code, and the sender reads what they sent', async () => {
    const { docs } = await site.payload.find({ collection: 'form-submissions' as never })
    expect(JSON.stringify(docs)).toContain(CANARY)
    const body = { form, submissionData: [{ field: 'message', value: CANARY }] }
    for (const as of [undefined, creator])
      expect((await site.rest('POST', '/form-submissions', { as, body })).text).toContain(CANARY)
  })

  it('can be switched off', () => {
    expect(sanitizeForms({ mask: false }).mask).toBe(false)
    expect(sanitizeForms().mask).toBe(true)
    expect(() => sanitizeForms({ mask: 'no' as never })).toThrow('forms.mask')
  })
})
