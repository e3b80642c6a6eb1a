import type { PayloadRequest } from 'payload'

import { formatInstant } from '../../kernel/calendar.js'
import { hashOf } from '../../kernel/canonical.js'
import { publicUrl } from '../../platform/publicPage.js'
import { runtimeOf, type Translate } from '../../platform/runtime.js'
import { sharedBy } from '../../platform/shared.js'
import { settingsOf } from '../../platform/settings.js'
import { publicLocale, translatorFor } from '../../platform/translate.js'
import { DEFAULT_NOTICE } from './store.js'

/** Changes when the pages themselves change, so that browsers do not keep an old form of them. */
const PAGE_REVISION = 5

/** An answer as it was given, to be given again: its tag names everything that it depends on. */
interface Answer {
  body: Uint8Array<ArrayBuffer>
  headers: [string, string][]
}
/** So many answers, none of them longer: ten megabytes at most. */
const KEPT_ANSWERS = 40
const LONGEST_KEPT = 256 * 1024

const keep = async (answers: Map<string, Answer>, tag: string, made: Response): Promise<Response> => {
  const body = new Uint8Array(await made.arrayBuffer())
  const headers = [...made.headers]
  if (body.byteLength <= LONGEST_KEPT) answers.set(tag, { body, headers })
  for (const oldest of answers.keys()) if (answers.size > KEPT_ANSWERS) answers.delete(oldest)
  return new Response(body, { headers })
}

/** Notices are the one thing that browsers may keep: they ask each time, and get 304 while nothing changed. */
export const revalidated = async (
  req: PayloadRequest,
  what: string,
  make: (headers: Record<string, string>) => Promise<Response> | Response,
): Promise<Response> => {
  const locale = publicLocale(req)
  const settings = await settingsOf(req.payload)
  const { timeZone } = runtimeOf(req.payload).options
  const { pathname, search } = new URL(req.url ?? 'http://localhost')
  const tag = `"${hashOf({ what, locale, settings, timeZone, pathname, search, revision: PAGE_REVISION }).slice(0, 32)}"`
  const headers = {
    etag: tag,
    'cache-control': 'public, max-age=0, must-revalidate',
    vary: 'accept-language',
  }
  const known = (req.headers.get('if-none-match') ?? '')
    .split(',')
    .map((part) => part.trim().replace(/^W\//, ''))
  if (known.includes(tag)) return new Response(null, { status: 304, headers })
  const answers = sharedBy(req.payload, 'notices.answers', () => new Map<string, Answer>())
  const answer = answers.get(tag)
  return answer
    ? new Response(answer.body, { headers: answer.headers })
    : keep(answers, tag, await make(headers))
}

export interface View {
  req: PayloadRequest
  t: Translate
  locale: 'en' | 'fr'
  when: (at: Date) => string
}

export const viewOf = (req: PayloadRequest): View => {
  const locale = publicLocale(req)
  const { timeZone } = runtimeOf(req.payload).options
  return {
    req,
    locale,
    t: translatorFor(req.payload, locale),
    when: (at) => formatInstant(at, locale, timeZone),
  }
}

/** Address of a page of this notice. */
export const address = (
  req: PayloadRequest,
  path: string,
  notice: string,
  query: Record<string, string> = {},
): string => publicUrl(req, path, { ...(notice === DEFAULT_NOTICE ? {} : { notice }), ...query })
