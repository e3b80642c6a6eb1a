import type { Field, Tab } from 'payload'

import { PURPOSE_KEY } from '../../kernel/noticePorts.js'

const isKey = (value: unknown): string | true =>
  PURPOSE_KEY.test(String(value ?? '')) || 'a-z, 0-9, - (contact, survey)'

const inBoth = (maxLength: number): Field => ({
  type: 'row',
  fields: [
    { name: 'en', type: 'text', maxLength, label: { en: 'In English', fr: 'En anglais' } },
    { name: 'fr', type: 'text', maxLength, label: { en: 'In French', fr: 'En français' } },
  ],
})

const contactField = (name: string, label: { en: string; fr: string }): Field => ({
  name,
  type: 'text',
  maxLength: 200,
  label,
})

/** What the text says, once more in a form that forms, consents and deletion can be held to. */
export const promisesTab = (): Tab => ({
  name: 'promises',
  label: { en: 'Promises', fr: 'Engagements' },
  description: {
    en:
      'The same promises as in the text, in a form that the site can keep: a form may collect data only for a ' +
      'purpose that is listed here. Readers see them below the text.',
    fr:
      'Les mêmes engagements que dans le texte, sous une forme que le site peut tenir : un formulaire ne recueille ' +
      'des données que pour une finalité qui figure ici. On les lit sous le texte.',
  },
  fields: [
    {
      name: 'purposes',
      type: 'array',
      maxRows: 50,
      label: { en: 'What data is used for', fr: 'À quoi servent les données' },
      labels: { singular: { en: 'Purpose', fr: 'Finalité' }, plural: { en: 'Purposes', fr: 'Finalités' } },
      fields: [
        {
          name: 'key',
          type: 'text',
          required: true,
          validate: isKey,
          label: { en: 'Short name (forms refer to it)', fr: 'Nom court (les formulaires s’y réfèrent)' },
        },
        inBoth(300),
      ],
    },
    {
      name: 'retention',
      type: 'group',
      label: { en: 'Kept at most', fr: 'Durée maximale de conservation' },
      fields: [
        {
          type: 'row',
          fields: [
            { name: 'amount', type: 'number', min: 1, max: 1200, label: { en: 'How long', fr: 'Durée' } },
            {
              name: 'unit',
              type: 'select',
              defaultValue: 'months',
              options: [
                { value: 'months', label: { en: 'months', fr: 'mois' } },
                { value: 'days', label: { en: 'days', fr: 'jours' } },
              ],
              label: { en: 'Unit', fr: 'Unité' },
            },
          ],
        },
      ],
    },
    {
      name: 'recipients',
      type: 'array',
      maxRows: 50,
      label: { en: 'Who else gets it', fr: 'Qui d’autre les reçoit' },
      labels: {
        singular: { en: 'Recipient', fr: 'Destinataire' },
        plural: { en: 'Recipients', fr: 'Destinataires' },
      },
      fields: [inBoth(300)],
    },
    {
      name: 'contact',
      type: 'group',
      label: { en: 'Whom to ask', fr: 'À qui s’adresser' },
      fields: [
        contactField('name', { en: 'Name or function', fr: 'Nom ou fonction' }),
        { name: 'email', type: 'email', label: { en: 'E-mail', fr: 'Courriel' } },
        contactField('telephone', { en: 'Telephone', fr: 'Téléphone' }),
        contactField('address', { en: 'Postal address', fr: 'Adresse postale' }),
      ],
    },
  ],
})
