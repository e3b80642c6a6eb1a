import type { CollectionConfig } from 'payload'

import { unitFields } from '../../platform/unit.js'

export const SUBMISSIONS = 'gov-submissions'
/** On the host's row: names its binding. Rows without one were received before governance. */
export const KEY = 'governanceKey'
/** On the host's row, computed: the notice version it is bound to. */
export const NOTICE_COLUMN = 'governanceNotice'
/** On the host's forms, where they have no field `slug`: the word in the address of the public page. */
export const SLUG = 'governanceSlug'

/** On files that came with a submission: the form that they were sent with. */
export const SENT_WITH = 'governanceForm'

/** What each submission is bound to. Holds nothing that a person wrote. */
export const submissionsCollection: CollectionConfig = {
  slug: SUBMISSIONS,
  labels: {
    singular: { en: 'Binding of a message', fr: 'Rattachement d’un message' },
    plural: { en: 'Bindings of messages', fr: 'Rattachements des messages' },
  },
  admin: {
    useAsTitle: 'subject',
    defaultColumns: ['receivedAt', 'subject', 'notice', 'number', 'state'],
    hidden: true,
  },
  defaultSort: '-receivedAt',
  disableDuplicate: true,
  graphQL: { disableMutations: true },
  fields: [
    { name: 'key', type: 'text', required: true, unique: true, index: true },
    { name: 'subject', type: 'text', index: true },
    { name: 'collected', type: 'text', required: true },
    { name: 'form', type: 'text' },
    { name: 'state', type: 'text', required: true, index: true },
    { name: 'notice', type: 'text' },
    { name: 'noticeRef', type: 'text' },
    { name: 'number', type: 'number', index: true },
    { name: 'sequence', type: 'number' },
    { name: 'receivedAt', type: 'date', required: true, index: true },
    { name: 'boundAt', type: 'date' },
    { name: 'locale', type: 'text' },
    { name: 'source', type: 'text' },
    { name: 'receiptNumber', type: 'text' },
    { name: 'receiptHash', type: 'text' },
    // What its data rests on, as its form declared it when it came; see `kernel/grounds.ts`.
    { name: 'grounds', type: 'json' },
    { name: 'danger', type: 'checkbox', index: true },
    { name: 'dangerCase', type: 'text' },
    { name: 'purposes', type: 'json' },
    { name: 'anonymous', type: 'checkbox' },
    { name: 'proxy', type: 'checkbox' },
    { name: 'address', type: 'text' },
    { name: 'addressUntil', type: 'date', index: true },
    { name: 'work', type: 'text', index: true },
    { name: 'workBy', type: 'text' },
    { name: 'workAt', type: 'date' },
    ...unitFields(),
  ],
}
