import { createLocalReq, type CollectionConfig } from 'payload'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { actorOf } from '../../../src/platform/actor.js'
import { findRows, rawDb } from '../../../src/platform/db.js'
import type { DeskCard } from '../../../src/platform/runtime.js'
import { governanceTick } from '../../../src/platform/tick.js'
import { translatorFor } from '../../../src/platform/translate.js'
import { viewContext } from '../../../src/platform/ui/viewContext.js'
import { days, type Person, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'

const open = { create: () => true, read: () => true, update: () => true, delete: () => true }
const collection = (slug: string): CollectionConfig => ({
  slug,
  labels: { singular: { en: slug, fr: slug }, plural: { en: slug, fr: slug } },
  admin: { useAsTitle: 'title' },
  access: open,
  versions: { drafts: true },
  fields: [{ name: 'title', type: 'text' }],
})
const notice = {
  slug: 'notice',
  access: { read: () => true, update: () => true },
  versions: { drafts: true },
  fields: [{ name: 'text', type: 'text' as const }],
}
const COUNT = 58

describeDatabases('approvals: the inbox and several at once', (database) => {
  let site: Stand
  let author: Person
  let other: Person
  let administrator: Person
  let second: Person
  const ids: (number | string)[] = []
  let tip: number | string

  const again = async (person: Person): Promise<Person> => ({
    ...person,
    token: (
      await site.payload.login({
        collection: 'users',
        data: { email: person.email, password: `${person.name}-long-enough-password` } as never,
      })
    ).token!,
  })
  const draft = async (slug: string, title: string, as: Person): Promise<number | string> =>
    (await site.rest('POST', `/${slug}?draft=true`, { as, body: { title } })).body.doc.id
  const submit = async (slug: string, id: number | string, as: Person) => {
    const answer = await site.rest('POST', `/governance/approvals/collections/${slug}/${id}/submit`, { as })
    expect(answer.status, answer.text).toBe(200)
    return answer.body
  }
  const reads = () =>
    (site.config.custom as any).governance.capabilities.find(
      ({ key }: { key: string }) => key === 'approvals',
    ).reads
  const read = async (name: string, person: Person, input: Record<string, unknown> = {}): Promise<any> => {
    const user = {
      ...(await site.payload.findByID({ collection: 'users', id: person.id })),
      collection: 'users',
    }
    const req = await createLocalReq({ user: user as never }, site.payload)
    return reads()[name]({ payload: site.payload, req, actor: actorOf(req) }, { locale: 'en', ...input })
  }
  /** What My desk says about approvals. */
  const deskOf = async (person: Person): Promise<DeskCard> => {
    const user = {
      ...(await site.payload.findByID({ collection: 'users', id: person.id })),
      collection: 'users',
    }
    const context = viewContext(await createLocalReq({ user: user as never }, site.payload))
    const { payload, req, actor, t, locale, now, adminRoute } = context
    const { cards } = await context.read<{ cards: (DeskCard & { key: string })[] }>('overview', 'desk', {
      payload,
      req,
      actor,
      t,
      locale,
      now,
      adminRoute,
    })
    return cards.find(({ key }) => key === 'approvals')!
  }
  /** Every page of a list. */
  const walk = async (person: Person, input: Record<string, unknown>) => {
    const pages: any[][] = []
    let after: string | undefined
    do {
      const page = await read('inbox', person, { ...input, after })
      pages.push(page.items)
      after = page.next
    } while (after && pages.length < 20)
    return pages
  }
  const bulk = (as: Person, items: unknown, lang?: string) =>
    site.rest('POST', '/governance/approvals/bulk-approve', { as, body: { items }, lang })
  const hashOf = async (slug: string, id: number | string): Promise<string> =>
    (await site.rest('GET', `/governance/approvals/collections/${slug}/${id}`, { as: administrator })).body
      .hash

  beforeAll(async () => {
    site = await stand(database, {
      collections: [collection('posts'), collection('tips'), collection('letters')],
      config: { globals: [notice] },
      plugin: {
        approvals: {
          attestations: 'separate',
          expireDays: false,
          steps: {
            '*': [{ key: 'approval' }],
            letters: [
              { key: 'reading', approvals: 2 },
              { key: 'leading', approvals: 1 },
            ],
            tips: [
              {
                key: 'approval',
                checklist: [
                  { key: 'faces', en: 'Nobody is recognizable', fr: 'Personne n’est reconnaissable' },
                ],
              },
            ],
          },
        },
      },
    })
    author = await site.person('author', ['content-creator'])
    other = await site.person('other', ['content-creator'])
    administrator = await site.person('administrator', ['administrator'])
    second = await site.person('second', ['administrator'])
    for (let index = 0; index < COUNT; index += 1) {
      const id = await draft('posts', `Post ${index}`, author)
      ids.push(id)
      await submit('posts', id, author)
      // Several are due at the very same instant.
      if (index % 3 === 0) site.clock.forward(60_000)
    }
    tip = await draft('tips', 'Tip', other)
    await submit('tips', tip, other)
  }, 240_000)
  afterAll(async () => {
    await site?.stop()
  })

  it('pages by cursor through all of it, each once, what is due first comes first', async () => {
    const pages = await walk(administrator, { filter: 'me' })
    expect(pages.map((page) => page.length)).toEqual([50, COUNT + 1 - 50])
    const items = pages.flat()
    expect(new Set(items.map(({ href }) => href)).size).toBe(COUNT + 1)
    const due = items.map(({ dueAt }) => new Date(dueAt).getTime())
    expect(due).toEqual([...due].sort((a, b) => a - b))
    expect(items[0]).toMatchObject({ title: 'Post 0', what: 'posts', slug: 'posts', kind: 'collection' })
  })

  it('shows nobody what they cannot decide on: their own work, or another role', async () => {
    expect((await read('inbox', author, { filter: 'me' })).items).toEqual([])
    await site.rest('PATCH', `/posts/${ids[0]}?draft=true`, { as: second, body: { title: 'Post 0, edited' } })
    const theirs = (await walk(second, { filter: 'me' })).flat()
    expect(theirs).toHaveLength(COUNT)
    expect(theirs.map(({ href }) => href)).not.toContain(`/admin/collections/posts/${ids[0]}`)
    expect((await walk(administrator, { filter: 'me' })).flat()).toHaveLength(COUNT + 1)
  })

  it('narrows by collection, state and person, and ignores a cursor that is none', async () => {
    const tips = (await read('inbox', administrator, { filter: 'all', entity: 'tips', after: 'x' })).items
    expect(tips.map(({ title }: any) => title)).toEqual(['Tip'])
    expect((await read('inbox', administrator, { filter: 'all', entity: 'global:notice' })).items).toEqual([])
    expect((await read('inbox', administrator, { filter: 'all', by: other.ref })).items).toHaveLength(1)
    expect((await read('inbox', administrator, { filter: 'all', state: 'approved' })).items).toEqual([])
    expect((await read('inbox', administrator, { filter: 'all', state: 'withdrawn' })).items).toHaveLength(50)
    const choices = await read('inboxChoices', administrator)
    expect(choices.entities.map(({ value }: any) => value)).toEqual(
      expect.arrayContaining(['posts', 'tips', 'global:notice']),
    )
    expect(choices.people.map(({ value }: any) => value)).toContain(author.ref)
  })

  it('counts apart, and stops where counting tells nothing more', async () => {
    const counts = await read('inboxCounts', administrator)
    expect(counts).toMatchObject({
      me: { count: COUNT + 1, more: false },
      mine: { count: 0, more: false },
      all: { count: COUNT + 1, more: false },
      overdue: { count: 0, more: false },
    })
  })

  it('approves several, each with its own attestations, and says of each what became of it', async () => {
    const boxes = ['accuracy', 'professionalism', 'mission', 'copyright']
    const item = async (slug: string, id: number | string, attested: string[]) => ({
      kind: 'collection',
      slug,
      id,
      hash: await hashOf(slug, id),
      attested,
    })
    const stale = await item('posts', ids[3]!, boxes)
    await site.rest('PATCH', `/posts/${ids[3]}?draft=true`, { as: author, body: { title: 'Changed' } })
    const items = [
      await item('posts', ids[1]!, boxes),
      await item('posts', ids[2]!, ['accuracy']),
      stale,
      await item('tips', tip, boxes),
      await item('posts', ids[4]!, boxes),
      { kind: 'collection', slug: 'posts', id: 999_999, hash: 'x', attested: boxes },
      { kind: 'collection', slug: 'users', id: author.id, hash: 'x', attested: boxes },
    ]
    const answer = await bulk(administrator, items, 'fr')
    expect(answer.status).toBe(200)
    expect(answer.body.results.map(({ ok, code }: any) => code ?? ok)).toEqual([
      true,
      'missingAttestation',
      'approvalVoid',
      'missingAttestation',
      true,
      'notFound',
      'notFound',
    ])
    expect(answer.body.results[1].message).toMatch(
      /^Avant d’approuver, veuillez cocher\u00a0: Il est professionnel; Il est conforme/,
    )
    expect(answer.body.results[1].message).not.toMatch(/Please/)
    const ticked = await bulk(administrator, [await item('tips', tip, [...boxes, 'check:faces'])])
    expect(ticked.body.results).toMatchObject([{ ok: true, slug: 'tips' }])
    const decided = await findRows({ payload: site.payload }, 'gov-review-decisions', {
      outcome: { equals: 'approved' },
    })
    expect(decided.map(({ subject, by }) => `${String(subject)} ${String(by)}`).sort()).toEqual(
      [`posts:${ids[1]}`, `posts:${ids[4]}`, `tips:${tip}`]
        .map((one) => `${one} ${administrator.ref}`)
        .sort(),
    )
  })

  it('refuses several at once to who may decide on none, one tick for all, and what is no list', async () => {
    const item = { kind: 'collection', slug: 'posts', id: ids[5], hash: await hashOf('posts', ids[5]!) }
    const codes = async (as: Person, items: unknown): Promise<unknown> => {
      const { body, status } = await bulk(as, items)
      return body.results?.map(({ code }: any) => code) ?? `${status} ${body.errors[0].data.code}`
    }
    expect(await codes(author, [{ ...item, attested: ['accuracy'] }])).toEqual(['notAllowed'])
    expect(await codes(administrator, [{ ...item, attested: true }])).toEqual(['missingAttestation'])
    expect(await codes(administrator, 'all')).toBe('400 invalidInput')
    expect(await codes(administrator, [])).toBe('400 invalidInput')
    expect(await codes(administrator, [item, item])).toBe('400 invalidInput')
    expect(
      await codes(
        administrator,
        Array.from({ length: 51 }, (_, id) => ({ ...item, id })),
      ),
    ).toBe('400 invalidInput')
    const visitor = await site.rest('POST', '/governance/approvals/bulk-approve', { body: { items: [item] } })
    expect(visitor.status).toBe(401)
  })

  it('puts what is overdue first, also among what is decided already', async () => {
    site.clock.forward(days(2))
    administrator = await again(administrator)
    author = await again(author)
    const late = await draft('tips', 'New tip', author)
    await submit('tips', late, author)
    site.clock.forward(days(1) + 7_200_000)
    administrator = await again(administrator)
    const items = (await walk(administrator, { filter: 'all' })).flat()
    const overdue = items.map((item) => item.overdue)
    expect(overdue.lastIndexOf(true)).toBeLessThan(overdue.indexOf(false))
    expect(items).toHaveLength(COUNT + 2)
    expect(items.filter((item) => item.overdue)).toHaveLength(COUNT - 2)
    const only = (await walk(administrator, { filter: 'me', overdue: '1' })).flat()
    expect(only).toHaveLength(COUNT - 2)
    expect((await read('inboxCounts', administrator)).overdue.count).toBe(COUNT - 2)
  })

  it('lists nothing that is over: withdrawn or published', async () => {
    author = await again(author)
    await site.rest('POST', `/governance/approvals/collections/posts/${ids[6]}/withdraw`, { as: author })
    const published = await site.rest('POST', `/governance/approvals/collections/posts/${ids[1]}/publish`, {
      as: author,
    })
    expect(published.status, published.text).toBe(200)
    const left = (await walk(administrator, { filter: 'all' })).flat().map(({ id, slug }) => `${slug}:${id}`)
    expect(left).not.toContain(`posts:${ids[6]}`)
    expect(left).not.toContain(`posts:${ids[1]}`)
    expect(left).toHaveLength(COUNT)
  })

  it('says the same number on the desk as in the list, without what one wrote oneself', async () => {
    for (const person of [administrator, second, author]) {
      const { needsMe, overdue } = await deskOf(person)
      const counts = await read('inboxCounts', person)
      const mine = (await walk(person, { filter: 'mine' })).flat()
      const cameBack = mine.filter(({ state }) => ['approved', 'changesRequested'].includes(state))
      expect(needsMe.count).toBe(counts.me.count + cameBack.length)
      expect(overdue).toBe(counts.overdue.count)
    }
    const [theirs, everybodys] = [
      await read('inboxCounts', second),
      await read('inboxCounts', administrator),
    ].map(({ me }) => me.count)
    expect(theirs).toBe(everybodys - 1)
  })

  it('finds the place of open reviews that were written before lists had places, and of no others', async () => {
    const place = async (state: string) =>
      (
        await findRows({ payload: site.payload }, 'gov-reviews', { state: { equals: state } }, { limit: 1 })
      )[0]!
    const before = (await walk(administrator, { filter: 'all' })).flat()
    const row = await place('inReview')
    await rawDb(site.payload).updateOne({
      collection: 'gov-reviews',
      where: { id: { equals: row.id } },
      data: { queue: null },
      req: {},
    } as never)
    expect((await walk(administrator, { filter: 'all' })).flat()).toHaveLength(before.length - 1)
    const { ran } = await governanceTick(site.payload, { force: true, only: ['approvals-list'] })
    expect(ran['approvals-list']).toMatchObject({ done: 1, left: 0 })
    expect((await walk(administrator, { filter: 'all' })).flat()).toEqual(before)
    expect((await place('withdrawn')).queue ?? null).toBeNull()
  })

  it('takes what was published in an emergency with the others, each attested by itself, once', async () => {
    const boxes = ['accuracy', 'professionalism', 'mission', 'copyright']
    const aed = await site.person('aed', ['aed'])
    author = await again(author)
    administrator = await again(administrator)
    const urgent = await draft('posts', 'Urgent', author)
    const path = `/governance/approvals/collections/posts/${urgent}`
    const out = await site.rest('POST', `${path}/emergency`, { as: aed, body: { reason: 'Storm tonight' } })
    expect(out.status, out.text).toBe(200)
    // The next draft of the same document waits beside it.
    await site.rest('PATCH', `/posts/${urgent}?draft=true`, { as: author, body: { title: 'Calmer' } })
    await submit('posts', urgent, author)
    const waiting = (await walk(administrator, { filter: 'me' }))
      .flat()
      .filter(({ id }) => id === String(urgent))
    expect(waiting.map(({ state }) => state).sort()).toEqual(['inReview', 'retrospective'])

    const item = {
      kind: 'collection',
      slug: 'posts',
      id: String(urgent),
      hash: await hashOf('posts', urgent),
    }
    const codes = async (as: Person, items: unknown): Promise<unknown> => {
      const { body, text } = await bulk(as, items)
      return body.results?.map(({ action, code, ok }: any) => `${action} ${code ?? ok}`) ?? text
    }
    const both = [
      { ...item, action: 'confirm', attested: ['accuracy'] },
      { ...item, action: 'approve', attested: boxes },
    ]
    expect(await codes(administrator, both)).toEqual(['confirm missingAttestation', 'approve true'])
    const confirm = [{ ...item, action: 'confirm', attested: boxes }]
    expect(await codes(author, confirm)).toEqual(['confirm notAllowed'])
    expect(await codes(administrator, confirm)).toEqual(['confirm true'])
    expect(await codes(administrator, confirm)).toEqual(['confirm notFound'])
    const entries = await findRows({ payload: site.payload }, 'gov-ledger', {
      action: { equals: 'approvals.confirmed' },
    })
    expect(entries.map(({ subject }) => subject)).toEqual([`posts:${urgent}`])
  })
  it('asks nothing of the author while what is approved waits for its planned time', async () => {
    const before = (await deskOf(author)).needsMe.count
    const id = await draft('posts', 'Planned', author)
    await submit('posts', id, author)
    const path = `/governance/approvals/collections/posts/${id}`
    const attested = ['accuracy', 'professionalism', 'mission', 'copyright']
    const body = { hash: await hashOf('posts', id), attested }
    expect((await site.rest('POST', `${path}/approve`, { as: administrator, body })).status).toBe(200)
    expect((await deskOf(author)).needsMe.count).toBe(before + 1)
    const at = new Date(site.clock.now().getTime() + days(1)).toISOString()
    expect((await site.rest('POST', `${path}/schedule`, { as: author, body: { at } })).status).toBe(200)
    expect((await deskOf(author)).needsMe.count).toBe(before)
    await site.rest('POST', `${path}/unschedule`, { as: author })
    expect((await deskOf(author)).needsMe.count).toBe(before + 1)
  })

  it('asks nobody again who approved a step that waits for somebody else as well, until the next step', async () => {
    const id = await draft('letters', 'Two must read this', author)
    await submit('letters', id, author)
    const lists = async (person: Person): Promise<boolean> =>
      (await walk(person, { filter: 'me', entity: 'letters' })).flat().some((item) => item.id === String(id))
    const approve = async (as: Person): Promise<void> => {
      const body = {
        hash: await hashOf('letters', id),
        attested: ['accuracy', 'professionalism', 'mission', 'copyright'],
      }
      const item = { kind: 'collection', slug: 'letters', id, ...body }
      const { results } = (await bulk(as, [item])).body
      // Of each it is said whether others must still approve.
      expect(results).toMatchObject([{ ok: true }])
      waits.push(results[0].waits === true)
    }
    const waits: boolean[] = []
    expect([await lists(administrator), await lists(second)]).toEqual([true, true])
    await approve(administrator)
    expect([await lists(administrator), await lists(second)]).toEqual([false, true])
    await approve(second)
    expect([await lists(administrator), await lists(second)]).toEqual([true, true])
    await approve(administrator)
    expect([await lists(administrator), await lists(second)]).toEqual([false, false])
    expect(waits).toEqual([true, true, false])
  })

  it('calls what changed since its approval void, in the list and on the desk, and leaves the rest as it is', async () => {
    const attested = ['accuracy', 'professionalism', 'mission', 'copyright']
    const approved = async (slug: string, title: string): Promise<number | string> => {
      const id = await draft(slug, title, author)
      await submit(slug, id, author)
      const body = { hash: await hashOf(slug, id), attested }
      const path = `/governance/approvals/collections/${slug}/${id}/approve`
      expect((await site.rest('POST', path, { as: administrator, body })).status).toBe(200)
      return id
    }
    const same = await approved('posts', 'Stays as it is')
    const changed = await approved('posts', 'Changes')
    // Of two who approve, one has.
    const half = await approved('letters', 'Half approved')
    const stateOf = async (id: unknown, slug = 'posts'): Promise<string> =>
      (await walk(administrator, { filter: 'all', entity: slug }))
        .flat()
        .find((item) => item.id === String(id)).state
    expect([await stateOf(same), await stateOf(changed), await stateOf(half, 'letters')]).toEqual([
      'approved',
      'approved',
      'inReview',
    ])
    const edit = (slug: string, id: unknown, title: string) =>
      site.rest('PATCH', `/${slug}/${String(id)}?draft=true`, { as: author, body: { title } })
    await edit('posts', same, 'Stays as it is')
    await edit('posts', changed, 'Has changed')
    await edit('letters', half, 'Half approved, changed')
    expect([await stateOf(same), await stateOf(changed), await stateOf(half, 'letters')]).toEqual([
      'approved',
      'void',
      'void',
    ])
    // Of what was approved only; the day on which it was due is over.
    const [item] = (await walk(author, { filter: 'mine', state: 'approved' }))
      .flat()
      .filter(({ id }) => id === String(changed))
    expect(item).toMatchObject({ state: 'void', overdue: false })
    const first = async (): Promise<string | undefined> => (await deskOf(author)).needsMe.items[0]?.label
    expect(await first()).toBe('Post 4 – Approved')
    await edit('posts', ids[4], 'Post 4, changed')
    expect(await first()).toBe('Post 4, changed – Approval void')
    await edit('posts', changed, 'Changes')
    expect(await stateOf(changed)).toBe('approved')
  })

  it('says on the desk that there is more than it counts', async () => {
    expect((await deskOf(second)).needsMe.more).toBe(false)
    const [open] = await findRows(
      { payload: site.payload },
      'gov-reviews',
      { state: { equals: 'inReview' } },
      { limit: 1 },
    )
    const { id: _id, createdAt: _at, updatedAt: _then, ...like } = open!
    for (let index = 0; index < 100; index += 1) {
      const openKey = `posts:x${index}`
      const queue = `2026-03-01T00:00:00.000Z~${openKey}`
      const data = { ...like, openKey, subject: openKey, docId: `x${index}`, queue }
      await rawDb(site.payload).create({ collection: 'gov-reviews', data, req: {} } as never)
    }
    const { needsMe, overdue } = await deskOf(second)
    expect(needsMe).toMatchObject({ count: 99, more: true, overdueMore: true })
    expect(overdue).toBe(99)
    for (const [locale, text] of [
      ['en', '99+ for you'],
      ['fr', '99+ pour vous'],
    ] as const)
      expect(
        translatorFor(site.payload, locale)('governance:overview:desk:count', { count: 99, shown: '99+' }),
      ).toBe(text)
  })
})
