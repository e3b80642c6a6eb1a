import type { CollectionConfig } from 'payload'

import { codeShown, factsShown, refShown } from '../../platform/evidence.js'
import { withoutHidden } from '../../platform/hidden.js'
import { unitFields } from '../../platform/unit.js'

export const OUTBOX = 'gov-outbox'

export const UNSAFE = 'gov-unsafe-addresses'

const CLIENT = 'payload-plugin-governance/client'

/**
 * Mails to be sent, written with their cause. Recipients among staff are references: addresses are read at
 * delivery.
 */
export const outboxCollection: CollectionConfig = {
  slug: OUTBOX,
  labels: { singular: { en: 'Mail', fr: 'Courriel' }, plural: { en: 'Mail', fr: 'Courriels' } },
  admin: { useAsTitle: 'template', defaultColumns: ['createdAt', 'template', 'toRef', 'state', 'lastError'] },
  access: { read: withoutHidden('about') },
  defaultSort: '-createdAt',
  graphQL: false,
  disableDuplicate: true,
  fields: [
    { name: 'key', type: 'text', required: true, unique: true, index: true, admin: { hidden: true } },
    {
      name: 'template',
      type: 'text',
      required: true,
      label: { en: 'Subject', fr: 'Objet' },
      admin: codeShown('', { suffix: 'subject' }),
    },
    // waiting → sending → sent | waiting (again) | dead | stopped (not safe to write there: the address goes).
    // To a role: waiting → expanded. For the daily mail: waiting → collected → digested. Waiting → unwanted: its
    // person switched off what only informs.
    {
      name: 'state',
      type: 'text',
      required: true,
      index: true,
      label: { en: 'State', fr: 'État' },
      admin: codeShown('mail:state'),
    },
    {
      name: 'toKind',
      type: 'text',
      required: true,
      label: { en: 'To whom', fr: 'À qui' },
      admin: codeShown('mail:toKind'),
    },
    { name: 'toRef', type: 'text', index: true, label: { en: 'To', fr: 'À' }, admin: refShown() },
    // Of a mail to a role: who holds it and does not get it.
    { name: 'except', type: 'text', admin: { hidden: true } },
    { name: 'about', type: 'text', index: true, admin: { hidden: true } },
    { name: 'address', type: 'text', admin: { hidden: true } },
    { name: 'locale', type: 'text', admin: { hidden: true } },
    {
      name: 'values',
      type: 'json',
      label: { en: 'Particulars', fr: 'Précisions' },
      admin: factsShown(),
    },
    { name: 'path', type: 'text', label: { en: 'Page that it leads to', fr: 'Page à laquelle il mène' } },
    // Fencing token: drawn anew each time the mail is taken to be sent; whoever took it earlier settles nothing.
    { name: 'takenBy', type: 'text', index: true, admin: { hidden: true } },
    { name: 'attempts', type: 'number', defaultValue: 0, label: { en: 'Attempts', fr: 'Essais' } },
    {
      name: 'nextAt',
      type: 'date',
      required: true,
      index: true,
      label: { en: 'Next attempt', fr: 'Prochain essai' },
    },
    {
      name: 'lastError',
      type: 'text',
      label: { en: 'Why not delivered', fr: 'Pourquoi il n’est pas arrivé' },
      admin: { components: { Cell: `${CLIENT}#MailReasonCell`, Field: `${CLIENT}#MailReasonField` } },
    },
    {
      name: 'retry',
      type: 'ui',
      admin: { components: { Field: `${CLIENT}#RetryMail` }, disableListColumn: true },
    },
    { name: 'sentAt', type: 'date', label: { en: 'Sent', fr: 'Envoyé' } },
    { name: 'causedAt', type: 'date', label: { en: 'Caused on', fr: 'Causé le' } },
    // May wait for the daily mail; of a daily mail: the mails that it stands for.
    { name: 'digest', type: 'checkbox', admin: { hidden: true } },
    { name: 'parts', type: 'json', admin: { hidden: true } },
    { name: 'scope', type: 'text', index: true, admin: { hidden: true } },
  ],
}

/** Empty fields would only ask to be filled in. */
const isLifted = ({ liftedAt }: Partial<Record<string, unknown>>): boolean => Boolean(liftedAt)

/**
 * Whom staff must reach in another way than by mail. It holds no address and no name: it leads to where the person told
 * us. A stranger can put any address on it, so that it stops no mail to staff.
 */
export const unsafeCollection: CollectionConfig = {
  slug: UNSAFE,
  labels: {
    singular: { en: 'Person not to write to', fr: 'Personne à qui ne pas écrire' },
    plural: { en: 'People not to write to', fr: 'Personnes à qui ne pas écrire' },
  },
  admin: {
    useAsTitle: 'saidAt',
    defaultColumns: ['saidAt', 'subject', 'liftedAt'],
    description: {
      en: 'They told us that it is not safe to write to them. No mail goes there; please find another way.',
      fr: 'Ces personnes nous ont dit qu’il n’est pas prudent de leur écrire. Aucun courriel ne part; trouvez un autre moyen.',
    },
  },
  access: { read: withoutHidden('subject') },
  defaultSort: '-saidAt',
  graphQL: false,
  disableDuplicate: true,
  // Every place where they told us: one of them may be deleted long before the other.
  indexes: [{ fields: ['key', 'subject'], unique: true }],
  fields: [
    { name: 'key', type: 'text', required: true, index: true, admin: { hidden: true } },
    {
      name: 'saidAt',
      type: 'date',
      required: true,
      index: true,
      label: { en: 'When they told us', fr: 'Quand elles nous l’ont dit' },
    },
    {
      name: 'subject',
      type: 'text',
      required: true,
      index: true,
      label: { en: 'Where they told us', fr: 'Où elles nous l’ont dit' },
      admin: refShown(),
    },
    {
      name: 'lift',
      type: 'ui',
      admin: { components: { Field: `${CLIENT}#LiftUnsafe` }, disableListColumn: true },
    },
    {
      name: 'liftedAt',
      type: 'date',
      label: { en: 'Safe again since', fr: 'De nouveau sans danger depuis' },
      admin: { condition: isLifted, date: { pickerAppearance: 'dayAndTime' } },
    },
    {
      name: 'liftedBy',
      type: 'text',
      label: { en: 'Who says so', fr: 'Qui le dit' },
      admin: { ...refShown(), condition: isLifted },
    },
    {
      name: 'liftedBecause',
      type: 'textarea',
      label: { en: 'How we know', fr: 'Comment nous le savons' },
      admin: { condition: isLifted },
    },
    ...unitFields(),
  ],
}
