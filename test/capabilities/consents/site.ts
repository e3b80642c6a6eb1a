import { formBuilderPlugin } from '@payloadcms/plugin-form-builder'

import { findRow, findRows, type Row } from '../../../src/platform/db.js'
import { idIn } from '../../../src/platform/ids.js'
import { posts, type Stand, stand, type StandOptions } from '../../helpers/boot.js'
import type { TestDatabase } from '../../helpers/databases.js'
import { richText } from '../notices/publishing.js'

/** A site whose forms ask for consent. */
export const consentSite = (database: TestDatabase, options: StandOptions = {}): Promise<Stand> =>
  stand(database, {
    collections: [posts],
    ...options,
    config: {
      ...options.config,
      plugins: [formBuilderPlugin({ fields: { payment: false } })],
    },
    plugin: {
      intake: { perSource: 10_000, total: 10_000, minFillSeconds: 0 },
      forms: { mask: false },
      ...options.plugin,
    },
  })

const box = (name: string, purpose: string, label: string) => ({
  blockType: 'checkbox',
  name,
  label,
  governance: { dataClass: 'personal', purpose, basis: 'consent' },
})
const text = (name: string, basis: string, purpose: string, dataClass = 'personal') => ({
  blockType: 'text',
  name,
  label: name,
  governance: { dataClass, purpose, basis },
})

/**
 * `whole`: everything in it rests on consent to `survey` and `follow-up`. `mixed`: the message rests on the service
 * that somebody asked for, and one more field on consent.
 */
export const makeConsentForm = async (
  site: Stand,
  kind: 'mixed' | 'whole',
  more: Record<string, unknown> = {},
): Promise<number | string> => {
  const fields =
    kind === 'whole'
      ? [
          text('address', 'consent', 'follow-up'),
          text('picture', 'consent', 'survey', 'sensitive'),
          box('newsBox', 'follow-up', 'Send me news'),
          box('photosBox', 'survey', 'You may use my picture'),
        ]
      : [
          text('question', 'service', 'contact', 'ordinary'),
          text('address', 'consent', 'follow-up'),
          box('newsBox', 'follow-up', 'Send me news'),
        ]
  const made = await site.payload.create({
    collection: 'forms' as never,
    data: {
      title: kind,
      governanceSlug: kind,
      confirmationType: 'message',
      confirmationMessage: richText('Thank you.'),
      fields,
      ...more,
    } as never,
  })
  return (made as unknown as { id: number | string }).id
}

/** A submission with its receipt, and the consents that were written with it. */
export interface Sent {
  subject: string
  number: string
  token: string
  rows: Row[]
}

export const consentsOf = (site: Stand, receipt: string): Promise<Row[]> =>
  findRows({ payload: site.payload }, 'gov-consents', { receipt: { equals: receipt } }, { sort: 'key' })

/** Sends a form through REST, as a visitor. */
export const send = async (
  site: Stand,
  form: number | string,
  values: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Sent> => {
  const submissionData = Object.entries(values).map(([field, value]) => ({ field, value }))
  const answer = await site.rest('POST', '/form-submissions', { body: { form, submissionData }, headers })
  if (answer.status !== 201) throw new Error(answer.text)
  const { number, address } = answer.body.receipt as { number: string; address: string }
  const token = new URL(address, 'http://localhost').searchParams.get('k')!
  return {
    subject: `form-submissions:${answer.body.doc.id}`,
    number,
    token,
    rows: await consentsOf(site, number),
  }
}

/** The record of the host, as it is stored now. */
export const stored = (site: Stand, subject: string): Promise<Row | null> => {
  const [collection, id] = subject.split(':') as [string, string]
  return findRow({ payload: site.payload }, collection, {
    id: { equals: idIn(site.payload, collection, id) },
  })
}

/** The sentence of a refusal page. */
export const receiptSpeaks = (page: string): string =>
  /role="alert">([\s\S]*?)<\/div>/
    .exec(page)?.[1]
    ?.replaceAll(/<[^>]+>|\s+/g, ' ')
    .trim() ?? ''
