import type { CollectionConfig, Field } from 'payload'

import { codeShown, collectionShown, refShown } from '../../platform/evidence.js'
import { unitFields } from '../../platform/unit.js'

export const DELETIONS = 'gov-deletions'
export const CERTIFICATES = 'gov-certificates'
export const HOLDS = 'gov-holds'
export const PLANS = 'gov-retention-plans'
export const HANDLED = 'gov-handled'
export const ATTESTATIONS = 'gov-attestations'
export const HELD = 'gov-held'

const hidden = { admin: { hidden: true } }
const text = (name: string, en: string, fr: string, more: object = {}): Field =>
  ({ name, type: 'text', label: { en, fr }, ...more }) as Field
const count = (name: string, en: string, fr: string): Field => ({
  name,
  type: 'number',
  defaultValue: 0,
  label: { en, fr },
})
const instant = (name: string, en: string, fr: string): Field => ({
  name,
  type: 'date',
  index: true,
  label: { en, fr },
  admin: { date: { pickerAppearance: 'dayAndTime' } },
})

/** Units of deletion, written before anything goes. Certified, they keep the digests only: a tombstone per batch. */
export const deletionCollection: CollectionConfig = {
  slug: DELETIONS,
  admin: { hidden: true },
  graphQL: false,
  disableDuplicate: true,
  fields: [
    { name: 'key', type: 'text', required: true, unique: true, index: true },
    { name: 'run', type: 'text', required: true, index: true },
    { name: 'subjectCollection', type: 'text', required: true, index: true },
    { name: 'reason', type: 'text', required: true },
    { name: 'rule', type: 'text', required: true },
    { name: 'terms', type: 'json' },
    { name: 'state', type: 'text', required: true, index: true },
    { name: 'ids', type: 'json' },
    { name: 'uploads', type: 'json' },
    { name: 'digests', type: 'json' },
    { name: 'counts', type: 'json' },
    // What is counted of it, until it has been added to the statistics: few at a time, so nobody reads it.
    { name: 'tallies', type: 'json' },
    // How much was found in each other store (`traces.ts`).
    { name: 'stores', type: 'json' },
    { name: 'createdTo', type: 'date' },
    { name: 'windowFrom', type: 'date' },
    { name: 'windowTo', type: 'date' },
    { name: 'byKind', type: 'text', required: true },
    { name: 'byRef', type: 'text' },
    { name: 'byName', type: 'text' },
    { name: 'failures', type: 'number', defaultValue: 0 },
    { name: 'lastError', type: 'text' },
    // Files that are still to go, and how many they are.
    { name: 'files', type: 'json' },
    { name: 'hooksWaiting', type: 'checkbox', defaultValue: false },
    { name: 'filesWaiting', type: 'number', defaultValue: 0, index: true },
    { name: 'startedAt', type: 'date', required: true },
    { name: 'endedAt', type: 'date' },
    { name: 'certificate', type: 'text', index: true },
    // When its digests were written to the file of tombstones.
    { name: 'exportedAt', type: 'date', index: true },
    ...unitFields(),
  ],
}

/** S2-25, S2-26: proof that data was deleted. It says how much, under which rule and when, never what or whose. */
export const certificateCollection: CollectionConfig = {
  slug: CERTIFICATES,
  labels: {
    singular: { en: 'Deletion certificate', fr: 'Certificat de suppression' },
    plural: { en: 'Deletion certificates', fr: 'Certificats de suppression' },
  },
  admin: {
    useAsTitle: 'number',
    defaultColumns: ['number', 'endedAt', 'subjectCollection', 'rows', 'versions', 'files'],
  },
  defaultSort: '-endedAt',
  graphQL: { disableMutations: true },
  disableDuplicate: true,
  fields: [
    { name: 'key', type: 'text', required: true, unique: true, index: true, ...hidden },
    text('number', 'Number', 'Numéro', { required: true, unique: true, index: true }),
    text('subjectCollection', 'Collection', 'Collection', {
      required: true,
      index: true,
      admin: collectionShown(),
    }),
    text('rule', 'Rule', 'Règle', {
      admin: { components: { Field: 'payload-plugin-governance/client#RuleField' } },
    }),
    { name: 'terms', type: 'json', ...hidden },
    text('clause', 'Clause of the policy', 'Clause de la politique'),
    text('reason', 'Reason', 'Motif', { admin: codeShown('retention:certificate') }),
    instant('windowFrom', 'Dates from', 'Échéances du'),
    instant('windowTo', 'Dates to', 'Échéances au'),
    count('rows', 'Records', 'Enregistrements'),
    count('versions', 'Versions and drafts', 'Versions et brouillons'),
    count('uploads', 'Uploaded documents', 'Documents téléversés'),
    count('files', 'Files, sizes included', 'Fichiers, formats compris'),
    count('counted', 'Counted for statistics', 'Comptés pour les statistiques'),
    count('failures', 'Failed attempts', 'Essais échoués'),
    count('held', 'Due, but kept by holds', 'Échus, mais gardés par des suspensions'),
    // Stores swept with what was found in each, and what is out of reach with the day on which it is gone.
    { name: 'stores', type: 'json', ...hidden },
    { name: 'beyond', type: 'json', ...hidden },
    count('filesLeft', 'Files not deleted by then', 'Fichiers pas encore supprimés alors'),
    text('digest', 'Keyed digest of the ids', 'Empreinte des identifiants'),
    instant('startedAt', 'Started', 'Début'),
    instant('endedAt', 'Ended', 'Fin'),
    text('byKind', 'Kind of person', 'Catégorie de personne', { admin: codeShown('ledger:kind') }),
    text('byRef', 'By', 'Par', { index: true, admin: refShown() }),
    text('byName', 'Name then', 'Nom à ce moment'),
    { name: 'units', type: 'json', ...hidden },
    text('ledgerHead', 'Head of the ledger then', 'Tête du registre à ce moment'),
    ...unitFields(),
  ],
}

/** S0-21: a record that must not go yet, by whom, why, and until when that is looked at again. */
export const holdCollection: CollectionConfig = {
  slug: HOLDS,
  labels: { singular: { en: 'Hold', fr: 'Suspension' }, plural: { en: 'Holds', fr: 'Suspensions' } },
  admin: { useAsTitle: 'subject', defaultColumns: ['subject', 'state', 'why', 'placedAt', 'reviewAt'] },
  defaultSort: '-placedAt',
  graphQL: { disableMutations: true },
  disableDuplicate: true,
  fields: [
    text('kind', 'Kind', 'Genre', {
      required: true,
      defaultValue: 'record',
      admin: codeShown('retention:holdKind'),
    }),
    text('subject', 'On what', 'Sur quoi', { required: true, index: true, admin: refShown() }),
    text('state', 'State', 'État', {
      required: true,
      index: true,
      admin: codeShown('retention:holdState'),
    }),
    { name: 'why', type: 'textarea', required: true, label: { en: 'Why', fr: 'Pourquoi' } },
    text('byRef', 'By', 'Par', { index: true, admin: refShown() }),
    text('byName', 'Name then', 'Nom à ce moment'),
    instant('placedAt', 'Since', 'Depuis'),
    instant('reviewAt', 'To be reviewed on', 'À revoir le'),
    text('releasedBy', 'Released by', 'Levée par', { admin: refShown() }),
    instant('releasedAt', 'Released', 'Levée le'),
    { name: 'releasedWhy', type: 'textarea', label: { en: 'Why released', fr: 'Motif de la levée' } },
    text('reviewedBy', 'Last reviewed by', 'Revue en dernier par', { admin: refShown() }),
    instant('reviewedAt', 'Last reviewed', 'Dernière revue'),
    { name: 'reviewedWhy', type: 'textarea', label: { en: 'Why kept on', fr: 'Motif de la prolongation' } },
    // Of a question: the collection and its conditions.
    { name: 'query', type: 'json', ...hidden },
    // Records whose deletion had begun when it was placed: those it does not keep.
    { name: 'going', type: 'number', defaultValue: 0, ...hidden },
    // Placed for a case, for as long as that is open.
    { name: 'whileOpen', type: 'checkbox', defaultValue: false, ...hidden },
    // Collections that were looked through for records of this person.
    { name: 'sought', type: 'json', ...hidden },
    ...unitFields(),
  ],
}

/** What was there before governance was installed: nothing of it goes until a person confirms. */
export const planCollection: CollectionConfig = {
  slug: PLANS,
  labels: {
    singular: { en: 'Retention plan', fr: 'Plan de conservation' },
    plural: { en: 'Retention plans', fr: 'Plans de conservation' },
  },
  admin: { hidden: true },
  graphQL: false,
  disableDuplicate: true,
  fields: [
    { name: 'key', type: 'text', required: true, unique: true, index: true },
    { name: 'subjectCollection', type: 'text', required: true, index: true },
    { name: 'months', type: 'number', required: true },
    { name: 'state', type: 'text', required: true, index: true },
    { name: 'existing', type: 'number', defaultValue: 0 },
    // Of a changed rule: what it is now, what it was when records were dated, how far the look at them has come.
    { name: 'terms', type: 'json' },
    { name: 'earlier', type: 'json' },
    { name: 'cursor', type: 'text' },
    { name: 'nearer', type: 'number' },
    // Records created up to this instant were there before.
    { name: 'boundary', type: 'date' },
    { name: 'installedAt', type: 'date' },
    { name: 'confirmedAt', type: 'date' },
    { name: 'confirmedBy', type: 'text' },
    // Of a question, a pause or a mark of the runner's safety: what it is about, and why.
    { name: 'data', type: 'json' },
    { name: 'why', type: 'textarea' },
    ...unitFields(),
  ],
}

/** Which records somebody has dealt with. Goes with the record. */
export const handledCollection: CollectionConfig = {
  slug: HANDLED,
  admin: { hidden: true },
  graphQL: false,
  disableDuplicate: true,
  fields: [
    { name: 'subject', type: 'text', required: true, unique: true, index: true },
    { name: 'byRef', type: 'text' },
    { name: 'at', type: 'date' },
    { name: 'scope', type: 'text', index: true },
  ],
}

/** Who confirmed that what was deleted is gone as well where the site cannot reach, and when. */
export const attestationCollection: CollectionConfig = {
  slug: ATTESTATIONS,
  labels: {
    singular: { en: 'Confirmation of deletion elsewhere', fr: 'Confirmation de suppression ailleurs' },
    plural: { en: 'Confirmations of deletion elsewhere', fr: 'Confirmations de suppression ailleurs' },
  },
  admin: { useAsTitle: 'place', defaultColumns: ['place', 'through', 'certificates', 'byName', 'at'] },
  defaultSort: '-at',
  graphQL: false,
  disableDuplicate: true,
  fields: [
    { name: 'key', type: 'text', required: true, unique: true, index: true, ...hidden },
    text('place', 'Place', 'Endroit', { required: true, index: true }),
    instant('through', 'Deletions up to', 'Suppressions jusqu’au'),
    count('certificates', 'Certificates', 'Certificats'),
    {
      name: 'note',
      type: 'textarea',
      required: true,
      label: { en: 'How it is known', fr: 'Comment on le sait' },
    },
    text('byRef', 'By', 'Par', { index: true, admin: refShown() }),
    text('byName', 'Name then', 'Nom à ce moment'),
    instant('at', 'Confirmed', 'Confirmé le'),
    ...unitFields(),
  ],
}

/** Which records were found to be a person's or a case's that a hold is on, for lists and counts. */
export const heldCollection: CollectionConfig = {
  slug: HELD,
  admin: { hidden: true },
  graphQL: false,
  disableDuplicate: true,
  fields: [
    { name: 'key', type: 'text', required: true, unique: true, index: true },
    { name: 'hold', type: 'text', required: true, index: true },
    { name: 'subjectCollection', type: 'text', required: true, index: true },
    { name: 'record', type: 'text', required: true },
    { name: 'scope', type: 'text', index: true },
  ],
}
