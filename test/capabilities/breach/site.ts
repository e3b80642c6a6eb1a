import { findRows, type Row } from '../../../src/platform/db.js'
import { governanceTick } from '../../../src/index.js'
import type { Person, Stand } from '../../helpers/boot.js'
import { makeForm } from '../forms/contact.js'
import { breachSite } from './standing.js'

export { breachSite }
export { makeForm }

export interface Sent {
  email?: string
  safe?: 'no' | 'yes'
  lang?: 'en' | 'fr'
  topic?: string
  form: number | string
}

/** What somebody sends by a form; the id of the record. */
export const send = async (
  site: Stand,
  { email, safe, lang, topic, form }: Sent,
): Promise<number | string> => {
  const values = {
    message: 'Please help me.',
    ...(email ? { email } : {}),
    ...(safe ? { safeToWrite: safe } : {}),
    ...(topic ? { topic } : {}),
  }
  const submissionData = Object.entries(values).map(([field, value]) => ({ field, value }))
  const answer = await site.rest('POST', '/form-submissions', { body: { form, submissionData }, lang })
  if (answer.status !== 201) throw new Error(answer.text)
  return answer.body.doc.id as number | string
}

export const answers = {
  sensitivity: 'high',
  harm: 'possible',
  access: 'unknown',
  intent: 'accident',
  protection: 'no',
  recovered: 'no',
  exposure: 'days',
  reason: 'What people asked us may be read by strangers.',
}

const part = (words: string): Record<string, string> => ({
  happened: `${words} happened`,
  involved: `${words} involved`,
  doing: `${words} doing`,
  contact: `${words} contact`,
  complain: `${words} complain`,
})
export const noticeBody = (): Record<string, string> =>
  Object.fromEntries(
    (['en', 'fr'] as const).flatMap((language) =>
      Object.entries(part(language === 'en' ? 'English' : 'Français')).map(([field, words]) => [
        `${language}-notice-${field}`,
        words,
      ]),
    ),
  )

/** Presses a button of a breach, and says what came of it. */
export const press = (site: Stand, as: Person | undefined, id: unknown, action: string, body: object = {}) =>
  site.rest('POST', `/governance/breaches/${String(id)}/${action}`, { as, body })

export const page = async (site: Stand, as: Person, id: unknown): Promise<any> =>
  (await site.rest('GET', `/governance/breaches/${String(id)}`, { as })).body

let keys = 0
export const declare = async (site: Stand, as: Person, more: object = {}): Promise<any> => {
  keys += 1
  const body = {
    summary: 'A table of messages was sent to the wrong address.',
    discoveredAt: site.clock.now().toISOString(),
    requestKey: `press ${keys}`,
    ...more,
  }
  const answer = await site.rest('POST', '/governance/breaches', { as, body })
  if (answer.status !== 200) throw new Error(answer.text)
  return answer.body
}

export const tick = (site: Stand, ...only: string[]): Promise<unknown> =>
  governanceTick(site.payload, { force: true, only })

/** A breach whose people are found. */
export const found = async (site: Stand, officer: Person, criteria: object): Promise<number | string> => {
  const { id } = await declare(site, officer)
  await press(site, officer, id, 'assess', { ...answers, risk: 'real' })
  const searched = await press(site, officer, id, 'search', criteria)
  if (searched.status !== 200) throw new Error(searched.text)
  await tick(site, 'breach')
  return id as number | string
}

/** The same, written by one person and approved by another. */
export const approved = async (
  site: Stand,
  [officer, other]: [Person, Person],
  criteria: object,
): Promise<number | string> => {
  const id = await found(site, officer, criteria)
  await press(site, officer, id, 'notice', noticeBody())
  const { hash } = await page(site, other, id)
  const answer = await press(site, other, id, 'approve', { hash })
  if (answer.status !== 200) throw new Error(answer.text)
  return id
}

export const peopleOf = (site: Stand, id: unknown): Promise<Row[]> =>
  findRows(
    { payload: site.payload },
    'gov-breach-people',
    { breach: { equals: String(id) } },
    { limit: 0, sort: 'id' },
  )
