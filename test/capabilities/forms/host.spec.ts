import { formBuilderPlugin } from '@payloadcms/plugin-form-builder'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { findRows } from '../../../src/platform/db.js'
import { type Person, posts, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { publishNotice } from '../notices/publishing.js'
import { makeForm, voluntary } from './contact.js'

/** A host that keeps versions of what was sent, binds it to a notice of its own, or promises that all is anonymous. */
describeDatabases('forms of a host that set them up otherwise', (database) => {
  let site: Stand
  let officer: Person
  let clerk: Person
  let answered: number | string
  beforeAll(async () => {
    site = await stand(database, {
      collections: [posts],
      config: {
        plugins: [
          formBuilderPlugin({
            fields: { payment: false },
            formSubmissionOverrides: { versions: true } as never,
          }),
        ],
      },
      plugin: {
        intake: { perSource: 10_000, total: 10_000, minFillSeconds: 0 },
        notices: { keys: ['site', 'chat'] },
        forms: { mask: false, notice: 'chat' },
      },
    })
    officer = await site.person('officer', ['privacy-officer'])
    clerk = await site.person('clerk', ['communications'])
    await publishNotice(site, officer, 'of the site')
    await publishNotice(site, officer, 'of the chat', 'chat')
    answered = await makeForm(site)
    const hidden = await makeForm(site, 'hidden')
    await site.payload.update({
      collection: 'forms' as never,
      id: hidden,
      data: { governanceDesk: false } as never,
    })
    for (const form of [answered, hidden]) {
      const submissionData = [{ field: 'message', value: 'Hello' }]
      const sent = await site.rest('POST', '/form-submissions', { body: { form, submissionData } })
      if (sent.status !== 201) throw new Error(sent.text)
    }
  })
  afterAll(async () => {
    await site?.stop()
  })

  it('is refused at the start a collection that is to be anonymous and keeps versions', async () => {
    const versioned = { slug: 'exits', versions: true, fields: [{ name: 'words', type: 'text' as const }] }
    const forms = { collections: { exits: { anonymous: true } } }
    await expect(
      stand(database, { collections: [posts, versioned], plugin: { forms } }),
    ).rejects.toMatchObject({
      code: 'invalidOption',
      params: { option: "forms.collections['exits'].anonymous" },
    })
  })

  it('shows versions of messages to whoever sees the messages', async () => {
    const versions = async (as: Person) => {
      const { status, body } = await site.rest('GET', '/form-submissions/versions?depth=0', { as })
      return [status, (body.docs as { version: { form: unknown } }[]).map(({ version }) => version.form)]
    }
    expect(await versions(clerk)).toEqual([200, [answered]])
    expect((await versions(officer))[1]).toHaveLength(2)
  })

  it('leads to the notice that what is sent is bound to', async () => {
    const page = await site.rest('GET', '/info/form/contact')
    expect(page.text).toMatch(/href="[^"]*notice\?version=1&amp;notice=chat/)
    const bound = await findRows({ payload: site.payload }, 'gov-submissions', {})
    expect(bound.map(({ notice }) => notice as string)).toEqual(['chat', 'chat'])
  })
})

describeDatabases('forms that are all anonymous', (database) => {
  it('ask for no mail address, whatever the form itself says', async () => {
    const site = await stand(database, {
      collections: [posts],
      config: { plugins: [formBuilderPlugin({ fields: { payment: false } })] },
      plugin: { forms: { collections: { 'form-submissions': { anonymous: true } } } },
    })
    const fields = [{ blockType: 'email', name: 'mail', label: 'Mail', governance: voluntary }]
    const data = { title: 'Hints', confirmationType: 'redirect', redirect: { url: '/' }, fields }
    const made = site.payload.db.create({ collection: 'forms', data })
    await expect(made).rejects.toMatchObject({ code: 'formNotLabelled' })
    await site.stop()
  })
})
