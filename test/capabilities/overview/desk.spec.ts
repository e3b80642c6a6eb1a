import { createLocalReq } from 'payload'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { viewContext } from '../../../src/platform/ui/viewContext.js'
import { type Capability, type DeskCard, type NavLink, runtimeOf } from '../../../src/platform/runtime.js'
import type { OverviewCommands } from '../../../src/platform/setUp.js'
import { type Person, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'

interface Desk {
  cards: (DeskCard & { key: string })[]
  failed: string[]
}
const card = (title: string, count: number, overdue: number): DeskCard => ({
  title,
  text: '',
  href: '/admin',
  needsMe: { count, items: [] },
  overdue,
})

describeDatabases('my desk', (database) => {
  let site: Stand
  let aed: Person
  beforeAll(async () => {
    site = await stand(database)
    aed = await site.person('aed', ['aed'])
  })
  afterAll(async () => {
    await site?.stop()
  })

  const contextFor = async (person: Person, collection = 'users') => {
    const found = await site.payload.findByID({ collection: 'users', id: person.id })
    const req = await createLocalReq({ user: { ...found, collection } as never }, site.payload)
    return viewContext(req)
  }
  const deskOf = async (person: Person): Promise<Desk> => {
    const { read, payload, req, actor, t, locale, now, adminRoute } = await contextFor(person)
    return read<Desk>('overview', 'desk', { payload, req, actor, t, locale, now, adminRoute })
  }
  const withCapabilities = async <T>(extra: Capability<unknown>[], work: () => Promise<T>): Promise<T> => {
    const { capabilities } = runtimeOf(site.payload)
    capabilities.push(...extra)
    try {
      return await work()
    } finally {
      capabilities.splice(-extra.length)
    }
  }

  it('puts what is overdue first, then what needs me, then the rest', async () => {
    const extra = [
      { key: 'calm', desk: async () => card('calm', 0, 0) },
      { key: 'needed', desk: async () => card('needed', 3, 0) },
      { key: 'late', desk: async () => card('late', 1, 1) },
      { key: 'nobody', desk: async () => null },
    ]
    const { cards } = await withCapabilities(extra, () => deskOf(aed))
    const own = cards
      .map(({ key }) => key)
      .filter((key) => ['calm', 'needed', 'late', 'nobody'].includes(key))
    expect(own).toEqual(['late', 'needed', 'calm'])
  })

  it('shows the other cards when one fails, and names the one that failed', async () => {
    const broken = { key: 'broken', desk: async () => Promise.reject(new Error('the database hiccuped')) }
    const { cards, failed } = await withCapabilities(
      [broken, { key: 'fine', desk: async () => card('fine', 0, 0) }],
      () => deskOf(aed),
    )
    expect(failed).toEqual(['broken'])
    expect(cards.map(({ key }) => key)).toContain('fine')
  })

  it('has no card that fails for anybody of staff, whatever their role', async () => {
    for (const role of ['content-creator', 'administrator', 'communications', 'privacy-officer', 'ed']) {
      const person = await site.person(role, [role])
      const { cards, failed } = await deskOf(person)
      expect(failed).toEqual([])
      expect(
        cards.filter(({ title, text }) => /^governance:/.test(title + text)).map(({ key }) => key),
      ).toEqual([])
    }
    expect((await deskOf(await site.person('plain', []))).failed).toEqual([])
  })

  it('says on the ledger’s card when its last entry was written, not that nothing has happened', async () => {
    const { cards } = await deskOf(aed)
    const last = cards.find(({ key }) => key === 'ledger')!.last!
    expect(last.text).toBe('Last entry')
    expect(last.at.getTime()).toBeLessThanOrEqual(site.clock.now().getTime())
  })

  it('gives every page of the navigation an address in the admin panel', async () => {
    const { payload, req, actor, t, locale, now, adminRoute } = await contextFor(aed)
    const desk = { payload, req, actor, t, locale, now, adminRoute }
    const links = runtimeOf(site.payload).capabilities.flatMap(
      (capability): NavLink[] => capability.navLinks?.(desk) ?? [],
    )
    for (const { label, href } of links) {
      expect(href).toMatch(/^\/admin\//)
      expect(label).not.toMatch(/^governance:/)
    }
  })

  it('asks the AED for the set-up while it is open, and nobody who may not do it', async () => {
    const asked = async (person: Person): Promise<boolean> =>
      (await contextFor(person)).read<boolean>('overview', 'asked')
    const creator = await site.person('asked-creator', ['content-creator'])
    expect(await asked(aed)).toBe(true)
    expect(await asked(creator)).toBe(false)
    await site.rest('POST', '/governance/setup', { as: aed, body: { aed: aed.ref } })
    expect(await asked(aed)).toBe(false)
  })

  it('tells nothing to a member of the public site', async () => {
    const { read } = await contextFor(aed, 'members')
    for (const name of ['setUp', 'missing', 'desk', 'asked']) {
      await expect(read('overview', name)).rejects.toMatchObject({ code: 'notAllowed' })
    }
  })

  it('names where a colleague gets an account only to who may create one', async () => {
    const { read, payload, req } = await contextFor(aed)
    expect(await read('overview', 'setUp')).toMatchObject({ may: true, createsIn: 'users' })
    const { access } = payload.collections.users!.config
    const before = access.create
    access.create = () => false
    try {
      expect(await viewContext(req).read('overview', 'setUp')).toMatchObject({ createsIn: null })
    } finally {
      access.create = before
    }
  })

  it('says what a missing notice means here: no form refuses anything where there are no forms', async () => {
    const { payload, capabilities } = { payload: site.payload, ...runtimeOf(site.payload) }
    const overview = capabilities.find(({ key }) => key === 'overview')!.port as OverviewCommands
    const text = (await overview.checkup({ payload })).lines.join('\n')
    expect(text).toContain('No privacy notice is published.')
    expect(text).toContain('Privacy notice "site": NONE IN FORCE.')
    expect(text).not.toMatch(/forms refuse/i)
    expect(text.slice(text.indexOf('WHAT TO DO NEXT'))).toContain('open /admin/collections/gov-notices')
  })

  it('hands no account to somebody who may not do the set-up', async () => {
    const creator = await site.person('curious', ['content-creator'])
    const { read } = await contextFor(creator)
    expect(await read('overview', 'setUp')).toMatchObject({ may: false, people: [] })
  })
})
