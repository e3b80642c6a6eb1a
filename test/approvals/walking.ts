import type { CollectionConfig } from 'payload'

import { type Person, type RestAnswer, type Stand, stand } from '../helpers/boot.js'
import type { TestDatabase } from '../helpers/databases.js'
import type { Action, Answer, Content, Input } from './model.js'
import { handOver, randomFrom, RULES } from './people.js'

/** What is tried, as often as it stands here. */
export const DECK: Action[] = [
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

/** Chances of which the same seed gives the same. */
export interface Dice {
  /** Below this number. */
  index: (length: number) => number
  oneOf: <T>(list: readonly T[]) => T
  chance: (probability: number) => boolean
  /** With or without what a decision needs. */
  input: () => Input
}
export const diceFrom = (seed: number): Dice => {
  const random = randomFrom(seed)
  const index = (length: number): number => Math.floor(random() * length)
  const chance = (probability: number): boolean => random() < probability
  return {
    index,
    oneOf: (list) => list[index(list.length)]!,
    chance,
    input: () => ({ fresh: chance(0.9), ticked: chance(0.9), said: chance(0.9) }),
  }
}

/** A site with the people and the steps of the model, and two collections to walk through. */
export const walkersOn = async (
  database: TestDatabase,
  apart: boolean,
): Promise<{ site: Stand; people: Map<string, Person> }> => {
  const staffOnly = ({ req }: { req: { user: unknown } }): boolean => Boolean(req.user)
  const collections = ['pages', 'letters'].map((slug): CollectionConfig => ({
    slug,
    access: { create: staffOnly, read: () => true, update: staffOnly, delete: staffOnly },
    versions: { drafts: apart ? { localizeStatus: true } : true, maxPerDoc: 20 },
    fields: [{ name: 'title', type: 'text', localized: true }],
  }))
  const site = await stand(database, {
    collections,
    config: apart ? { experimental: { localizeStatus: true } } : {},
    plugin: { approvals: { expireDays: false, steps: RULES.steps } },
  })
  const people = new Map<string, Person>()
  for (const { name, roles } of RULES.members) people.set(name, await site.person(name, roles))
  await handOver(site, people)
  return { site, people }
}

export interface Step {
  action: Action
  who: string
  input: Input
}

/** About half is what the model allows, or the walk would never get far; the rest is anything. */
export const nextStep = <T extends Step>(
  { chance }: Dice,
  {
    pick,
    may,
    onward,
  }: {
    pick: () => T
    may: (step: T) => boolean
    /** What leads on towards a publication, where somebody may do it. */
    onward: () => T | undefined
  },
): T => {
  const further = chance(0.25) ? onward() : undefined
  if (further) return further
  let picked = pick()
  if (chance(0.4)) return picked
  for (let tries = 0; tries < 40; tries += 1) {
    if (may(picked)) return picked
    picked = pick()
  }
  return picked
}

/** Where a step is carried out: the addresses of one document, or of one language of it. */
export interface Way {
  /** `more` goes into the query. */
  save: (data: object, ...more: string[]) => Promise<RestAnswer>
  remove: () => Promise<RestAnswer>
  /** The hash that the panel shows now, and one that it showed before. */
  hash: () => Promise<string>
  old: string
  /** Calls an action of approvals. */
  act: (action: string, body?: object) => Promise<RestAnswer>
}

/** Tries it over REST; `title` is what is written, by a step that writes. */
export const carryOut = async (way: Way, { action, input }: Step, title?: string): Promise<RestAnswer> => {
  const words = input.said ? 'For this reason' : ''
  const attested = input.ticked ? ['content'] : []
  switch (action) {
    case 'edit':
      return way.save({ title }, 'draft=true')
    case 'editLive':
      return way.save({ title })
    case 'publishChanged':
      return way.save({ title, _status: 'published' })
    case 'publishByApi':
      return way.save({ _status: 'published' })
    case 'unpublishByApi':
      return way.save({ _status: 'draft' })
    case 'delete':
      return way.remove()
    case 'approve':
      return way.act(action, { hash: input.fresh ? await way.hash() : way.old, attested })
    case 'confirm':
      return way.act(action, { attested })
    case 'requestChanges':
    case 'object':
      return way.act(action, { comment: words })
    case 'takedown':
    case 'emergency':
      return way.act(action, { reason: words })
    default:
      return way.act(action)
  }
}

export interface Walk<S, T extends Step> {
  operations: number
  /** Publications that there must be for each operation, at least. */
  published: number
  slots: S[]
  create: (name: string) => Promise<S>
  next: (slot: S) => T
  carryOut: (slot: S, step: T) => Promise<RestAnswer>
  /** What the model says to it, which it remembers. */
  act: (slot: S, step: T) => Answer
  /** What is live where the step was made, as the model has it. */
  live: (slot: S, step: T) => Content | null
  /** How the document is named in the trail. */
  name: (slot: S) => string
  /** Compares the document with the model. */
  compare: (slot: S, differs: (what: string, found: unknown, wanted: unknown) => void) => Promise<void>
}

export const noSteps = () => ({
  operations: 0,
  allowed: 0,
  refused: 0,
  published: 0,
  takenDown: 0,
  differences: 0,
})

/** Walks until the plugin and the model differ, or to the end; adds to the counts and says what differed. */
export const walkAlong = async <S, T extends Step>(
  { index: anyIndex }: Dice,
  walk: Walk<S, T>,
  counts: ReturnType<typeof noSteps>,
): Promise<string[]> => {
  const { operations, published, slots } = walk
  const differences: string[] = []
  const trail: string[] = []
  const differs = (what: string, found: unknown, wanted: unknown): void => {
    if (JSON.stringify(found) === JSON.stringify(wanted)) return
    differences.push(`${what}: ${JSON.stringify(found)}, the model says ${JSON.stringify(wanted)}`)
  }
  // A short walk that published little by chance goes on until it did.
  const isOver = () =>
    counts.operations >= 4 * operations ||
    (counts.operations >= operations && counts.published > counts.operations * published)
  while (!isOver() && differences.length === 0) {
    const index = anyIndex(slots.length)
    const slot = slots[index]!
    const step = walk.next(slot)
    const wasLive = walk.live(slot, step)

    const answer = await walk.carryOut(slot, step)
    const code = String(answer.body.errors?.[0]?.data?.code ?? answer.status)
    const expected = walk.act(slot, step)
    const isLive = walk.live(slot, step)

    counts.operations += 1
    counts[expected.allowed ? 'allowed' : 'refused'] += 1
    if (isLive && isLive !== wasLive) counts.published += 1
    if (wasLive && !isLive) counts.takenDown += 1
    trail.push(`${walk.name(slot)} ${JSON.stringify(step)} -> ${code}`)

    differs('allowed', answer.status < 400, expected.allowed)
    if (!expected.allowed && answer.status >= 400 && !expected.reasons.includes(code))
      differs('reason', code, expected.reasons)
    if (step.action === 'delete' && expected.allowed) slots[index] = await walk.create(step.who)
    else await walk.compare(slot, differs)
    if (differences.length > 0)
      differences.push(...trail.filter((line) => line.startsWith(`${walk.name(slot)} `)))
  }
  counts.differences = differences.length
  return differences
}
