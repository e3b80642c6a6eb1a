import type { CollectionConfig } from 'payload'

import { codeShown, factsShown, refShown } from '../../platform/evidence.js'
import { withoutHidden } from '../../platform/hidden.js'

export const LEDGER = 'gov-ledger'
export const LEDGER_HEAD = 'gov-ledger-head'

/** Final entry format. `sequence`, `previousHash` and `hash` are set once, by the sealer. */
export const ledgerCollection: CollectionConfig = {
  slug: LEDGER,
  labels: {
    singular: { en: 'Ledger entry', fr: 'Inscription au registre' },
    plural: { en: 'Ledger', fr: 'Registre' },
  },
  admin: {
    // Its place is the screen "Ledger"; the collection stays for the API.
    hidden: true,
    useAsTitle: 'at',
    listSearchableFields: ['action', 'subject', 'actorRef'],
    defaultColumns: ['at', 'action', 'subject', 'actorRef', 'sequence'],
    disableCopyToLocale: true,
  },
  access: { read: withoutHidden('subject') },
  defaultSort: '-at',
  graphQL: { disableMutations: true },
  disableDuplicate: true,
  fields: [
    { name: 'key', type: 'text', required: true, unique: true, index: true, admin: { hidden: true } },
    {
      name: 'at',
      type: 'date',
      required: true,
      index: true,
      label: { en: 'When', fr: 'Quand' },
      admin: { date: { pickerAppearance: 'dayAndTime' } },
    },
    {
      name: 'action',
      type: 'text',
      required: true,
      index: true,
      label: { en: 'What', fr: 'Quoi' },
      admin: codeShown('ledger:action'),
    },
    {
      name: 'subject',
      type: 'text',
      required: true,
      index: true,
      label: { en: 'On what', fr: 'Sur quoi' },
      admin: refShown(),
    },
    {
      name: 'actorKind',
      type: 'text',
      required: true,
      label: { en: 'Kind of person', fr: 'Catégorie de personne' },
      admin: codeShown('ledger:kind'),
    },
    { name: 'actorRef', type: 'text', index: true, label: { en: 'Who', fr: 'Qui' }, admin: refShown() },
    {
      name: 'actorRoles',
      type: 'json',
      label: { en: 'Roles then', fr: 'Rôles à ce moment' },
      admin: codeShown('ledger:role'),
    },
    { name: 'facts', type: 'json', label: { en: 'Particulars', fr: 'Précisions' }, admin: factsShown() },
    {
      name: 'onBehalfOf',
      type: 'text',
      index: true,
      label: { en: 'In the name of', fr: 'Au nom de' },
      admin: refShown(),
    },
    // The same for all that one request, or one run of a runner, did.
    { name: 'request', type: 'text', index: true, admin: { hidden: true } },
    { name: 'commitments', type: 'json', admin: { hidden: true } },
    // What the commitments are to: `{ name: { value, salt } }`, or when and under what it was erased. No API reads it.
    {
      name: 'personal',
      type: 'json',
      hidden: true,
      admin: { hidden: true, disableListColumn: true, disableListFilter: true, disableBulkEdit: true },
    },
    { name: 'scope', type: 'text', index: true, admin: { hidden: true } },
    { name: 'sequence', type: 'number', index: true, label: { en: 'Number', fr: 'Numéro' } },
    { name: 'previousHash', type: 'text', admin: { hidden: true } },
    { name: 'hash', type: 'text', admin: { hidden: true } },
    // `pending:<key>` until sealed, then `seq:<n>`: its unique index makes a fork of the chain impossible.
    { name: 'place', type: 'text', required: true, unique: true, index: true, admin: { hidden: true } },
  ],
}

/** The last sealed number and hash, and what else the ledger knows of itself: see `marks.ts`. */
export const ledgerHeadCollection: CollectionConfig = {
  slug: LEDGER_HEAD,
  admin: { hidden: true },
  graphQL: false,
  fields: [
    { name: 'key', type: 'text', required: true, unique: true, index: true },
    { name: 'sequence', type: 'number', required: true },
    { name: 'hash', type: 'text', required: true },
    { name: 'sealedAt', type: 'date' },
    { name: 'data', type: 'json', access: { read: () => false } },
  ],
}
