import { afterAll, beforeAll, expect, it } from 'vitest'

import { publishAsHost, governanceTick, grantPublication } from '../../../src/index.js'
import { findRows } from '../../../src/platform/db.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { type ApprovalSite, approvalSite, countVersions, liveContent } from './site.js'

describeDatabases('approvals: the way there', (database) => {
  let site: ApprovalSite
  beforeAll(async () => {
    site = await approvalSite(database)
  })
  afterAll(async () => {
    await site?.stop()
  })
  const rows = (collection: string, where = {}) =>
    findRows({ payload: site.payload }, collection, where, { limit: 1000 })
  const actions = async (subject: string): Promise<string[]> =>
    (await rows('gov-ledger', { subject: { equals: subject } })).map(({ action }) => String(action))

  const draft = async (title = 'News', by = site.author): Promise<{ slug: string; id: number | string }> => {
    const { body } = await site.rest('POST', '/articles?draft=true', {
      as: by,
      body: { title, body: 'Text', _status: 'draft' },
    })
    const id = body.doc.id as number | string
    await site.rest('PATCH', `/articles/${id}?draft=true&locale=fr`, {
      as: by,
      body: { title: `${title} (fr)`, body: 'Texte' },
    })
    return { slug: 'articles', id }
  }

  it('goes from draft over review and approval to live, and leaves an entry for each step', async () => {
    const target = await draft('First')
    expect(await site.status(site.author, target)).toMatchObject({
      state: 'draft',
      live: false,
      actions: ['submit'],
    })
    const submitted = await site.act('submit', site.author, target)
    // No mail adapter in this stand: the editor then asks to tell an approver in person.
    expect(submitted).toMatchObject({ status: 200, body: { state: 'inReview', approvers: 1, mail: false } })
    expect(await site.status(site.administrator, target)).toMatchObject({
      actions: ['approve', 'requestChanges', 'withdraw'],
    })

    const changes = await site.act('requestChanges', site.administrator, target, { comment: 'Say when.' })
    expect(changes).toMatchObject({
      status: 200,
      body: { state: 'changesRequested', review: { comment: 'Say when.', decidedBy: 'administrator' } },
    })
    await site.rest('PATCH', `/articles/${target.id}?draft=true`, {
      as: site.author,
      body: { body: 'Text, on Monday' },
    })
    const again = await site.act('submit', site.author, target)
    expect(again.body.state).toBe('inReview')

    const approved = await site.act('approve', site.administrator, target, {
      hash: again.body.hash,
      attested: true,
    })
    expect(approved).toMatchObject({ status: 200, body: { state: 'approved', editVoids: true } })
    expect(await liveContent(site, target)).toBe('not live')
    const published = await site.act('publish', site.author, target)
    expect(published).toMatchObject({
      status: 200,
      body: { state: 'live', live: true, publication: { how: 'approved', by: 'author' } },
    })
    const fr = (await site.payload.findByID({
      collection: 'articles',
      id: target.id,
      locale: 'fr',
    } as never)) as any
    expect(fr).toMatchObject({ title: 'First (fr)', body: 'Texte', _status: 'published' })
    expect(fr.publishedAt).toBeTruthy()
    expect(await actions(`articles:${target.id}`)).toEqual([
      'approvals.submitted',
      'approvals.changesRequested',
      'approvals.submitted',
      'approvals.approved',
      'approvals.published',
    ])
    expect(
      (await rows('gov-review-decisions', { subject: { equals: `articles:${target.id}` } })).map(
        ({ outcome }) => outcome,
      ),
    ).toEqual(['changesRequested', 'approved'])
  })

  it('asks for the attestation, for a comment, and for what was seen', async () => {
    const target = await draft()
    const { body } = await site.act('submit', site.author, target)
    expect(await site.act('approve', site.administrator, target, { hash: body.hash })).toMatchObject({
      status: 400,
      body: { errors: [{ data: { code: 'missingAttestation', missing: ['content'] } }] },
    })
    expect(await site.act('approve', site.administrator, target, { attested: true })).toMatchObject({
      status: 400,
    })
    expect(await site.act('requestChanges', site.administrator, target)).toMatchObject({ status: 400 })
    await site.rest('PATCH', `/articles/${target.id}?draft=true`, {
      as: site.author,
      body: { body: 'Other' },
    })
    const late = await site.act('approve', site.administrator, target, { hash: body.hash, attested: true })
    expect(late).toMatchObject({
      status: 409,
      body: { errors: [{ data: { code: 'approvalVoid', fields: ['body.en'] } }] },
    })
    expect(late.body.errors[0].message).toContain('(Body (English))')
    expect((await site.status(site.author, target)).state).toBe('inReview')
  })

  it('lets nobody approve what they submitted or touched, nor without the role', async () => {
    const target = await draft('Touched', site.administrator)
    const { body } = await site.act('submit', site.author, target)
    const refused = await site.act('approve', site.administrator, target, { hash: body.hash, attested: true })
    expect(refused).toMatchObject({
      status: 403,
      body: { errors: [{ data: { code: 'separationOfDuties' } }] },
    })
    expect(await site.status(site.administrator, target)).toMatchObject({
      cannotApprove: 'separationOfDuties',
    })
    expect(await site.act('approve', site.author, target, { hash: body.hash, attested: true })).toMatchObject(
      { status: 403 },
    )
    expect(await site.act('approve', site.aed, target, { hash: body.hash, attested: true })).toMatchObject({
      status: 200,
    })

    const own = await draft('Own')
    const mine = await site.act('submit', site.aed, own)
    expect(await site.act('approve', site.aed, own, { hash: mine.body.hash, attested: true })).toMatchObject({
      status: 403,
    })
    // After a publication the next round starts: the administrator touched the last one, not this one.
    await site.act('publish', site.author, target)
    await site.rest('PATCH', `/articles/${target.id}?draft=true`, { as: site.author, body: { body: 'Next' } })
    await site.approved(target)
  })

  it('is of no use to strangers, members and people of other sites', async () => {
    const target = await draft()
    const path = `/governance/approvals/collections/articles/${target.id}`
    expect((await site.rest('GET', path)).status).toBe(401)
    expect((await site.rest('POST', `${path}/submit`, { body: {} })).status).toBe(401)
    await site.payload.create({
      collection: 'members',
      data: { email: 'm@test.example', password: 'a long password' } as never,
    })
    const { token } = await site.payload.login({
      collection: 'members',
      data: { email: 'm@test.example', password: 'a long password' } as never,
    })
    expect(
      (await site.rest('POST', `${path}/submit`, { as: { ...site.author, token: token! }, body: {} })).status,
    ).toBe(403)
    expect((await site.rest('POST', `${path}/constructor`, { as: site.author, body: {} })).status).toBe(404)
    expect(
      (await site.rest('GET', '/governance/approvals/collections/notes/1', { as: site.author })).status,
    ).toBe(404)
    expect(
      (await site.rest('GET', '/governance/approvals/collections/articles/999999', { as: site.author }))
        .status,
    ).toBe(404)
  })

  it('lets whoever wrote what is live decide on what others write next, however often they wrote before', async () => {
    const target = await draft('Ours', site.administrator)
    const edit = (as: typeof site.author, title: string) =>
      site.rest('PATCH', `/articles/${target.id}?draft=true`, { as, body: { title } })
    const approve = async (as: typeof site.author) => {
      const { body } = await site.act('submit', site.author, target)
      return site.act('approve', as, target, { hash: body.hash, attested: true })
    }
    const publish = async () => expect((await site.act('publish', site.author, target)).status).toBe(200)
    expect((await approve(site.administrator)).status).toBe(403)
    expect((await site.act('withdraw', site.author, target)).status).toBe(200)
    for (let round = 0; round < 2; round += 1) {
      // The administrator wrote: the AED approves. Then somebody else writes: the administrator may.
      await edit(site.administrator, `Mine ${round}`)
      expect((await approve(site.aed)).status).toBe(200)
      await publish()
      await edit(site.author, `Theirs ${round}`)
      expect((await approve(site.administrator)).status).toBe(200)
      await publish()
    }
    // Touched after the approval, before the publication of what was approved: an author of what comes next.
    await edit(site.author, 'Approved')
    expect((await approve(site.aed)).status).toBe(200)
    await edit(site.administrator, 'Meddled')
    await edit(site.author, 'Approved')
    await publish()
    await edit(site.author, 'Next')
    expect((await approve(site.administrator)).status).toBe(403)
    expect((await site.act('withdraw', site.author, target)).status).toBe(200)
    expect((await approve(site.aed)).status).toBe(200)
  })

  it('counts one of two decisions at the same instant; the other gets a 409', async () => {
    const target = await draft()
    const { body } = await site.act('submit', site.author, target)
    const answers = await Promise.all(
      [site.administrator, site.aed].map((as) =>
        site.act('approve', as, target, { hash: body.hash, attested: true }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(await rows('gov-review-decisions', { subject: { equals: `articles:${target.id}` } })).toHaveLength(
      1,
    )
    const both = await Promise.all([1, 2].map(() => site.act('submit', site.author, target)))
    expect(both.every(({ status }) => status === 409)).toBe(true)
  })

  it('opens at most one review per document, also when two people submit at once', async () => {
    const target = await draft()
    await Promise.all([
      site.act('submit', site.author, target),
      site.act('submit', site.administrator, target),
    ])
    expect(await rows('gov-reviews', { subject: { equals: `articles:${target.id}` } })).toHaveLength(1)
  })

  it('voids an approval by any change in any language, and by nothing else', async () => {
    const target = await draft('Void')
    await site.approved(target)
    await site.rest('PATCH', `/articles/${target.id}?draft=true&autosave=true`, {
      as: site.author,
      body: { title: 'Void' },
    })
    expect((await site.status(site.author, target)).state).toBe('approved')
    await site.rest('PATCH', `/articles/${target.id}?draft=true&locale=fr`, {
      as: site.author,
      body: { title: 'Autre' },
    })
    expect(await site.status(site.author, target)).toMatchObject({ state: 'void', changed: ['title.fr'] })
    const refused = await site.act('publish', site.author, target)
    expect(refused).toMatchObject({
      status: 409,
      body: { errors: [{ data: { code: 'approvalVoid', fields: ['title.fr'] } }] },
    })
    // Undone: the content is the approved one again.
    await site.rest('PATCH', `/articles/${target.id}?draft=true&locale=fr`, {
      as: site.author,
      body: { title: 'Void (fr)' },
    })
    expect((await site.act('publish', site.author, target)).status).toBe(200)
  })

  it('withdraws on request of the submitter, and answers a second time with a 409 or 404', async () => {
    const target = await draft()
    await site.act('submit', site.author, target)
    expect((await site.act('withdraw', site.author, target)).body.state).toBe('draft')
    expect([404, 409]).toContain((await site.act('withdraw', site.author, target)).status)
    expect(await site.act('submit', site.author, target)).toMatchObject({ status: 200 })
    expect(await actions(`articles:${target.id}`)).toEqual([
      'approvals.submitted',
      'approvals.withdrawn',
      'approvals.submitted',
    ])
  })

  it('takes down what is live with a reason, by a role that may, and keeps the content', async () => {
    const target = await draft('Gone')
    await site.approved(target)
    await site.act('publish', site.author, target)
    expect((await site.act('takedown', site.author, target, { reason: 'no' })).status).toBe(403)
    expect((await site.act('takedown', site.aed, target)).status).toBe(400)
    const answer = await site.act('takedown', site.aed, target, { reason: 'Copyright of somebody else' })
    expect(answer).toMatchObject({ status: 200, body: { live: false, state: 'draft' } })
    expect(await liveContent(site, target)).toBe('not live')
    const [removal] = await rows('gov-takedowns', { subject: { equals: `articles:${target.id}` } })
    expect(removal).toMatchObject({
      reason: 'Copyright of somebody else',
      original: { title: { en: 'Gone', fr: 'Gone (fr)' } },
    })
    expect(removal!.endedAt).toBeTruthy()
    // Whoever looks at it next knows that it was live, and went.
    const at = new Date(removal!.at as string).toISOString()
    expect(answer.body.takenDown).toEqual({ at, reason: 'Copyright of somebody else' })
    // Why is for those who may read removals.
    expect((await site.status(site.author, target)).takenDown).toEqual({ at })
    expect(await actions(`articles:${target.id}`)).toContain('approvals.takenDown')
    // The used approval opens nothing again.
    const replay = await site.rest('PATCH', `/articles/${target.id}`, {
      as: site.aed,
      body: { _status: 'published' },
    })
    expect(replay.status).toBe(403)
    // Nor does the used takedown: the same content, approved anew, stays live.
    await site.approved(target)
    expect((await site.act('publish', site.author, target)).body.takenDown).toBeUndefined()
    expect(
      (await site.rest('PATCH', `/articles/${target.id}`, { as: site.aed, body: { _status: 'draft' } }))
        .status,
    ).toBe(403)
  })

  it('permits nothing with a takedown that did not happen, once the same content is live by another right', async () => {
    const target = await draft('Nearly gone')
    const subject = `articles:${target.id}`
    const unpublish = () =>
      site.rest('PATCH', `/articles/${target.id}`, { as: site.aed, body: { _status: 'draft' } })
    const goLive = async () => {
      await site.approved(target)
      expect((await site.act('publish', site.author, target)).status).toBe(200)
    }
    await goLive()
    expect((await site.act('takedown', site.aed, target, { reason: 'Mistake' })).status).toBe(200)
    await goLive()
    // As if the process had died between the reason and the removal of what went live then.
    const { compareAndSet } = await import('../../../src/platform/db.js')
    const ctx = { payload: site.payload }
    const [review] = await rows('gov-reviews', { openKey: { like: 'closed' }, subject: { equals: subject } })
    const last = (await rows('gov-reviews', { subject: { equals: subject } })).at(-1)!
    expect(last.id).not.toBe(review!.id)
    const died = { endedAt: null, publication: String(last.id) }
    await compareAndSet(ctx, 'gov-takedowns', { subject: { equals: subject } }, died)
    await site.rest('PATCH', `/articles/${target.id}?draft=true`, {
      as: site.author,
      body: { title: 'Other' },
    })
    await goLive()
    await site.rest('PATCH', `/articles/${target.id}?draft=true`, {
      as: site.author,
      body: { title: 'Nearly gone' },
    })
    await goLive()
    expect((await unpublish()).status).toBe(403)
    expect(await liveContent(site, target)).toContain('Nearly gone')
    // Asked for anew, it goes.
    expect((await site.act('takedown', site.aed, target, { reason: 'Again' })).status).toBe(200)
    expect(await liveContent(site, target)).toBe('not live')
  })

  it('writes mails without personal data to who must act', async () => {
    const target = await draft('Secret title')
    await site.approved(target)
    const mails = (await rows('gov-outbox')).filter((mail) =>
      JSON.stringify(mail.values).includes(`${target.id}`),
    )
    expect(mails.map((mail) => [mail.template, mail.toRef])).toEqual(
      expect.arrayContaining([
        ['approvals:mail:awaiting', site.administrator.ref],
        ['approvals:mail:approved', site.author.ref],
      ]),
    )
    expect(JSON.stringify(mails)).not.toContain('Secret title')
    expect(JSON.stringify(mails)).not.toContain('author@')
  })

  it('publishes for the host with a grant on the ledger, in all languages, once', async () => {
    const doc = await publishAsHost(site.payload, {
      collection: 'articles',
      data: { title: 'Seed' },
      locales: { fr: { title: 'Graine' } },
      reason: 'Seed of a test',
    })
    const target = { slug: 'articles', id: doc.id }
    expect(await liveContent(site, target)).toContain('Graine')
    expect(await actions(`articles:${doc.id}`)).toEqual(['approvals.granted', 'approvals.published'])
    await site.payload.update({
      collection: 'articles',
      id: doc.id,
      draft: true,
      data: { title: 'Next' },
    } as never)
    await expect(
      site.payload.update({ collection: 'articles', id: doc.id, data: { _status: 'published' } } as never),
    ).rejects.toMatchObject({ code: 'approvalMissing' })
    await grantPublication(site.payload, { collection: 'articles', id: doc.id, reason: 'Import' })
    await site.payload.update({ collection: 'articles', id: doc.id, data: { _status: 'published' } } as never)
    expect(await liveContent(site, target)).toContain('Next')
    await expect(
      grantPublication(site.payload, { collection: 'articles', id: doc.id, reason: '' }),
    ).rejects.toMatchObject({ code: 'invalidInput' })
    await publishAsHost(site.payload, {
      global: 'banner',
      data: { text: 'Hello' },
      locales: { fr: { text: 'Bonjour' } },
      reason: 'Seed',
    })
    expect(await liveContent(site, { slug: 'banner' })).toContain('Bonjour')
  })

  it('governs globals the same way', async () => {
    const target = { slug: 'banner' }
    await site.rest('POST', '/globals/banner?draft=true', {
      as: site.author,
      body: { text: 'Closed on Monday', _status: 'draft' },
    })
    expect(
      (
        await site.rest('POST', '/globals/banner', {
          as: site.author,
          body: { text: 'Now', _status: 'published' },
        })
      ).status,
    ).toBe(403)
    expect(await liveContent(site, target)).toContain('Hello')
    await site.approved(target)
    expect((await site.act('publish', site.author, target)).status).toBe(200)
    expect(await liveContent(site, target)).toContain('Closed on Monday')
    expect((await site.act('takedown', site.aed, target, { reason: 'Wrong day' })).status).toBe(200)
    expect(await liveContent(site, target)).toBe('not live')
  })

  it('finishes or frees a publication whose process died, and lets no one use it twice', async () => {
    const target = await draft('Crash')
    await site.approved(target)
    const { compareAndSet } = await import('../../../src/platform/db.js')
    const key = { openKey: { equals: `articles:${target.id}` } }
    const since = site.clock.now().toISOString()
    // Died before the row was written: the same content may be tried again.
    await compareAndSet({ payload: site.payload }, 'gov-reviews', key, {
      state: 'publishing',
      publishingSince: since,
    })
    expect((await site.act('publish', site.author, target)).status).toBe(200)
    const [review] = await rows('gov-reviews', { subject: { equals: `articles:${target.id}` } })
    // Died after the row was written, before it was recorded.
    await compareAndSet(
      { payload: site.payload },
      'gov-reviews',
      { id: { equals: review!.id } },
      { state: 'publishing', openKey: `articles:${target.id}`, publishingSince: since },
    )
    await site.act('takedown', site.aed, target, { reason: 'Mistake' })
    expect(
      (await site.rest('PATCH', `/articles/${target.id}`, { as: site.aed, body: { _status: 'published' } }))
        .status,
    ).toBe(403)
    expect(await liveContent(site, target)).toBe('not live')
    // Its entry had been written before the process died, and is not written twice.
    const told = await actions(`articles:${target.id}`)
    expect(told.filter((action) => action === 'approvals.published')).toHaveLength(1)
    expect((await rows('gov-reviews', { id: { equals: review!.id } }))[0]?.state).toBe('published')
    // Never tried again: the healer frees it.
    const other = await draft('Crash two')
    await site.approved(other)
    await compareAndSet(
      { payload: site.payload },
      'gov-reviews',
      { openKey: { equals: `articles:${other.id}` } },
      { state: 'publishing', publishingSince: since },
    )
    site.clock.forward(6 * 60_000)
    await governanceTick(site.payload, { force: true, only: ['approvals-heal'] })
    expect((await site.status(site.author, other)).state).toBe('approved')
    expect(await countVersions(site, other)).toBeGreaterThan(0)
  })
})
