import type { Payload } from 'payload'
import { DateTime } from 'luxon'
import sharp from 'sharp'

import { demoNow, timeZone } from '../clock.js'
import { exists } from './exists.js'

/** Days until each of these leaves; the first came with a file. */
const messages = [
  {
    leavesIn: 3,
    withFile: true,
    message: 'Here is the form you asked me for. Please tell me when I can come by.',
  },
  {
    leavesIn: 6,
    withFile: false,
    message: 'Merci pour l’atelier de jeudi. Y en aura-t-il un autre au printemps?',
  },
  {
    leavesIn: 40,
    withFile: false,
    message: 'Could the waiting room have a chair that is higher? My father needs one.',
  },
]

const scan = (): Promise<Buffer> =>
  sharp({ create: { width: 240, height: 320, channels: 3, background: '#e9e4d8' } })
    .png()
    .toBuffer()

/** The answer that names a file: the form builder turns it into the upload of the submission. It came with it. */
const attach = async (payload: Payload, cameAt: DateTime): Promise<{ field: string; value: string }> => {
  const data = await scan()
  const file = await payload.create({
    collection: 'attachments',
    data: { createdAt: cameAt.plus({ minutes: 1 }).toISO() } as never,
    overrideAccess: true,
    file: { data, mimetype: 'image/png', name: 'signed-form.png', size: data.length },
  })
  return { field: 'attachment', value: String(file.id) }
}

/** Messages that arrived some time ago, so that the worklist has something that leaves soon. */
export const seedRetention = async (payload: Payload): Promise<number> => {
  if (await exists(payload, 'gov-certificates' as never, {})) return 0
  const today = DateTime.fromJSDate(demoNow(), { zone: timeZone })
  if (
    await exists(payload, 'form-submissions', { createdAt: { less_than: today.minus({ days: 20 }).toISO() } })
  )
    return 0
  const { docs } = await payload.find({
    collection: 'forms',
    depth: 0,
    limit: 1,
    overrideAccess: true,
    where: { slug: { equals: 'contact' } },
  })
  const form = docs[0]?.id
  if (!form) return 0
  for (const { leavesIn, withFile, message } of messages) {
    const cameAt = today.plus({ days: leavesIn }).minus({ months: 3 })
    await payload.create({
      collection: 'form-submissions',
      overrideAccess: true,
      data: {
        form,
        createdAt: cameAt.toISO(),
        submissionData: [
          { field: 'message', value: message },
          ...(withFile ? [await attach(payload, cameAt)] : []),
        ],
      } as never,
    })
  }
  return messages.length
}
