import { createTriage } from '../../src/capabilities/moderation/triage/engine.js'
import { triagePerSecond } from './triageTexts.js'

/** Triage alone, without a database: what a comment costs before it is written. */
export async function bench({ small }: { small: boolean }): Promise<{ rows: object[]; summary: object }> {
  const perSecond = triagePerSecond(createTriage(), small ? 500 : 5000)
  return {
    rows: [{ what: 'texts triaged in one thread', 'per second': perSecond }],
    summary: { triagePerSecond: perSecond },
  }
}
