import type { Endpoint, PayloadRequest, Where } from 'payload'

import { dayIn } from '../../kernel/calendar.js'
import { GovernanceError } from '../../kernel/errors.js'
import { countAs, findAs } from '../../platform/asPerson.js'
import { timeZoneOf } from '../../platform/clock.js'
import { csvResponse } from '../../platform/csv.js'
import type { Row } from '../../platform/db.js'
import { defineEndpoint } from '../../platform/endpoint.js'
import { nowOf, type Reader } from '../../platform/runtime.js'
import { translatorFor } from '../../platform/translate.js'
import { RIGHTS_FIELD, type RIGHTS_LABELS } from './mediaFields.js'
import { type MediaScope, rulesFor } from './mediaGuard.js'
import {
  problemsOf,
  type Rights,
  RIGHTS_PROBLEMS,
  type RightsProblem,
  type RightsRules,
  soonSpan,
} from './mediaRights.js'
import { textOfLabel } from './wording.js'

export type MediaFilter = RightsProblem | 'all'

export interface MediaItem {
  collection: string
  id: number | string
  title: string
  href: string
  problems: RightsProblem[]
  /** Day (`yyyy-mm-dd`) on which the licence ends. */
  until?: string
}

export interface MediaReport {
  collections: {
    slug: string
    label: string
    total: number
    /** How many have a problem of the filter. */
    open: number
    /** The stock list with exactly these: select all, then edit. */
    editHref: string
  }[]
  counts: Record<MediaFilter, number>
  items: MediaItem[]
  shown: number
  enforced: boolean
}

const SHOWN = 50
const MOST_IN_FILE = 10_000

type Conjunction = Record<string, Record<string, unknown>>[]

const at = (name: keyof typeof RIGHTS_LABELS): string => `${RIGHTS_FIELD}.${name}`

/** The same as `problemsOf`, for the database: any of these, each with all of its conditions. */
const casesOf = (problem: RightsProblem, rules: RightsRules): Conjunction[] => {
  const { from, to } = soonSpan(rules)
  switch (problem) {
    case 'licence':
      return [
        [{ [at('licence')]: { exists: false } }],
        [{ [at('licence')]: { not_in: [...rules.licences] } }],
      ]
    case 'source':
      return [[{ [at('source')]: { exists: false } }]]
    case 'consent':
      return [[{ [at('consent')]: { equals: 'no' } }]]
    case 'expired':
      return [[{ [at('expiresAt')]: { less_than: from.toISOString() } }]]
    case 'expiring':
      return [
        [
          { [at('expiresAt')]: { greater_than_equal: from.toISOString() } },
          { [at('expiresAt')]: { less_than: to.toISOString() } },
        ],
      ]
  }
}

const casesFor = (filter: MediaFilter, rules: RightsRules): Conjunction[] =>
  (filter === 'all' ? RIGHTS_PROBLEMS : [filter]).flatMap((problem) => casesOf(problem, rules))

const whereOf = (cases: Conjunction[]): Where => ({ or: cases.map((and) => ({ and })) }) as Where

/**
 * A condition as Payload's list reads it from the address. One level deeper than its own filters write it: they would
 * open with all of these codes above the list.
 */
const listQuery = (cases: Conjunction[]): string => {
  const query = new URLSearchParams({ limit: '100' })
  cases.forEach((and, i) =>
    and.forEach((condition, j) => {
      for (const [path, test] of Object.entries(condition)) {
        for (const [operator, value] of Object.entries(test)) {
          const key = `where[and][0][or][${i}][and][${j}][${path}][${operator}]`
          if (Array.isArray(value)) value.forEach((one, n) => query.set(`${key}[${n}]`, String(one)))
          else query.set(key, String(value))
        }
      }
    }),
  )
  return query.toString()
}

interface Ask {
  req: PayloadRequest
  scope: MediaScope
  rules: RightsRules
}

const filterOf = (value: unknown): MediaFilter =>
  RIGHTS_PROBLEMS.find((problem) => problem === value) ?? 'all'

const titleOf = ({ req }: Ask, collection: string, row: Row): string => {
  const title = req.payload.collections[collection as never]?.config.admin.useAsTitle
  const own = title && title !== 'id' ? row[title] : undefined
  return String((own as string | null | undefined) || row.filename || row.id)
}

const labelOf = ({ req }: Ask, slug: string): string => {
  const { labels } = req.payload.collections[slug as never]!.config
  return textOfLabel(labels.plural, req, slug)
}

const rightsOf = (row: Row): Rights => (row[RIGHTS_FIELD] ?? {}) as Rights

const itemOf = (ask: Ask, collection: string, row: Row): MediaItem => {
  const { expiresAt } = rightsOf(row)
  return {
    collection,
    id: row.id,
    title: titleOf(ask, collection, row),
    href: `${ask.req.payload.config.routes.admin}/collections/${collection}/${encodeURIComponent(String(row.id))}`,
    problems: problemsOf(rightsOf(row), ask.rules),
    ...(expiresAt ? { until: dayIn(new Date(expiresAt), ask.rules.timeZone) } : {}),
  }
}

/** As this person: what they may not read is neither listed nor counted. */
const report = async (ask: Ask, filter: MediaFilter): Promise<MediaReport> => {
  const { rules, scope, req } = ask
  const counts = Object.fromEntries(
    [...RIGHTS_PROBLEMS, 'all'].map((one) => [one, 0]),
  ) as MediaReport['counts']
  const collections: MediaReport['collections'] = []
  const items: MediaItem[] = []
  for (const slug of scope.collections()) {
    const cases = casesFor(filter, rules)
    for (const one of Object.keys(counts) as MediaFilter[])
      counts[one] += await countAs(req, slug, whereOf(casesFor(one, rules)))
    const rows = await findAs(req, slug, whereOf(cases), SHOWN - items.length)
    items.push(...rows.map((row) => itemOf(ask, slug, row)))
    collections.push({
      slug,
      label: labelOf(ask, slug),
      total: await countAs(req, slug),
      open: await countAs(req, slug, whereOf(cases)),
      editHref: `${req.payload.config.routes.admin}/collections/${slug}?${listQuery(cases)}`,
    })
  }
  return { collections, counts, items, shown: items.length, enforced: scope.media.enforce }
}

const askOf = (req: PayloadRequest, scope: MediaScope): Ask => ({
  req,
  scope,
  rules: rulesFor({ payload: req.payload }, scope.media),
})

/** For the page: what is missing, of what this person may read. Input: `filter`. */
export const mediaReport =
  (scope: MediaScope): Reader =>
  async ({ actor, req }, input): Promise<MediaReport> => {
    if (actor.kind !== 'staff' || actor.roles.length === 0 || !req)
      throw new GovernanceError('notAllowed', 'Your role does not allow this.')
    return report(askOf(req, scope), filterOf(input.filter))
  }

const table = async (ask: Ask, filter: MediaFilter): Promise<Record<string, unknown>[]> => {
  const { req, scope, rules } = ask
  const language = req.i18n?.language === 'fr' ? 'fr' : 'en'
  const t = translatorFor(req.payload, language)
  const rows: Record<string, unknown>[] = []
  for (const slug of scope.collections()) {
    const found = await findAs(req, slug, whereOf(casesFor(filter, rules)), MOST_IN_FILE - rows.length)
    for (const row of found) {
      const { until, title, problems } = itemOf(ask, slug, row)
      const { source, licence, details, consent } = rightsOf(row)
      rows.push({
        collection: labelOf(ask, slug),
        id: row.id,
        title,
        source: source ?? '',
        licence:
          scope.media.licences.find(({ value }) => value === licence)?.label[language] ?? licence ?? '',
        details: details ?? '',
        expiresAt: until ?? '',
        consent: consent ?? '',
        problems: problems.map((one) => t(`governance:approvals:media:problem:${one}`)).join('; '),
      })
    }
  }
  return rows
}

const COLUMNS = [
  'collection',
  'id',
  'title',
  'source',
  'licence',
  'details',
  'expiresAt',
  'consent',
  'problems',
]

/** `GET …/media.csv?show=<problem>`: everything that the page counts, up to 10,000 lines. */
export const mediaEndpoints = (scope: MediaScope): Endpoint[] => [
  defineEndpoint({
    path: '/governance/approvals/media.csv',
    method: 'get',
    access: 'anyRole',
    handler: async ({ req, query }) => {
      const rows = await table(askOf(req, scope), filterOf(query.get('show')))
      const day = dayIn(nowOf(req.payload), timeZoneOf(req.payload))
      return csvResponse(`media-rights-${day}`, COLUMNS, rows)
    },
  }),
]
