import { afterAll, beforeAll, expect, it } from 'vitest'

import { countRows, findRows } from '../../../src/platform/db.js'
import { posts, type Person, type Stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { publishNotice } from '../notices/publishing.js'
import { fill, formSite, makeForm, surveys } from './contact.js'

describeDatabases('what was collected', (database) => {
  let site: Stand
  let aed: Person
  let officer: Person
  let communications: Person
  let creator: Person
  beforeAll(async () => {
    site = await formSite(database, { collections: [posts, { ...surveys, versions: true }] })
    aed = await site.person('ada', ['aed'])
    officer = await site.person('officer', ['privacy-officer'])
    communications = await site.person('communications', ['communications'])
    creator = await site.person('creator', ['content-creator'])
    await publishNotice(site, officer, 'first')
    await makeForm(site)
    await site.rest('POST', '/surveys', { body: { words: 'Secret 42' } })
    await site.rest('POST', '/surveys', { body: { words: 'Another' } })
  })
  afterAll(async () => {
    await site?.stop()
  })
  const ctx = () => ({ payload: site.payload })
  /** Entries that this leaves. */
  const entriesOf = async (work: () => Promise<unknown>) => {
    const where = { action: { equals: 'forms.read' } }
    const before = await countRows(ctx(), 'gov-ledger', where)
    await work()
    const after = await countRows(ctx(), 'gov-ledger', where)
    const made = await findRows(ctx(), 'gov-ledger', where, { limit: 1000, sort: '-id' })
    return made.slice(0, after - before)
  }

  it('is read in its versions, whatever the door, with one entry each that names the records by a digest', async () => {
    const listed = await entriesOf(async () => {
      const answer = await site.rest('GET', '/surveys/versions', { as: communications })
      expect(answer.text).toContain('Secret 42')
    })
    expect(listed).toMatchObject([
      { subject: 'surveys:*', facts: { count: 2, digest: expect.any(String), versions: true } },
    ])
    const one = (await site.payload.findVersions({ collection: 'surveys' as never, limit: 1 })).docs[0] as {
      id: number | string
      parent: number | string
    }
    const byId = await entriesOf(() =>
      site.rest('GET', `/surveys/versions/${one.id}`, { as: communications }),
    )
    expect(byId).toMatchObject([{ subject: `surveys:${one.parent}`, facts: { count: 1, versions: true } }])
    const id = typeof one.id === 'number' ? one.id : `"${one.id}"`
    for (const query of [
      '{ versionsSurveys { docs { version { words } } } }',
      `{ versionSurvey(id: ${id}) { version { words } } }`,
    ]) {
      const graph = await entriesOf(async () => {
        const answer = await site.graphql(query, { as: communications })
        expect(answer.errors).toBeUndefined()
      })
      expect(graph).toHaveLength(1)
    }
    expect(await entriesOf(() => site.rest('GET', '/surveys/versions', { as: creator }))).toHaveLength(0)
  })

  it('is asked about by no condition that leaves no entry, also when the answer is a number or nothing', async () => {
    const counted = await entriesOf(() =>
      site.rest('GET', '/surveys/count?where[words][like]=Secret', { as: communications }),
    )
    expect(counted).toMatchObject([{ subject: 'surveys:*', facts: { counted: true } }])
    const graph = await entriesOf(() =>
      site.graphql('{ countSurveys(where: { words: { like: "Secret" } }) { totalDocs } }', {
        as: communications,
      }),
    )
    expect(graph).toHaveLength(1)
    const nothing = await entriesOf(() =>
      site.rest('GET', '/surveys?where[words][like]=Nowhere', { as: communications }),
    )
    expect(nothing).toMatchObject([{ subject: 'surveys:*', facts: { count: 0 } }])
    expect(await entriesOf(() => site.rest('GET', '/surveys/count', { as: communications }))).toHaveLength(0)
    expect(
      await entriesOf(() => site.rest('GET', '/surveys/count?where[words][like]=S', { as: creator })),
    ).toHaveLength(0)
  })

  it('is deleted by nobody unseen: what the answer shows is a reading, and so is what a condition asked', async () => {
    const sent = (await site.rest('POST', '/surveys', { body: { words: 'To be deleted 43' } })).body.doc.id
    await site.rest('POST', '/surveys', { body: { words: 'To be deleted 44' } })
    const one = await entriesOf(async () => {
      const answer = await site.rest('DELETE', `/surveys/${sent}`, { as: communications })
      expect(answer.text).toContain('To be deleted 43')
    })
    expect(one).toMatchObject([
      { subject: `surveys:${sent}`, actorRef: communications.ref, facts: { count: 1, deleted: true } },
    ])
    const path = '/surveys?where[words][like]='
    const many = await entriesOf(async () => {
      const answer = await site.rest('DELETE', `${path}deleted`, { as: communications })
      expect(answer.text).toContain('To be deleted 44')
    })
    expect(many).toMatchObject([{ facts: { count: 1, deleted: true } }])
    const nothing = await entriesOf(() => site.rest('DELETE', `${path}Nowhere`, { as: communications }))
    expect(nothing).toMatchObject([{ subject: 'surveys:*', facts: { count: 0, deleted: true } }])
    const refused = await entriesOf(() => site.rest('DELETE', `${path}Secret`, { as: creator }))
    expect(refused).toHaveLength(0)
  })

  it('lets AED and ED alone know which case a message opened, and each of them why in their own language', async () => {
    await site.rest('POST', '/info/form/contact', {
      form: await fill(site, { f_message: 'help me', danger: 'yes' }),
    })
    const [found] = await findRows(ctx(), 'gov-incidents', {}, { limit: 1, sort: '-id' })
    const number = String(found!.number)
    for (const path of ['/gov-submissions?limit=100', '/gov-ledger?limit=500']) {
      expect((await site.rest('GET', path, { as: officer })).text).not.toContain(number)
    }
    expect((await site.rest('GET', '/gov-submissions?limit=100', { as: communications })).text).not.toContain(
      number,
    )
    const guess = `/gov-submissions?where[dangerCase][equals]=${number}`
    expect((await site.rest('GET', guess, { as: communications })).body.docs ?? []).toEqual([])
    expect((await site.rest('GET', guess, { as: aed })).body.docs).toHaveLength(1)

    const summary = async (lang: string) =>
      (await site.rest('GET', `/gov-incidents/${found!.id}`, { as: aed, lang })).body.summary as string
    expect(await summary('en')).toContain(`Read ${found!.subject} now`)
    expect(await summary('fr')).toContain(`Lisez ${found!.subject} sans attendre`)
    expect(String(found!.summary)).not.toMatch(/Somebody|Une personne/)
  })
})
