import { afterAll, beforeAll, expect, it } from 'vitest'

import { leaveResults } from '../capabilities/results.js'
import type { Person, RestAnswer, Stand } from '../helpers/boot.js'
import { describeDatabases } from '../helpers/describeDatabases.js'
import { type Input, type Language, type ModelPair, newPair, oneText, PairModel } from './model.js'
import { RULES } from './people.js'
import { carryOut, DECK, diceFrom, nextStep, noSteps, type Step, walkAlong, walkersOn } from './walking.js'

const OPERATIONS = process.env.FULL === '1' ? 600 : 80
const PUBLISHED = 1 / 40
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000)
const DOCUMENTS = 8
const LANGUAGES: Language[] = ['en', 'fr']

interface Slot {
  id: number | string
  slug: string
  pair: ModelPair
  hash: Record<Language, string>
  old: Record<Language, string>
}
interface StepInLanguage extends Step {
  language: Language
}

const nothing = '0'.repeat(64)

describeDatabases(`approvals: a random walk through languages apart, seed ${SEED}`, (database) => {
  let site: Stand
  let people: Map<string, Person>
  const counts = noSteps()
  const dice = diceFrom(SEED)
  const model = new PairModel(RULES)
  const slots: Slot[] = []
  let serial = 0

  const panel = ({ slug, id }: Slot, language: Language, action = ''): string =>
    `/governance/approvals/collections/${slug}/${id}${action}?locale=${language}`
  const tryOut = (slot: Slot, step: StepInLanguage): Promise<RestAnswer> => {
    const as = people.get(step.who)!
    const { language } = step
    const path = `/${slot.slug}/${slot.id}`
    const way = {
      save: (data: object, ...more: string[]) =>
        site.rest('PATCH', `${path}?${[`locale=${language}`, ...more].join('&')}`, { as, body: data }),
      remove: () => site.rest('DELETE', path, { as }),
      hash: async () => (await site.rest('GET', panel(slot, language), { as })).body.hash,
      old: slot.old[language],
      act: (action: string, body = {}) =>
        site.rest('POST', panel(slot, language, `/${action}`), { as, body }),
    }
    return carryOut(way, step, step.input.content?.[language])
  }

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
    const input: Input = { content: oneText(`Texte ${serial}`) }
    await tryOut(slot, { language: 'fr', who: name, action: 'edit', input })
    model.act(slot.pair, 'fr', name, 'edit', input)
    return slot
  }

  beforeAll(async () => {
    ;({ site, people } = await walkersOn(database, true))
    for (let index = 0; index < DOCUMENTS; index += 1)
      slots.push(await create(dice.oneOf(RULES.members).name))
  }, 240_000)
  afterAll(async () => {
    leaveResults('approvals-walk-languages', database.name, { ...counts, seed: SEED })
    await site?.stop()
  })

  const next = ({ pair }: Slot): StepInLanguage => {
    const inputFor = (action: Step['action'], language: Language): Input => {
      const input = dice.input()
      if (!['edit', 'editLive', 'publishChanged'].includes(action)) return input
      serial += 1
      const back = action === 'edit' && dice.chance(0.25) ? pair[language].live : null
      return { ...input, content: back ?? oneText(`${language === 'en' ? 'Text' : 'Texte'} ${serial}`) }
    }
    const pick = (): StepInLanguage => {
      const language = dice.oneOf(LANGUAGES)
      const action = dice.oneOf(DECK)
      // What is not live is saved so as it is by anybody's hand: these two are about what is.
      const fits = !['editLive', 'unpublishByApi'].includes(action) || pair[language].live !== null
      return fits
        ? { language, action, who: dice.oneOf(RULES.members).name, input: inputFor(action, language) }
        : pick()
    }
    return nextStep<StepInLanguage>(dice, {
      pick,
      may: ({ language, action, who, input }) => model.may(pair, language, who, action, input),
      onward: () => {
        const input: Input = { fresh: true, ticked: true, said: true }
        for (const action of ['publish', 'approve', 'submit'] as const)
          for (const language of LANGUAGES) {
            const able = RULES.members.filter(({ name }) => model.may(pair, language, name, action, input))
            if (able.length > 0) return { language, action, who: dice.oneOf(able).name, input }
          }
        return undefined
      },
    })
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
      const differences = await walkAlong<Slot, StepInLanguage>(
        dice,
        {
          operations: OPERATIONS,
          published: PUBLISHED,
          slots,
          create,
          next,
          carryOut: tryOut,
          act: ({ pair }, { language, who, action, input }) => model.act(pair, language, who, action, input),
          live: ({ pair }, { language }) => pair[language].live,
          name: ({ slug, id }) => `${slug}:${id}`,
          compare: async (slot, differs) => {
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
          },
        },
        counts,
      )
      expect(differences).toEqual([])
      // Not a walk along refusals only.
      expect(counts.allowed).toBeGreaterThan(counts.operations / 4)
      expect(counts.published).toBeGreaterThan(counts.operations * PUBLISHED)
    },
    OPERATIONS * 3000,
  )
})
