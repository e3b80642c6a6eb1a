import type { Endpoint, PayloadRequest } from 'payload'

import { GovernanceError } from '../../kernel/errors.js'
import { defineEndpoint } from '../../platform/endpoint.js'
import { guardIntake } from '../../platform/intake.js'
import { newReceipt } from '../../platform/receipt.js'
import { receiptUrl } from '../../platform/receiptPage.js'
import { publicLocale } from '../../platform/translate.js'
import { problemsOfFiles } from './cleaning.js'
import { isAnonymous, noticeFor, standingOf } from './declared.js'
import { type FormShape, isSentAlready, readAnswers, refuseProblems, SAFE_TO_WRITE } from './domain.js'
import { slugFieldOf } from './fields.js'
import { BODY_WITH_FILES } from './fileRules.js'
import { exportableForms, exportMessages } from './export.js'
import { closedPage, formPage, PREFIX } from './page.js'
import { pressOf, receivedBefore } from './pressed.js'
import { filesOf } from './rest.js'
import type { Desk, Meta } from './context.js'
import { findForm, store } from './store.js'
import { answerByMail, work } from './work.js'
import type { Row } from '../../platform/db.js'

const noForm = (): GovernanceError => new GovernanceError('notFound', 'There is no such form.')

const slugField = (desk: Desk, req: PayloadRequest): null | string =>
  slugFieldOf(req.payload.collections[desk.options.forms as never]?.config as never)

const shownIn = (body: Record<string, unknown>): number | undefined => {
  const shown = Number(body.shownVersion)
  return Number.isInteger(shown) && shown > 0 ? shown : undefined
}

const refuseUnknownLocale = (body: Record<string, unknown>): void => {
  if (body.locale !== undefined && body.locale !== 'en' && body.locale !== 'fr') {
    throw new GovernanceError(
      'invalidInput',
      '"locale" must be "en" or "fr".',
      { field: 'locale' },
      { field: 'locale' },
    )
  }
}

/** Values by field: JSON carries them under `values`, the page's form under prefixed names. */
const givenIn = (body: Record<string, unknown>, isForm: boolean): Record<string, unknown> => {
  if (!isForm) {
    const { values } = body
    if (values === null || typeof values !== 'object' || Array.isArray(values)) {
      throw new GovernanceError(
        'invalidInput',
        '"values" must be an object.',
        { field: 'values' },
        { field: 'values' },
      )
    }
    return { ...(values as Record<string, unknown>), [SAFE_TO_WRITE]: body[SAFE_TO_WRITE] }
  }
  const own = Object.entries(body).filter(([name]) => name.startsWith(PREFIX))
  return {
    ...Object.fromEntries(own.map(([name, value]) => [name.slice(PREFIX.length), value])),
    [SAFE_TO_WRITE]: body[SAFE_TO_WRITE],
  }
}

const ticked = (answer: unknown): boolean => answer === 'yes' || answer === true

/** Stores a submission of one of the plugin's own doors. */
const submit = async (
  desk: Desk,
  req: PayloadRequest,
  form: Row,
  body: Record<string, unknown>,
  isForm: boolean,
): Promise<Meta> => {
  const { options } = desk
  refuseUnknownLocale(body)
  const given = givenIn(body, isForm)
  const uploads = await filesOf(given)
  const { values, problems } = readAnswers(form as FormShape, given, options.limits)
  if (Object.keys(problems).length > 0)
    Object.assign(problems, await problemsOfFiles(req, uploads, form as FormShape))
  refuseProblems(problems, (form as FormShape).fields)
  const press = isForm ? pressOf(desk, req.payload, form, body) : null
  const meta: Meta = {
    source: 'page',
    locale: body.locale === 'fr' ? 'fr' : body.locale === 'en' ? 'en' : publicLocale(req),
    receipt: newReceipt(),
    ...press,
    shownVersion: shownIn(body),
    danger: Boolean(desk.ports.incidents) && ticked(body.danger),
    proxy: ticked(body.proxy),
  }
  Object.assign(req, { files: uploads })
  const anonymous = isAnonymous(desk, options.submissions, form)
  const guard = { what: `form:${form.id}`, body, isForm, anonymous, danger: meta.danger }
  const send = (as: Meta) =>
    guardIntake(req, guard, () =>
      store(req, options.submissions, { form: form.id, submissionData: values }, as),
    )
  const before = async () => (press ? receivedBefore(req.payload, press.key) : null)
  let number = await before()
  if (number === null)
    try {
      await send(meta)
      return meta
    } catch (error) {
      if (!isSentAlready(error)) throw error
      number = await before()
    }
  if (number !== null) return { ...meta, receipt: { ...meta.receipt, number } }
  // A crash has cut the first one off: rather twice than not at all.
  const anew: Meta = { ...meta, key: undefined, used: false }
  await send(anew)
  return anew
}

/** The public page of a form: `/api/info/form/contact`, and the same address to send it (a form or JSON). */
export const formEndpoints = (desk: Desk, publicPath: string): Endpoint[] => {
  const path = `/${publicPath}/form/:slug`
  const open = async (req: PayloadRequest, slug: string) => {
    const form = await findForm(desk, req, slug, slugField(desk, req), publicLocale(req))
    const { submissions } = desk.options
    const { current, refused } = await standingOf(desk, { payload: req.payload }, submissions, form)
    return { form, current, closed: form ? refused : noForm() }
  }
  const danger = Boolean(desk.ports.incidents)
  const notice = desk.options.collected[desk.options.submissions] ?? ''
  const { limits } = desk.options
  return [
    defineEndpoint({
      path: '/governance/forms/exportable',
      method: 'get',
      access: 'staff',
      handler: async ({ req, actor }) => ({
        forms: await exportableForms(desk, { payload: req.payload }, actor, req.i18n.language),
      }),
    }),
    defineEndpoint({
      path: '/governance/forms/purposes',
      method: 'get',
      access: 'staff',
      handler: async ({ req }) => {
        const current = await noticeFor(desk, { payload: req.payload }, desk.options.submissions)
        return { version: current?.number ?? null, purposes: current?.promises?.purposes ?? null }
      },
    }),
    defineEndpoint({
      path: '/governance/forms/export',
      method: 'get',
      access: desk.options.exporters,
      handler: ({ req, actor, query }) => exportMessages(desk, req, actor, query.get('form') ?? undefined),
    }),
    defineEndpoint({
      path: '/governance/forms/messages/:id/answer',
      method: 'post',
      access: desk.options.readers,
      handler: async ({ req, actor, params }) => ({ ...(await answerByMail(desk, req, actor, params.id!)) }),
    }),
    defineEndpoint({
      path: '/governance/forms/messages/:id/:action',
      method: 'post',
      access: desk.options.readers,
      handler: async ({ req, actor, params }) => ({
        ...(await work(desk, req, actor, { id: params.id!, action: params.action! })),
      }),
    }),
    defineEndpoint({
      path,
      method: 'get',
      access: 'everyone',
      handler: async ({ req, params }) => {
        const slug = params.slug ?? ''
        const { form, current, closed } = await open(req, slug)
        return closed || !form
          ? closedPage(req, form, closed)
          : formPage({ req, form, slug, current, notice, limits, danger })
      },
    }),
    defineEndpoint({
      path,
      method: 'post',
      access: 'everyone',
      maxBody: BODY_WITH_FILES,
      handler: async ({ req, params, body, isForm }) => {
        const slug = params.slug ?? ''
        const { form, closed } = await open(req, slug)
        if (closed || !form) {
          if (!isForm) throw closed ?? noForm()
          return closedPage(req, form, closed)
        }
        try {
          const { receipt, number } = await submit(desk, req, form, body, isForm)
          const address = receiptUrl(req, receipt.number, receipt.token)
          return isForm
            ? new Response(null, {
                status: 303,
                headers: { location: address, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
              })
            : Response.json(
                { number: receipt.number, receipt: address, noticeVersion: number ?? null },
                { status: 201, headers: { 'cache-control': 'no-store' } },
              )
        } catch (error) {
          if (!isForm) throw error
          const { current } = await open(req, slug)
          return formPage({ req, form, slug, current, notice, limits, danger, typed: body, error })
        }
      },
    }),
  ]
}
