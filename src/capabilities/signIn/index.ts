import { mapCollections } from '../../platform/merge.js'
import type { Capability } from '../../platform/runtime.js'
import { staffSlugIn } from '../../platform/staff.js'
import { signInAccess } from './access.js'
import { attemptsCollection } from './collections.js'
import { lockSeal, watchSignIn, withFailures } from './gate.js'
import { attemptsRunner, lockAlarms } from './store.js'

/** S: who tried to sign in as staff in vain, and which accounts were locked (S0-05, S2-28). */
export const signIn = (): Capability => {
  let staffSlug: string | undefined
  return {
    key: 'signIn',
    access: () => signInAccess,
    collections: [{ collection: attemptsCollection, appendOnly: true }],
    govern: (config) => {
      staffSlug = staffSlugIn(config)
      return withFailures(mapCollections(config, ({ slug }) => slug === staffSlug, watchSignIn))
    },
    seals: [lockSeal(() => staffSlug)],
    runners: [attemptsRunner],
    alarms: lockAlarms,
  }
}
