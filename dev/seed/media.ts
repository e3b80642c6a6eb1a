import type { Payload } from 'payload'
import sharp from 'sharp'

import { exists } from './exists.js'

interface Picture {
  filename: string
  en: string
  fr: string
  sky: [string, string]
  hills: [string, string]
  water: string
  /** Source, licence and its end; none: the report of media rights shows the picture. */
  rights?: { source: string; licence: string; expiresAt?: string }
}

const pictures: Picture[] = [
  {
    filename: 'lake-morning.png',
    en: 'Drawing of a lake in the morning, hills behind it.',
    fr: 'Dessin d’un lac le matin, des collines à l’arrière-plan.',
    sky: ['#fde7c7', '#f6b48f'],
    hills: ['#5b7f7a', '#2f5d62'],
    water: '#8fb9bd',
    rights: { source: 'Lakeshore', licence: 'own' },
  },
  {
    filename: 'lake-evening.png',
    en: 'Drawing of a lake in the evening under a violet sky.',
    fr: 'Dessin d’un lac le soir sous un ciel violet.',
    sky: ['#c9c6ea', '#7d79b5'],
    hills: ['#4b5b7c', '#2c3a57'],
    water: '#8a95c0',
    rights: { source: 'Northern Prints', licence: 'bought', expiresAt: '2026-12-15T12:00:00.000Z' },
  },
  {
    filename: 'lake-autumn.png',
    en: 'Drawing of a lake in autumn with orange hills.',
    fr: 'Dessin d’un lac en automne avec des collines orangées.',
    sky: ['#dbeaf0', '#a9cddb'],
    hills: ['#c9793c', '#8f4d27'],
    water: '#7fa9b8',
  },
]

const draw = (picture: Picture): Promise<Buffer> =>
  sharp(
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="720" viewBox="0 0 1280 720">
  <defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1">
    <stop offset="0" stop-color="${picture.sky[0]}"/><stop offset="1" stop-color="${picture.sky[1]}"/>
  </linearGradient></defs>
  <rect width="1280" height="720" fill="url(#s)"/>
  <circle cx="930" cy="210" r="70" fill="#fff6e0" opacity="0.9"/>
  <path d="M0 400 C 220 250 420 330 640 380 S 1060 240 1280 360 V720 H0Z" fill="${picture.hills[0]}"/>
  <path d="M0 460 C 260 370 460 470 700 440 S 1120 380 1280 450 V720 H0Z" fill="${picture.hills[1]}"/>
  <rect y="500" width="1280" height="220" fill="${picture.water}"/>
  <g stroke="#ffffff" stroke-width="5" stroke-linecap="round" opacity="0.55">
    <path d="M120 560h240M480 600h180M820 560h260M260 650h320M760 660h360"/>
  </g>
</svg>`),
  )
    .png()
    .toBuffer()

/** Three small pictures, drawn here so that the repository carries no binary files. */
export const seedMedia = async (payload: Payload): Promise<number> => {
  let made = 0
  for (const picture of pictures) {
    const { filename } = picture
    if (await exists(payload, 'media', { filename: { equals: filename } })) continue
    const data = await draw(picture)
    const { id } = await payload.create({
      collection: 'media',
      data: { alt: picture.en, ...(picture.rights ? { mediaRights: picture.rights } : {}) } as never,
      file: { data, mimetype: 'image/png', name: filename, size: data.length },
      locale: 'en',
      overrideAccess: true,
    })
    await payload.update({
      collection: 'media',
      id,
      data: { alt: picture.fr },
      locale: 'fr',
      overrideAccess: true,
    })
    made += 1
  }
  return made
}

/** The id of a seeded picture. */
export const pictureId = async (payload: Payload, filename: string): Promise<number | string | undefined> => {
  const { docs } = await payload.find({
    collection: 'media',
    depth: 0,
    limit: 1,
    overrideAccess: true,
    where: { filename: { equals: filename } },
  })
  return docs[0]?.id
}
