import type { CollectionConfig } from 'payload'

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'

import { findRows } from '../../../src/platform/db.js'
import { days, type Person, type Stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { mailServer, type MailServer } from '../../helpers/smtp.js'
import {
  answers,
  approved,
  breachSite,
  declare,
  found,
  makeForm,
  noticeBody,
  page,
  peopleOf,
  press,
  send,
  tick,
} from './site.js'

const chats: CollectionConfig = {
  slug: 'chats',
  labels: { singular: 'Chat', plural: { en: 'Chats', fr: 'Clavardages' } as never },
  fields: [
    { name: 'reach', type: 'group', fields: [{ name: 'at', type: 'text' }] },
    { name: 'speaks', type: 'text' },
    { name: 'maySend', type: 'select', options: ['yes', 'no'] },
    {
      name: 'topic',
      type: 'select',
      label: { en: 'Topic', fr: 'Sujet' },
      options: [
        { value: 'shelter', label: { en: 'A place to sleep', fr: 'Un endroit où dormir' } },
        { value: 'food', label: { en: 'Food', fr: 'Nourriture' } },
      ],
    },
    { name: 'openedAt', type: 'date' },
  ],
}
const signUps: CollectionConfig = { slug: 'sign-ups', fields: [{ name: 'mail', type: 'email' }] }
const left: CollectionConfig = { slug: 'left-out', fields: [{ name: 'mail', type: 'email' }] }

describeDatabases('a breach of what else was collected', (database) => {
  let server: MailServer
  let site: Stand
  let officer: Person
  let aed: Person
  let form: number | string

  /** What the work does at a step; a crash leaves no chance to tidy up. */
  let onStep: (step: string) => void = () => undefined

  beforeAll(async () => {
    server = await mailServer()
    site = await breachSite(database, {
      collections: [chats, signUps, left],
      config: { email: server.email() },
      plugin: {
        forms: { mask: false },
        retention: {
          mostShare: 1,
          collections: {
            chats: { months: 1, receivedAt: 'openedAt', people: ['reach.at'] },
            'sign-ups': {},
            'left-out': {},
          },
        },
        breach: {
          onStep: (step) => onStep(step),
          collections: {
            chats: { address: 'reach.at', language: 'speaks', safeToWrite: 'maySend' },
            'left-out': false,
          },
        },
      },
    })
    officer = await site.person('priya', ['privacy-officer'])
    aed = await site.person('ada', ['aed'])
    form = await makeForm(site)
  })
  afterAll(async () => {
    await site?.stop()
    await server?.stop()
  })
  beforeEach(() => {
    server.received.length = 0
  })

  const create = async (collection: string, data: object): Promise<number | string> =>
    ((await site.payload.create({ collection: collection as never, data: data as never })) as { id: number })
      .id
  const chat = (at: string, more: object = {}): Promise<number | string> =>
    create('chats', {
      reach: { at },
      speaks: 'en',
      maySend: 'yes',
      openedAt: site.clock.now().toISOString(),
      ...more,
    })
  const countsOf = async (criteria: object): Promise<any> =>
    (await page(site, officer, await found(site, officer, criteria))).breach.counts

  it('offers each collection with an address, in the language of whoever looks, and none that is left out', async () => {
    const { id } = await declare(site, officer)
    await press(site, officer, id, 'assess', {
      ...answers,
      risk: 'real',
    })
    const answer = await site.rest('GET', `/governance/breaches/${id}`, { as: officer, lang: 'fr' })
    expect(answer.body.sources.map(({ form: source, title }: any) => [source, title])).toEqual([
      [`forms:${form}`, 'Contact us'],
      ['collection:chats', 'Clavardages'],
      ['collection:sign-ups', expect.any(String)],
    ])
    expect(answer.body.sources[1].fields).toContainEqual({ name: 'topic', label: 'Sujet' })
  })

  it('finds people by what is declared of a collection, by days and by what was answered', async () => {
    await chat('early@visitor.example', { openedAt: new Date(site.clock.now().getTime() - days(9)) })
    await chat('ann@visitor.example', { topic: 'shelter' })
    await chat('Ann@Visitor.example', { topic: 'food', speaks: 'fr-CA' })
    await chat('bob@visitor.example', { maySend: 'no', topic: 'shelter' })
    await chat('cyd@visitor.example', { maySend: null })
    await chat('call 416 555 0199', { topic: 'food' })
    const from = new Date(site.clock.now().getTime() - days(2)).toISOString().slice(0, 10)
    expect(await countsOf({ form: 'collection:chats', receivedFrom: from })).toMatchObject({
      ...{ records: 5, people: 1, unsafe: 1, unasked: 1, noAddress: 1, deletedMost: 0 },
    })
    // What the screens call it is what it was answered with, too.
    for (const fieldValue of ['food', 'NOURRITURE '])
      expect(
        await countsOf({ form: 'collection:chats', fieldName: 'topic', fieldValue, receivedFrom: from }),
      ).toMatchObject({ records: 2, people: 1, noAddress: 1 })
    expect(await countsOf({ form: 'collection:chats' })).toMatchObject({ records: 6, people: 2 })
  })

  it('searches everything at once, and whoever wrote by a form and in a chat is one', async () => {
    await create('sign-ups', { mail: 'dee@visitor.example', createdAt: site.clock.now().toISOString() })
    await send(site, { form, email: 'ANN@visitor.example', safe: 'yes' })
    await send(site, { form, email: 'eve@visitor.example', safe: 'yes' })
    await create('left-out', { mail: 'nobody@visitor.example' })
    const id = await found(site, officer, { receivedTo: '2027-01-01' })
    const { breach } = await page(site, officer, id)
    // Nobody asks those who sign up whether it is safe to write to them: they get no mail.
    expect(breach.counts).toMatchObject({ records: 9, people: 3, unsafe: 1, unasked: 2, noAddress: 1 })
    const refs = (await peopleOf(site, id)).flatMap(({ records }) => records as string[])
    expect(new Set(refs.map((ref) => ref.split(':')[0]))).toEqual(
      new Set(['form-submissions', 'chats', 'sign-ups']),
    )
  })

  it('tells those who stand in chosen records once, in their language, and keeps the records until then', async () => {
    const french = await chat('fay@visitor.example', { speaks: 'fr' })
    const unsafe = await chat('gil@visitor.example', { maySend: 'no' })
    const { id: other } = await declare(site, officer)
    await press(site, officer, other, 'assess', { ...answers, risk: 'real' })
    const strange = await press(site, officer, other, 'search', {
      form: 'collection:chats',
      numbers: typeof french === 'number' ? '987654' : '000000000000000000000000',
    })
    expect([strange.status, strange.body.errors[0].message]).toEqual([
      400,
      expect.stringMatching(/is not there, or not there any more/),
    ])
    const id = await approved(site, [officer, aed], {
      form: 'collection:chats',
      numbers: `${french} ${unsafe}`,
    })
    const held = async () =>
      (await findRows({ payload: site.payload }, 'gov-holds', { state: { equals: 'active' } }, { limit: 0 }))
        .map(({ subject, why }) => ({ subject, why: String(why) }))
        .filter(({ subject }) => subject === `chats:${french}`)
    expect(await held()).toHaveLength(1)
    await press(site, aed, id, 'send', { people: 1 })
    await tick(site, 'breach')
    await tick(site, 'heal', 'outbox')
    await tick(site, 'breach')
    const told = server.received.filter(({ to }) => /visitor/.test(to[0] ?? ''))
    expect(told.map(({ to }) => to[0])).toEqual(['fay@visitor.example'])
    expect(told[0]!.text).toContain('Français happened')
    expect((await page(site, aed, id)).progress).toMatchObject({ told: 1, unsafe: 1, waiting: 0 })
    expect(await held()).toEqual([])
  })

  it('goes on where it was cut off, at every step, counts nobody twice and tells each once', async () => {
    const cut = async (steps: string[]): Promise<void> => {
      for (const step of steps) {
        let isCut = false
        onStep = (now) => {
          if (now !== step || isCut) return
          isCut = true
          throw Object.assign(new Error(`cut at ${step}`), { name: 'GovernanceError', code: 'leaseLost' })
        }
        await tick(site, 'breach')
        onStep = () => undefined
        expect({ step, isCut }).toEqual({ step, isCut: true })
        // The lease of a process that is gone runs out after a minute.
        site.clock.forward(61_000)
      }
      await tick(site, 'breach')
    }
    const refs = [await chat('ivy@visitor.example'), await chat('ivy@visitor.example')]
    refs.push(await chat('jan@visitor.example', { speaks: 'fr' }), await chat('kit@visitor.example'))
    const { id } = await declare(site, officer)
    await press(site, officer, id, 'assess', { ...answers, risk: 'real' })
    await press(site, officer, id, 'notice', noticeBody())
    await press(site, officer, id, 'search', { form: 'collection:chats', numbers: refs.join(' ') })
    await cut(['before:person', 'after:person', 'before:found'])
    const { breach, hash } = await page(site, aed, id)
    expect(breach.counts).toMatchObject({ records: 4, people: 3, deleted: 0 })
    await press(site, aed, id, 'approve', { hash })
    await press(site, aed, id, 'send', { people: 3 })
    await cut(['before:mail', 'between:mail', 'after:mail'])
    await tick(site, 'heal', 'outbox')
    await tick(site, 'breach')
    expect(
      server.received
        .flatMap(({ to }) => to)
        .filter((to) => /visitor/.test(to))
        .sort(),
    ).toEqual(['ivy', 'jan', 'kit'].map((name) => `${name}@visitor.example`))
    expect((await page(site, aed, id)).breach.state).toBe('notified')
  })

  it('counts those that were deleted before by their certificates', async () => {
    await chat('hal@visitor.example')
    const from = site.clock.now().toISOString().slice(0, 10)
    const before = await countsOf({ form: 'collection:chats', receivedFrom: from })
    site.clock.forward(days(60))
    await tick(site, 'retention')
    const after = await countsOf({ form: 'collection:chats', receivedFrom: '2026-01-01' })
    expect(before).toMatchObject({ deleted: 0, deletedMost: 0 })
    // Those whose address an open breach still needs are there, and every other one is counted.
    expect(after.deleted).toBeGreaterThanOrEqual(4)
    expect([after.records + after.deleted, after.deletedMost]).toEqual([13, after.deleted])
    const told = await countsOf({
      form: 'collection:chats',
      fieldName: 'topic',
      fieldValue: 'food',
      receivedFrom: '2026-01-01',
    })
    expect(told).toMatchObject({ untold: true })
  })
})
