import type { Endpoint, PayloadRequest } from 'payload'

import type { Actor } from '../../kernel/actor.js'
import { type GovernanceError, isGovernanceError } from '../../kernel/errors.js'
import { refOf } from '../../kernel/ref.js'
import type { Row } from '../../platform/db.js'
import { defineEndpoint, textOf } from '../../platform/endpoint.js'
import { html, type SafeHtml } from '../../platform/html.js'
import { guardIntake } from '../../platform/intake.js'
import { field, publicForm, publicUrl, renderPublicPage } from '../../platform/publicPage.js'
import { lineList, receiptUrl } from '../../platform/receiptPage.js'
import { nowOf, type ReceiptLine } from '../../platform/runtime.js'
import { publicLocale, translatorFor } from '../../platform/translate.js'
import { appeal, type Claimant, ownComment } from './appeals.js'
import type { Desk } from './context.js'
import { readFate } from './fate.js'
import { errorFor, type FormState, wantsPage, withRefusal, wordsFor } from './pages.js'
import { AGAIN, fateLines, maySay } from './statement.js'

/** Characters in which an author says why. */
const PLEA = 2000

const NO_STORE = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }

const claimantIn = (given: Record<string, unknown>): Claimant => ({
  number: textOf(given, 'n', { max: 60 }),
  code: textOf(given, 'k', { max: 60 }),
  on: textOf(given, 'on', { max: 180 }),
})

/** Where it stands, in lines, and whether a second look can be asked for. */
const standingOf = async (
  req: PayloadRequest,
  desk: Desk,
  comment: Row,
): Promise<{ lines: ReceiptLine[]; open: boolean }> => {
  const { payload } = req
  const locale = publicLocale(req)
  const fate = await readFate({ payload }, desk, refOf(desk.options.slug, comment.id))
  const shown = { payload, req, t: translatorFor(payload, locale), locale, now: nowOf(payload) }
  return { lines: fateLines(desk, fate, shown), open: fate !== null && maySay(fate, shown.now) }
}

/** Why it was removed, and the one question: what should somebody else know who looks at it again? */
const againPage = async (
  req: PayloadRequest,
  desk: Desk,
  comment: Row,
  who: Claimant,
  state: FormState = {},
): Promise<Response> => {
  const t = wordsFor(req)
  const words = translatorFor(req.payload, publicLocale(req))
  const hidden: Record<string, string> = who.number ? { n: who.number, k: who.code } : { on: who.on }
  const { lines, open } = await standingOf(req, desk, comment)
  const form = (): SafeHtml =>
    publicForm(req, {
      action: publicUrl(req, AGAIN),
      submit: t('againSend'),
      hidden: { ...hidden, locale: publicLocale(req) },
      fields: [
        field(
          { name: 'words', label: t('againWords'), help: t('againHelp'), type: 'textarea', maxLength: PLEA },
          state.typed ?? {},
          errorFor(req, state, 'words'),
          words,
        ),
      ],
    })
  return renderPublicPage(req, {
    heading: t(open ? 'againHeading' : 'standing'),
    status: state.error?.status,
    body: html`${await withRefusal(req, state)} ${open ? html`<p>${t('againIntro')}</p>` : null}
    ${lineList(lines)} ${open ? form() : null}`,
  })
}

const doneAnswer = (req: PayloadRequest, who: Claimant, the: Row, isForm: boolean): Response => {
  if (!isForm) return Response.json({ state: String(the.state) }, { status: 201, headers: NO_STORE })
  const location = who.number ? receiptUrl(req, who.number, who.code) : publicUrl(req, AGAIN, { on: who.on })
  return new Response(null, { status: 303, headers: { ...NO_STORE, location } })
}

/** For authors, by the receipt or the account: why something was removed, and to ask for a second look. */
export const appealEndpoints = (desk: Desk, publicPath: string): Endpoint[] => {
  const own = (req: PayloadRequest, who: Claimant, actor: Actor): Promise<Row> =>
    ownComment({ payload: req.payload }, desk, who, actor)
  return [
    defineEndpoint({
      path: `/${publicPath}/${AGAIN}`,
      method: 'get',
      access: 'everyone',
      page: wantsPage,
      handler: async ({ req, query, actor }) => {
        const who = claimantIn(Object.fromEntries(query))
        const comment = await own(req, who, actor)
        if (wantsPage(req)) return againPage(req, desk, comment, who)
        const { lines, open } = await standingOf(req, desk, comment)
        return { statement: lines, mayAppeal: open }
      },
    }),
    defineEndpoint({
      path: `/${publicPath}/${AGAIN}`,
      method: 'post',
      access: 'everyone',
      handler: async ({ req, body, actor, isForm }) => {
        const who = claimantIn(body)
        try {
          const the = await guardIntake(req, { what: AGAIN, body, isForm }, async () =>
            appeal(
              { payload: req.payload },
              desk,
              await own(req, who, actor),
              textOf(body, 'words', { max: PLEA }).normalize('NFC'),
              actor,
            ),
          )
          return doneAnswer(req, who, the, isForm)
        } catch (error) {
          const comment =
            isForm && isGovernanceError(error) ? await own(req, who, actor).catch(() => null) : null
          if (!comment) throw error
          return againPage(req, desk, comment, who, { typed: body, error: error as GovernanceError })
        }
      },
    }),
  ]
}
