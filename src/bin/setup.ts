import { createInterface } from 'node:readline/promises'

import type { BasePayload } from 'payload'

import type { Actor } from '../kernel/actor.js'
import type { SetUpPlace } from '../kernel/ports.js'
import type { Ref } from '../kernel/ref.js'
import { translatorFor } from '../platform/translate.js'
import { type Arguments, command, portOf, Usage } from './command.js'
import type { OverviewCommands, SetUpInput, SetUpState } from '../platform/setUp.js'

const TERMINAL: Actor = { kind: 'system', ref: 'system:terminal', roles: [] }

const HELP = `Usage: payload governance:setup --aed EMAIL [--ed EMAIL] [--approver EMAIL] [--privacy EMAIL]
         [--name-en TEXT] [--name-fr TEXT] [--emergency-en TEXT] [--emergency-fr TEXT]
         [--phone TEXT] [--exit https://…] [--yes]
Without arguments it asks, where there is a terminal to ask in.`

const PLACES: SetUpPlace[] = ['aed', 'ed', 'approver', 'privacy']
const TEXTS = ['name-en', 'name-fr', 'emergency-en', 'emergency-fr', 'phone', 'exit'] as const
type TextName = (typeof TEXTS)[number]

type Ask = (question: string) => Promise<string>

const refOf = (state: SetUpState, email: string, what: string): Ref => {
  const person = state.people.find((one) => one.email.toLowerCase() === email.toLowerCase())
  if (!person) {
    const known = state.people.map((one) => one.email).join(', ')
    throw new Usage(`No account has the address "${email}" (--${what}). Accounts: ${known || 'none yet'}.`)
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

const fromArguments = (state: SetUpState, { values }: Arguments): SetUpInput => {
  const text = (name: string): string | undefined =>
    typeof values[name] === 'string' ? values[name] : undefined
  const named = PLACES.flatMap((place) => (text(place) ? [[place, refOf(state, text(place)!, place)]] : []))
  return {
    people: Object.fromEntries(named) as SetUpInput['people'],
    ...textsFrom(
      state,
      Object.fromEntries(TEXTS.map((name) => [name, text(name)])) as Partial<Record<TextName, string>>,
    ),
  }
}

const fromQuestions = async (state: SetUpState, payload: BasePayload, ask: Ask): Promise<SetUpInput> => {
  const t = translatorFor(payload, 'en')
  console.log(`Accounts: ${state.people.map(({ name, email }) => `${name} <${email}>`).join(', ')}`)
  const people: SetUpInput['people'] = {}
  for (const place of state.grantsHere ? state.places : []) {
    const now = state.people.find(({ ref }) => ref === state.holders[place])
    const words = `${t(`governance:overview:setup:${place}`)}: ${t(`governance:overview:setup:${place}Help`)}`
    const answer = await ask(`${words}\n  Address [${now?.email ?? 'nobody'}]: `)
    const ref = answer ? refOf(state, answer, place) : now?.ref
    if (ref) people[place] = ref
  }
  const texts: Partial<Record<TextName, string>> = {}
  for (const [name, label, now] of [
    ['name-en', 'Name of the organization in English', state.settings.organization.en],
    ['name-fr', 'Name of the organization in French', state.settings.organization.fr],
    ['phone', 'Telephone', state.settings.phone],
  ] as const) {
    const answer = await ask(`${label} [${now || 'none'}]: `)
    if (answer) texts[name] = answer
  }
  return { people, ...textsFrom(state, texts) }
}

const summary = (state: SetUpState, { people, organization }: SetUpInput): string =>
  [
    ...Object.entries(people).map(
      ([place, ref]) => `  ${place}: ${state.people.find((one) => one.ref === ref)?.email}`,
    ),
    `  organization: ${organization?.en ?? ''} / ${organization?.fr ?? ''}`,
  ].join('\n')

/** `payload governance:setup`: the same as the page of that name, in a terminal. */
export const script = command(
  { flags: [...PLACES, ...TEXTS], switches: ['yes', 'help'] },
  async (payload, given) => {
    if (given.values.help) {
      console.log(HELP)
      return true
    }
    const overview = portOf<OverviewCommands>(payload, 'overview')
    const ctx = { payload }
    const state = await overview.setUpState(ctx, TERMINAL)
    const silent = Object.keys(given.values).some((name) => name !== 'yes')
    if (!silent && !process.stdin.isTTY) throw new Usage(HELP)
    const terminal = createInterface({ input: process.stdin, output: process.stdout })
    try {
      const ask: Ask = async (question) => (await terminal.question(question)).trim()
      const input = silent ? fromArguments(state, given) : await fromQuestions(state, payload, ask)
      if (input.exitAddress && !input.exitAddress.startsWith('https://'))
        throw new Usage('--exit has to start with https://.')
      console.log(`This will be saved:\n${summary(state, input)}`)
      if (!given.values.yes && process.stdin.isTTY && !/^y/i.test(await ask('Is that right? [y/N] '))) {
        console.log('Nothing was saved.')
        return false
      }
      await overview.runSetUp(ctx, input, TERMINAL)
    } finally {
      terminal.close()
    }
    const t = translatorFor(payload, 'en')
    const missing = await overview.missing(ctx)
    console.log('Saved.')
    for (const { key, values } of missing) console.log(`Still missing: ${t(key, values)}`)
    return true
  },
)
