import { schedulePublishHandler } from '@payloadcms/ui/utilities/schedulePublishHandler'
import type { CollectionConfig, GlobalConfig } from 'payload'
import { afterAll, beforeAll, expect, it } from 'vitest'

import type { DoorOptions } from '../../src/platform/doors.js'
import { sanitizeDoors } from '../../src/platform/doors.js'
import { makeForm } from '../capabilities/forms/contact.js'
import { formBuilderPlugin } from '@payloadcms/plugin-form-builder'
import { type Person, type Stand, stand } from '../helpers/boot.js'
import type { TestDatabase } from '../helpers/databases.js'
import { describeDatabases } from '../helpers/describeDatabases.js'

const SECRET = 'cron secret'

/** As Payload's documentation writes it for a cron. */
const cronOrAccount = ({ req }: { req: { user?: unknown; headers: Headers } }): boolean =>
  Boolean(req.user) || req.headers.get('authorization') === `Bearer ${SECRET}`

/** Not governed by approvals: the stock scheduler is there. Only administrators change these. */
const notes: CollectionConfig = {
  slug: 'notes',
  access: {
    update: ({ req }) =>
      Boolean(
        (req.user as { governanceRoles?: string[] } | null)?.governanceRoles?.includes('administrator'),
      ),
  },
  versions: { drafts: { schedulePublish: true } },
  fields: [{ name: 'title', type: 'text' }],
}

/** Payload's default access: everybody who is signed in. */
const banner: GlobalConfig = {
  slug: 'banner',
  access: { read: () => true },
  versions: { drafts: true },
  fields: [{ name: 'text', type: 'text' }],
}
const own: GlobalConfig = {
  slug: 'own',
  access: { readVersions: ({ req }) => Boolean(req.user) },
  versions: { drafts: true },
  fields: [{ name: 'text', type: 'text' }],
}

const siteWith = (database: TestDatabase, closeDoors?: DoorOptions | false): Promise<Stand> =>
  stand(database, {
    collections: [notes],
    config: {
      globals: [banner, own],
      jobs: {
        access: { run: cronOrAccount },
        tasks: [
          {
            slug: 'nightly',
            schedule: [{ cron: '0 3 * * *', queue: 'default' }],
            handler: () => ({ output: {} }),
          },
        ],
      },
      plugins: [formBuilderPlugin({})],
    },
    plugin: {
      approvals: { collections: { except: ['notes'] } },
      notices: false,
      retention: false,
      ...(closeDoors === undefined ? {} : { closeDoors }),
    },
  })

interface People {
  member: Person
  plain: Person
  editor: Person
  aed: Person
  officer: Person
}

const peopleOf = async (site: Stand): Promise<People> => {
  const data = { email: 'member@test.example', password: 'a member of the public' }
  const { id } = await site.payload.create({ collection: 'members' as never, data: data as never })
  const { token } = await site.payload.login({ collection: 'members' as never, data: data as never })
  return {
    member: { id, email: data.email, token: token!, ref: `members:${id}`, name: data.email },
    aed: await site.person('aed', ['aed']),
    officer: await site.person('officer', ['privacy-officer']),
    plain: await site.person('plain', []),
    editor: await site.person('editor', ['administrator']),
  }
}

const jobsOf = async (site: Stand): Promise<number> =>
  (
    await site.payload.db.count({
      collection: 'payload-jobs',
      where: { taskSlug: { equals: 'schedulePublish' } },
    })
  ).totalDocs

const order = async (site: Stand, as: Person, more: Record<string, unknown>): Promise<{ error?: string }> =>
  (await schedulePublishHandler({
    type: 'publish',
    date: new Date('2030-01-01T12:00:00.000Z'),
    req: await site.request({ as }),
    ...more,
  } as never)) as { error?: string }

describeDatabases('Payload’s own open doors', (database) => {
  let site: Stand
  let people: People
  beforeAll(async () => {
    site = await siteWith(database)
    people = await peopleOf(site)
  })
  afterAll(async () => {
    await site?.stop()
  })

  it('let AED and ED run jobs, and a cron that the host’s own rule lets in; nobody else', async () => {
    const run = (as?: Person, headers?: Record<string, string>) =>
      site.rest('GET', '/payload-jobs/run', { as, headers }).then(({ status }) => status)
    expect(await run()).toBe(401)
    expect(await run(people.member)).toBe(401)
    expect(await run(people.plain)).toBe(401)
    expect(await run(people.editor)).toBe(401)
    expect(await run(people.aed)).toBe(200)
    expect(await run(undefined, { authorization: `Bearer ${SECRET}` })).toBe(200)
    expect((await site.rest('GET', '/payload-jobs/handle-schedules', { as: people.member })).status).toBe(401)
  })

  it('let only AED and ED queue and cancel jobs where access is asked for', async () => {
    for (const [as, allowed] of [
      [people.member, false],
      [people.editor, false],
      [people.aed, true],
    ] as const) {
      const req = await site.request({ as })
      const queued = site.payload.jobs.queue({
        task: 'nightly' as never,
        input: {},
        overrideAccess: false,
        req,
      })
      const queueing = await queued.then(
        () => true,
        () => false,
      )
      const cancelling = await site.payload.jobs
        .cancel({ where: { id: { exists: true } }, overrideAccess: false, req })
        .then(
          () => true,
          () => false,
        )
      expect([as.name, queueing, cancelling]).toEqual([as.name, allowed, allowed])
    }
  })

  it('let nobody write the statistics of jobs, and AED and ED read them', async () => {
    const bad = {
      stats: { scheduledRuns: { queues: { default: { tasks: { nightly: { lastScheduledRun: 'bad' } } } } } },
    }
    for (const as of [undefined, people.member, people.plain, people.editor, people.aed]) {
      const written = await site.rest('POST', '/globals/payload-jobs-stats', { as, body: bad })
      expect([as?.name, written.status]).toEqual([as?.name, 403])
      const read = await site.rest('GET', '/globals/payload-jobs-stats', { as })
      expect([as?.name, read.status]).toEqual([as?.name, as === people.aed ? 200 : 403])
    }
    const mutation = await site.graphql('mutation { updatePayloadJobsStat(data: { stats: {} }) { stats } }', {
      as: people.aed,
    })
    expect(mutation.errors?.[0]?.message).toMatch(/not allowed/)
    // Payload itself still writes them.
    await site.payload.jobs.handleSchedules()
    expect(await site.payload.db.findGlobal({ slug: 'payload-jobs-stats' })).toHaveProperty('stats')
  })

  it('let no member of the public see, set or lift a lock', async () => {
    const note = await site.payload.create({ collection: 'notes' as never, data: {} as never, draft: true })
    const user = { relationTo: 'users', value: people.aed.id }
    const body = { document: { relationTo: 'notes', value: note.id }, user }
    const make = (as?: Person) => site.rest('POST', '/payload-locked-documents', { as, body })
    const made = await make(people.plain)
    expect(made.status).toBe(201)
    const lock = `/payload-locked-documents/${made.body.doc.id}`
    for (const as of [undefined, people.member]) {
      expect((await make(as)).status).toBe(403)
      expect((await site.rest('GET', '/payload-locked-documents', { as })).status).toBe(403)
      expect((await site.rest('GET', lock, { as })).status).toBe(403)
      expect((await site.rest('PATCH', lock, { as, body: { user } })).status).toBe(403)
      expect((await site.rest('DELETE', lock, { as })).status).toBe(403)
    }
    expect((await site.rest('GET', lock, { as: people.plain })).status).toBe(200)
    expect((await site.rest('DELETE', lock, { as: people.plain })).status).toBe(200)
    await site.payload.delete({ collection: 'notes' as never, id: note.id })
  })

  it('let no member of the public change a form or delete what was sent', async () => {
    const form = await makeForm(site)
    const sent = await site.payload.create({
      collection: 'form-submissions' as never,
      data: { form, submissionData: [{ field: 'message', value: 'Hello' }] } as never,
    })
    for (const [as, forms, submissions] of [
      [people.member, 403, 403],
      [people.plain, 200, 403],
      [people.aed, 200, 403],
      [people.officer, 200, 200],
    ] as const) {
      expect((await site.rest('PATCH', `/forms/${form}`, { as, body: { title: 'Mine' } })).status).toBe(forms)
      const path = `/form-submissions/${(sent as unknown as { id: number }).id}`
      expect([as.name, (await site.rest('DELETE', path, { as })).status]).toEqual([as.name, submissions])
    }
    expect((await site.rest('DELETE', `/forms/${form}`, { as: people.member })).status).toBe(403)
  })

  it('show versions to staff, unless the host’s own rule says otherwise', async () => {
    await site.payload.updateGlobal({
      slug: 'banner' as never,
      data: { text: 'Draft' } as never,
      draft: true,
    })
    await site.payload.updateGlobal({ slug: 'own' as never, data: { text: 'Draft' } as never, draft: true })
    await site.payload.create({
      collection: 'notes' as never,
      data: { title: 'Draft' } as never,
      draft: true,
    })
    const versions = (path: string, as?: Person) =>
      site.rest('GET', `/${path}/versions`, { as }).then(({ status, body }) => [status, body.docs?.length])
    for (const path of ['globals/banner', 'notes']) {
      expect([path, await versions(path)]).toEqual([path, [403, undefined]])
      expect([path, await versions(path, people.member)]).toEqual([path, [403, undefined]])
      expect([path, await versions(path, people.plain)]).toEqual([path, [200, 1]])
    }
    expect(await versions('globals/own', people.member)).toEqual([200, 1])
    const asked = await site.graphql('{ versionsBanners: versionsBanner { docs { version { text } } } }', {
      as: people.member,
    })
    expect(asked.data?.versionsBanners ?? null).toBeNull()
    expect(asked.errors?.[0]?.message).toMatch(/not allowed/)
  })

  it('take an order for a publication only from who may publish, and its cancelling too', async () => {
    const { id } = await site.payload.create({
      collection: 'notes' as never,
      data: { title: 'Later' } as never,
      draft: true,
    })
    const doc = { relationTo: 'notes', value: String(id) }
    expect(await order(site, people.plain, { doc })).toHaveProperty('error')
    expect(
      await order(site, people.editor, { doc: { relationTo: 'users', value: String(people.aed.id) } }),
    ).toHaveProperty('error')
    expect(await order(site, people.editor, { global: 'banner' })).toHaveProperty('error')
    expect(await jobsOf(site)).toBe(0)
    expect(await order(site, people.editor, { doc })).not.toHaveProperty('error')
    expect(await jobsOf(site)).toBe(1)
    const [job] = (
      await site.payload.db.find({
        collection: 'payload-jobs',
        where: { taskSlug: { equals: 'schedulePublish' } },
      })
    ).docs
    expect(await order(site, people.plain, { doc, deleteID: job!.id })).toHaveProperty('error')
    expect(await jobsOf(site)).toBe(1)
    // It does not stand in the way of deleting the document.
    expect((await site.rest('DELETE', `/notes/${id}`, { as: people.plain })).status).toBe(200)
  })
})

describeDatabases('Payload’s own open doors, left as they were', (database) => {
  let site: Stand
  let people: People
  beforeAll(async () => {
    site = await siteWith(database, false)
    people = await peopleOf(site)
  })
  afterAll(async () => {
    await site?.stop()
  })

  it('are each as Payload makes them', async () => {
    const { member, plain } = people
    expect((await site.rest('GET', '/payload-jobs/run', { as: member })).status).toBe(200)
    const stats = await site.rest('POST', '/globals/payload-jobs-stats', { as: member, body: { stats: {} } })
    expect(stats.status).toBe(200)
    const form = await makeForm(site)
    expect((await site.rest('PATCH', `/forms/${form}`, { as: member, body: { title: 'Mine' } })).status).toBe(
      200,
    )
    const sent = (await site.payload.create({
      collection: 'form-submissions' as never,
      data: { form, submissionData: [{ field: 'message', value: 'Hello' }] } as never,
    })) as unknown as { id: number | string }
    expect((await site.rest('DELETE', `/form-submissions/${sent.id}`, { as: member })).status).toBe(200)
    expect((await site.rest('GET', '/globals/banner/versions', { as: member })).status).toBe(200)
    expect((await site.rest('GET', '/payload-locked-documents', { as: member })).status).toBe(200)
    const { id } = await site.payload.create({ collection: 'notes' as never, data: {} as never, draft: true })
    const doc = { relationTo: 'notes', value: String(id) }
    expect(await order(site, plain, { doc })).not.toHaveProperty('error')
    expect(await jobsOf(site)).toBe(1)
  })

  it('are named one by one, and a wrong name is an error', () => {
    expect(sanitizeDoors({ jobs: false })).toEqual({
      jobs: false,
      jobStats: true,
      formBuilder: true,
      versions: true,
      locks: true,
      schedulePublish: true,
    })
    expect(() => sanitizeDoors({ job: false } as never)).toThrow('closeDoors.job')
    expect(() => sanitizeDoors({ jobs: 'no' } as never)).toThrow('closeDoors.jobs')
  })
})
