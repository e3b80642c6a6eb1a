/**
 * What happens on the site between its migrations: `fill` without the plugin, `work` once it is there, `check` after an
 * upgrade. Run by `payload run`, which swallows a rejection: the last line says how it ended.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'

import { getPayload, handleEndpoints } from 'payload'

import config from './payload.config.ts'

const step = process.env.STEP
const kept = process.env.KEPT
const password = 'a long enough sentence'
const sanitized = await config
const payload = await getPayload({ config: sanitized })

const expect = (condition, what) => {
  if (!condition) throw new Error(what)
}
const rest = async (method, path, token, body) => {
  const headers = new Headers(token ? { authorization: `JWT ${token}` } : {})
  if (body) headers.set('content-type', 'application/json')
  const text = body && JSON.stringify(body)
  if (text) headers.set('content-length', String(Buffer.byteLength(text)))
  const request = new Request(`http://localhost:3000/api${path}`, { method, headers, body: text })
  const response = await handleEndpoints({ config: sanitized, request })
  return { status: response.status, body: await response.json().catch(() => null) }
}
const must = async (call, what) => {
  const answer = await call
  expect(answer.status < 300, `${what}: ${answer.status} ${JSON.stringify(answer.body)?.slice(0, 600)}`)
  return answer.body
}
const tokenOf = async (name) =>
  (await payload.login({ collection: 'users', data: { email: `${name}@example.org`, password } })).token

/** Every row as the database gives it, in all languages, by collection. */
const rowsOf = async (slugs) => {
  const rows = {}
  for (const slug of slugs) {
    const { docs } = await payload.db.find({ collection: slug, limit: 0, pagination: false, sort: 'id' })
    rows[slug] = docs
    if (payload.collections[slug].config.versions) {
      const versions = await payload.db.findVersions({
        collection: slug,
        limit: 0,
        pagination: false,
        sort: 'id',
      })
      rows[`${slug} (versions)`] = versions.docs
    }
  }
  return JSON.parse(JSON.stringify(rows))
}
const hostSlugs = ['users', 'posts', 'forms', 'form-submissions']
const globals = async () => ({
  header: JSON.parse(JSON.stringify(await payload.db.findGlobal({ slug: 'header', locale: 'all' }))),
})

const added = (evidence) => Object.keys(evidence).filter((key) => !key.includes(' '))

/** Set by signing in or by the plugin at its first start; everything else must be as it was. */
const MOVING = ['updatedAt', 'sessions', 'deleteAfter', 'globalType']
/** Without what the plugin adds to the parts of a row, and without what is empty there. */
const bare = (value) =>
  value === undefined || value === null
    ? value
    : JSON.parse(
        JSON.stringify(value, (key, one) => (one === null || key.startsWith('governance') ? undefined : one)),
      )
const sameAs = (before, after, where) => {
  for (const [key, kept] of Object.entries(before)) {
    const value = bare(kept)
    if (MOVING.includes(key) || key.startsWith('governance')) continue
    const now = bare(after?.[key])
    const nothing = (one) => one === null || one === undefined || (Array.isArray(one) && one.length === 0)
    if (nothing(value) && nothing(now)) continue
    expect(
      isDeepStrictEqual(value, now),
      `${where}.${key} was ${JSON.stringify(value)}, is ${JSON.stringify(now)}`,
    )
  }
}
const compare = (before, after) => {
  let rows = 0
  for (const [slug, list] of Object.entries(before))
    for (const row of list) {
      sameAs(
        row,
        (after[slug] ?? []).find(({ id }) => id === row.id),
        `${slug}:${row.id}`,
      )
      rows += 1
    }
  return rows
}

const text = (words) => ({
  root: {
    type: 'root',
    format: '',
    indent: 0,
    version: 1,
    direction: 'ltr',
    children: [
      {
        type: 'paragraph',
        format: '',
        indent: 0,
        version: 1,
        direction: 'ltr',
        textFormat: 0,
        children: [
          { type: 'text', text: words, detail: 0, format: 0, mode: 'normal', style: '', version: 1 },
        ],
      },
    ],
  },
})

/** A site that has been live for a while, without the plugin. */
const fill = async () => {
  for (const name of ['ada', 'ben', 'cleo'])
    await payload.create({ collection: 'users', data: { email: `${name}@example.org`, name, password } })
  const live = await payload.create({
    collection: 'posts',
    data: {
      _status: 'published',
      title: 'Live',
      body: text('Hello'),
      parts: [{ line: 'One' }, { line: 'Two' }],
    },
  })
  await payload.update({
    collection: 'posts',
    id: live.id,
    locale: 'fr',
    data: { _status: 'published', title: 'En ligne', body: text('Bonjour') },
  })
  await payload.update({
    collection: 'posts',
    id: live.id,
    draft: true,
    data: { title: 'Live, being changed' },
  })
  await payload.create({
    collection: 'posts',
    draft: true,
    data: { _status: 'draft', title: 'Draft', related: [live.id] },
  })
  await payload.updateGlobal({ slug: 'header', data: { _status: 'published', words: 'Welcome' } })
  const form = await payload.create({
    collection: 'forms',
    data: {
      title: 'Contact us',
      submitButtonLabel: 'Send',
      confirmationType: 'message',
      confirmationMessage: text('Thank you.'),
      fields: [{ blockType: 'textarea', name: 'message', label: 'Your message' }],
    },
  })
  await payload.create({
    collection: 'form-submissions',
    data: { form: form.id, submissionData: [{ field: 'message', value: 'Sent before there was a notice' }] },
  })
  writeFileSync(kept, JSON.stringify({ host: await rowsOf(hostSlugs), globals: await globals() }))
}

const path = (id, action) => `/governance/approvals/collections/posts/${id}/${action}`
const complete = { title: 'Article', body: text('Words'), parts: [] }

const draftOf = async (token, title) => {
  const { doc } = await must(rest('POST', '/posts?draft=true', token, { ...complete, title }), 'draft')
  await must(
    rest('PATCH', `/posts/${doc.id}?draft=true&locale=fr`, token, {
      title: `${title} (fr)`,
      body: text('Mots'),
    }),
    'draft in French',
  )
  return doc.id
}
const submitted = (token, id) => must(rest('POST', path(id, 'submit'), token, {}), 'submit')
const approve = async (token, id, hash) =>
  must(rest('POST', path(id, 'approve'), token, { hash, attested: true }), 'approve')
const publishedDoc = async (id) => {
  const { docs } = await payload.find({
    collection: 'posts',
    where: { id: { equals: id } },
    overrideAccess: false,
  })
  return docs[0]
}

/** The invariant, and the way of a document, with whatever version of the plugin is installed. */
const governs = async () => {
  const [ada, ben] = [await tokenOf('ada'), await tokenOf('ben')]
  const unapproved = await draftOf(ben, 'Unapproved')
  const refused = await rest('PATCH', `/posts/${unapproved}`, ben, { _status: 'published' })
  const code = refused.body?.errors?.[0]?.data?.code
  expect(code === 'approvalMissing', `publishing without approval answered ${refused.status} ${code}`)
  expect(!(await publishedDoc(unapproved)), 'an unapproved draft is live')
  const id = await draftOf(ben, 'Approved')
  const { hash } = await submitted(ben, id)
  await approve(ada, id, hash)
  await must(rest('POST', path(id, 'publish'), ben, {}), 'publish')
  expect((await publishedDoc(id))?._status === 'published', 'what was approved is not live')
}

/** The first weeks with the plugin: people are named, evidence comes to be, and some of it is under way. */
const work = async () => {
  const before = JSON.parse(readFileSync(kept, 'utf8'))
  const rows = compare(before.host, await rowsOf(hostSlugs))
  compare({ header: [before.globals.header] }, { header: [(await globals()).header] })
  const [first] = before.host.posts
  expect((await publishedDoc(first.id))?.title === 'Live', 'what was live is live no more')
  const { governanceTick } = await import(`./${process.env.PLUGIN}/src/index.js`)
  await governanceTick(payload, { force: true })
  const [dated] = (await rowsOf(['form-submissions']))['form-submissions']
  expect(dated.deleteAfter, 'an existing submission has no date of deletion')
  for (const [name, roles] of [
    ['ada', ['aed', 'ed', 'administrator', 'privacy-officer']],
    ['ben', ['content-creator']],
    ['cleo', ['privacy-officer']],
  ])
    await payload.update({
      collection: 'users',
      where: { email: { equals: `${name}@example.org` } },
      data: { governanceRoles: roles },
    })
  await governs()
  const [ada, ben, cleo] = await Promise.all(['ada', 'ben', 'cleo'].map(tokenOf))
  // Under way while the site is upgraded: one waits for a decision, one is approved and not yet published.
  const waiting = await draftOf(ben, 'Waiting')
  await submitted(ben, waiting)
  const ready = await draftOf(ben, 'Ready')
  await approve(ada, ready, (await submitted(ben, ready)).hash)
  await must(
    rest('POST', '/governance/incidents/report', ben, { kind: 'other', severity: 'low', summary: 'A test' }),
    'incident',
  )
  const notice = (await payload.find({ collection: 'gov-notices' })).docs[0]
  await must(
    rest('PATCH', `/gov-notices/${notice.id}`, cleo, {
      en: { title: 'Notice', content: text('English'), changes: 'First.' },
      fr: { title: 'Avis', content: text('Français'), changes: 'Première.' },
    }),
    'notice',
  )
  // Earlier versions of the plugin published a notice without a second person.
  const review = `/governance/approvals/collections/gov-notices/${notice.id}`
  const asked = await rest('POST', `${review}/submit`, cleo, {})
  if (asked.status < 300)
    await must(
      rest('POST', `${review}/approve`, ada, { hash: asked.body.hash, attested: true }),
      'approve the notice',
    )
  await must(
    rest('POST', `/governance/notices/${notice.id}/publish`, ada, {
      changesEn: 'First.',
      changesFr: 'Première.',
    }),
    'publish the notice',
  )
  const form = before.host.forms[0].id
  await must(
    rest('POST', '/form-submissions', undefined, {
      form,
      submissionData: [{ field: 'message', value: 'Hello' }],
    }),
    'submission',
  )
  await governanceTick(payload, { force: true })
  const evidence = await rowsOf(sanitized.custom.governance.added)
  writeFileSync(kept, JSON.stringify({ ...before, host: await rowsOf(hostSlugs), evidence, waiting, ready }))
  return `${rows} rows of the site kept`
}

/** After the upgrade: everything is still there, what was under way goes on, and the site is governed. */
const check = async () => {
  const before = JSON.parse(readFileSync(kept, 'utf8'))
  const rows = compare(before.host, await rowsOf(hostSlugs))
  const evidence = compare(before.evidence, await rowsOf(added(before.evidence)))
  const { governanceTick } = await import('./new/src/index.js')
  await governanceTick(payload, { force: true })
  const [ada, ben] = [await tokenOf('ada'), await tokenOf('ben')]
  await must(
    rest('POST', path(before.ready, 'publish'), ben, {}),
    'publish what was approved before the upgrade',
  )
  expect(
    (await publishedDoc(before.ready))?.title === 'Ready',
    'what was approved before the upgrade is not live',
  )
  const [waits] = (await rowsOf(['gov-reviews']))['gov-reviews'].filter(
    ({ openKey }) => openKey === `posts:${before.waiting}`,
  )
  expect(waits?.queue && waits.awaits?.includes('|administrator|'), 'no inbox lists what waits')
  const panel = await must(rest('GET', path(before.waiting, '').slice(0, -1), ada), 'panel')
  await approve(ada, before.waiting, panel.hash)
  await governs()
  return `${rows} rows of the site and ${evidence} of evidence kept`
}

/** After the plugin was removed: the site has what it had, and publishes by itself again. */
const keep = async () => {
  const before = JSON.parse(readFileSync(kept, 'utf8'))
  const rows = compare(before.host, await rowsOf(hostSlugs))
  const ben = await tokenOf('ben')
  const { doc } = await must(rest('POST', '/posts', ben, { ...complete, _status: 'published' }), 'publish')
  expect((await publishedDoc(doc.id))?._status === 'published', 'the site publishes no more')
  return `${rows} rows of the site kept`
}

try {
  const said = await { fill, work, check, keep }[step]()
  console.log(`PASSED ${step} ${said ?? ''}`)
  process.exit(0)
} catch (error) {
  console.log(`WRONG ${step}: ${error?.stack ?? error}`)
  process.exit(1)
}
