import { createInterface } from 'node:readline/promises'

import type { Actor } from '../kernel/actor.js'
import type { SetUpPlace } from '../kernel/ports.js'
import type { Ref } from '../kernel/ref.js'
import type { Translate } from '../platform/runtime.js'
import { type Arguments, command, portOf, Usage } from './command.js'
import type { OverviewCommands, SetUpInput, SetUpState } from '../platform/setUp.js'

const TERMINAL: Actor = { kind: 'system', ref: 'system:terminal', roles: [] }

const K = 'governance:terminal:setup'

const PLACES: SetUpPlace[] = ['aed', 'ed', 'approver', 'privacy']
const TEXTS = ['name-en', 'name-fr', 'emergency-en', 'emergency-fr', 'phone', 'exit'] as const
type TextName = (typeof TEXTS)[number]

type Ask = (question: string) => Promise<string>

const refOf = (state: SetUpState, email: string, place: string, t: Translate): Ref => {
  const person = state.people.find((one) => one.email.toLowerCase() === email.toLowerCase())
  if (!person) {
    const known = state.people.map((one) => one.email).join(', ') || t(`${K}:noneYet`)
    throw new Usage(t(`${K}:noAccount`, { email, place, known }))
  }
  return person.ref
}

const textsFrom = (
  state: SetUpState,
  given: Partial<Record<TextName, string>>,
): Omit<SetUpInput, 'people'> => {
  const { organization, emergency } = state.settings
  return {
    organization: { en: given['name-en'] ?? organization.en, fr: given['name-fr'] ?? organization.fr },
    emergency: { en: given['emergency-en'] ?? emergency.en, fr: given['emergency-fr'] ?? emergency.fr },
    ...(given.phone === undefined ? {} : { phone: given.phone }),
    ...(given.exit ? { exitAddress: given.exit } : {}),
  }
}

const fromArguments = (state: SetUpState, { values }: Arguments, t: Translate): SetUpInput => {
  const text = (name: string): string | undefined =>
    typeof values[name] === 'string' ? values[name] : undefined
  const named = PLACES.flatMap((place) =>
    text(place) ? [[place, refOf(state, text(place)!, place, t)]] : [],
  )
  return {
    people: Object.fromEntries(named) as SetUpInput['people'],
    ...textsFrom(
      state,
      Object.fromEntries(TEXTS.map((name) => [name, text(name)])) as Partial<Record<TextName, string>>,
    ),
  }
}

const fromQuestions = async (state: SetUpState, t: Translate, ask: Ask): Promise<SetUpInput> => {
  const known = state.people.map(({ name, email }) => `${name} <${email}>`).join(', ')
  console.log(t(`${K}:accounts`, { known: known || t(`${K}:noneYet`) }))
  const people: SetUpInput['people'] = {}
  for (const place of state.grantsHere ? state.places : []) {
    const now = state.people.find(({ ref }) => ref === state.holders[place])
    const words = `${t(`governance:overview:setup:${place}`)}: ${t(`governance:overview:setup:${place}Help`)}`
    const answer = await ask(`${words}\n  ${t(`${K}:address`)} [${now?.email ?? t(`${K}:nobody`)}]: `)
    const ref = answer ? refOf(state, answer, place, t) : now?.ref
    if (ref) people[place] = ref
  }
  const texts: Partial<Record<TextName, string>> = {}
  for (const [name, label, now] of [
    ['name-en', t(`${K}:nameEn`), state.settings.organization.en],
    ['name-fr', t(`${K}:nameFr`), state.settings.organization.fr],
    ['phone', t(`${K}:phone`), state.settings.phone],
  ] as const) {
    const answer = await ask(`${label} [${now || t(`${K}:none`)}]: `)
    if (answer) texts[name] = answer
  }
  return { people, ...textsFrom(state, texts) }
}

const summary = (state: SetUpState, { people, organization }: SetUpInput, t: Translate): string =>
  [
    ...Object.entries(people).map(
      ([place, ref]) => `  ${place}: ${state.people.find((one) => one.ref === ref)?.email}`,
    ),
    `  ${t(`${K}:organization`)}: ${organization?.en ?? ''} / ${organization?.fr ?? ''}`,
  ].join('\n')

/** `payload governance:setup`: the same as the page of that name, in a terminal. */
export const script = command(
  { flags: [...PLACES, ...TEXTS], switches: ['yes', 'help'] },
  async (payload, given, { t }) => {
    if (given.values.help) {
      console.log(t(`${K}:usage`))
      return true
    }
    const overview = portOf<OverviewCommands>(payload, 'overview')
    const ctx = { payload }
    const state = await overview.setUpState(ctx, TERMINAL)
    const silent = Object.keys(given.values).some((name) => name !== 'yes' && name !== 'lang')
    if (!silent && !process.stdin.isTTY) throw new Usage(t(`${K}:usage`))
    const terminal = createInterface({ input: process.stdin, output: process.stdout })
    try {
      const ask: Ask = async (question) => (await terminal.question(question)).trim()
      const input = silent ? fromArguments(state, given, t) : await fromQuestions(state, t, ask)
      if (input.exitAddress && !input.exitAddress.startsWith('https://')) throw new Usage(t(`${K}:exit`))
      console.log(`${t(`${K}:willSave`)}\n${summary(state, input, t)}`)
      if (!given.values.yes && process.stdin.isTTY && !/^[yo]/i.test(await ask(`${t(`${K}:right`)} `))) {
        console.log(t(`${K}:notSaved`))
        return false
      }
      await overview.runSetUp(ctx, input, TERMINAL)
    } finally {
      terminal.close()
    }
    const missing = await overview.missing(ctx)
    console.log(t(`${K}:saved`))
    for (const { key, values } of missing) console.log(t(`${K}:stillMissing`, { what: t(key, values) }))
    return true
  },
)
