import type { CollectionConfig } from 'payload'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { governanceTick } from '../../../src/index.js'
import { findRows } from '../../../src/platform/db.js'
import { days, hours, type Person, type RestAnswer, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'

const open = { create: () => true, read: () => true, update: () => true, delete: () => true }

const posts: CollectionConfig = {
  slug: 'posts',
  access: open,
  versions: { drafts: true },
  fields: [
    { name: 'title', type: 'text', localized: true, required: true, label: { en: 'Title', fr: 'Titre' } },
    { name: 'body', type: 'textarea', localized: true, label: { en: 'Body', fr: 'Texte' } },
    { name: 'sensitive', type: 'checkbox' },
    {
      name: 'links',
      type: 'array',
      fields: [{ name: 'label', type: 'text', localized: true, label: { en: 'Label', fr: 'Libellé' } }],
    },
    { name: 'layout', type: 'blocks', blocks: [], blockReferences: ['notice'] as never },
  ],
}

const tips: CollectionConfig = {
  slug: 'tips',
  labels: { singular: { en: 'Hint', fr: 'Conseil' }, plural: { en: 'Hints', fr: 'Conseils' } },
  access: open,
  versions: { drafts: true },
  fields: [{ name: 'title', type: 'text' }],
}

describeDatabases('approvals in depth', (database) => {
  let site: Stand
  let author: Person
  let first: Person
  let second: Person
  let aed: Person
  let ed: Person
  let helper: Person
  beforeAll(async () => {
    site = await stand(database, {
      collections: [posts, tips],
      config: {
        blocks: [{ slug: 'notice', fields: [{ name: 'text', type: 'text', localized: true }] }],
      },
      plugin: {
        approvals: {
          attestations: 'separate',
          expireDays: 30,
          steps: {
            '*': [{ key: 'approval' }],
            posts: [
              { key: 'language', roles: ['administrator'], approvals: 2, dueDays: 2 },
              {
                key: 'leadership',
                roles: ['aed', 'ed'],
                checklist: [
                  { key: 'faces', en: 'Nobody is recognizable', fr: 'Personne n’est reconnaissable' },
                ],
                condition: (doc) => doc.sensitive === true,
              },
            ],
          },
        },
      },
    })
    author = await site.person('author', ['content-creator'])
    first = await site.person('first', ['administrator'])
    second = await site.person('second', ['administrator'])
    aed = await site.person('aed', ['aed'])
    ed = await site.person('ed', ['ed'])
    helper = await site.person('helper', ['communications'])
  })
  afterAll(async () => {
    await site?.stop()
  })

  const boxes = ['accuracy', 'professionalism', 'mission', 'copyright']
  const ctx = () => ({ payload: site.payload })
  const at = (slug: string, id: unknown): string => `/governance/approvals/collections/${slug}/${String(id)}`
  const act = (
    slug: string,
    id: unknown,
    action: string,
    as: Person,
    body: Record<string, unknown> = {},
    lang?: string,
  ): Promise<RestAnswer> => site.rest('POST', `${at(slug, id)}/${action}`, { as, body, lang })
  const status = async (slug: string, id: unknown, as: Person) =>
    (await site.rest('GET', at(slug, id), { as })).body
  const code = (answer: RestAnswer): string => answer.body.errors?.[0]?.data?.code ?? String(answer.status)
  const write = async (slug: string, data: Record<string, unknown>, french?: object): Promise<any> => {
    const made = await site.rest('POST', `/${slug}?draft=true&locale=en`, { as: author, body: data })
    const { id } = made.body.doc
    if (french) await site.rest('PATCH', `/${slug}/${id}?draft=true&locale=fr`, { as: author, body: french })
    return id
  }
  const post = (data: Record<string, unknown> = {}) =>
    write('posts', { title: 'Open days', ...data }, { title: 'Portes ouvertes' })
  const tip = () => write('tips', { title: 'Wash your hands' })
  const approveTip = async (id: unknown, as: Person = first): Promise<RestAnswer> => {
    const { hash } = await status('tips', id, as)
    return act('tips', id, 'approve', as, { hash, attested: boxes })
  }
  const run = () => governanceTick(site.payload, { force: true })
  /** Mails of a template since the start, by recipient. */
  const mailed = async (template: string): Promise<Record<string, unknown>[]> =>
    findRows(ctx(), 'gov-outbox', { template: { equals: `approvals:mail:${template}` } }, { limit: 500 })
  const live = async (slug: string, id: unknown): Promise<unknown> =>
    ((await site.payload.db.findOne({ collection: slug, where: { id: { equals: id } } })) as any)?._status

  it('names in its mails the kind and the number as people know them, in both languages, never a title', async () => {
    const id = await tip()
    await act('tips', id, 'submit', author)
    const mails = await mailed('awaiting')
    expect(mails.length).toBeGreaterThan(0)
    for (const { values } of mails)
      expect(values).toEqual({ what: { en: `Hint ${String(id)}`, fr: `Conseil ${String(id)}` } })
  })

  it('asks for a step only where its condition says so, and copies the rules into the review', async () => {
    const plain = (await act('posts', await post(), 'submit', author)).body
    expect(plain.review.steps.map(({ key }: any) => key)).toEqual(['language'])
    const sensitive = (await act('posts', await post({ sensitive: true }), 'submit', author)).body
    expect(sensitive.review.steps.map(({ key, state }: any) => `${key} ${state}`)).toEqual([
      'language waits',
      'leadership coming',
    ])
  })

  it('goes step by step, needs two people in the first, and each box and item ticked', async () => {
    const id = await post({ sensitive: true })
    const { hash } = (await act('posts', id, 'submit', author)).body
    const missing = await act('posts', id, 'approve', first, { hash, attested: ['accuracy'] })
    expect(missing.status).toBe(400)
    expect(missing.body.errors[0].data.missing).toEqual(['professionalism', 'mission', 'copyright'])
    expect(missing.body.errors[0].message).toBe(
      'Before you approve, please tick: It is professional; It fits our mission; It infringes no copyright.',
    )
    expect(code(await act('posts', id, 'approve', aed, { hash, attested: boxes }))).toBe('notAllowed')
    expect((await act('posts', id, 'approve', first, { hash, attested: boxes })).body.state).toBe('inReview')
    expect(code(await act('posts', id, 'approve', first, { hash, attested: boxes }))).toBe('alreadyDecided')
    const half = await act('posts', id, 'approve', second, { hash, attested: boxes })
    expect(half.body.review.steps.map(({ state }: any) => state)).toEqual(['done', 'waits'])
    expect(half.body.review.steps[0].decisions.map(({ by }: any) => by)).toEqual(['first', 'second'])
    const unread = await act('posts', id, 'approve', aed, { hash, attested: boxes }, 'fr')
    expect([code(unread), unread.body.errors[0].message]).toEqual([
      'missingAttestation',
      'Avant d’approuver, veuillez cocher\u00a0: Personne n’est reconnaissable.',
    ])
    const done = await act('posts', id, 'approve', aed, { hash, attested: [...boxes, 'check:faces'] })
    expect(done.body.state).toBe('approved')
    expect((await act('posts', id, 'publish', author)).status).toBe(200)
    const decisions = await findRows(ctx(), 'gov-review-decisions', { subject: { equals: `posts:${id}` } })
    expect(decisions.map(({ step, byName }) => `${String(step)} ${String(byName)}`).sort()).toEqual([
      'language first',
      'language second',
      'leadership aed',
    ])
  })

  it('is void for the second approver when it changed after the first one', async () => {
    const id = await post()
    const { hash } = (await act('posts', id, 'submit', author)).body
    await act('posts', id, 'approve', first, { hash, attested: boxes })
    // Who has no button is told why; who approved may still change their mind.
    const approved = await status('posts', id, first)
    expect(approved.whyNot).toMatch(/^You, or the person for whom you decide, have/)
    expect([approved.actions.includes('approve'), approved.actions.includes('requestChanges')]).toEqual([
      false,
      true,
    ])
    expect((await status('posts', id, helper)).whyNot).toBe(
      'This is decided by: Administrator (moderator), or by a colleague to whom they handed their decisions.',
    )
    await site.rest('PATCH', `/posts/${id}?draft=true`, { as: author, body: { title: 'Closed days' } })
    const seen = await status('posts', id, second)
    expect([seen.state, seen.whyNot, seen.actions.includes('approve')]).toEqual(['void', undefined, false])
    const refused = await act('posts', id, 'approve', second, { hash: seen.hash, attested: boxes })
    expect(code(refused)).toBe('approvalVoid')
    expect(refused.body.errors[0].data.fields).toEqual(['title.en'])
    expect(refused.body.errors[0].message).toBe(
      'The content changed since its approval (Title (English)). Submit it for approval again.',
    )
    const french = await act('posts', id, 'approve', second, { hash: seen.hash, attested: boxes }, 'fr')
    expect(french.body).toMatchObject({ errors: [{ message: expect.stringContaining('(Titre (Anglais))') }] })
    expect([seen.changed, seen.changedNames]).toEqual([['title.en'], ['Title (English)']])
    // The way out that the refusal names: everybody begins anew.
    const again = await act('posts', id, 'submit', author)
    expect([again.status, again.body.state, again.body.review.steps[0].decisions]).toEqual([
      200,
      'inReview',
      [],
    ])
    expect(code(await act('posts', id, 'submit', author))).toBe('stateConflict')
    const body = { hash: again.body.hash, attested: boxes }
    for (const as of [first, second]) expect((await act('posts', id, 'approve', as, body)).status).toBe(200)
  })

  it('of two who approve the last step at once, one is told who was faster', async () => {
    const id = await tip()
    const { hash } = (await act('tips', id, 'submit', author)).body
    const body = { hash, attested: boxes }
    const answers = await Promise.all([first, second, aed].map((as) => act('tips', id, 'approve', as, body)))
    expect(answers.map(({ status: number }) => number).sort()).toEqual([200, 409, 409])
    expect(answers.filter(({ status: number }) => number === 409).map(code)).toEqual([
      'alreadyDecided',
      'alreadyDecided',
    ])
    const late = await act('tips', id, 'approve', second, body, 'fr')
    expect(late.body.errors[0].message).toContain('plus rapide. État actuel\u00a0: Approuvé.')
    expect((await act('tips', id, 'submit', author)).body.errors[0].message).not.toMatch(/"[a-z]+[A-Z]?/)
    const decisions = await findRows(ctx(), 'gov-review-decisions', { subject: { equals: `tips:${id}` } })
    expect(decisions).toHaveLength(1)
  })

  it('names what is missing in which language, before anybody is asked to read', async () => {
    const id = await write('posts', { title: 'Only English', body: 'Text', links: [{ label: 'More' }] })
    const english = await act('posts', id, 'submit', author)
    expect(code(english)).toBe('translationMissing')
    expect(english.text).toContain('French: Title, Body, Links › Label')
    const french = await act('posts', id, 'submit', author, {}, 'fr')
    expect(french.body.errors[0].message).toContain('français: Titre, Texte, Links › Libellé')
    await site.rest('PATCH', `/posts/${id}?draft=true&locale=fr`, {
      as: author,
      body: { title: 'Titre', body: 'Texte' },
    })
    expect((await act('posts', id, 'submit', author)).text).toContain('French: Links › Label')
  })

  it('names what is missing in a block that the whole site shares', async () => {
    const id = await write('posts', { title: 'Both', layout: [{ blockType: 'notice', text: 'Shut' }] })
    await site.rest('PATCH', `/posts/${id}?draft=true&locale=fr`, { as: author, body: { title: 'Les deux' } })
    expect((await act('posts', id, 'submit', author)).text).toContain('French: Layout › Text')
  })

  it('says at submission which step nobody can complete, and why', async () => {
    const id = await post()
    await site.rest('PATCH', `/posts/${id}?draft=true`, { as: first, body: { title: 'Also by first' } })
    const { unfilled } = (await act('posts', id, 'submit', author)).body
    expect(unfilled).toEqual([{ step: 'language', because: 'tooFew', roles: ['administrator'] }])
  })

  it('lets a colleague decide for somebody for a span, in both names, and not a day longer', async () => {
    const span = (from: number, to: number) => ({
      startsAt: new Date(site.clock.now().getTime() + days(from)).toISOString(),
      endsAt: new Date(site.clock.now().getTime() + days(to)).toISOString(),
    })
    const hand = (as: Person, body: object) =>
      site.rest('POST', '/governance/approvals/delegations', { as, body: { reason: 'On leave', ...body } })
    expect(code(await hand(author, { from: aed.ref, to: helper.ref, ...span(0, 7) }))).toBe('notAllowed')
    expect(code(await hand(aed, { to: aed.ref, ...span(0, 7) }))).toBe('invalidInput')
    expect(code(await hand(aed, { to: helper.ref, ...span(7, 0) }))).toBe('invalidInput')
    const french = { reason: 'Vacances', to: helper.ref, ...span(7, 0) }
    const backwards = await site.rest('POST', '/governance/approvals/delegations', {
      as: aed,
      body: french,
      lang: 'fr',
    })
    expect(backwards.body.errors[0].message).toBe(
      'Le dernier jour ne peut ni précéder le premier ni être déjà passé.',
    )
    const made = await hand(aed, { to: helper.ref, ...span(0, 7) })
    expect(made.status).toBe(200)
    const id = await tip()
    await act('tips', id, 'submit', author)
    const lent = await status('tips', id, helper)
    expect(lent.decidesFor).toBe('aed')
    // What is not lent with the decisions is said where its button would be.
    expect([lent.actions.includes('emergency'), lent.whyNoEmergency]).toEqual([
      false,
      'Publishing in an emergency is not part of what aed handed over to you: only the AED and the ED do that, in person.',
    ])
    for (const as of [author, ed]) expect((await status('tips', id, as)).whyNoEmergency).toBeUndefined()
    expect((await approveTip(id, helper)).body.state).toBe('approved')
    const [decision] = await findRows(ctx(), 'gov-review-decisions', { subject: { equals: `tips:${id}` } })
    expect(decision).toMatchObject({ byName: 'helper', forName: 'aed', for: aed.ref })
    // Who wrote cannot let a delegate approve it.
    const own = await tip()
    await site.rest('PATCH', `/tips/${own}?draft=true`, { as: aed, body: { title: 'By the AED' } })
    await act('tips', own, 'submit', author)
    expect(code(await approveTip(own, helper))).toBe('separationOfDuties')
    site.clock.forward(days(8))
    const late = await tip()
    await act('tips', late, 'submit', author)
    expect(code(await approveTip(late, helper))).toBe('notAllowed')
    // Ended by hand, at once.
    const again = await hand(aed, { to: helper.ref, ...span(0, 7) })
    expect((await approveTip(late, author)).status).toBe(403)
    const end = `/governance/approvals/delegations/${again.body.delegation.id}/end`
    expect((await site.rest('POST', end, { as: first, body: {} })).status).toBe(404)
    expect((await site.rest('POST', end, { as: helper, body: {} })).status).toBe(200)
    expect(code(await approveTip(late, helper))).toBe('notAllowed')
    const entries = await findRows(
      ctx(),
      'gov-ledger',
      { subject: { equals: `gov-delegations:${again.body.delegation.id}` } },
      { sort: 'id' },
    )
    expect(entries.map(({ action, actorRef, facts }) => [action, actorRef, facts.from, facts.to])).toEqual([
      ['approvals.delegated', aed.ref, aed.ref, helper.ref],
      ['approvals.delegationEnded', helper.ref, aed.ref, helper.ref],
    ])
  })

  it('publishes in an emergency for AED and ED only, tells the other, and has it read afterwards', async () => {
    const id = await tip()
    expect(code(await act('tips', id, 'emergency', first, { reason: 'Storm' }))).toBe('notAllowed')
    expect(code(await act('tips', id, 'emergency', aed, {}))).toBe('invalidInput')
    const told = (await mailed('emergency')).length
    expect((await act('tips', id, 'emergency', aed, { reason: 'Storm' })).body.live).toBe(true)
    const mails = (await mailed('emergency')).slice(told)
    expect(mails.map(({ recipient, to }) => JSON.stringify(recipient ?? to))).toHaveLength(1)
    // Nobody had approved it, so its history does not say so.
    const history = (await site.rest('GET', `/governance/ledger/history/collections/tips/${id}`, { as: ed }))
      .text
    expect(history).toContain(', without an approval.')
    expect(history).not.toContain('exactly as approved')
    const seen = await status('tips', id, ed)
    expect(seen.retrospective).toMatchObject({ by: 'aed', reason: 'Storm', mayDecide: true })
    expect(seen.publication.how).toBe('emergency')
    expect((await status('tips', id, aed)).retrospective).toMatchObject({
      mayDecide: false,
      whyNot: 'You published or wrote this, so somebody else must read it.',
    })
    expect((await status('tips', id, helper)).retrospective.whyNot).toMatch(
      /^This is decided by: .*AED|Assistant/,
    )
    expect(code(await act('tips', id, 'confirm', aed, { attested: boxes }))).toBe('separationOfDuties')
    expect(code(await act('tips', id, 'confirm', ed, { attested: [] }))).toBe('missingAttestation')
    expect((await act('tips', id, 'confirm', ed, { attested: boxes })).body.retrospective).toBeUndefined()
    const gone = await tip()
    await act('tips', gone, 'emergency', aed, { reason: 'Fire' })
    await act('tips', gone, 'takedown', aed, { reason: 'It is out' })
    expect((await site.rest('DELETE', `/tips/${gone}`, { as: author })).status).toBe(200)
    const left = await findRows(ctx(), 'gov-reviews', { subject: { equals: `tips:${gone}` } })
    expect(left.map(({ state }) => state).sort()).toEqual(['published', 'withdrawn'])
    const objected = await tip()
    await act('tips', objected, 'emergency', ed, { reason: 'Flood' })
    await act('tips', objected, 'object', first, { comment: 'The address was wrong' })
    expect(await mailed('objected')).toHaveLength(1)
    expect((await status('tips', objected, first)).retrospective).toBeUndefined()
  })

  it('reminds the day before, tells AED and ED when it is overdue and again, and ends it after 30 days', async () => {
    const id = await tip()
    await act('tips', id, 'submit', author)
    await run()
    const before = { reminder: (await mailed('reminder')).length, overdue: (await mailed('overdue')).length }
    site.clock.forward(days(2) + hours(1))
    await run()
    const reminded = (await mailed('reminder')).length
    expect(reminded).toBeGreaterThan(before.reminder)
    expect(await mailed('overdue')).toHaveLength(before.overdue)
    site.clock.forward(days(1))
    await run()
    const overdue = (await mailed('overdue')).length
    expect(overdue).toBeGreaterThan(before.overdue)
    site.clock.forward(days(3))
    await run()
    expect((await mailed('overdue')).length).toBeGreaterThan(overdue)
    const late = await status('tips', id, author)
    expect([late.state, late.review.steps.map(({ overdue }: any) => overdue)]).toEqual(['inReview', [true]])
    site.clock.forward(days(30))
    await run()
    expect((await status('tips', id, author)).state).toBe('draft')
    expect((await mailed('expired')).length).toBeGreaterThan(0)
    const ended = await status('tips', id, author)
    expect([ended.state, ended.ended, ended.actions.includes('submit')]).toEqual(['draft', 'expired', true])
    const silent = (await mailed('overdue')).length
    site.clock.forward(days(10))
    await run()
    expect(await mailed('overdue')).toHaveLength(silent)
  })

  it('publishes what is approved at the planned time, once', async () => {
    const id = await tip()
    await act('tips', id, 'submit', author)
    const plan = (ms: number) => ({ at: new Date(site.clock.now().getTime() + ms).toISOString() })
    expect(code(await act('tips', id, 'schedule', author, plan(hours(2))))).toBe('stateConflict')
    await approveTip(id)
    expect(code(await act('tips', id, 'schedule', author, plan(-1000)))).toBe('invalidInput')
    expect((await act('tips', id, 'schedule', author, plan(hours(2)))).body.review.publishAt).toBeTruthy()
    // Planned again for later: the first time passes without a publication.
    await act('tips', id, 'schedule', author, plan(hours(5)))
    site.clock.forward(hours(3))
    await run()
    expect(await live('tips', id)).toBe('draft')
    site.clock.forward(hours(3))
    await run()
    await run()
    expect(await live('tips', id)).toBe('published')
    const entries = await findRows(ctx(), 'gov-ledger', {
      and: [{ subject: { equals: `tips:${id}` } }, { action: { equals: 'approvals.published' } }],
    })
    expect(entries).toHaveLength(1)
  })

  it('publishes nothing at the planned time when the content changed, and says so', async () => {
    const id = await tip()
    await act('tips', id, 'submit', author)
    await approveTip(id)
    const when = new Date(site.clock.now().getTime() + hours(2)).toISOString()
    await act('tips', id, 'schedule', author, { at: when })
    await site.rest('PATCH', `/tips/${id}?draft=true`, { as: author, body: { title: 'Changed' } })
    const told = (await mailed('scheduleFailed')).length
    site.clock.forward(hours(3))
    await run()
    expect(await live('tips', id)).toBe('draft')
    expect((await mailed('scheduleFailed')).length).toBe(told + 1)
    await run()
    expect((await mailed('scheduleFailed')).length).toBe(told + 1)
    // The panel says so too, until the content is submitted again.
    const missed = await status('tips', id, author)
    expect([missed.state, missed.review.publishAt, missed.review.notPublishedAt]).toEqual([
      'void',
      undefined,
      when,
    ])
    expect(code(await act('tips', id, 'unschedule', author))).toBe('stateConflict')
    const again = (await act('tips', id, 'submit', author)).body
    expect([again.state, again.review.notPublishedAt]).toEqual(['inReview', undefined])
  })

  it('offers a new plan where one was not carried out and the approval still stands', async () => {
    const id = await tip()
    await act('tips', id, 'submit', author)
    await approveTip(id)
    const plan = (ms: number) => ({ at: new Date(site.clock.now().getTime() + ms).toISOString() })
    const first = plan(hours(2))
    await act('tips', id, 'schedule', author, first)
    await site.rest('PATCH', `/tips/${id}?draft=true`, { as: author, body: { title: 'For a while' } })
    site.clock.forward(hours(3))
    await run()
    await site.rest('PATCH', `/tips/${id}?draft=true`, { as: author, body: { title: 'Wash your hands' } })
    const missed = await status('tips', id, author)
    expect([missed.state, missed.review.notPublishedAt]).toEqual(['approved', first.at])
    expect(missed.actions).toEqual(expect.arrayContaining(['publish', 'schedule']))
    const planned = await act('tips', id, 'schedule', author, plan(hours(2)))
    expect([planned.body.review.notPublishedAt, Boolean(planned.body.review.publishAt)]).toEqual([
      undefined,
      true,
    ])
    site.clock.forward(hours(3))
    await run()
    expect(await live('tips', id)).toBe('published')
  })

  it('keeps remarks and suggestions on fields, which make nobody an author, until somebody resolves them', async () => {
    const id = await tip()
    await act('tips', id, 'submit', author)
    const said = await act('tips', id, 'comment', first, {
      text: 'Say how long',
      field: 'title',
      suggestion: 'Wash your hands for 20 seconds',
    })
    expect(said.body.comments[0]).toMatchObject({ by: 'first', about: 'Title', text: 'Say how long' })
    const unknown = { text: 'Where?', field: 'safeToWrite' }
    expect(code(await act('tips', id, 'comment', first, unknown))).toBe('invalidInput')
    const [{ id: comment }] = said.body.comments
    expect(
      (await act('tips', id, 'resolveComment', author, { comment: String(comment) })).body.comments[0],
    ).toMatchObject({
      resolvedBy: 'author',
    })
    const other = await tip()
    expect(code(await act('tips', other, 'resolveComment', author, { comment: String(comment) }))).toBe(
      'notFound',
    )
    expect((await approveTip(id)).body.state).toBe('approved')
    expect(code(await act('tips', id, 'comment', first, { text: '  ' }))).toBe('invalidInput')
  })
})
