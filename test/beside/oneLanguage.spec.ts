import { afterAll, beforeAll, expect, it } from 'vitest'

import { governanceTick } from '../../src/index.js'
import { days, type Person } from '../helpers/boot.js'
import { describeDatabases } from '../helpers/describeDatabases.js'
import { fill, formSite, makeForm } from '../capabilities/forms/contact.js'
import { publishNotice } from '../capabilities/notices/publishing.js'
import { readAs, type Way, wayOf } from './way.js'
import type { Stand } from '../helpers/boot.js'

describeDatabases('on a site without localization', (database) => {
  let site: Stand
  let way: Way
  let author: Person
  let administrator: Person
  let officer: Person

  beforeAll(async () => {
    site = await formSite(database, {
      config: { localization: false },
      plugin: { moderation: { on: ['posts'] } },
    })
    way = wayOf(site)
    author = await site.person('author', ['content-creator'])
    administrator = await site.person('administrator', ['administrator'])
    officer = await site.person('officer', ['privacy-officer'])
    await site.person('aed', ['aed'])
  })
  afterAll(async () => {
    await site?.stop()
  })

  let post: number | string

  it('a post is submitted, sent back, approved, published, changed and taken down', async () => {
    post = await way.draft(author, 'posts', { title: 'One language', body: 'Text' })
    await way.act('submit', author, 'posts', post)
    const back = await way.act('requestChanges', administrator, 'posts', post, { comment: 'Say when.' })
    expect(back).toMatchObject({ status: 200, body: { state: 'changesRequested' } })
    await site.rest('PATCH', `/posts/${post}?draft=true`, { as: author, body: { body: 'On Monday' } })
    await way.approved(author, administrator, 'posts', post)
    await site.rest('PATCH', `/posts/${post}?draft=true`, { as: author, body: { body: 'On Tuesday' } })
    const voided = await way.act('publish', author, 'posts', post)
    expect(voided).toMatchObject({ status: 409, body: { errors: [{ data: { fields: ['body'] } }] } })
    await way.act('withdraw', author, 'posts', post)
    await way.published(author, administrator, 'posts', post)
    expect(await way.live('posts', post)).toMatchObject({ title: 'One language', body: 'On Tuesday' })
    const inbox = await readAs(site, 'approvals', 'inbox', administrator, { filter: 'all' })
    expect(inbox.items).toEqual([])

    const planned = await way.draft(author, 'posts', { title: 'Planned', body: 'Text' })
    await way.approved(author, administrator, 'posts', planned)
    const at = new Date(site.clock.now().getTime() + days(1)).toISOString()
    expect((await way.act('schedule', author, 'posts', planned, { at })).status).toBe(200)
    site.clock.forward(days(1) + 60_000)
    await governanceTick(site.payload, { force: true })
    expect(await way.live('posts', planned)).toMatchObject({ title: 'Planned' })
    const down = await way.act('takedown', administrator, 'posts', planned, { reason: 'It is over.' })
    expect(down.status).toBe(200)
    expect(await way.live('posts', planned)).toBeNull()
  })

  it('the difference of what is live and what is proposed is shown', async () => {
    await site.rest('PATCH', `/posts/${post}?draft=true`, { as: author, body: { body: 'On Wednesday' } })
    const shown = await readAs(site, 'approvals', 'difference', administrator, {
      kind: 'collection',
      slug: 'posts',
      id: String(post),
    })
    expect(JSON.stringify(shown)).toContain('Wednesday')
  })

  it('a comment waits for a moderator, is shown, reported and removed', async () => {
    const on = `posts:${post}`
    const sent = await site.rest('POST', '/info/comment', { body: { on, text: 'From a stranger' } })
    expect(sent.status).toBe(201)
    const visible = async () => (await site.rest('GET', `/info/comments?on=${on}`)).body.count as number
    const decide = async (body: object) => {
      const queue = await site.rest('GET', '/governance/moderation/queue', { as: administrator })
      const [item] = queue.body.items
      return site.rest('POST', `/governance/moderation/cases/${item.id}/decide`, {
        as: administrator,
        body: { rev: item.rev, revision: item.comment.revision, ...body },
      })
    }
    expect(await visible()).toBe(0)
    expect((await decide({ decision: 'keep' })).status).toBe(200)
    expect(await visible()).toBe(1)
    const [comment] = await way.rows('comments', { subject: { equals: on } })
    const told = await site.rest('POST', '/info/tell', {
      body: { on: `comments:${comment!.id}`, category: 'spam', words: '', danger: false },
    })
    expect(told.status).toBeLessThan(300)
    const removal = { decision: 'remove', category: 'harassment', reason: 'attacks-person' }
    expect((await decide(removal)).status).toBe(200)
    expect(await visible()).toBe(0)
  })

  it('a form is refused without a notice, then bound to it in both languages, and dated', async () => {
    await makeForm(site)
    expect((await site.rest('GET', '/info/form/contact')).status).toBe(409)
    await publishNotice(site, officer, 'first')
    for (const lang of ['en', 'fr']) {
      const page = await site.rest('GET', `/info/form/contact?lang=${lang}`)
      expect([lang, page.status]).toEqual([lang, 200])
      const notice = await site.rest('GET', `/info/notice?lang=${lang}`)
      expect(notice.text).toContain(lang === 'en' ? 'English first' : 'Français first')
    }
    const sent = await site.rest('POST', '/info/form/contact', {
      form: await fill(site, { f_name: 'Robin', f_message: 'Hello there' }),
    })
    expect(sent.status, sent.text).toBe(303)
    const [submission] = await way.rows('form-submissions')
    expect(submission!.deleteAfter).toBeTruthy()
    const bound = async () => (await way.rows('gov-submissions'))[0]
    await governanceTick(site.payload, { force: true })
    expect(await bound()).toMatchObject({ state: 'confirmed' })
    site.clock.forward(days(93))
    await governanceTick(site.payload, { force: true })
    expect(await way.rows('form-submissions')).toEqual([])
  })

  it('takes no language from the next site of the same process', async () => {
    const localized = ({ payload }: Stand): unknown[] => {
      const { flattenedFields } = payload.collections['forms' as never]!.config
      const { blocks } = flattenedFields.find(({ name }) => name === 'fields') as unknown as {
        blocks: {
          flattenedFields: { name: string; flattenedFields?: { name: string; localized?: boolean }[] }[]
        }[]
      }
      return blocks.flatMap((block) =>
        block.flattenedFields
          .filter(({ name }) => name === 'governance')
          .map((group) => group.flattenedFields!.find(({ name }) => name === 'why')!.localized),
      )
    }
    const next = await formSite(database)
    try {
      expect(localized(site)).not.toContain(true)
      expect(localized(next).length).toBeGreaterThan(5)
      expect(new Set(localized(next))).toEqual(new Set([true]))
    } finally {
      await next.stop()
    }
  })
})
