/** The databases that the integration tests run on, and what a run found out about each. */

export const LEGS = ['sqlite', 'postgres', 'mongodb', 'mongodb-replica'] as const
export type Leg = (typeof LEGS)[number]

/** Either an address to make databases under, or the reason why there is none. */
export type LegState = { ready: true; uri: string } | { ready: false; reason: string }
export type LegStates = Record<Leg, LegState>

/** Set by the run for its test processes: `LegStates` as JSON. */
export const LEGS_VARIABLE = 'GOVERNANCE_TEST_LEGS'

/** How the suite of a database that could not be had is marked, and what the reporter looks for. */
export const notRun = (title: string, leg: Leg): string => `${title} (${leg}, not run)`
const NOT_RUN = new RegExp(`\\((${LEGS.join('|')}), not run\\)$`)
export const legNotRun = (suiteName: string): Leg | undefined =>
  NOT_RUN.exec(suiteName)?.[1] as Leg | undefined

/** The legs that `TEST_DATABASES` asks for (comma separated); all of them without it. */
export function wantedLegs(variable = process.env.TEST_DATABASES): Set<Leg> {
  if (!variable) return new Set(LEGS)
  const names = variable
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
  for (const name of names) {
    if (!LEGS.includes(name as Leg)) {
      throw new Error(`TEST_DATABASES names "${name}"; it may name ${LEGS.join(', ')}.`)
    }
  }
  return new Set(names as Leg[])
}

/**
 * What a replica set adds to a single mongod is transactions. The files that can meet them (writes that are one unit,
 * crashes, races, clean-up) run there in every run; all of them in a full one (`npm run test:full`), or where
 * `TEST_DATABASES` names it.
 */
const MEETS_TRANSACTIONS =
  /[\\/]test[\\/](platform|plugin|beside|access|demo|capabilities[\\/](breach|ledger|outbox|retention|incidents|moderation|consents))[\\/]|[\\/](race|flow|intake|removal|loopholes|planned)\.spec\.tsx?$/
export const runsOn = (leg: Leg, file: string, env: NodeJS.ProcessEnv = process.env): boolean =>
  leg !== 'mongodb-replica' ||
  env.FULL === '1' ||
  Boolean(env.TEST_DATABASES) ||
  MEETS_TRANSACTIONS.test(file)
