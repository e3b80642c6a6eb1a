import type { Payload } from 'payload'

import { tidy, tidyFrench } from '../site/typography.js'
import { actAs } from './people.js'
import { richText } from './richText.js'

const english = `
This notice says what Lakeshore Community Health Centre learns about you on this website, and what becomes of it.

## What you tell us

When you use the contact form, we receive what you type: your message and, if you choose to leave them, your name,
your e-mail address and a file. Only the message is needed. You may stay unnamed.

## Why we ask

To answer you. When you take part in a survey, to learn how our services can be better. If you agree, to ask you later
how it went. We use what you send for nothing else, we sell nothing, and we put nobody on a mailing list.

## Who reads it

The people who answer messages, and the privacy officer. Each of them has promised in writing to keep it to themselves.

## How long we keep it

Three months after it arrives at the latest, then it is deleted by itself, attachments included. Often sooner: once
your question is settled, we delete it.

## What the site does not do

- It keeps no record of your visit.
- It sets no cookie while you read.
- It asks no other company to watch you.

## Your rights

Ask the privacy officer what we hold about you, to correct it or to delete it: 613-555-0142. You need no reason.
If our answer does not satisfy you, you may turn to the privacy commissioner.

In an emergency, call 9-1-1. Messages are not read at night.`

const french = `
Cet avis dit ce que le Centre de santé communautaire Lakeshore apprend sur vous dans ce site Web, et ce qu’il en advient.

## Ce que vous nous dites

Quand vous utilisez le formulaire de contact, nous recevons ce que vous écrivez : votre message et, si vous choisissez
de les donner, votre nom, votre adresse de courriel et un fichier. Seul le message est nécessaire. Vous pouvez rester
anonyme.

## Pourquoi nous le demandons

Pour vous répondre. Si vous participez à un sondage, pour apprendre comment améliorer nos services. Si vous y consentez,
pour vous demander plus tard comment cela s’est passé. Nous n’utilisons ce que vous envoyez à aucune autre fin, nous ne
vendons rien et nous n’inscrivons personne à une liste d’envoi.

## Qui le lit

Les personnes qui répondent aux messages et la personne responsable de la vie privée. Chacune s’est engagée par écrit
à en garder le secret.

## Combien de temps nous le gardons

Au plus tard trois mois après réception, puis tout est supprimé automatiquement, pièces jointes comprises. Souvent plus
tôt : une fois votre question réglée, nous supprimons votre message.

## Ce que le site ne fait pas

- Il ne garde aucune trace de votre visite.
- Il ne dépose aucun témoin pendant votre lecture.
- Il ne demande à aucune autre entreprise de vous observer.

## Vos droits

Demandez à la personne responsable de la vie privée ce que nous détenons sur vous, de le corriger ou de le supprimer :
613 555-0142. Vous n’avez pas à dire pourquoi. Si notre réponse ne vous satisfait pas, vous pouvez vous adresser au
commissariat à la protection de la vie privée.

En cas d’urgence, composez le 9-1-1. Les messages ne sont pas lus la nuit.`

/** The same in a form that forms and consents are held to. `follow-up` rests on a consent. */
export const promises = {
  purposes: [
    { key: 'contact', en: 'To answer your message', fr: 'Pour répondre à votre message' },
    {
      key: 'survey',
      en: 'To learn from surveys how our services can be better',
      fr: 'Pour apprendre par des sondages comment améliorer nos services',
    },
    {
      key: 'follow-up',
      en: 'To ask you later how it went, if you agree',
      fr: 'Pour vous demander plus tard comment cela s’est passé, si vous y consentez',
    },
  ],
  retention: { amount: 3, unit: 'months' },
  recipients: [],
  contact: {
    name: 'Lakeshore Community Health Centre / Centre de santé communautaire Lakeshore',
    telephone: '613-555-0142',
    email: 'privacy@lakeshore.example',
  },
}

/** The communications employee writes, the privacy officer approves and publishes: both languages at once. */
export const seedNotice = async (payload: Payload): Promise<number> => {
  const versions = await payload.count({ collection: 'gov-notice-versions' as never, overrideAccess: true })
  if (versions.totalDocs > 0) return 0
  const { docs } = await payload.find({
    collection: 'gov-notices' as never,
    limit: 1,
    overrideAccess: true,
    where: { key: { equals: 'site' } },
  })
  const draft = docs[0] as unknown as undefined | { id: number | string }
  if (!draft) throw new Error('The notice "site" should be there from the first start')
  const writer = await actAs(payload, 'communications')
  await writer('PATCH', `/gov-notices/${draft.id}`, {
    en: { title: 'Privacy notice', content: richText(tidy(english)) },
    fr: { title: 'Avis de confidentialité', content: richText(tidyFrench(french)) },
    promises,
  })
  const approvals = `/governance/approvals/collections/gov-notices/${draft.id}`
  await writer('POST', `${approvals}/submit`, {})
  const officer = await actAs(payload, 'privacy')
  const { hash } = await officer('GET', approvals)
  await officer('POST', `${approvals}/approve`, { hash, attested: true })
  await officer('POST', `/governance/notices/${draft.id}/publish`, {})
  return 1
}
