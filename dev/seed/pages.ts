import type { Payload } from 'payload'

import { tidy, tidyFrench } from '../site/typography.js'
import { ensureLive } from './bilingual.js'
import { richText } from './richText.js'

interface Text {
  title: string
  summary: string
  body: string
}

const pages: { slug: string; en: Text; fr: Text }[] = [
  {
    slug: 'home',
    en: {
      title: 'Care close to home, in English and in French',
      summary:
        'Lakeshore is a community health centre. Family doctors, nurses, counsellors and a dietitian ' +
        'work here under one roof, and nobody pays at the door.',
      body: `
## New to the centre?

Call us or [write to us](/en/contact). A person answers, in the language you choose. You do not need
a health card to ask a question.

## Open late on Tuesdays

The walk-in clinic is open until 8 p.m. every Tuesday. Bring a list of the medicines you take.`,
    },
    fr: {
      title: 'Des soins près de chez vous, en français et en anglais',
      summary:
        'Lakeshore est un centre de santé communautaire. Médecins de famille, infirmières, conseillers ' +
        'et diététiste y travaillent sous un même toit, et personne ne paie à l’entrée.',
      body: `
## Nouveau chez nous?

Appelez-nous ou [écrivez-nous](/fr/contact). Une personne vous répond, dans la langue de votre choix.
Vous n’avez pas besoin de carte Santé pour poser une question.

## Ouvert tard le mardi

La clinique sans rendez-vous est ouverte jusqu’à 20 h tous les mardis. Apportez la liste de vos médicaments.`,
    },
  },
  {
    slug: 'about',
    en: {
      title: 'About us',
      summary: 'Who we are and how the centre is run.',
      body: `
The centre was founded by neighbours who wanted care in both official languages on their side of the lake.
A board elected by the members sets its direction; the staff serve about four thousand people.

## Who answers for what

- The Executive Director leads the centre.
- The Assistant Executive Director answers for the website and the social media accounts.
- The privacy officer answers questions about personal information.

This organization is invented. It exists to show a website that keeps the promises it publishes.`,
    },
    fr: {
      title: 'À propos',
      summary: 'Qui nous sommes et comment le centre est dirigé.',
      body: `
Le centre a été fondé par des voisins qui voulaient des soins dans les deux langues officielles de leur côté
du lac. Un conseil élu par les membres en fixe l’orientation; le personnel sert environ quatre mille personnes.

## Qui répond de quoi

- La directrice générale dirige le centre.
- La direction générale adjointe répond du site Web et des comptes de médias sociaux.
- La personne responsable de la vie privée répond aux questions sur les renseignements personnels.

Cet organisme est inventé. Il sert à montrer un site qui tient les promesses qu’il publie.`,
    },
  },
  {
    slug: 'services',
    en: {
      title: 'Services',
      summary: 'What we offer, free of charge.',
      body: `
## Primary care

Appointments with a family doctor or a nurse practitioner, and a walk-in clinic on Tuesdays.

## Counselling

Short-term counselling for adults and young people, alone or in a group.

## Food and movement

- A dietitian, by appointment
- A community kitchen on Thursdays
- A walking group along the lake, all paces welcome`,
    },
    fr: {
      title: 'Services',
      summary: 'Ce que nous offrons, sans frais.',
      body: `
## Soins primaires

Rendez-vous avec un médecin de famille ou une infirmière praticienne, et clinique sans rendez-vous le mardi.

## Counseling

Suivi à court terme pour adultes et jeunes, individuel ou en groupe.

## Alimentation et mouvement

- Une diététiste, sur rendez-vous
- Une cuisine communautaire le jeudi
- Un groupe de marche au bord du lac, à tous les rythmes`,
    },
  },
  {
    slug: 'contact',
    en: {
      title: 'Contact',
      summary: 'How to reach us.',
      body: `
## Write to us

[Open the contact form](/api/info/form/contact?lang=en). You get a receipt number, and what you write is
deleted three months later at the latest. The [privacy notice](/api/info/notice?lang=en) says why we ask.

## Call or visit

613-555-0142, Monday to Friday from 8:30 to 16:30, Tuesday until 20:00.
12 Harbour Lane, Lakeshore, Ontario.

In an emergency, call 9-1-1. Do not use the form.`,
    },
    fr: {
      title: 'Nous joindre',
      summary: 'Comment nous rejoindre.',
      body: `
## Écrivez-nous

[Ouvrir le formulaire de contact](/api/info/form/contact?lang=fr). Vous recevez un numéro de reçu, et ce que
vous écrivez est supprimé au plus tard trois mois après. L’[avis de confidentialité](/api/info/notice?lang=fr)
dit pourquoi nous posons ces questions.

## Appelez ou passez nous voir

613 555-0142, du lundi au vendredi de 8 h 30 à 16 h 30, le mardi jusqu’à 20 h.
12, ruelle du Port, Lakeshore (Ontario).

En cas d’urgence, composez le 9-1-1. N’utilisez pas le formulaire.`,
    },
  },
]

const values = ({ title, summary, body }: Text, tidied: (text: string) => string) => ({
  title: tidied(title),
  summary: tidied(summary),
  content: richText(tidied(body)),
})

export const seedPages = async (payload: Payload): Promise<number> => {
  let made = 0
  for (const { slug, en, fr } of pages) {
    made += await ensureLive(payload, 'pages', {
      shared: { slug },
      en: values(en, tidy),
      fr: values(fr, tidyFrench),
    })
  }
  return made
}
