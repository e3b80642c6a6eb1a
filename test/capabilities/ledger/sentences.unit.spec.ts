import { readdirSync, existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import {
  formsOf,
  sentenceOf,
  type Speech,
  templateOf,
  textOfSentence,
  type Told,
} from '../../../src/capabilities/ledger/sentences.js'
import { translations } from '../../../src/translations/index.js'

const capabilities = fileURLToPath(new URL('../../../src/capabilities', import.meta.url))

/** Every closed list of actions of every capability, also of one that is added tomorrow. */
const actions = async (): Promise<string[]> => {
  const found: string[] = []
  for (const capability of readdirSync(capabilities)) {
    const path = `${capabilities}/${capability}/events.ts`
    if (!existsSync(path)) continue
    const events = (await import(path)) as Record<string, unknown>
    for (const [name, list] of Object.entries(events))
      if (/_ACTIONS$/.test(name)) found.push(...(list as string[]))
  }
  return found
}

const speech = (language: 'en' | 'fr', over: Partial<Speech> = {}): Speech => {
  const words = (key: string): string | undefined => {
    const at = key
      .split(':')
      .reduce<unknown>(
        (tree, step) => (tree as Record<string, unknown> | undefined)?.[step],
        translations[language].governance,
      )
    return typeof at === 'string' ? at : undefined
  }
  return {
    ...formsOf(language),
    words,
    language,
    locales: ['en', 'fr'],
    when: (at) => at.slice(0, 10),
    role: (code) => words(`ledger:role:${code}`) ?? code,
    isUsual: (role) => words(`ledger:role:${role}`) !== undefined,
    name: (ref) => ({ 'users:2': 'Jo Park', 'users:3': 'Sam Diaz' })[ref],
    ...over,
  }
}

const told = (action: string, more: Partial<Told> = {}): Told => ({
  action,
  actorKind: 'staff',
  actorRef: 'users:1',
  actorRoles: ['administrator'],
  onBehalfOf: null,
  facts: {},
  ...more,
})

const said = (language: 'en' | 'fr', entry: Told, name?: string): string =>
  textOfSentence(sentenceOf(entry, speech(language), name))

/** Facts as the capabilities write them. */
const FACTS = {
  certificates: 4,
  total: 12,
  after: 90,
  at: '2026-03-02T15:00:00.000Z',
  category: 'harassment',
  clock: 'gdpr',
  count: 4,
  dueAt: '2026-03-02T15:00:00.000Z',
  endsAt: '2026-03-09T15:00:00.000Z',
  existing: 12,
  first: 1,
  keepYears: 7,
  last: 900,
  under: 'PIPEDA',
  locale: 'fr',
  month: '2026-03',
  months: 3,
  network: 'facebook',
  number: 7,
  people: 12,
  purpose: 'news',
  roles: ['aed'],
  round: 1,
  rows: 3,
  files: 4,
  severity: 'high',
  startsAt: '2026-03-02T15:00:00.000Z',
  told: 12,
  version: 2,
}
/** Two meanings: roles that were told for an incident, people of a delegation. */
const factsOf = (action: string): Record<string, unknown> =>
  action === 'approvals.delegated'
    ? { ...FACTS, from: 'users:2', to: 'users:3' }
    : { ...FACTS, to: ['aed', 'ed'] }

describe('The ledger in sentences', () => {
  it.each(['en', 'fr'] as const)(
    'has a sentence for every action of every capability (%s)',
    async (language) => {
      const known = await actions()
      expect(known.length).toBeGreaterThan(50)
      for (const action of known) {
        const entry = told(action, { facts: factsOf(action) })
        expect(templateOf(entry, speech(language)), `${action} has no sentence`).not.toBe('')
        const text = said(language, entry, 'Marie Roy')
        expect(text, action).toMatch(/^[\p{Lu}\d].*\.$/u)
        expect(text, action).not.toMatch(/\{\{|undefined|governance:|\[object/)
        // No word twice and no gap where something was left out.
        expect(text, action).not.toMatch(/ {2}| ,|\(\)/)
      }
    },
  )

  it('has sentences for known actions only, and the same gaps to fill in both languages', async () => {
    const known = (await actions()).map((action) => action.replace('.', ':'))
    const trees = (['en', 'fr'] as const).map((language) => translations[language].governance.sentences.does)
    const gaps = trees.map((tree) =>
      Object.entries(tree as Record<string, Record<string, string>>).flatMap(([area, sentences]) =>
        Object.entries(sentences).map(([name, text]) => [
          `${area}:${name}`,
          [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]!).sort(),
        ]),
      ),
    )
    expect(gaps[1]!.map(([key]) => key)).toEqual(gaps[0]!.map(([key]) => key))
    for (const [key] of gaps[0]!)
      expect(
        known.some((action) => String(key).startsWith(action)),
        String(key),
      ).toBe(true)
    // Who is left out in French where a role found by the site has no one behind it, never anything else.
    const facts = (list: unknown): string[] => (list as string[]).filter((name) => name !== 'who')
    gaps[0]!.forEach(([key, english], index) =>
      expect(facts(gaps[1]![index]![1]), String(key)).toEqual(facts(english)),
    )
  })

  it('says who, by role and name, and in whose place', () => {
    const approved = told('approvals.approved', { facts: { for: 'users:2' } })
    expect(said('en', told('approvals.approved'), 'Marie Roy')).toBe(
      'The administrator Marie Roy approved the English and French text.',
    )
    expect(said('fr', told('approvals.approved'), 'Marie Roy')).toBe(
      'Marie Roy (administration) a approuvé les textes anglais et français.',
    )
    expect(said('en', told('approvals.approved'))).toBe(
      'The administrator approved the English and French text.',
    )
    expect(said('fr', told('approvals.approved'))).toBe(
      'L’administration a approuvé les textes anglais et français.',
    )
    expect(said('en', approved, 'Marie Roy')).toBe(
      'The administrator Marie Roy, in the name of Jo Park, approved the English and French text.',
    )
    expect(said('fr', { ...approved, facts: {}, onBehalfOf: 'users:9' })).toBe(
      'L’administration, au nom d’une autre personne, a approuvé les textes anglais et français.',
    )
  })

  it('calls a person by their highest role, by the host’s own where it has its own, and strangers by what they are', () => {
    const by = (over: Partial<Told>, name?: string): string =>
      said('en', told('approvals.withdrawn', over), name)
    expect(by({ actorRoles: ['content-creator', 'aed'] })).toMatch(/^The Assistant Executive Director /)
    expect(by({ actorRoles: ['board'] }, 'Lee')).toBe('Lee (board) withdrew the submission.')
    expect(by({ actorRoles: ['board'] })).toMatch(/^A staff member \(board\) /)
    expect(by({ actorRoles: [] })).toMatch(/^A staff member withdrew/)
    expect(by({ actorKind: 'visitor', actorRoles: [], actorRef: null })).toMatch(/^A visitor /)
    expect(by({ actorKind: 'system', actorRoles: [] })).toMatch(/^The site /)
    expect(by({ actorKind: 'robot', actorRoles: [] })).toMatch(/^A staff member /)
  })

  it('names the one language where one is decided on, and none on a site with one language', () => {
    const one = told('approvals.published', { facts: { locale: 'fr' } })
    expect(said('en', one)).toBe('The administrator published the French text, exactly as approved.')
    expect(said('fr', one)).toBe('L’administration a publié le texte français conformément à l’approbation.')
    const parts = sentenceOf(told('approvals.approved'), speech('fr', { locales: [] }))
    expect(textOfSentence(parts)).toBe('L’administration a approuvé ce contenu.')
  })

  it('reads an unknown action, and an entry without its facts, as who and a word, never as a broken sentence', () => {
    expect(said('en', told('garden.watered'))).toBe('The administrator: garden.watered')
    expect(said('en', told('notices.published'))).toBe(
      'The administrator: Version of the privacy notice in force',
    )
    expect(said('fr', told('notices.published'))).toMatch(/^L’administration\u00a0: Version/)
  })

  it('keeps the words of an entry words: a fact cannot bring a placeholder or markup of its own', () => {
    const parts = sentenceOf(
      told('approvals.posted', { facts: { network: '{{who}}<script>' } }),
      speech('en'),
      '{{network}}',
    )
    expect(textOfSentence(parts)).toBe(
      'The administrator {{network}} said where this was posted ({{who}}<script>).',
    )
  })
})
