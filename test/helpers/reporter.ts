import type { Reporter, TestCase, TestModule } from 'vitest/node'

import { type Leg, legNotRun, LEGS, LEGS_VARIABLE, type LegStates, wantedLegs } from './legs.js'

/** Names, at the end of a run, what could not be run: the database, the reason and how many tests. */
export default class NotRunReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const counts = new Map<Leg, number>()
    for (const module of modules) {
      for (const test of module.children.allTests('skipped')) {
        const leg = legOf(test)
        if (leg) counts.set(leg, (counts.get(leg) ?? 0) + 1)
      }
    }
    const states = JSON.parse(process.env[LEGS_VARIABLE] ?? '{}') as Partial<LegStates>
    for (const leg of LEGS) {
      const state = states[leg]
      const count = counts.get(leg)
      if (!count || !state || state.ready) continue
      process.stdout.write(`Not run: ${leg} (${state.reason}), ${count} ${count === 1 ? 'test' : 'tests'}\n`)
      // `npm run test:all` promises every database that was asked for.
      if (process.env.REQUIRE_DATABASES && wantedLegs().has(leg)) process.exitCode = 1
    }
  }
}

function legOf(test: TestCase): Leg | undefined {
  let parent = test.parent
  while (parent.type === 'suite') {
    const leg = legNotRun(parent.name)
    if (leg) return leg
    parent = parent.parent
  }
  return undefined
}
