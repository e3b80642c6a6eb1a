import type { Payload } from 'payload'

import { exists } from './exists.js'
import { richText } from './richText.js'

/** What the privacy notice says that messages are used for. */
const voluntary = { dataClass: 'personal', purpose: 'contact', basis: 'voluntary' }

const why = {
  en: 'Without a message there is nothing that we could answer.',
  fr: 'Sans message, il n’y a rien à quoi nous puissions répondre.',
}

const freely = {
  en: 'Only if you like. You can withdraw this later, on your receipt.',
  fr: 'Seulement si vous le voulez. Vous pourrez le retirer plus tard, sur votre reçu.',
}

interface SeededField {
  blockType: string
  name: string
  required?: boolean
  uploadCollection?: string
  en: string
  fr: string
  governance: { dataClass: string; purpose: string; basis: string; why?: { en: string; fr: string } }
}

const fields: SeededField[] = [
  { blockType: 'text', name: 'name', en: 'Your name', fr: 'Votre nom', governance: voluntary },
  { blockType: 'email', name: 'email', en: 'Your e-mail', fr: 'Votre courriel', governance: voluntary },
  {
    blockType: 'textarea',
    name: 'message',
    required: true,
    en: 'Your message',
    fr: 'Votre message',
    governance: { dataClass: 'sensitive', purpose: 'contact', basis: 'service', why },
  },
  {
    blockType: 'upload',
    name: 'attachment',
    uploadCollection: 'attachments',
    en: 'A file',
    fr: 'Un fichier',
    governance: { ...voluntary, dataClass: 'sensitive' },
  },
  // Unticked: to agree is to do something, and whoever does not still sends.
  {
    blockType: 'checkbox',
    name: 'followUp',
    en: 'You may ask me later how it went',
    fr: 'Vous pouvez me demander plus tard comment cela s’est passé',
    governance: { dataClass: 'personal', purpose: 'follow-up', basis: 'consent', why: freely },
  },
]

const inLocale = (locale: 'en' | 'fr') =>
  fields.map(({ en, fr, governance, ...field }) => ({
    ...field,
    label: { en, fr }[locale],
    governance: { ...governance, why: governance.why?.[locale] },
  }))

const thanks = {
  en: 'Thank you. We read every message within two working days.',
  fr: 'Merci. Nous lisons chaque message dans les deux jours ouvrables.',
}

/** The bilingual contact form. Only the message is required: who writes may stay unnamed. */
export const seedForms = async (payload: Payload): Promise<number> => {
  if (await exists(payload, 'forms', { slug: { equals: 'contact' } })) return 0
  const made = await payload.create({
    collection: 'forms',
    locale: 'en',
    overrideAccess: true,
    data: {
      slug: 'contact',
      title: 'Contact us',
      fields: inLocale('en'),
      submitButtonLabel: 'Send',
      confirmationType: 'message',
      confirmationMessage: richText(thanks.en),
    } as never,
  })
  // The rows keep their ids, so that the French labels belong to the same fields.
  const rows = (made.fields ?? []) as { id?: null | string }[]
  await payload.update({
    collection: 'forms',
    id: made.id,
    locale: 'fr',
    overrideAccess: true,
    data: {
      title: 'Nous joindre',
      fields: inLocale('fr').map((field, index) => ({ ...field, id: rows[index]?.id })),
      submitButtonLabel: 'Envoyer',
      confirmationMessage: richText(thanks.fr),
    } as never,
  })
  return 1
}
