import type { CollectionConfig } from 'payload'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { leaveResults } from '../capabilities/results.js'
import { type Person, type RestAnswer, type Stand, stand } from '../helpers/boot.js'
import { describeDatabases } from '../helpers/describeDatabases.js'
import {
  type Action,
  type Input,
  type Language,
  type ModelPair,
  newPair,
  oneText,
  PairModel,
} from './model.js'
import { handOver, randomFrom, RULES } from './people.js'

const OPERATIONS = process.env.FULL === '1' ? 600 : 80
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000)
const DOCUMENTS = 8
const LANGUAGES: Language[] = ['en', 'fr']

const staffOnly = ({ req }: { req: { user: unknown } }): boolean => Boolean(req.user)
const collection = (slug: string): CollectionConfig => ({
  slug,
  access: { create: staffOnly, read: () => true, update: staffOnly, delete: staffOnly },
  versions: { drafts: { localizeStatus: true }, maxPerDoc: 20 },
  fields: [{ name: 'title', type: 'text', localized: true }],
})

/** What is tried, as often as it stands here. */
const DECK: Action[] = [
  ...Array<Action>(5).fill('edit'),
  ...Array<Action>(5).fill('submit'),
  ...Array<Action>(9).fill('approve'),
  ...Array<Action>(4).fill('publish'),
  ...Array<Action>(2).fill('publishByApi'),
  ...Array<Action>(2).fill('requestChanges'),
  'publishChanged',
  'editLive',
  'withdraw',
  'takedown',
  'unpublishByApi',
  'delete',
  'emergency',
  'confirm',
  'object',
]

interface Slot {
  id: number | string
  slug: string
  pair: ModelPair
  hash: Record<Language, string>
  old: Record<Language, string>
}
interface Step {
  language: Language
  action: Action
  who: string
  input: Input
}

const nothing = '0'.repeat(64)

describeDatabases(`approvals: a random walk through languages apart, seed ${SEED}`, (database) => {
  let site: Stand
  const people = new Map<string, Person>()
  const counts = { operations: 0, allowed: 0, refused: 0, published: 0, differences: 0 }
  const random = randomFrom(SEED)
  const model = new PairModel(RULES)
  const slots: Slot[] = []
  let serial = 0

  const oneOf = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const chance = (probability: number): boolean => random() < probability
  const address = ({ slug, id }: Slot, language: Language): string => `/${slug}/${id}?locale=${language}`
  const panel = ({ slug, id }: Slot, language: Language, action = ''): string =>
    `/governance/approvals/collections/${slug}/${id}${action}?locale=${language}`

  const create = async (name: string): Promise<Slot> => {
    serial += 1
    const as = people.get(name)!
    const slug = serial % 2 === 0 ? 'pages' : 'letters'
    const body = { title: `Text ${serial}` }
    const made = await site.rest('POST', `/${slug}?draft=true&locale=en`, { as, body })
    const slot: Slot = {
      id: made.body.doc.id,
      slug,
      pair: newPair(slug, body.title, name),
      hash: { en: '', fr: '' },
      old: { en: nothing, fr: nothing },
    }
    const french = `Texte ${serial}`
    await site.rest('PATCH', `${address(slot, 'fr')}&draft=true`, { as, body: { title: french } })
    model.act(slot.pair, 'fr', name, 'edit', { content: oneText(french) })
    return slot
  }

  beforeAll(async () => {
    const steps = Object.fromEntries(Object.entries(RULES.steps))
    site = await stand(database, {
      collections: [collection('pages'), collection('letters')],
      config: { experimental: { localizeStatus: true } },
      plugin: { approvals: { expireDays: false, steps } },
    })
    for (const { name, roles } of RULES.members) people.set(name, await site.person(name, roles))
    await handOver(site, people)
    for (let index = 0; index < DOCUMENTS; index += 1) slots.push(await create(oneOf(RULES.members).name))
  }, 240_000)
  afterAll(async () => {
    leaveResults('approvals-walk-languages', database.name, { ...counts, seed: SEED })
    await site?.stop()
  })

  const inputFor = (action: Action, { pair }: Slot, language: Language): Input => {
    const input: Input = { fresh: chance(0.9), ticked: chance(0.9), said: chance(0.9) }
    if (!['edit', 'editLive', 'publishChanged'].includes(action)) return input
    serial += 1
    const back = action === 'edit' && chance(0.25) ? pair[language].live : null
    return { ...input, content: back ?? oneText(`${language === 'en' ? 'Text' : 'Texte'} ${serial}`) }
  }
  const all: Input = { fresh: true, ticked: true, said: true }
  const onward = (slot: Slot): Step | undefined => {
    for (const action of ['publish', 'approve', 'submit'] as const)
      for (const language of LANGUAGES) {
        const able = RULES.members.filter(({ name }) => model.may(slot.pair, language, name, action, all))
        if (able.length > 0) return { language, action, who: oneOf(able).name, input: all }
      }
    return undefined
  }
  const next = (slot: Slot): Step => {
    const pick = (): Step => {
      const language = oneOf(LANGUAGES)
      const action = oneOf(DECK)
      // What is not live is saved so as it is by anybody's hand: these two are about what is.
      const fits = !['editLive', 'unpublishByApi'].includes(action) || slot.pair[language].live !== null
      return fits
        ? { language, action, who: oneOf(RULES.members).name, input: inputFor(action, slot, language) }
        : pick()
    }
    const further = chance(0.25) ? onward(slot) : undefined
    if (further) return further
    let picked = pick()
    if (chance(0.4)) return picked
    for (let tries = 0; tries < 40; tries += 1) {
      if (model.may(slot.pair, picked.language, picked.who, picked.action, picked.input)) return picked
      picked = pick()
    }
    return picked
  }

  const carryOut = async (slot: Slot, { language, action, who, input }: Step): Promise<RestAnswer> => {
    const as = people.get(who)!
    const act = (body: object = {}): Promise<RestAnswer> =>
      site.rest('POST', panel(slot, language, `/${action}`), { as, body })
    const save = (data: object, more = ''): Promise<RestAnswer> =>
      site.rest('PATCH', `${address(slot, language)}${more}`, { as, body: data })
    const title = input.content?.[language]
    const words = input.said ? 'For this reason' : ''
    const attested = input.ticked ? ['content'] : []
    switch (action) {
      case 'edit':
        return save({ title }, '&draft=true')
      case 'editLive':
        return save({ title })
      case 'publishChanged':
        return save({ title, _status: 'published' })
      case 'publishByApi':
        return save({ _status: 'published' })
      case 'unpublishByApi':
        return save({ _status: 'draft' })
      case 'delete':
        return site.rest('DELETE', `/${slot.slug}/${slot.id}`, { as })
      case 'approve': {
        const now = (await site.rest('GET', panel(slot, language), { as })).body.hash
        return act({ hash: input.fresh ? now : slot.old[language], attested })
      }
      case 'confirm':
        return act({ attested })
      case 'requestChanges':
      case 'object':
        return act({ comment: words })
      case 'takedown':
      case 'emergency':
        return act({ reason: words })
      default:
        return act()
    }
  }

  /** What visitors get of each language when they ask for all of them; null when there is nothing. */
  const liveOf = async (slot: Slot): Promise<Record<Language, null | string>> => {
    const path = `/${slot.slug}?where[id][equals]=${slot.id}&locale=all&depth=0`
    const [doc] = (await site.rest('GET', path)).body.docs
    const isLive = (language: Language): boolean => doc?._status?.[language] === 'published'
    const anything = LANGUAGES.some(isLive)
    const said = (language: Language): null | string =>
      isLive(language) ? (doc.title?.[language] ?? '') : anything ? (doc.title?.[language] ?? null) : null
    return { en: said('en'), fr: said('fr') }
  }

  it(
    `finds no difference between the plugin and an independent model in ${OPERATIONS} operations`,
    async () => {
      const differences: string[] = []
      const trail: string[] = []
      // A short walk that published little by chance goes on until it did.
      const isOver = () =>
        counts.operations >= 4 * OPERATIONS ||
        (counts.operations >= OPERATIONS && counts.published > counts.operations / 40)
      while (!isOver() && differences.length === 0) {
        const index = Math.floor(random() * slots.length)
        const slot = slots[index]!
        const step = next(slot)
        const { language, action, who, input } = step
        const wasLive = slot.pair[language].live

        const answer = await carryOut(slot, step)
        const code = String(answer.body.errors?.[0]?.data?.code ?? answer.status)
        const expected = model.act(slot.pair, language, who, action, input)

        counts.operations += 1
        counts[expected.allowed ? 'allowed' : 'refused'] += 1
        if (slot.pair[language].live && slot.pair[language].live !== wasLive) counts.published += 1
        const about = `${slot.slug}:${slot.id} `
        trail.push(`${about}${language} ${who} ${action} ${JSON.stringify(input)} -> ${code}`)
        const differs = (what: string, found: unknown, wanted: unknown): void => {
          if (JSON.stringify(found) === JSON.stringify(wanted)) return
          differences.push(`${what}: ${JSON.stringify(found)}, the model says ${JSON.stringify(wanted)}`)
        }
        differs('allowed', answer.status < 400, expected.allowed)
        if (!expected.allowed && answer.status >= 400 && !expected.reasons.includes(code))
          differs('reason', code, expected.reasons)
        if (action === 'delete' && expected.allowed) slots[index] = await create(who)
        else {
          const { en, fr } = slot.pair
          differs('live', await liveOf(slot), { en: en.live?.en ?? null, fr: fr.live?.fr ?? null })
          for (const one of LANGUAGES) {
            const { body } = await site.rest('GET', panel(slot, one), { as: people.get('hugo')! })
            if (body.hash !== slot.hash[one]) {
              slot.old[one] = slot.hash[one] || slot.old[one]
              slot.hash[one] = body.hash
            }
            differs(`state of ${one}`, body.state, model.state(slot.pair, one))
            const waits = slot.pair[one].afterwards.length > 0
            differs(`to be read afterwards of ${one}`, Boolean(body.retrospective), waits)
          }
        }
        if (differences.length > 0) differences.push(...trail.filter((line) => line.startsWith(about)))
      }
      counts.differences = differences.length
      expect(differences).toEqual([])
      expect(counts.allowed).toBeGreaterThan(counts.operations / 4)
      expect(counts.published).toBeGreaterThan(counts.operations / 40)
    },
    OPERATIONS * 3000,
  )
})
