import type { PayloadRequest } from 'payload'

import { formatInstant } from '../../kernel/calendar.js'
import type { GovernanceError } from '../../kernel/errors.js'
import { html, type SafeHtml } from '../../platform/html.js'
import { field, publicForm, publicUrl, refusal, renderPublicPage } from '../../platform/publicPage.js'
import { receiptUrl } from '../../platform/receiptPage.js'
import { runtimeOf, type Translate } from '../../platform/runtime.js'
import { publicLocale, sentenceFor, translatorFor } from '../../platform/translate.js'
import type { Desk } from './context.js'
import { categoryChoices } from './labels.js'
import type { Given, PublicComment } from './store.js'

export interface FormState {
  typed?: Record<string, unknown>
  error?: GovernanceError
  /** Path on this site to go back to. */
  back?: string
}

/** People get a page, scripts get JSON. */
export const wantsPage = (req: PayloadRequest): boolean => /text\/html/.test(req.headers.get('accept') ?? '')

/** A path on this very site, or nothing: a link that a stranger chose must not lead elsewhere. */
export const backOf = (value: unknown): string | undefined =>
  typeof value === 'string' && /^\/(?![/\\])[\w\-./%#?=&]{0,300}$/.test(value) ? value : undefined

export const wordsFor = (req: PayloadRequest): Translate => {
  const t = translatorFor(req.payload, publicLocale(req))
  return (key, values) => t(`governance:moderation:public:${key}`, values)
}

const backLink = (t: Translate, back?: string): SafeHtml | null =>
  back ? html`<p><a href="${back}">${t('back')}</a></p>` : null

export const errorFor = (req: PayloadRequest, state: FormState, name: string): string | undefined =>
  state.error?.data.field === name ? sentenceFor(req.payload, publicLocale(req), state.error) : undefined

const form = (
  req: PayloadRequest,
  path: string,
  on: string,
  state: FormState,
  submit: string,
  fields: SafeHtml[],
): SafeHtml =>
  publicForm(req, {
    action: publicUrl(req, path, { on }),
    submit,
    hidden: { on, locale: publicLocale(req), ...(state.back ? { back: state.back } : {}) },
    fields,
  })

const commentForm = (req: PayloadRequest, desk: Desk, on: string, state: FormState): SafeHtml => {
  const t = wordsFor(req)
  const typed = state.typed ?? {}
  return form(req, 'comment', on, state, t('send'), [
    field(
      {
        name: 'text',
        label: t('text'),
        help: t(desk.options.mode === 'before' ? 'textHelpBefore' : 'textHelp'),
        type: 'textarea',
        required: true,
        maxLength: desk.options.maxLength,
      },
      typed,
      errorFor(req, state, 'text'),
    ),
    field(
      { name: 'name', label: t('name'), help: t('nameHelp'), maxLength: 80 },
      typed,
      errorFor(req, state, 'name'),
      translatorFor(req.payload, publicLocale(req)),
    ),
  ])
}

export const withRefusal = async (req: PayloadRequest, state: FormState): Promise<SafeHtml | null> =>
  state.error ? refusal(req, sentenceFor(req.payload, publicLocale(req), state.error)) : null

export const commentPage = async (
  req: PayloadRequest,
  desk: Desk,
  on: string,
  state: FormState = {},
): Promise<Response> =>
  renderPublicPage(req, {
    heading: wordsFor(req)('commentHeading'),
    status: state.error?.status,
    body: html`${await withRefusal(req, state)}${commentForm(req, desk, on, state)}${backLink(wordsFor(req), state.back)}`,
  })

export const reportPage = async (
  req: PayloadRequest,
  desk: Desk,
  on: string,
  state: FormState = {},
): Promise<Response> => {
  const t = wordsFor(req)
  const locale = publicLocale(req)
  const typed = state.typed ?? {}
  const fields = [
    field(
      {
        name: 'category',
        label: t('category'),
        type: 'select',
        required: true,
        options: categoryChoices(desk.options, translatorFor(req.payload, locale), locale),
      },
      typed,
      errorFor(req, state, 'category'),
    ),
    field(
      { name: 'words', label: t('words'), help: t('wordsHelp'), type: 'textarea', maxLength: 2000 },
      typed,
      errorFor(req, state, 'words'),
      translatorFor(req.payload, locale),
    ),
    field({ name: 'danger', label: t('danger'), help: t('dangerHelp'), type: 'checkbox' }, typed),
  ]
  return renderPublicPage(req, {
    heading: t('reportHeading'),
    status: state.error?.status,
    body: html`${await withRefusal(req, state)}
      <p>${t('reportIntro')}</p>
      ${form(req, 'tell', on, state, t('sendReport'), fields)}${backLink(t, state.back)}`,
  })
}

/** Number and link of the receipt. */
export const receivedPage = (
  req: PayloadRequest,
  heading: string,
  given: Given,
  back?: string,
): Promise<Response> => {
  const t = wordsFor(req)
  return renderPublicPage(req, {
    heading: t(heading),
    status: 201,
    body: html`<p>${t(`${heading}Text`)}</p>
      <p class="number">${given.number}</p>
      <p>${t('keepNumber')}</p>
      <p><a href="${receiptUrl(req, given.number, given.token)}">${t('openReceipt')}</a></p>
      ${backLink(t, back)}`,
  })
}

const oneComment = (req: PayloadRequest, comment: PublicComment): SafeHtml => {
  const t = wordsFor(req)
  const { timeZone } = runtimeOf(req.payload).options
  const locale = publicLocale(req)
  return html`<article class="box" lang="${comment.locale}">
    <p>
      <strong lang="${locale}">${comment.name ?? t('unnamed')}</strong>
      ${comment.staff ? html`<span class="mark" lang="${locale}">${t('staff')}</span>` : null}
      <span class="small" lang="${locale}">${formatInstant(new Date(comment.at), locale, timeZone)}</span>
    </p>
    ${comment.text.split('\n').map((line) => html`<p>${line}</p>`)}
    <p class="small" lang="${locale}">
      <a href="${publicUrl(req, 'tell', { on: comment.ref })}">${t('report')}</a>
    </p>
  </article>`
}

export const threadPage = (
  req: PayloadRequest,
  desk: Desk,
  on: string,
  page: { comments: PublicComment[]; next: null | string },
): Promise<Response> => {
  const t = wordsFor(req)
  return renderPublicPage(req, {
    heading: t('threadHeading'),
    body: html`${page.comments.length > 0 ? page.comments.map((comment) => oneComment(req, comment)) : html`<p>${t('none')}</p>`}
      ${page.next ? html`<p><a href="${publicUrl(req, 'comments', { on, after: page.next })}">${t('more')}</a></p>` : null}
      <h2>${t('commentHeading')}</h2>
      ${commentForm(req, desk, on, {})}`,
  })
}
