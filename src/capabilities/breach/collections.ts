import type { CollectionConfig, Field } from 'payload'

import { withoutHidden } from '../../platform/hidden.js'
import { unitFields } from '../../platform/unit.js'

export const BREACHES = 'gov-breaches'
export const PEOPLE = 'gov-breach-people'

const hidden = { admin: { hidden: true } }
const date = (name: string, en: string, fr: string, more: object = {}): Field =>
  ({ name, type: 'date', index: true, label: { en, fr }, ...more }) as Field
const json = (name: string): Field => ({ name, type: 'json', ...hidden })
const by = (name: string): Field[] => [
  { name: `${name}By`, type: 'text', ...hidden },
  { name: `${name}Name`, type: 'text', ...hidden },
]

/**
 * S2-09, PIPEDA: every breach, also those without a real risk. It holds what was decided and how many people were
 * concerned, never who they are. The admin views show it, so the plain list stays hidden.
 */
export const breachCollection: CollectionConfig = {
  slug: BREACHES,
  labels: {
    singular: { en: 'Privacy breach', fr: 'Atteinte à la vie privée' },
    plural: { en: 'Privacy breaches', fr: 'Atteintes à la vie privée' },
  },
  admin: { useAsTitle: 'number', hidden: true },
  // One that was declared from a case is not there for whom the case is about.
  access: { read: withoutHidden('incident') },
  defaultSort: '-declaredAt',
  graphQL: false,
  disableDuplicate: true,
  lockDocuments: false,
  fields: [
    { name: 'number', type: 'text', required: true, unique: true, index: true },
    // The same case, or the same press of a button, declares one.
    { name: 'causeKey', type: 'text', required: true, unique: true, index: true, ...hidden },
    { name: 'state', type: 'text', required: true, index: true, label: { en: 'State', fr: 'État' } },
    { name: 'risk', type: 'text', label: { en: 'Real risk', fr: 'Risque réel' } },
    {
      name: 'summary',
      type: 'textarea',
      required: true,
      label: { en: 'What happened', fr: 'Ce qui s’est passé' },
    },
    { name: 'incident', type: 'text', index: true, ...hidden },
    date('discoveredAt', 'Discovered', 'Découverte', { required: true }),
    date('declaredAt', 'Declared', 'Déclarée', { required: true }),
    ...by('declared'),
    json('assessments'),
    { name: 'round', type: 'number', defaultValue: 0, ...hidden },
    json('criteria'),
    // Records are kept from deletion for it.
    { name: 'holding', type: 'checkbox', index: true, ...hidden },
    // How far the search has come, so that a killed one goes on.
    json('progress'),
    json('counts'),
    json('notice'),
    { name: 'noticeBy', type: 'text', ...hidden },
    date('approvedAt', 'Notice approved', 'Avis approuvé'),
    ...by('approved'),
    date('sendingAt', 'Sent', 'Envoyée'),
    date('notifiedAt', 'People told', 'Personnes avisées'),
    json('met'),
    json('means'),
    { name: 'learned', type: 'textarea', label: { en: 'What changes', fr: 'Ce qui change' } },
    date('closedAt', 'Closed', 'Close'),
    ...by('closed'),
    date('keepUntil', 'In the register until', 'Au registre jusqu’au'),
    // In the row, so that state and history are one write; the domain only appends.
    json('timeline'),
    ...unitFields(),
  ],
}

/**
 * Who is to be told of a breach: a keyed digest of the address and where it stands, not the address. One row for each
 * person, or for each record in which nobody left an address.
 */
export const peopleCollection: CollectionConfig = {
  slug: PEOPLE,
  admin: { hidden: true },
  graphQL: false,
  disableDuplicate: true,
  lockDocuments: false,
  fields: [
    // Breach, round and person: found twice, they are one.
    { name: 'key', type: 'text', required: true, unique: true, index: true },
    { name: 'breach', type: 'text', required: true, index: true },
    { name: 'round', type: 'number', required: true, index: true },
    { name: 'person', type: 'text' },
    { name: 'state', type: 'text', required: true, index: true },
    { name: 'locale', type: 'text' },
    // The newest comes first: its language counts, and its address is written to.
    { name: 'records', type: 'json' },
    { name: 'newest', type: 'text' },
    // The hold on the record with the address, until the mail has left.
    { name: 'held', type: 'text', index: true },
    { name: 'toldAt', type: 'date' },
    { name: 'rev', type: 'number', defaultValue: 0 },
    { name: 'scope', type: 'text', index: true },
  ],
}
