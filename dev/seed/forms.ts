import type { Payload } from 'payload'

import { exists } from './exists.js'
import { richText } from './richText.js'

const fields = [
  { blockType: 'text', name: 'name', required: false, en: 'Your name', fr: 'Votre nom' },
  { blockType: 'email', name: 'email', required: false, en: 'Your e-mail', fr: 'Votre courriel' },
  { blockType: 'textarea', name: 'message', required: true, en: 'Your message', fr: 'Votre message' },
  {
    blockType: 'upload',
    name: 'attachment',
    required: false,
    uploadCollection: 'attachments',
    en: 'A file',
    fr: 'Un fichier',
  },
] as const

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
      fields: fields.map(({ en, fr: _, ...field }) => ({ ...field, label: en })),
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
      fields: fields.map(({ en: _, fr, ...field }, index) => ({ ...field, id: rows[index]?.id, label: fr })),
      submitButtonLabel: 'Envoyer',
      confirmationMessage: richText(thanks.fr),
    } as never,
  })
  return 1
}
