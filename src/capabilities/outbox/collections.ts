import type { CollectionConfig } from 'payload'

import { staff, writtenByStores } from '../../platform/access.js'

export const OUTBOX = 'gov-outbox'

/**
 * Mails to be sent, written with their cause. Recipients among staff are references: addresses are read at
 * delivery.
 */
export const outboxCollection: CollectionConfig = {
  slug: OUTBOX,
  labels: { singular: { en: 'Mail', fr: 'Courriel' }, plural: { en: 'Mail', fr: 'Courriels' } },
  access: writtenByStores(staff('aed', 'ed')),
  admin: { useAsTitle: 'template', defaultColumns: ['template', 'state', 'attempts', 'nextAt', 'lastError'] },
  defaultSort: '-createdAt',
  graphQL: false,
  disableDuplicate: true,
  fields: [
    { name: 'key', type: 'text', required: true, unique: true, index: true, admin: { hidden: true } },
    { name: 'template', type: 'text', required: true, label: { en: 'Kind', fr: 'Genre' } },
    // waiting → collected → digested, for who wants one mail a day.
    // waiting → sending → sent | waiting (retry) | dead; role → expanded; unsafe addresses are never stored
    // at all.
    { name: 'state', type: 'text', required: true, index: true, label: { en: 'State', fr: 'État' } },
    { name: 'toKind', type: 'text', required: true },
    { name: 'toRef', type: 'text', index: true, label: { en: 'To', fr: 'À' } },
    { name: 'address', type: 'text', access: { read: () => false } },
    { name: 'locale', type: 'text' },
    { name: 'values', type: 'json' },
    { name: 'path', type: 'text' },
    { name: 'attempts', type: 'number', defaultValue: 0, label: { en: 'Attempts', fr: 'Essais' } },
    {
      name: 'nextAt',
      type: 'date',
      required: true,
      index: true,
      label: { en: 'Next attempt', fr: 'Prochain essai' },
    },
    { name: 'lastError', type: 'text', label: { en: 'Last error', fr: 'Dernière erreur' } },
    { name: 'sentAt', type: 'date', label: { en: 'Sent', fr: 'Envoyé' } },
    { name: 'causedAt', type: 'date' },
    // May wait for the daily mail; of a daily mail: the mails that it stands for.
    { name: 'digest', type: 'checkbox', admin: { hidden: true } },
    { name: 'parts', type: 'json', admin: { hidden: true } },
    { name: 'scope', type: 'text', index: true, admin: { hidden: true } },
  ],
}
