import { type Stand, type StandOptions } from '../../helpers/boot.js'
import type { TestDatabase } from '../../helpers/databases.js'
import { formSite } from '../forms/site.js'

/** A site whose forms need no notice: what is tried here comes after. */
export const breachSite = (database: TestDatabase, options: StandOptions = {}): Promise<Stand> =>
  formSite(database, {
    ...options,
    plugin: {
      approvals: false,
      moderation: false,
      notices: false,
      forms: { mask: false },
      breach: { clocks: ['gdpr', 'pipeda'] },
      ...options.plugin,
    },
  })

const START = Date.parse('2026-03-04T15:00:00.000Z')

/** One clock for all processes of a test that know when it began: a second is half a minute. */
export const sharedClock = (began: number) => (): Date => new Date(START + (Date.now() - began) * 30)

/** The runners that have a part in it: a hold that somebody died over while placing it is finished by its own. */
export const WORK = ['heal', 'retention-holds', 'breach', 'outbox']
