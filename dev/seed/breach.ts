import type { Payload } from 'payload'

import { demoNow } from '../clock.js'
import { exists } from './exists.js'
import { actAs, actAsVisitor } from './people.js'

/** Who wrote to the mailbox: two in English, one in French, one for whom a mail is not safe. */
const messages = [
  {
    locale: 'en',
    email: 'taylor@visitor.example',
    safeToWrite: 'yes',
    message: 'When does the food cupboard open next week?',
  },
  {
    locale: 'en',
    email: 'Taylor@visitor.example',
    safeToWrite: 'yes',
    message: 'Thank you, I found the hours. May I bring a friend?',
  },
  {
    locale: 'fr',
    email: 'dominique@visitor.example',
    safeToWrite: 'yes',
    message: 'Le groupe du mardi a-t-il encore une place?',
  },
  {
    locale: 'en',
    email: 'sam@visitor.example',
    safeToWrite: 'no',
    message: 'I need to talk to somebody. Please do not write back.',
  },
] as const

const answers = {
  sensitivity: 'high',
  harm: 'possible',
  access: 'unknown',
  intent: 'deliberate',
  protection: 'partly',
  recovered: 'no',
  exposure: 'hours',
  risk: 'real',
  reason:
    'The telephone was locked, but nobody knows whether its mail could be read. What people write to us concerns ' +
    'their health.',
}

const words = {
  en: {
    happened:
      'A telephone of our front desk was stolen. The mailbox to which our contact form reports was open on it.',
    involved:
      'Messages sent by our contact form: what you wrote, and your name and address if you left them.',
    doing: 'We have shut the telephone out, changed the password of the mailbox, and told the police.',
    contact: 'Maya Fontaine, privacy officer, 555-0142, Monday to Friday from 9 to 5.',
    complain:
      'Information and Privacy Commissioner of Ontario, 2 Bloor Street East, Toronto, 1-800-387-0073.',
  },
  fr: {
    happened:
      'Un téléphone de notre accueil a été volé. La boîte de courriel où arrivent les avis de notre formulaire y était ' +
      'ouverte.',
    involved:
      'Les messages envoyés par notre formulaire : ce que vous avez écrit, et votre nom et votre adresse si vous les ' +
      'avez laissés.',
    doing: 'Nous avons bloqué le téléphone, changé le mot de passe de la boîte et averti la police.',
    contact: 'Maya Fontaine, responsable de la vie privée, 555-0142, du lundi au vendredi de 9 h à 17 h.',
    complain:
      'Commissaire à l’information et à la protection de la vie privée de l’Ontario, 2, rue Bloor Est, Toronto, ' +
      '1-800-387-0073.',
  },
}

/** A stolen telephone: assessed, the notice is written, and the people are still to be found. */
export const seedBreach = async (payload: Payload): Promise<number> => {
  if (await exists(payload, 'gov-breaches' as never, {})) return 0
  const visitor = actAsVisitor(payload)
  for (const { locale, email, safeToWrite, message } of messages)
    await visitor('POST', '/info/form/contact', { locale, safeToWrite, values: { name: '', email, message } })
  const officer = await actAs(payload, 'privacy')
  const { id } = await officer('POST', '/governance/breaches', {
    summary:
      'A telephone of the front desk was stolen. It was locked; the mailbox of the contact form was open on it.',
    discoveredAt: demoNow().toISOString(),
    requestKey: 'seed',
  })
  await officer('POST', `/governance/breaches/${String(id)}/assess`, answers)
  await officer(
    'POST',
    `/governance/breaches/${String(id)}/notice`,
    Object.fromEntries(
      Object.entries(words).flatMap(([language, text]) =>
        Object.entries(text).map(([field, value]) => [`${language}-notice-${field}`, value]),
      ),
    ),
  )
  return 1
}
