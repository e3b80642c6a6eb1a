import type { Endpoint, PayloadRequest } from 'payload'

import { keyedHash } from '../../kernel/canonical.js'
import { dayIn } from '../../kernel/calendar.js'
import { doesNotExist, GovernanceError, isGovernanceError } from '../../kernel/errors.js'
import { parseRef } from '../../kernel/ref.js'
import { hasWord, hidesLetters, stacksMarks } from '../../kernel/text.js'
import { defineEndpoint, type EndpointInput, textOf } from '../../platform/endpoint.js'
import { guardIntake } from '../../platform/intake.js'
import { nowOf, runtimeOf } from '../../platform/runtime.js'
import { publicLocale, translatorFor } from '../../platform/translate.js'
import { type Desk, refuseWithoutComments } from './context.js'
import { backOf, commentPage, receivedPage, reportPage, threadPage, wantsPage } from './pages.js'
import { addReport } from './reports.js'
import { addComment, countVisible, isOpenDocument, visibleComments } from './store.js'

/** `posts:7`, as it came; what it points to may not exist. Ids that a site makes itself may hold spaces and colons. */
const refIn = ({ req, body, query }: EndpointInput): string => {
  const on = textOf({ on: body.on ?? query.get('on') }, 'on', { max: 180, required: true })
  const { collection, id } = parseRef(on)
  const makesIds = req.payload.collections[collection as never]?.customIDType === 'text'
  const isId = makesIds ? /^\S.{0,99}$/ : /^[^\s:]{1,60}$/
  if (!/^[\w-]{1,60}:/.test(on) || !isId.test(id))
    throw new GovernanceError(
      'invalidInput',
      'Say what it is about, such as "posts:7".',
      { field: 'on' },
      { field: 'on' },
    )
  return on
}

const localeIn = (req: PayloadRequest, body: Record<string, unknown>): string => {
  const asked = textOf(body, 'locale', { max: 10 })
  return runtimeOf(req.payload).options.locales.includes(asked) ? asked : publicLocale(req)
}

const unshowable = (field: string): GovernanceError =>
  new GovernanceError(
    'invalidInput',
    `"${field}" has characters that cannot be shown.`,
    { field, why: 'characters' },
    { field },
  )

/**
 * One line, no invisible letters: a name stands next to other people's words. It may not hold the word by which readers
 * know staff, in either language.
 */
const nameIn = (req: PayloadRequest, body: Record<string, unknown>): string => {
  const name = textOf(body, 'name', { max: 80 }).normalize('NFC')
  if (hidesLetters(name) || stacksMarks(name)) throw unshowable('name')
  const marks = ['en', 'fr'].map((locale) =>
    translatorFor(req.payload, locale)('governance:moderation:public:staff'),
  )
  if (marks.some((mark) => hasWord(name, mark)))
    throw new GovernanceError(
      'invalidInput',
      'This name looks as if it were a colleague of the organization. Please choose another one.',
      { field: 'name', why: 'staffName' },
      { field: 'name' },
    )
  return name
}

const textIn = (body: Record<string, unknown>, max: number): string => {
  const text = textOf(body, 'text', { max, required: true }).normalize('NFC')
  if (/[\u0080-\u009F\u2028\u2029]/u.test(text) || stacksMarks(text)) throw unshowable('text')
  return text
}

/** The account, or a digest of the source that changes daily. */
const sourceOf = ({ req, actor }: EndpointInput): string | undefined => {
  if (actor.ref) return actor.ref
  const { clientAddress, timeZone } = runtimeOf(req.payload).options
  const address = clientAddress(req.headers)
  const day = dayIn(nowOf(req.payload), timeZone)
  return address ? keyedHash(req.payload.secret, `reporter:${day}:${address}`) : undefined
}

/** Forms get a page that keeps what was typed; scripts get the coded answer. */
const orPage = async (
  input: EndpointInput,
  work: () => Promise<Response | Record<string, unknown>>,
  page: (error: GovernanceError) => Promise<Response>,
): Promise<Response | Record<string, unknown>> => {
  try {
    return await work()
  } catch (error) {
    if (input.isForm && isGovernanceError(error)) return page(error)
    throw error
  }
}

const created = (body: Record<string, unknown>): Response =>
  Response.json(body, { status: 201, headers: { 'cache-control': 'no-store' } })

/** Public doors: comment, read comments, report. Addresses are neutral. */
export const publicEndpoints = (desk: Desk, publicPath: string): Endpoint[] => [
  defineEndpoint({
    path: `/${publicPath}/comments`,
    method: 'get',
    access: 'everyone',
    page: wantsPage,
    handler: async (input) => {
      const { req, query } = input
      const at = { payload: req.payload }
      const on = refIn(input)
      const open = await isOpenDocument(req, desk, on)
      const page = open
        ? await visibleComments(at, desk, on, query.get('after') ?? undefined)
        : { comments: [], next: null }
      if (wantsPage(req)) return threadPage(req, desk, on, page)
      return { ...page, count: open ? await countVisible(at, desk, on) : 0 }
    },
  }),
  defineEndpoint({
    path: `/${publicPath}/comment`,
    method: 'get',
    access: 'everyone',
    handler: async (input) => {
      refuseWithoutComments({ payload: input.req.payload }, desk)
      return commentPage(input.req, desk, refIn(input), { back: backOf(input.query.get('back')) })
    },
  }),
  defineEndpoint({
    path: `/${publicPath}/comment`,
    method: 'post',
    access: 'everyone',
    handler: (input) =>
      orPage(
        input,
        async () => {
          const { req, body, actor, isForm } = input
          refuseWithoutComments({ payload: req.payload }, desk)
          const given = await guardIntake(req, { what: 'comment', body, isForm }, async () => {
            const on = refIn(input)
            const draft = {
              on,
              text: textIn(body, desk.options.maxLength),
              name: nameIn(req, body),
              locale: localeIn(req, body),
            }
            if (!(await isOpenDocument(req, desk, on))) throw doesNotExist()
            const { ref: _ref, ...added } = await addComment({ payload: req.payload }, desk, draft, actor)
            return added
          })
          if (!isForm) return created(given)
          const heading = given.state === 'visible' ? 'commentVisible' : 'commentReceived'
          return receivedPage(req, heading, given, backOf(body.back))
        },
        (error) => {
          const on = typeof input.body.on === 'string' ? input.body.on : ''
          return commentPage(input.req, desk, on, { typed: input.body, error, back: backOf(input.body.back) })
        },
      ),
  }),
  defineEndpoint({
    path: `/${publicPath}/tell`,
    method: 'get',
    access: 'everyone',
    handler: async (input) =>
      reportPage(input.req, desk, refIn(input), { back: backOf(input.query.get('back')) }),
  }),
  defineEndpoint({
    path: `/${publicPath}/tell`,
    method: 'post',
    access: 'everyone',
    handler: (input) =>
      orPage(
        input,
        async () => {
          const { req, body, actor, isForm } = input
          const danger = body.danger === 'yes' || body.danger === true
          const given = await guardIntake(req, { what: 'tell', body, isForm, danger }, async () => {
            const category = textOf(body, 'category', { max: 40, required: true })
            if (!desk.options.categories.includes(category))
              throw new GovernanceError(
                'invalidInput',
                'Please choose what kind of problem it is.',
                { field: 'category' },
                { field: 'category' },
              )
            const draft = {
              on: refIn(input),
              category,
              words: textOf(body, 'words', { max: 2000 }),
              danger,
              locale: localeIn(req, body),
              source: sourceOf(input),
            }
            return addReport({ payload: req.payload }, desk, draft, actor)
          })
          return isForm
            ? receivedPage(req, danger ? 'dangerReceived' : 'reportReceived', given, backOf(body.back))
            : created({ ...given })
        },
        (error) => {
          const on = typeof input.body.on === 'string' ? input.body.on : ''
          return reportPage(input.req, desk, on, { typed: input.body, error, back: backOf(input.body.back) })
        },
      ),
  }),
]
