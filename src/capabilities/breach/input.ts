import type { PayloadRequest } from 'payload'

import type { ContactPort } from '../../kernel/breachPorts.js'
import { endOfDay, instantFrom, startOfDay } from '../../kernel/calendar.js'
import { doesNotExist, GovernanceError } from '../../kernel/errors.js'
import type { Ref } from '../../kernel/ref.js'
import { timeZoneOf } from '../../platform/clock.js'
import { textOf } from '../../platform/endpoint.js'
import { nowOf } from '../../platform/runtime.js'
import { contactPorts, isOfHost, sourcesOf } from './contacts.js'
import type { BreachWork } from './context.js'
import type { Criteria } from './domain.js'
import { LANGUAGES, NOTICE_FIELDS, type NoticeText } from './noticeText.js'

type Body = Record<string, unknown>

const unfit = (field: string, why: string, sentence: string): GovernanceError =>
  new GovernanceError('invalidInput', sentence, { field, why }, { field })

/** When it was discovered: a time that is over. @throws GovernanceError `invalidInput` */
export const discoveredFrom = ({ payload }: PayloadRequest, body: Body): Date | null => {
  const given = textOf(body, 'discoveredAt', { max: 40 })
  if (!given) return null
  const at = instantFrom(given, timeZoneOf(payload))
  if (Number.isNaN(at.getTime()))
    throw unfit('discoveredAt', 'notATime', '"discoveredAt" is not a date and time.')
  if (at > nowOf(payload)) throw unfit('discoveredAt', 'stillToCome', '"discoveredAt" is still to come.')
  return at
}

const dayFrom = (body: Body, field: string, timeZone: string): Date | null => {
  const given = textOf(body, field, { max: 40 })
  if (!given) return null
  const at = instantFrom(given, timeZone)
  if (!/^\d{4}-\d{2}-\d{2}/.test(given) || Number.isNaN(at.getTime()))
    throw unfit(field, 'notATime', `"${field}" is not a date.`)
  return field === 'receivedTo' ? endOfDay(given.slice(0, 10), timeZone) : startOfDay(at, timeZone)
}

const MOST_CHOSEN = 5000

/** Records that somebody names by their numbers, each once. @throws GovernanceError naming the first that never was */
const chosenFrom = async (
  req: PayloadRequest,
  port: ContactPort,
  source: Ref | undefined,
  given: string,
): Promise<Ref[] | undefined> => {
  const numbers = [...new Set(given.split(/[\s,;]+/u).filter(Boolean))]
  if (numbers.length === 0) return undefined
  if (numbers.length > MOST_CHOSEN)
    throw unfit('numbers', 'manyChosen', `At most ${MOST_CHOSEN} records can be chosen one by one.`)
  const refs = new Set<Ref>()
  for (const number of numbers) {
    const ref = await port.named({ payload: req.payload }, number)
    if (!ref)
      throw new GovernanceError(
        'invalidInput',
        `There is no record with the number ${number}.`,
        { field: 'numbers', why: isOfHost(port, source) ? 'notThere' : 'neverThere', number },
        { field: 'numbers' },
      )
    refs.add(ref)
  }
  return [...refs]
}

/** What is searched: never more than was there when the search began. @throws GovernanceError */
export const criteriaFrom = async (req: PayloadRequest, work: BreachWork, body: Body): Promise<Criteria> => {
  const ctx = { payload: req.payload }
  const ports = contactPorts(ctx, work)
  if (!ports[0])
    throw new GovernanceError('stateConflict', 'This site has no forms whose messages could be searched.', {
      why: 'noForms',
    })
  const now = nowOf(req.payload)
  const timeZone = timeZoneOf(req.payload)
  const sources = await sourcesOf(ctx, work, req.i18n.language)
  const form = textOf(body, 'form', { max: 100 })
  const source = form ? sources.find((one) => one.form === form) : undefined
  if (form && !source) throw doesNotExist()
  const from = dayFrom(body, 'receivedFrom', timeZone)
  const until = dayFrom(body, 'receivedTo', timeZone)
  if (from && from > (until ?? now))
    throw unfit(
      'receivedFrom',
      'spanBackwards',
      'The first day comes after the last one, or is still to come.',
    )
  const name = textOf(body, 'fieldName', { max: 200 })
  const value = textOf(body, 'fieldValue', { max: 500 })
  if (Boolean(name) !== Boolean(value))
    throw unfit(
      name ? 'fieldValue' : 'fieldName',
      'fieldAndValue',
      'Give both a field and what it was answered with.',
    )
  const known = source?.fields.find((field) => field.name === name)
  if (name && !known) throw unfit('fieldName', 'fieldOfForm', 'Choose a form, and a field of that form.')
  // Without a source that is chosen, a number is that of a message.
  const port = ports.find((one) => isOfHost(one, source?.form)) ?? ports[0]
  const records = await chosenFrom(req, port, source?.form, textOf(body, 'numbers', { max: 100_000 }))
  if (!source && !from && !until && !records && body.everything !== true)
    throw unfit('form', 'searchEmpty', 'Say which messages: a form, a span of time, or their numbers.')
  return {
    to: (until && until < now ? until : now).toISOString(),
    ...(source && !records ? { form: source.form, formTitle: source.title } : {}),
    ...(from && !records ? { from: from.toISOString() } : {}),
    ...(known && !records ? { field: { name, label: known.label, value } } : {}),
    ...(records ? { records } : {}),
  }
}

/** The notice as it was typed: `en-happened`, `fr-contact`. Empty fields may be filled in later. */
export const noticeFrom = (body: Body): NoticeText =>
  Object.fromEntries(
    LANGUAGES.map((language) => [
      language,
      Object.fromEntries(
        NOTICE_FIELDS.map((field) => [field, textOf(body, `${language}-notice-${field}`, { max: 4000 })]),
      ),
    ]),
  ) as NoticeText
