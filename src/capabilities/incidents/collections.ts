import type { CollectionConfig, Field } from 'payload'

import { translatorFor } from '../../platform/translate.js'
import { unitFields } from '../../platform/unit.js'
import type { Because } from './domain.js'

export const INCIDENTS = 'gov-incidents'

const stamp = (name: string, label: { en: string; fr: string }): Field[] => [
  { name: `${name}At`, type: 'date', label, admin: { readOnly: true } },
  { name: `${name}By`, type: 'text', admin: { readOnly: true } },
]

/**
 * One row per case. Its words are personal data: AED and ED read them, whoever was asked to help reads that case in the
 * admin views, the reporter sees the state of the own report through an endpoint, everybody else gets the answer that a
 * case which does not exist would give. The admin views show cases, so the plain list of the collection stays hidden.
 */
export const incidentCollection: CollectionConfig = {
  slug: INCIDENTS,
  labels: { singular: { en: 'Incident', fr: 'Incident' }, plural: { en: 'Incidents', fr: 'Incidents' } },
  admin: { useAsTitle: 'number', hidden: true },
  defaultSort: '-rank',
  graphQL: false,
  disableDuplicate: true,
  lockDocuments: false,
  fields: [
    { name: 'number', type: 'text', required: true, unique: true, index: true },
    // The same cause never opens two cases, whichever process is first.
    {
      name: 'causeKey',
      type: 'text',
      required: true,
      unique: true,
      index: true,
    },
    // Text, not select: hosts add kinds, and each option of a select is a migration on Postgres.
    { name: 'kind', type: 'text', required: true, index: true, label: { en: 'Kind', fr: 'Genre' } },
    { name: 'severity', type: 'text', required: true, index: true, label: { en: 'Severity', fr: 'Gravité' } },
    { name: 'rank', type: 'number', required: true, index: true, admin: { hidden: true } },
    { name: 'state', type: 'text', required: true, index: true, label: { en: 'State', fr: 'État' } },
    {
      name: 'summary',
      type: 'textarea',
      required: true,
      label: { en: 'What happened', fr: 'Ce qui s’est passé' },
      hooks: {
        afterRead: [
          ({ value, siblingData, req }): unknown => {
            const because = siblingData.because as Because | null | undefined
            return because?.key
              ? translatorFor(req.payload, req.i18n?.language ?? 'en')(because.key, because.values)
              : value
          },
        ],
      },
    },
    // A key of the translations and its values, where no person wrote the summary.
    { name: 'because', type: 'json', admin: { hidden: true } },
    { name: 'place', type: 'text', label: { en: 'Where', fr: 'Où' } },
    { name: 'happenedAt', type: 'date', label: { en: 'When', fr: 'Quand' } },
    { name: 'subject', type: 'text', index: true, label: { en: 'About', fr: 'Concerne' } },
    // Records that belong to it as well, in one column like `concerned`.
    { name: 'records', type: 'text', admin: { hidden: true } },
    // Staff whom it concerns, see concerned.ts: they are not told, and no door shows it to them.
    { name: 'concerned', type: 'text', admin: { hidden: true } },
    // All who would answer are concerned: somebody else was told.
    { name: 'beyond', type: 'checkbox', index: true, admin: { hidden: true } },
    // The case that it was made part of: it stands in no list any more, and keeps its number, state and history.
    { name: 'mergedInto', type: 'text', index: true, admin: { hidden: true } },
    // Who was asked to work on it, as in `concerned`: they see it, unless it is about them.
    { name: 'assigned', type: 'text', admin: { hidden: true } },
    { name: 'contact', type: 'text', label: { en: 'Safe address', fr: 'Adresse sûre' } },
    { name: 'reporterKind', type: 'text', required: true },
    { name: 'reporterRef', type: 'text', index: true },
    { name: 'reporterName', type: 'text' },
    { name: 'reportedAt', type: 'date', required: true, index: true },
    { name: 'ackDueAt', type: 'date', required: true, index: true },
    { name: 'escalations', type: 'number', defaultValue: 0 },
    { name: 'lastEscalatedAt', type: 'date' },
    ...stamp('acknowledged', { en: 'Acknowledged', fr: 'Prise en charge' }),
    ...stamp('contained', { en: 'Contained', fr: 'Maîtrisé' }),
    ...stamp('resolved', { en: 'Resolved', fr: 'Résolu' }),
    ...stamp('closed', { en: 'Closed', fr: 'Clos' }),
    {
      name: 'happened',
      type: 'textarea',
      label: { en: 'What happened (review)', fr: 'Ce qui s’est passé (examen)' },
    },
    { name: 'changes', type: 'textarea', label: { en: 'What changes', fr: 'Ce qui change' } },
    {
      name: 'answer',
      type: 'textarea',
      label: { en: 'Answer to who reported', fr: 'Réponse à la personne qui a signalé' },
    },
    // In the row, so that state and history are one write; the domain only appends.
    { name: 'timeline', type: 'json' },
    { name: 'tasks', type: 'json' },
    ...unitFields(),
  ],
}
