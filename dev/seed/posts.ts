import type { Payload } from 'payload'

import { tidy, tidyFrench } from '../site/typography.js'
import { createDraft, ensureLive } from './bilingual.js'
import { exists } from './exists.js'
import { pictureId } from './media.js'
import { personOf } from './people.js'
import { richText } from './richText.js'

interface Text {
  title: string
  summary: string
  body: string
}

interface Post {
  slug: string
  date: string
  picture: string
  published: boolean
  en: Text
  fr: Text
}

const posts: Post[] = [
  {
    slug: 'walk-in-clinic-tuesdays',
    date: '2026-09-14T12:00:00.000Z',
    picture: 'lake-evening.png',
    published: true,
    en: {
      title: 'The walk-in clinic stays open until eight on Tuesdays',
      summary: 'Starting this month, you can come after work.',
      body: `
Many of you told us that a clinic that closes at half past four is of little use to people who work until five.
We listened. Every Tuesday, a nurse practitioner and a receptionist are here until 8 p.m.

## Before you come

- Bring a list of your medicines.
- Bring your health card if you have one.
- If you cannot breathe well or feel pain in your chest, call 9-1-1 instead.

The side door on Harbour Lane has a ramp and opens by itself.`,
    },
    fr: {
      title: 'La clinique sans rendez-vous ouverte jusqu’à 20 h le mardi',
      summary: 'Dès ce mois-ci, vous pouvez venir après le travail.',
      body: `
Vous êtes nombreux à nous avoir dit qu’une clinique qui ferme à 16 h 30 ne sert guère à qui travaille jusqu’à
17 h. Nous avons écouté. Chaque mardi, une infirmière praticienne et une réceptionniste sont là jusqu’à 20 h.

## Avant de venir

- Apportez la liste de vos médicaments.
- Apportez votre carte Santé si vous en avez une.
- Si vous respirez mal ou ressentez une douleur à la poitrine, composez plutôt le 9-1-1.

La porte de côté, ruelle du Port, a une rampe et s’ouvre d’elle-même.`,
    },
  },
  {
    slug: 'community-kitchen',
    date: '2026-10-05T12:00:00.000Z',
    picture: 'lake-autumn.png',
    published: true,
    en: {
      title: 'The community kitchen is back on Thursdays',
      summary: 'Cook together, eat together, take a portion home.',
      body: `
Twelve places, one long table and whatever the market has that week. Our dietitian brings the recipes;
you bring a container for what you take home.

Children are welcome when an adult comes with them. Tell us about allergies when you
[sign up](/en/contact), please.`,
    },
    fr: {
      title: 'La cuisine communautaire reprend le jeudi',
      summary: 'Cuisiner ensemble, manger ensemble, rapporter une portion chez soi.',
      body: `
Douze places, une longue table et ce que le marché offre cette semaine-là. Notre diététiste apporte les
recettes; vous apportez un contenant pour votre portion.

Les enfants sont les bienvenus s’ils sont accompagnés d’un adulte. Parlez-nous de vos allergies en
[vous inscrivant](/fr/contact), s’il vous plaît.`,
    },
  },
  {
    slug: 'walking-group',
    date: '2026-10-26T12:00:00.000Z',
    picture: 'lake-morning.png',
    published: true,
    en: {
      title: 'A walking group for every pace',
      summary: 'Monday mornings, along the lake, with benches on the way.',
      body: `
We meet at nine in front of the centre and walk for half an hour or for two hours: you choose.
The path is paved and has a bench every two hundred metres.

A nurse walks along. Dogs may come; they have no health card either.`,
    },
    fr: {
      title: 'Un groupe de marche pour tous les rythmes',
      summary: 'Le lundi matin, au bord du lac, avec des bancs en chemin.',
      body: `
Rendez-vous à 9 h devant le centre, pour une demi-heure ou deux heures de marche : à vous de choisir.
Le sentier est asphalté, avec un banc tous les deux cents mètres.

Une infirmière nous accompagne. Les chiens sont admis; eux non plus n’ont pas de carte Santé.`,
    },
  },
  {
    slug: 'flu-clinics',
    date: '2026-11-16T13:00:00.000Z',
    picture: 'lake-morning.png',
    published: false,
    en: {
      title: 'Flu vaccine clinics: three Saturdays in December',
      summary: 'No appointment needed. For everyone six months and older.',
      body: `
The clinics take place on December 5, 12 and 19, from nine to one. Wear a short-sleeved shirt under your coat.

If you have reacted strongly to a vaccine before, call us first.`,
    },
    fr: {
      title: 'Vaccination contre la grippe : trois samedis en décembre',
      summary: 'Sans rendez-vous. Pour toute personne de six mois et plus.',
      body: `
Les séances ont lieu les 5, 12 et 19 décembre, de 9 h à 13 h. Portez des manches courtes sous votre manteau.

Si vous avez déjà réagi fortement à un vaccin, appelez-nous d’abord.`,
    },
  },
]

const values = ({ title, summary, body }: Text, tidied: (text: string) => string) => ({
  title: tidied(title),
  summary: tidied(summary),
  content: richText(tidied(body)),
})

/** Three posts that are live, and a draft of the content creator. */
export const seedPosts = async (payload: Payload): Promise<number> => {
  let made = 0
  for (const { slug, date, picture, published, en, fr } of posts) {
    const image = await pictureId(payload, picture)
    const content = { shared: { slug, date, image }, en: values(en, tidy), fr: values(fr, tidyFrench) }
    if (published) made += await ensureLive(payload, 'posts', content)
    else if (!(await exists(payload, 'posts', { slug: { equals: slug } }))) {
      await createDraft(payload, 'posts', content, await personOf(payload, 'creator'))
      made += 1
    }
  }
  return made
}
