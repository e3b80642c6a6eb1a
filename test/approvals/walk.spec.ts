import type { CollectionConfig } from 'payload'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { leaveResults } from '../capabilities/results.js'
import { type Person, type RestAnswer, type Stand, stand } from '../helpers/boot.js'
import { describeDatabases } from '../helpers/describeDatabases.js'
import { type Action, type Content, type Input, Model, type ModelDoc, newDoc } from './model.js'
import { handOver, randomFrom, RULES } from './people.js'

const OPERATIONS = process.env.FULL === '1' ? 2000 : 200
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000)

const staffOnly = ({ req }: { req: { user: unknown } }): boolean => Boolean(req.user)
const collection = (slug: string): CollectionConfig => ({
  slug,
  access: { create: staffOnly, read: () => true, update: staffOnly, delete: staffOnly },
  versions: { drafts: true, maxPerDoc: 20 },
  fields: [{ name: 'title', type: 'text', localized: true }],
})

const DOCUMENTS = 20
/** What is tried, as often as it stands here. */
const DECK: Action[] = [
  ...Array<Action>(5).fill('edit'),
  ...Array<Action>(5).fill('submit'),
  ...Array<Action>(9).fill('approve'),
  ...Array<Action>(4).fill('publish'),
  'publishByApi',
  'publishByApi',
  'publishChanged',
  'editLive',
  'requestChanges',
  'requestChanges',
  'withdraw',
  'takedown',
  'takedown',
  'unpublishByApi',
  'delete',
  'emergency',
  'confirm',
  'object',
]

interface Slot {
  id: number | string
  doc: ModelDoc
  /** Hashes of the content after the last operation, and before that. */
  hash: string
  old: string
}

describeDatabases(`approvals: a random walk, seed ${SEED}`, (database) => {
  let site: Stand
  const people = new Map<string, Person>()
  const counts = { operations: 0, allowed: 0, refused: 0, published: 0, takenDown: 0, differences: 0 }
  const random = randomFrom(SEED)
  const model = new Model(RULES)
  const slots: Slot[] = []
  let serial = 0

  const oneOf = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const chance = (probability: number): boolean => random() < probability
  const path = ({ doc, id }: Slot): string => `/${doc.collection}/${id}`
  const panel = ({ doc, id }: Slot): string => `/governance/approvals/collections/${doc.collection}/${id}`

  const write = async (
    who: string,
    slot: Slot,
    content: Content,
    draft: string,
    more: Record<string, unknown> = {},
  ): Promise<RestAnswer> => {
    const as = people.get(who)!
    const { draft: before } = slot.doc
    // One language at a time, as people do.
    const locale = content.fr === before.fr ? 'en' : 'fr'
    return site.rest('PATCH', `${path(slot)}?locale=${locale}${draft}`, {
      as,
      body: { title: content[locale], ...more },
    })
  }

  const create = async (name: string): Promise<Slot> => {
    serial += 1
    const as = people.get(name)!
    const slug = serial % 2 === 0 ? 'pages' : 'letters'
    const content: Content = { en: `Text ${serial}`, fr: '' }
    const made = await site.rest('POST', `/${slug}?draft=true&locale=en`, { as, body: { title: content.en } })
    const slot = { id: made.body.doc.id, doc: newDoc(slug, content, name), hash: '', old: '0'.repeat(64) }
    const full = { ...content, fr: `Texte ${serial}` }
    await write(name, slot, full, '&draft=true')
    model.act(slot.doc, name, 'edit', { content: full })
    return slot
  }

  beforeAll(async () => {
    const keys = Object.entries(RULES.steps).map(([slug, steps]) => [slug, steps])
    site = await stand(database, {
      collections: [collection('pages'), collection('letters')],
      plugin: { approvals: { expireDays: false, steps: Object.fromEntries(keys) } },
    })
    for (const { name, roles } of RULES.members) people.set(name, await site.person(name, roles))
    await handOver(site, people)
    for (let index = 0; index < DOCUMENTS; index += 1) slots.push(await create(oneOf(RULES.members).name))
  }, 240_000)
  afterAll(async () => {
    leaveResults('approvals-walk', database.name, { ...counts, seed: SEED })
    await site?.stop()
  })

  const inputFor = (action: Action, { doc }: Slot): Input => {
    const input: Input = { fresh: chance(0.9), ticked: chance(0.9), said: chance(0.9) }
    if (!['edit', 'editLive', 'publishChanged'].includes(action)) return input
    serial += 1
    const locale = chance(0.5) ? 'en' : 'fr'
    const text = action === 'edit' && chance(0.1) ? '' : `${locale === 'en' ? 'Text' : 'Texte'} ${serial}`
    const back = action === 'edit' && chance(0.25)
    // Back to what it said before, or to nothing new at all.
    const content = back
      ? { ...doc.draft, [locale]: doc.live?.[locale] ?? doc.draft[locale] }
      : { ...doc.draft, [locale]: text }
    return { ...input, content }
  }

  /** What leads on towards a publication, where somebody may do it. */
  const onward = (slot: Slot): { action: Action; who: string; input: Input } | undefined => {
    const input: Input = { fresh: true, ticked: true, said: true }
    for (const action of ['publish', 'approve', 'submit'] as const) {
      const able = RULES.members.filter(({ name }) => model.may(slot.doc, name, action, input))
      if (able.length > 0) return { action, who: oneOf(able).name, input }
    }
    return undefined
  }
  /** About half is what the model allows, or the walk would never get far; the rest is anything. */
  const next = (slot: Slot): { action: Action; who: string; input: Input } => {
    const pick = () => {
      const action = oneOf(DECK)
      return { action, who: oneOf(RULES.members).name, input: inputFor(action, slot) }
    }
    const further = chance(0.25) ? onward(slot) : undefined
    if (further) return further
    let picked = pick()
    if (chance(0.4)) return picked
    for (let tries = 0; tries < 40; tries += 1) {
      if (model.may(slot.doc, picked.who, picked.action, picked.input)) return picked
      picked = pick()
    }
    return picked
  }

  const hashOf = async (slot: Slot, as: Person): Promise<string> =>
    (await site.rest('GET', panel(slot), { as })).body.hash

  const carryOut = async (slot: Slot, who: string, action: Action, input: Input): Promise<RestAnswer> => {
    const as = people.get(who)!
    const act = (name: string, body: Record<string, unknown> = {}): Promise<RestAnswer> =>
      site.rest('POST', `${panel(slot)}/${name}`, { as, body })
    const words = input.said ? 'For this reason' : ''
    const attested = input.ticked ? ['content'] : []
    switch (action) {
      case 'edit':
        return write(who, slot, input.content!, '&draft=true')
      case 'editLive':
        return write(who, slot, input.content!, '')
      case 'publishChanged':
        return write(who, slot, input.content!, '', { _status: 'published' })
      case 'publishByApi':
        return site.rest('PATCH', path(slot), { as, body: { _status: 'published' } })
      case 'unpublishByApi':
        return site.rest('PATCH', path(slot), { as, body: { _status: 'draft' } })
      case 'delete':
        return site.rest('DELETE', path(slot), { as })
      case 'approve':
        return act('approve', { hash: input.fresh ? await hashOf(slot, as) : slot.old, attested })
      case 'confirm':
        return act('confirm', { attested })
      case 'requestChanges':
      case 'object':
        return act(action, { comment: words })
      case 'takedown':
      case 'emergency':
        return act(action, { reason: words })
      default:
        return act(action)
    }
  }

  /** What visitors get; null when there is nothing. */
  const liveOf = async (slot: Slot): Promise<Content | null> => {
    const { docs } = (
      await site.rest(
        'GET',
        `/${slot.doc.collection}?where[id][equals]=${slot.id}&where[_status][equals]=published&locale=all&depth=0`,
      )
    ).body
    return docs[0] ? { en: docs[0].title?.en ?? '', fr: docs[0].title?.fr ?? '' } : null
  }

  it(
    `finds no difference between the plugin and an independent model in ${OPERATIONS} operations`,
    async () => {
      const differences: string[] = []
      const trail: string[] = []
      // A short walk that published little by chance goes on until it did.
      const isOver = () =>
        counts.operations >= 4 * OPERATIONS ||
        (counts.operations >= OPERATIONS && counts.published > counts.operations / 100)
      while (!isOver() && differences.length === 0) {
        const index = Math.floor(random() * slots.length)
        const slot = slots[index]!
        const { action, who, input } = next(slot)
        const { live: wasLive } = slot.doc

        const answer = await carryOut(slot, who, action, input)
        const code = String(answer.body.errors?.[0]?.data?.code ?? answer.status)
        const expected = model.act(slot.doc, who, action, input)

        counts.operations += 1
        counts[expected.allowed ? 'allowed' : 'refused'] += 1
        if (slot.doc.live && slot.doc.live !== wasLive) counts.published += 1
        if (wasLive && !slot.doc.live) counts.takenDown += 1
        trail.push(`${slot.doc.collection}:${slot.id} ${who} ${action} ${JSON.stringify(input)} -> ${code}`)

        const differs = (what: string, found: unknown, wanted: unknown): void => {
          if (JSON.stringify(found) === JSON.stringify(wanted)) return
          differences.push(`${what}: ${JSON.stringify(found)}, the model says ${JSON.stringify(wanted)}`)
        }
        differs('allowed', answer.status < 400, expected.allowed)
        if (!expected.allowed && answer.status >= 400 && !expected.reasons.includes(code))
          differs('reason', code, expected.reasons)
        const gone = action === 'delete' && expected.allowed
        if (gone) {
          slots[index] = await create(who)
        } else {
          differs('live', await liveOf(slot), slot.doc.live)
          const { body } = await site.rest('GET', panel(slot), { as: people.get('hugo')! })
          if (body.hash !== slot.hash) Object.assign(slot, { hash: body.hash, old: slot.hash || slot.old })
          differs('state', body.state, model.state(slot.doc))
          differs('to be read afterwards', Boolean(body.retrospective), slot.doc.afterwards.length > 0)
        }
        if (differences.length > 0) {
          const about = `${slot.doc.collection}:${slot.id} `
          differences.push(...trail.filter((line) => line.startsWith(about)))
        }
      }
      counts.differences = differences.length
      expect(differences).toEqual([])
      // Not a walk along refusals only.
      expect(counts.allowed).toBeGreaterThan(counts.operations / 4)
      expect(counts.published).toBeGreaterThan(counts.operations / 100)
    },
    OPERATIONS * 2000,
  )
})
