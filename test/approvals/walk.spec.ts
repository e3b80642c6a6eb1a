import { afterAll, beforeAll, expect, it } from 'vitest'

import { leaveResults } from '../capabilities/results.js'
import type { Person, RestAnswer, Stand } from '../helpers/boot.js'
import { describeDatabases } from '../helpers/describeDatabases.js'
import { type Action, type Content, type Input, Model, type ModelDoc, newDoc } from './model.js'
import { RULES } from './people.js'
import {
  carryOut,
  DECK,
  diceFrom,
  nextStep,
  noSteps,
  type Step,
  walkAlong,
  walkersOn,
  type Way,
} from './walking.js'

const OPERATIONS = process.env.FULL === '1' ? 2000 : 200
const PUBLISHED = 1 / 100
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000)
const DOCUMENTS = 20
const ACTIONS: Action[] = [...DECK, 'takedown']

interface Slot {
  id: number | string
  doc: ModelDoc
  /** Hashes of the content after the last operation, and before that. */
  hash: string
  old: string
}

describeDatabases(`approvals: a random walk, seed ${SEED}`, (database) => {
  let site: Stand
  let people: Map<string, Person>
  const counts = noSteps()
  const dice = diceFrom(SEED)
  const model = new Model(RULES)
  const slots: Slot[] = []
  let serial = 0

  const panel = ({ doc, id }: Slot): string => `/governance/approvals/collections/${doc.collection}/${id}`
  const tryOut = (slot: Slot, step: Step): Promise<RestAnswer> => {
    const as = people.get(step.who)!
    const path = `/${slot.doc.collection}/${slot.id}`
    const { content } = step.input
    // One language at a time, as people do.
    const locale = content?.fr === slot.doc.draft.fr ? 'en' : 'fr'
    const query = content ? [`locale=${locale}`] : []
    const way: Way = {
      save: (data, ...more) =>
        site.rest('PATCH', `${path}?${[...query, ...more].join('&')}`, { as, body: data }),
      remove: () => site.rest('DELETE', path, { as }),
      hash: async () => (await site.rest('GET', panel(slot), { as })).body.hash,
      old: slot.old,
      act: (action, body = {}) => site.rest('POST', `${panel(slot)}/${action}`, { as, body }),
    }
    return carryOut(way, step, content?.[locale])
  }

  const create = async (name: string): Promise<Slot> => {
    serial += 1
    const as = people.get(name)!
    const slug = serial % 2 === 0 ? 'pages' : 'letters'
    const content: Content = { en: `Text ${serial}`, fr: '' }
    const made = await site.rest('POST', `/${slug}?draft=true&locale=en`, { as, body: { title: content.en } })
    const slot = { id: made.body.doc.id, doc: newDoc(slug, content, name), hash: '', old: '0'.repeat(64) }
    const input: Input = { content: { ...content, fr: `Texte ${serial}` } }
    await tryOut(slot, { who: name, action: 'edit', input })
    model.act(slot.doc, name, 'edit', input)
    return slot
  }

  beforeAll(async () => {
    ;({ site, people } = await walkersOn(database, false))
    for (let index = 0; index < DOCUMENTS; index += 1)
      slots.push(await create(dice.oneOf(RULES.members).name))
  }, 240_000)
  afterAll(async () => {
    leaveResults('approvals-walk', database.name, { ...counts, seed: SEED })
    await site?.stop()
  })

  const next = (slot: Slot): Step => {
    const { doc } = slot
    const inputFor = (action: Step['action']): Input => {
      const input = dice.input()
      if (!['edit', 'editLive', 'publishChanged'].includes(action)) return input
      serial += 1
      const locale = dice.chance(0.5) ? 'en' : 'fr'
      const empty = action === 'edit' && dice.chance(0.1)
      const text = empty ? '' : `${locale === 'en' ? 'Text' : 'Texte'} ${serial}`
      const back = action === 'edit' && dice.chance(0.25)
      // Back to what it said before, or to nothing new at all.
      const said = back ? (doc.live?.[locale] ?? doc.draft[locale]) : text
      return { ...input, content: { ...doc.draft, [locale]: said } }
    }
    return nextStep<Step>(dice, {
      pick: () => {
        const action = dice.oneOf(ACTIONS)
        return { action, who: dice.oneOf(RULES.members).name, input: inputFor(action) }
      },
      may: ({ action, who, input }) => model.may(doc, who, action, input),
      onward: () => {
        const input: Input = { fresh: true, ticked: true, said: true }
        for (const action of ['publish', 'approve', 'submit'] as const) {
          const able = RULES.members.filter(({ name }) => model.may(doc, name, action, input))
          if (able.length > 0) return { action, who: dice.oneOf(able).name, input }
        }
        return undefined
      },
    })
  }

  /** What visitors get; null when there is nothing. */
  const liveOf = async ({ doc, id }: Slot): Promise<Content | null> => {
    const query = `where[id][equals]=${id}&where[_status][equals]=published&locale=all&depth=0`
    const { docs } = (await site.rest('GET', `/${doc.collection}?${query}`)).body
    return docs[0] ? { en: docs[0].title?.en ?? '', fr: docs[0].title?.fr ?? '' } : null
  }

  it(
    `finds no difference between the plugin and an independent model in ${OPERATIONS} operations`,
    async () => {
      const differences = await walkAlong<Slot, Step>(
        dice,
        {
          operations: OPERATIONS,
          published: PUBLISHED,
          slots,
          create,
          next,
          carryOut: tryOut,
          act: ({ doc }, { who, action, input }) => model.act(doc, who, action, input),
          live: ({ doc }) => doc.live,
          name: ({ doc, id }) => `${doc.collection}:${id}`,
          compare: async (slot, differs) => {
            differs('live', await liveOf(slot), slot.doc.live)
            const { body } = await site.rest('GET', panel(slot), { as: people.get('hugo')! })
            if (body.hash !== slot.hash) Object.assign(slot, { hash: body.hash, old: slot.hash || slot.old })
            differs('state', body.state, model.state(slot.doc))
            differs('to be read afterwards', Boolean(body.retrospective), slot.doc.afterwards.length > 0)
          },
        },
        counts,
      )
      expect(differences).toEqual([])
      // Not a walk along refusals only.
      expect(counts.allowed).toBeGreaterThan(counts.operations / 4)
      expect(counts.published).toBeGreaterThan(counts.operations * PUBLISHED)
    },
    OPERATIONS * 2000,
  )
})
