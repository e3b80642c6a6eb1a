import type { Person, Stand } from '../helpers/boot.js'
import type { Rules } from './model.js'

/** Mulberry32: the same seed gives the same walk. */
export const randomFrom = (seed: number) => {
  let state = seed >>> 0
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

export const RULES: Rules = {
  members: [
    { name: 'anna', roles: ['content-creator'] },
    { name: 'ben', roles: ['content-creator'] },
    { name: 'chloe', roles: ['communications'] },
    { name: 'david', roles: ['administrator'] },
    { name: 'emma', roles: ['administrator'] },
    { name: 'farid', roles: ['aed'] },
    { name: 'gwen', roles: ['ed'] },
    { name: 'hugo', roles: ['privacy-officer'] },
  ],
  delegates: [
    { from: 'david', to: 'chloe' },
    { from: 'farid', to: 'emma' },
  ],
  takedownRoles: ['administrator', 'aed', 'ed'],
  emergencyRoles: ['aed', 'ed'],
  steps: {
    pages: [{ key: 'approval', roles: ['administrator', 'aed', 'ed'], approvals: 1 }],
    letters: [
      { key: 'language', roles: ['administrator', 'ed'], approvals: 2 },
      { key: 'leadership', roles: ['aed', 'ed'], approvals: 1 },
    ],
  },
}

export const handOver = async (site: Stand, people: Map<string, Person>): Promise<void> => {
  for (const { from, to } of RULES.delegates) {
    const answer = await site.rest('POST', '/governance/approvals/delegations', {
      as: people.get(from)!,
      body: {
        from: people.get(from)!.ref,
        to: people.get(to)!.ref,
        startsAt: '2026-03-01T00:00:00.000Z',
        endsAt: '2026-12-01T00:00:00.000Z',
        reason: 'Away',
      },
    })
    if (answer.status !== 200) throw new Error(`delegate: ${answer.text}`)
  }
}
