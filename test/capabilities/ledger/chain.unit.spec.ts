import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { endOf, type SealedEntry, startAt, walkOn } from '../../../src/capabilities/ledger/chain.js'
import {
  commitmentOf,
  commitmentsTo,
  contentOf,
  entryHash,
  GENESIS,
  type PersonalValue,
} from '../../../src/capabilities/ledger/domain.js'
import type { Finding } from '../../../src/kernel/ledgerPort.js'

const LENGTH = 10_000
const SEED = Number(process.env.SEED ?? 20_261_122)

const entryAt = (sequence: number, previousHash: string, over: Record<string, unknown> = {}): SealedEntry => {
  const personal: Record<string, PersonalValue> = {
    actorName: { value: `Person ${sequence}`, salt: `salt${sequence}` },
  }
  const content = contentOf({
    key: `k${sequence}`,
    at: '2026-03-02T15:00:00.000Z',
    action: 'test.done',
    subject: `posts:${sequence}`,
    actorKind: 'staff',
    actorRef: 'users:1',
    actorRoles: ['aed'],
    facts: { n: sequence },
    commitments: commitmentsTo(personal),
    request: `request-${sequence}`,
    ...over,
  })
  return { sequence, previousHash, hash: entryHash(sequence, previousHash, content), content, personal }
}

const chainOf = (length: number): SealedEntry[] => {
  const entries: SealedEntry[] = []
  for (let sequence = 1; sequence <= length; sequence += 1)
    entries.push(entryAt(sequence, entries.at(-1)?.hash ?? GENESIS))
  return entries
}

const chain = chainOf(LENGTH)
const own = { sequence: LENGTH, hash: chain.at(-1)!.hash }

/** In pages, as the database gives them. */
const PAGE = 1000
const check = (entries: SealedEntry[]): Finding[] => {
  const walk = startAt()
  for (let page = 0; page < entries.length; page += PAGE)
    walkOn(walk, entries.slice(page, page + PAGE), { own })
  endOf(walk, LENGTH)
  return walk.findings
}

/**
 * The first finding in a chain that is untouched before this entry. With FULL=1 all of it is walked, otherwise from the
 * page before on and no further than needed.
 */
const firstFinding = (entries: SealedEntry[], at: number): Finding | undefined => {
  if (process.env.FULL === '1') return check(entries)[0]
  const from = Math.floor(Math.max(0, at - 2) / PAGE) * PAGE
  const near = entries.slice(0, from + 2 * PAGE)
  const walk = startAt(from > 0 ? chain[from - 1] : undefined)
  for (let page = from; page < near.length && walk.findings.length === 0; page += PAGE)
    walkOn(walk, near.slice(page, page + PAGE), { own })
  if (walk.findings.length === 0 && near.length === entries.length) endOf(walk, LENGTH)
  return walk.findings[0]
}

const put = (at: number, entry: SealedEntry): SealedEntry[] => chain.with(at - 1, entry)
const changed = (at: number, over: Partial<SealedEntry['content']>): SealedEntry => ({
  ...chain[at - 1]!,
  content: { ...chain[at - 1]!.content, ...over },
})
const rehashed = (entry: SealedEntry): SealedEntry => ({
  ...entry,
  hash: entryHash(entry.sequence, entry.previousHash, entry.content),
})

const CHANGES: Partial<SealedEntry['content']>[] = [
  { key: 'other' },
  { at: '2026-03-02T15:00:00.001Z' },
  { action: 'test.undone' },
  { subject: 'posts:0' },
  { actorKind: 'system' },
  { actorRef: 'users:2' },
  { actorRef: null },
  { actorRoles: ['ed'] },
  { facts: {} },
  { commitments: {} },
  { scope: 'other' },
  { onBehalfOf: 'users:3' },
  { request: undefined },
]

/** Every way to touch one entry; what has to be named is the entry itself. */
const TAMPERINGS: Record<string, (at: number, pick: number) => SealedEntry[]> = {
  'a field is changed': (at, pick) => put(at, changed(at, CHANGES[pick % CHANGES.length]!)),
  'a field is changed and the hash made to fit': (at, pick) =>
    put(at, rehashed(changed(at, CHANGES[pick % CHANGES.length]!))),
  'the hash is changed': (at) => put(at, { ...chain[at - 1]!, hash: 'f'.repeat(64) }),
  'the link is changed': (at) => put(at, { ...chain[at - 1]!, previousHash: 'e'.repeat(64) }),
  'it is removed': (at) => chain.toSpliced(at - 1, 1),
  'it is removed and the next takes its number': (at) =>
    at === LENGTH ? chain.slice(0, -1) : chain.toSpliced(at - 1, 2, { ...chain[at]!, sequence: at }),
  'another is put in with its number': (at, pick) => {
    const forged = { ...chain[at - 1]!, content: contentOf({ ...chain[at - 1]!.content, key: 'forged' }) }
    return chain.toSpliced(pick % 2 ? at : at - 1, 0, pick % 3 ? forged : rehashed(forged))
  },
  'another is put in between': (at) =>
    chain.toSpliced(at - 1, 0, { ...entryAt(at, chain[at - 1]!.previousHash), sequence: at - 0.5 }),
  'it changes places with the next': (at) => {
    if (at === LENGTH) return put(at, { ...chain[at - 1]!, previousHash: GENESIS })
    const [one, other] = [chain[at - 1]!, chain[at]!]
    return chain.with(at - 1, { ...other, sequence: at }).with(at, { ...one, sequence: at + 1 })
  },
  'its content changes places with a later one': (at, pick) => {
    const later = Math.min(LENGTH, at + 1 + (pick % 500))
    if (later === at) return put(at, changed(at, { subject: 'posts:0' }))
    const [one, other] = [chain[at - 1]!, chain[later - 1]!]
    return chain
      .with(at - 1, { ...one, content: other.content, personal: other.personal })
      .with(later - 1, { ...other, content: one.content, personal: one.personal })
  },
  'the rest is cut off': (at) => chain.slice(0, at - 1),
  'a personal value is changed': (at) =>
    put(at, { ...chain[at - 1]!, personal: { actorName: { value: 'Somebody else', salt: `salt${at}` } } }),
  'a personal value is removed': (at) => put(at, { ...chain[at - 1]!, personal: {} }),
  'a personal value is said to be erased': (at) =>
    put(at, {
      ...chain[at - 1]!,
      personal: { actorName: { erasedAt: '2026-03-02T15:00:00.000Z', erasedUnder: 'a law', erasedBy: 'k1' } },
    }),
  'a personal value is put in': (at) =>
    put(at, { ...chain[at - 1]!, personal: { ...chain[at - 1]!.personal, why: { value: 'x', salt: 'y' } } }),
}

describe(`the chain of the ledger, ${LENGTH} entries, seed ${SEED}`, () => {
  it('names an entry that holds what no JSON can say, and goes on', () => {
    for (const facts of [{ on: new Date(Number.NaN) }, { n: 10n }] as Record<string, unknown>[])
      expect(check(put(7, changed(7, { facts })))).toEqual([{ at: 7, problem: 'edited' }])
  })

  it('verifies when nothing was touched, from the start and from a known head', () => {
    expect(check(chain)).toEqual([])
    const walk = startAt({ sequence: 9000, hash: chain[8999]!.hash })
    walkOn(walk, chain.slice(9000))
    expect(walk).toMatchObject({ findings: [], count: 1000, hash: own.hash })
  })

  it.each(Object.keys(TAMPERINGS))(
    'finds at its entry that %s',
    (name) => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: LENGTH }), fc.nat(10_000), (at, pick) => {
          const first = firstFinding(TAMPERINGS[name]!(at, pick), at)
          expect({ at: first?.at, said: Boolean(first) }).toEqual({ at, said: true })
        }),
        {
          seed: SEED,
          numRuns: process.env.FULL === '1' ? 200 : 8,
          examples: [
            [1, 0],
            [2, 1],
            [1000, 2],
            [1001, 3],
            [LENGTH - 1, 4],
            [LENGTH, 5],
          ],
        },
      )
    },
    120_000,
  )

  it('finds a second entry that was touched behind the first', () => {
    const twice = put(7000, changed(7000, { subject: 'posts:0' })).with(99, changed(100, { scope: 'x' }))
    expect(check(twice).map(({ at, problem }) => [at, problem])).toEqual([
      [100, 'edited'],
      [7000, 'edited'],
    ])
  })

  it('finds a chain that was written anew as a whole between the heads that were kept', () => {
    const forged: SealedEntry[] = chain.slice(0, 4999)
    for (let sequence = 5000; sequence <= LENGTH; sequence += 1)
      forged.push(entryAt(sequence, forged.at(-1)!.hash, sequence === 5000 ? { subject: 'posts:0' } : {}))
    const heads = new Map([1000, 4000, 6000, 8000].map((n) => [n, chain[n - 1]!.hash]))
    const walk = startAt()
    walkOn(walk, forged, { heads })
    expect(walk.findings[0]).toEqual({ at: 4001, until: 6000, problem: 'rewritten' })
    expect(walk.compared).toBe(4)
  })

  it('knows what was erased by an entry that reaches it from what only says so', () => {
    const at = '2026-04-01T12:00:00.000Z'
    const kept: PersonalValue = { erasedAt: at, erasedUnder: 'Law 25, s. 28.1', erasedBy: 'e1' }
    const erased = [{ ...chain[0]!, personal: { actorName: kept } }]
    const erasure = (facts: object, action = 'ledger.erased') =>
      new Map([['e1', contentOf({ key: 'e1', at, action, subject: 'users:1', actorKind: 'system', facts })]])
    const found = (erasures: ReturnType<typeof erasure>) => {
      const walk = startAt()
      walkOn(walk, erased, { erasures })
      return walk.findings.map(({ problem }) => problem).concat(walk.erased as never)
    }
    const under = 'Law 25, s. 28.1'
    expect(found(erasure({ by: 'person', of: ['users:1'], under }))).toEqual([1])
    expect(found(erasure({ by: 'entry', of: ['k1'], under }))).toEqual([1])
    expect(found(erasure({ by: 'person', of: ['users:2'], under }))).toEqual(['valueRemoved', 0])
    expect(found(erasure({ by: 'person', of: ['users:1'], under: 'another' }))).toEqual(['valueRemoved', 0])
    // Names of who acted are reached by way of the person only.
    expect(found(erasure({ by: 'subject', of: ['posts:1'], under }))).toEqual(['valueRemoved', 0])
    expect(found(erasure({ by: 'person', of: ['users:1'], under }, 'test.done'))).toEqual(['valueRemoved', 0])
    // What bears a later date, since the clock was put back, was there all the same if it had its number.
    const ahead = '2026-02-01T12:00:00.000Z'
    kept.erasedAt = ahead
    const earlier = (last?: number) => {
      const one = erasure({ by: 'person', of: ['users:1'], under, last }).get('e1')!
      return found(new Map([['e1', { ...one, at: ahead }]]))
    }
    expect(earlier(1)).toEqual([1])
    expect(earlier(0)).toEqual(['valueRemoved', 0])
    expect(earlier()).toEqual(['valueRemoved', 0])
  })

  it('commits to a personal value without telling it', () => {
    expect(commitmentOf('salt', 'actorName', 'Robin')).not.toContain('Robin')
    expect(commitmentOf('salt', 'actorName', 'Robin')).not.toBe(commitmentOf('other', 'actorName', 'Robin'))
  })
})
