/** A second is two minutes: the lease of a process that was killed runs out in half of one. */
const FACTOR = 120
const START = Date.parse('2026-05-01T12:00:00.000Z')

/** One clock for all processes of a test that know when it began. */
export const fastClock = (began: number) => (): Date => new Date(START + (Date.now() - began) * FACTOR)
