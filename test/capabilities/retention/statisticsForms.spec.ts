import { afterAll, beforeAll, expect, it } from 'vitest'

import type { FieldStatistics } from '../../../src/capabilities/retention/statistics.js'
import { governanceTick } from '../../../src/index.js'
import { compareAndSet, countRows, findRows } from '../../../src/platform/db.js'
import { runtimeOf } from '../../../src/platform/runtime.js'
import { translatorFor } from '../../../src/platform/translate.js'
import { type Person, type Stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { formSite, needed, voluntary } from '../forms/contact.js'
import { publishNotice, richText } from '../notices/publishing.js'

const STATISTICS = '/governance/retention/statistics'

describeDatabases('anonymizing messages of forms', (database) => {
  let site: Stand
  let officer: Person
  let clerk: Person

  const at = () => ({ payload: site.payload })
  const makeForm = async (slug: string, more: object = {}): Promise<number | string> => {
    const made = await site.payload.create({
      collection: 'forms' as never,
      data: {
        title: `Form ${slug}`,
        governanceSlug: slug,
        confirmationType: 'message',
        confirmationMessage: richText('Thank you.'),
        fields: [
          { blockType: 'textarea', name: 'message', label: 'Message', required: true, governance: needed },
          { blockType: 'text', name: 'town', label: 'Town', governance: voluntary },
          {
            ...{ blockType: 'select', name: 'topic', label: 'What is it about?', governance: voluntary },
            options: ['help', 'other'].map((value) => ({ label: `For ${value}`, value })),
          },
        ],
        ...more,
      } as never,
    })
    return (made as unknown as { id: number | string }).id
  }
  const send = async (form: number | string, count: number, topic?: string): Promise<void> => {
    for (let n = 0; n < count; n += 1) {
      const submissionData = [
        { field: 'message', value: 'CANARY' },
        { field: 'town', value: 'CANARY' },
        ...(topic ? [{ field: 'topic', value: topic }] : []),
      ]
      const sent = await site.rest('POST', '/form-submissions', { body: { form, submissionData } })
      expect(sent.status, sent.text).toBe(201)
      // Payload dates rows by the machine's clock.
      const one = { id: { equals: sent.body.doc.id as string } }
      await compareAndSet(at(), 'form-submissions', one, { createdAt: site.clock.now().toISOString() })
    }
  }
  const shown = async (as: Person): Promise<FieldStatistics[]> =>
    (await site.rest('GET', STATISTICS, { as })).body.fields as FieldStatistics[]

  beforeAll(async () => {
    site = await formSite(database, {
      plugin: {
        retention: {
          collections: { 'form-submissions': { action: 'anonymize', keep: ['topic', 'town'] } },
          mostShare: 1,
          silentHours: 10_000,
          pace: 'full',
        },
      },
    })
    officer = await site.person('officer', ['privacy-officer'])
    clerk = await site.person('clerk', ['communications'])
    await publishNotice(site, officer, 'first')
    const open = await makeForm('open')
    const confidential = await makeForm('confidential', { governanceDesk: false })
    await send(open, 6, 'help')
    await send(open, 5)
    await send(open, 2, 'other')
    await send(confidential, 7, 'help')
    site.clock.set('2026-07-01T15:00:00.000Z')
    await governanceTick(site.payload, { force: true, only: ['retention'] })
  })
  afterAll(async () => {
    await site?.stop()
  })

  it('counts choices that the form offers, form by form, and nothing that anybody wrote', async () => {
    expect(await countRows(at(), 'form-submissions', {})).toBe(0)
    const fields = await shown(officer)
    const told = fields.map(({ formLabel, field, fieldLabel, months }) => [
      formLabel,
      field,
      fieldLabel,
      months.map(({ cells, rest }) => [...cells.map(({ label, count }) => [label, count]), rest]),
    ])
    expect(told).toHaveLength(2)
    expect(told).toContainEqual(['Form open', 'topic', 'What is it about?', [[['For help', 6], 7]]])
    expect(told).toContainEqual(['Form confidential', 'topic', 'What is it about?', [[['For help', 7], 0]]])
    const kept = JSON.stringify([
      await findRows(at(), 'gov-statistics', {}, { limit: 0 }),
      await findRows(at(), 'gov-deletions', {}, { limit: 0 }),
    ])
    expect(kept).not.toContain('CANARY')
  })

  it('says to whoever runs the site which names it can count in forms, and which not', async () => {
    const doctor = runtimeOf(site.payload).capabilities.find(({ key }) => key === 'retention')!.doctor!
    const t = translatorFor(site.payload, 'en')
    const lines = (await doctor({ ...at(), t, locale: 'en' })).join('\n')
    expect(lines).toMatch(
      /fields are counted before a record goes: topic, town\. Counts below 5 are not told/,
    )
    expect(lines).toMatch(/no form has a choice from a list, or a tick, named "town"/)
    expect(lines).toMatch(/"town" is no choice from a list and no tick in: Form open, Form confidential/)
    expect(lines).not.toMatch(/named "topic"|"topic" is no choice/)
  })

  it('tells whoever answers at the desk nothing of a form that is not answered there', async () => {
    expect((await shown(clerk)).map(({ formLabel }) => formLabel)).toEqual(['Form open'])
    const { text } = await site.rest('GET', `${STATISTICS}/table`, { as: clerk })
    expect(text).toContain('Form open')
    expect(text).not.toContain('Form confidential')
  })
})
