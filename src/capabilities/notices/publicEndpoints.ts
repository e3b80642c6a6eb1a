import type { Endpoint, PayloadRequest } from 'payload'

import { endOfDay, instantFrom } from '../../kernel/calendar.js'
import { GovernanceError } from '../../kernel/errors.js'
import type { NoticeInForce } from '../../kernel/noticePorts.js'
import { timeZoneOf } from '../../platform/clock.js'
import { defineEndpoint } from '../../platform/endpoint.js'
import { differenceJSON, differencePage } from './differencePage.js'
import { NOTICE_KEY } from './options.js'
import { listJSON, listPage, noNoticePage, type Standing, versionJSON, versionPage } from './pages.js'
import { DEFAULT_NOTICE, inForce, inForceAt, listVersions, nowAndNext, numbered, wholeOf } from './store.js'
import { revalidated } from './view.js'

/** What can be no key names no notice; some databases would refuse to look for it. */
const noticeOf = (query: URLSearchParams): string => {
  const asked = query.get('notice') ?? DEFAULT_NOTICE
  return NOTICE_KEY.test(asked) ? asked : ''
}

const refused = (field: string, message: string, why?: string): GovernanceError =>
  new GovernanceError('invalidInput', message, { field, ...(why ? { why } : {}) }, { field })

const numberIn = (query: URLSearchParams, name: string): number | undefined => {
  const asked = query.get(name)
  if (asked === null) return undefined
  if (!/^\d{1,6}$/.test(asked)) throw refused(name, `"${name}" must be a number.`)
  return Number(asked)
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const TIME = /^\d{4}-\d{2}-\d{2}T[\d:.]{5,12}(Z|[+-]\d{2}:?\d{2})?$/

const LAST = new Date('9999-12-31T23:59:59.999Z')

/** A day means its end: whoever wrote on the day of a change wants what was in force when the day was over. */
const instantIn = (req: PayloadRequest, query: URLSearchParams): Date | undefined => {
  // A plus sign in an address is read as a space.
  const asked = query.get('at')?.trim().replace(' ', '+')
  if (asked === undefined) return undefined
  const zone = timeZoneOf(req.payload)
  const at = DAY.test(asked)
    ? endOfDay(asked, zone)
    : TIME.test(asked)
      ? instantFrom(asked, zone)
      : new Date(NaN)
  if (Number.isNaN(at.getTime())) throw refused('?at', 'This is not a date and time: ?at.', 'notATime')
  // Times are compared as text, which the year 10000 would put before all others.
  return at > LAST ? LAST : at
}

const isJSON = (query: URLSearchParams): boolean => query.get('format') === 'json'

const notThere = (): GovernanceError =>
  new GovernanceError('notFound', 'There is no such version of this notice.')

const standingOf = async (
  req: PayloadRequest,
  query: URLSearchParams,
): Promise<Standing<NoticeInForce> | { others: boolean }> => {
  const notice = noticeOf(query)
  const [number, at] = [numberIn(query, 'version'), instantIn(req, query)]
  const { current, next } = await nowAndNext(req, notice)
  const version =
    number !== undefined
      ? await numbered(req, notice, number)
      : at
        ? await inForceAt(req, notice, at)
        : current
  return version ? { version, current, next, at } : { others: current !== null }
}

/** What an answer depends on besides its address: the version, and how it stands among the others now. */
const tagOf = ({ version, current, next }: Standing<NoticeInForce>): string =>
  [version.number, version.hashes?.en, version.hashes?.fr, current?.number, next?.number].join(':')

const both = async (
  req: PayloadRequest,
  query: URLSearchParams,
): Promise<[NoticeInForce, NoticeInForce] | null> => {
  const notice = noticeOf(query)
  const last = numberIn(query, 'to')
  const first = numberIn(query, 'from')
  const to = await (last === undefined ? inForce(req, notice) : numbered(req, notice, last))
  const from = to && (await numbered(req, notice, first ?? to.number - 1))
  return to && from ? [from, to] : null
}

/** The notice in force, at a time, by number; the list; two compared. Each as a page and as JSON, to be kept. */
export const publicEndpoints = (publicPath: string): Endpoint[] => [
  defineEndpoint({
    path: `/${publicPath}/notice`,
    method: 'get',
    access: 'everyone',
    handler: async ({ req, query }) => {
      const found = await standingOf(req, query)
      const json = isJSON(query)
      if (!('version' in found)) {
        if (json) throw notThere()
        return noNoticePage(req, noticeOf(query), found.others)
      }
      const asFile = query.has('download')
      return revalidated(req, `${json ? 'json' : 'page'}:${tagOf(found)}`, async (headers) => {
        const whole = { ...found, version: await wholeOf(req, found.version) }
        return json ? versionJSON(whole, headers) : versionPage(req, whole, headers, asFile)
      })
    },
  }),
  defineEndpoint({
    path: `/${publicPath}/notice/versions`,
    method: 'get',
    access: 'everyone',
    handler: async ({ req, query }) => {
      const notice = noticeOf(query)
      const [versions, current] = await Promise.all([listVersions(req, notice), inForce(req, notice)])
      const json = isJSON(query)
      if (versions.length === 0) {
        if (json) throw notThere()
        return noNoticePage(req, notice, false)
      }
      const what = `list:${json}:${notice}:${versions.length}:${current?.number}`
      return revalidated(req, what, (headers) =>
        json ? listJSON(versions, current, headers) : listPage(req, versions, current, headers),
      )
    },
  }),
  defineEndpoint({
    path: `/${publicPath}/notice/difference`,
    method: 'get',
    access: 'everyone',
    handler: async ({ req, query }) => {
      const found = await both(req, query)
      const json = isJSON(query)
      if (!found) {
        if (json) throw notThere()
        const notice = noticeOf(query)
        return noNoticePage(req, notice, (await inForce(req, notice)) !== null)
      }
      const what = ['difference', json, ...found].map((one) =>
        typeof one === 'object' ? `${one.hashes?.en}:${one.hashes?.fr}:${one.number}` : one,
      )
      return revalidated(req, what.join(':'), async (headers) => {
        const [from, to] = await Promise.all([wholeOf(req, found[0]), wholeOf(req, found[1])])
        return json ? differenceJSON(req, from, to, headers) : differencePage(req, from, to, headers)
      })
    },
  }),
]
