import { randomBytes } from 'node:crypto'

import type { Payload } from 'payload'
import { DateTime } from 'luxon'
import { governanceTick } from 'payload-plugin-governance'

import { demoNow, timeZone } from '../clock.js'
import { exists } from './exists.js'
import { richText } from './richText.js'

/** Choices of a list, which may be counted before the answers are deleted: they name nobody. */
const topics = {
  counselling: { en: 'Counselling', fr: 'Soutien psychologique' },
  food: { en: 'Food cupboard', fr: 'Garde-manger' },
  groups: { en: 'Groups and workshops', fr: 'Groupes et ateliers' },
  housing: { en: 'Housing', fr: 'Logement' },
  other: { en: 'Something else', fr: 'Autre chose' },
} as const
type Topic = keyof typeof topics

const words = {
  title: { en: 'Your visit', fr: 'Votre visite' },
  about: { en: 'What was your visit about?', fr: 'Quel était le sujet de votre visite?' },
  remark: { en: 'What could be better?', fr: 'Qu’est-ce qui pourrait être mieux?' },
  send: { en: 'Send', fr: 'Envoyer' },
  thanks: { en: 'Thank you. It helps us to plan.', fr: 'Merci. Cela nous aide à planifier.' },
} as const

/** By months before this one: of the first enough is told, of the second too few answered. */
const received: Record<number, Partial<Record<Topic, number>>> = {
  5: { counselling: 11, groups: 7, food: 6, other: 2, housing: 1 },
  6: { counselling: 2, food: 1 },
}

const formIn = (locale: 'en' | 'fr') => {
  const governance = { dataClass: 'personal', purpose: 'contact', basis: 'voluntary' }
  return {
    title: words.title[locale],
    fields: [
      {
        ...{ blockType: 'select', name: 'about', label: words.about[locale], governance },
        options: Object.entries(topics).map(([value, label]) => ({ value, label: label[locale] })),
      },
      { blockType: 'textarea', name: 'remark', label: words.remark[locale], governance },
    ],
    submitButtonLabel: words.send[locale],
    confirmationType: 'message',
    confirmationMessage: richText(words.thanks[locale]),
  }
}

/** The rows keep their ids, so that the French labels belong to the same fields and choices. */
const sameRows = <Of extends object>(rows: Of[], as: { id?: null | string }[]): Of[] =>
  rows.map((row, index) => ({ ...row, id: as[index]?.id }))

const makeForm = async (payload: Payload): Promise<number | string> => {
  const common = { collection: 'forms', overrideAccess: true } as const
  const data = { slug: 'visit', ...formIn('en') } as never
  const made = await payload.create({ ...common, locale: 'en', data })
  const french = formIn('fr')
  const stored = (made.fields ?? []) as { id?: null | string; options?: { id?: null | string }[] }[]
  const fields = sameRows(french.fields, stored).map((field, index) =>
    'options' in field ? { ...field, options: sameRows(field.options, stored[index]?.options ?? []) } : field,
  )
  await payload.update({ ...common, id: made.id, locale: 'fr', data: { ...french, fields } as never })
  return made.id
}

/** Answers of months ago, whose time was over long since: a run deletes them, and counts what they were about. */
export const seedFeedback = async (payload: Payload): Promise<number> => {
  if (await exists(payload, 'gov-statistics' as never, {})) return 0
  const slug = { slug: { equals: 'visit' } }
  const { docs } = await payload.find({
    collection: 'forms',
    depth: 0,
    limit: 1,
    overrideAccess: true,
    where: slug,
  })
  const form = docs[0]?.id ?? (await makeForm(payload))
  const month = DateTime.fromJSDate(demoNow(), { zone: timeZone }).startOf('month')
  for (const [before, counts] of Object.entries(received)) {
    const createdAt = month
      .minus({ months: Number(before) })
      .plus({ days: 9, hours: 10 })
      .toUTC()
      .toISO()
    for (const [about, count] of Object.entries(counts))
      for (let left = count; left > 0; left -= 1)
        // Past the forms: nobody sent these, and no receipt stands for them.
        await payload.db.create({
          collection: 'form-submissions',
          data: {
            form,
            createdAt,
            submissionData: [{ id: randomBytes(12).toString('hex'), field: 'about', value: about }],
          },
        })
  }
  await governanceTick(payload, { force: true, only: ['retention'] })
  return 1
}
