import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import {
  commitmentOf,
  contentOf,
  entryHash,
  GENESIS,
  type SealedEntry,
  verifyChain,
} from '../../../src/capabilities/ledger/domain.js'

const chainOf = (length: number): SealedEntry[] => {
  const entries: SealedEntry[] = []
  let previousHash = GENESIS
  for (let sequence = 1; sequence <= length; sequence += 1) {
    const content = contentOf({
      key: `k${sequence}`,
      at: '2026-03-02T15:00:00.000Z',
      action: 'test.done',
      subject: `posts:${sequence}`,
      actorKind: 'staff',
      actorRef: 'users:1',
      actorRoles: ['aed'],
      facts: { n: sequence },
    })
    const hash = entryHash(sequence, previousHash, content)
    entries.push({ sequence, previousHash, hash, content })
    previousHash = hash
  }
  return entries
}

const LENGTH = 40
const chain = chainOf(LENGTH)
const place = fc.integer({ min: 0, max: LENGTH - 2 })

describe('the chain of the ledger', () => {
  it('verifies when nothing was touched, from the start and from a known head', () => {
    expect(verifyChain(chain)).toEqual({ ok: true, count: LENGTH, head: chain.at(-1)?.hash })
    const known = chain[9]!
    expect(verifyChain(chain.slice(10), { sequence: 10, hash: known.hash })).toMatchObject({
      ok: true,
      count: 30,
    })
  })

  it('finds an edited field at its entry', () => {
    fc.assert(
      fc.property(
        place,
        fc.constantFrom('action', 'subject', 'at', 'actorRef', 'actorKind', 'key'),
        (i, name) => {
          const edited = chain.map((entry, n) =>
            n === i ? { ...entry, content: { ...entry.content, [name]: 'something else' } } : entry,
          )
          expect(verifyChain(edited)).toEqual({ ok: false, at: i + 1, problem: 'edited' })
        },
      ),
    )
  })

  it('finds an edited entry whose hash was made to fit at the next one', () => {
    fc.assert(
      fc.property(place, (i) => {
        const edited = chain.map((entry, n) => {
          if (n !== i) return entry
          const content = { ...entry.content, subject: 'posts:0' }
          return { ...entry, content, hash: entryHash(entry.sequence, entry.previousHash, content) }
        })
        expect(verifyChain(edited)).toEqual({ ok: false, at: i + 2, problem: 'relinked' })
      }),
    )
  })

  it('finds a deletion, an insertion and a swap at their place', () => {
    fc.assert(
      fc.property(place, (i) => {
        const without = chain.filter((_, n) => n !== i)
        expect(verifyChain(without)).toEqual({ ok: false, at: i + 1, problem: 'gap' })
        const doubled = [...chain.slice(0, i + 1), chain[i]!, ...chain.slice(i + 1)]
        expect(verifyChain(doubled)).toMatchObject({ ok: false, at: i + 2 })
        const swapped = [...chain]
        ;[swapped[i], swapped[i + 1]] = [swapped[i + 1]!, swapped[i]!]
        expect(verifyChain(swapped)).toMatchObject({ ok: false, at: i + 1 })
      }),
    )
  })

  it('commits to a personal value without telling it', () => {
    expect(commitmentOf('salt', 'actorName', 'Robin')).not.toContain('Robin')
    expect(commitmentOf('salt', 'actorName', 'Robin')).not.toBe(commitmentOf('other', 'actorName', 'Robin'))
  })
})
