import {
  type AccessTable,
  type FieldClass,
  type HostRules,
  stores,
  unread,
} from '../../kernel/accessTable.js'
import type { Role } from '../../kernel/actor.js'

/** On the host's rows: names the binding. */
export const BINDING_KEY: FieldClass = unread('governanceKey')

/** On the host's files: that they came with a message. */
export const SENT: FieldClass = unread('governanceForm')

export const formsAccess = (readers: readonly Role[]): AccessTable => ({
  // A binding holds nothing that a person wrote: whoever answers for it all sees that there is one.
  'gov-submissions': stores([...new Set([...readers, 'aed', 'ed'])], {
    secrets: unread('receiptHash', 'grounds'),
    // Which case it opened is for those who read cases.
    cases: { fields: ['dangerCase'], read: ['aed', 'ed'] },
    // Who looks for abuse, not who answers.
    network: { fields: ['address', 'addressUntil'], read: ['privacy-officer', 'aed', 'ed'] },
  }),
})

/** What somebody wrote, and the files that came with it. */
export const ANSWERS: FieldClass = {
  fields: ['submissionData', 'submissionUploads'],
  masked: { entry: 'forms.disclosed' },
}

/** What strangers sent: read by few, changed by nobody. Deletion of the form builder's own: `platform/doors.ts`. */
export const collectedAccess = (readers: readonly Role[], isBuilder: boolean, mask: boolean): HostRules => ({
  read: readers,
  readVersions: readers,
  update: 'nobody',
  ...(isBuilder ? {} : { delete: readers }),
  classes: { binding: BINDING_KEY, ...(isBuilder && mask ? { answers: ANSWERS } : {}) },
})
