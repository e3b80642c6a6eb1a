import { convertLexicalToPlaintext } from '@payloadcms/richtext-lexical/plaintext'
import type { BasePayload, PayloadRequest } from 'payload'

import { isGovernanceError } from '../../kernel/errors.js'
import type { NoticeInForce } from '../../kernel/noticePorts.js'
import type { Row } from '../../platform/db.js'
import { html, type SafeHtml } from '../../platform/html.js'
import {
  field,
  type FieldSpec,
  publicForm,
  publicUrl,
  refusal,
  renderPublicPage,
  safeToWriteField,
} from '../../platform/publicPage.js'
import type { Translate } from '../../platform/runtime.js'
import { publicLocale, sentenceFor, translatorFor } from '../../platform/translate.js'
import { asksAddress, type FormField, type FormShape, hasUploads, type Problem } from './domain.js'
import type { DeclaredForm } from './declaration.js'
import { isFileProblem, kindsOf, limitsInWords, type UploadField } from './fileRules.js'
import type { Limits } from './options.js'

/** Fields of the form are apart from the page's own by their name. */
export const PREFIX = 'f_'

const sentAFile = (given: unknown): boolean =>
  (Array.isArray(given) ? given : [given]).some((one) => one instanceof File && one.name !== '')

const words = (message: unknown): string[] => {
  try {
    return message
      ? convertLexicalToPlaintext({ data: message as never })
          .split('\n')
          .filter((line) => line.trim())
      : []
  } catch {
    // Written with another editor: nothing of it is shown rather than something wrong.
    return []
  }
}

const TYPES: Record<string, FieldSpec['type']> = {
  checkbox: 'checkbox',
  date: 'date',
  email: 'email',
  number: 'number',
  select: 'select',
  textarea: 'textarea',
  upload: 'file',
}

const radio = (spec: FieldSpec, typed: Record<string, unknown>, error: string | undefined): SafeHtml =>
  html` <fieldset class="field" ${error ? html` aria-describedby="f-${spec.name}-error"` : ''}>
    <legend>${spec.label}</legend>
    ${error ? html`<p class="error" id="f-${spec.name}-error">${error}</p>` : null}${(spec.options ?? []).map(
      (option, index) =>
        html`<p class="check">
          <input
            type="radio"
            id="f-${spec.name}-${index}"
            name="${spec.name}"
            value="${option.value}"
            ${typed[spec.name] === option.value ? html` checked` : ''}${spec.required ? html` required` : ''}
          /><label for="f-${spec.name}-${index}">${option.label}</label>
        </p>`,
    )}
  </fieldset>`

/** What the browser offers to choose. */
const chosen = (payload: BasePayload, one: UploadField): Partial<FieldSpec> => {
  const ends = kindsOf(payload, one)?.flat()
  return {
    multiple: Boolean(one.multiple),
    ...(ends ? { accept: ends.map((end) => `.${end}`).join(',') } : {}),
  }
}

const sentenceAt = (one: FormField, problem: Problem, payload: BasePayload, t: Translate): string =>
  isFileProblem(problem)
    ? t(`governance:refusals:${problem}`, limitsInWords(payload, one as UploadField))
    : t(`governance:forms:problem:${problem}`)

const control = (
  one: FormField,
  typed: Record<string, unknown>,
  problems: Record<string, Problem>,
  { payload, limits, t }: { payload: BasePayload; limits: Limits; t: Translate },
): SafeHtml | null => {
  if (one.blockType === 'message') return html`${words(one.message).map((line) => html`<p>${line}</p>`)}`
  if (!one.name || one.blockType === 'payment') return null
  const problem = problems[one.name]
  const error = problem ? sentenceAt(one, problem, payload, t) : undefined
  const spec: FieldSpec = {
    name: `${PREFIX}${one.name}`,
    label: one.label || one.name,
    ...(typeof one.governance?.why === 'string' && one.governance.why ? { help: one.governance.why } : {}),
    required: Boolean(one.required),
    type: TYPES[one.blockType] ?? 'text',
    ...(one.blockType === 'upload' ? chosen(payload, one as UploadField) : {}),
    options: one.options ?? [],
    maxLength: one.blockType === 'textarea' ? limits.text : limits.line,
    // A shared computer must not offer the next person what this one typed.
    autocomplete: 'off',
  }
  return one.blockType === 'radio' ? radio(spec, typed, error) : field(spec, typed, error, t)
}

export interface FormPage {
  req: PayloadRequest
  form: Row
  slug: string
  current: NoticeInForce | null
  /** Key of the notice that what is sent is bound to. */
  notice: string
  limits: Limits
  /** Offer "Someone may be in danger". */
  danger: boolean
  typed?: Record<string, unknown>
  error?: unknown
}

/** The site's own notice is the one that is meant without a name. */
const named = (notice: string): Record<string, string> => (notice && notice !== 'site' ? { notice } : {})

/** A version of the notice that a submission is bound to. */
export const noticeUrl = (req: PayloadRequest, notice: string, version: string): string =>
  publicUrl(req, 'notice', { version, ...named(notice) })

const noticeLink = (
  req: PayloadRequest,
  { current, notice }: Pick<FormPage, 'current' | 'notice'>,
  t: Translate,
): SafeHtml | null =>
  current
    ? html`<p>
        <a href="${noticeUrl(req, notice, String(current.number))}"
          >${t('governance:forms:noticeLink', { number: current.number })}</a
        >
      </p>`
    : null

/** Whoever is asked to read the notice again is led to what is new in it. */
const differenceLink = (
  req: PayloadRequest,
  { current, notice, error }: FormPage,
  t: Translate,
): SafeHtml | null => {
  const shown = isGovernanceError(error) && error.code === 'noticeChanged' ? Number(error.data.shown) : NaN
  if (!current || !(shown >= 1 && shown < current.number)) return null
  const query = { from: String(shown), to: String(current.number), ...named(notice) }
  return html`<p>
    <a href="${publicUrl(req, 'notice/difference', query)}">${t('governance:forms:noticeDifference')}</a>
  </p>`
}

/** No browser sends a file once more of its own: who chose one is told so. */
const chosenBefore = (fields: FormField[], typed: Record<string, unknown>): Record<string, Problem> =>
  Object.fromEntries(
    fields
      .filter(({ blockType, name }) => blockType === 'upload' && sentAFile(typed[`${PREFIX}${name}`]))
      .map(({ name }): [string, Problem] => [name!, 'fileAgain']),
  )

const problemsIn = (error: unknown, fields: FormField[], typed: Record<string, unknown>) => ({
  ...(error === undefined ? {} : chosenBefore(fields, typed)),
  ...(isGovernanceError(error) ? (error.data.fields as Record<string, Problem> | undefined) : {}),
})

const statusOf = (error: unknown): number =>
  isGovernanceError(error) ? error.status : ((error as { status?: number }).status ?? 500)

/** A refused file or a rule of the host's own has its sentence, too. */
const sentenceOf = (req: PayloadRequest, error: unknown): string => {
  // By its shape: the name of its class is not the same in a site that was built.
  const { status, data } = (error ?? {}) as { status?: number; data?: { errors?: { message?: string }[] } }
  const own = status === 400 && !isGovernanceError(error) ? data?.errors?.[0]?.message : undefined
  return own ?? sentenceFor(req.payload, publicLocale(req), error)
}

const keptKey = (form: Row): string => (form.governanceAnonymous ? 'keptAnonymous' : 'kept')

/** The form, or the form as it was sent with what is wrong on top: what was typed is kept. */
export const formPage = async (page: FormPage): Promise<Response> => {
  const { req, form, slug, current, limits, typed = {}, error } = page
  const t = translatorFor(req.payload, publicLocale(req))
  const fields = (form.fields ?? []) as FormField[]
  const problems = problemsIn(error, fields, typed)
  const controls = fields.map((one) => control(one, typed, problems, { payload: req.payload, limits, t }))
  const added: SafeHtml[] = []
  if (asksAddress(form as FormShape)) added.push(safeToWriteField(t, typed))
  if ((form as DeclaredForm).governanceProxy) {
    added.push(field({ name: 'proxy', type: 'checkbox', label: t('governance:forms:proxy') }, typed))
  }
  if (page.danger) {
    added.push(
      html`<div class="box">
        ${field({ name: 'danger', type: 'checkbox', label: t('governance:forms:danger'), help: t('governance:forms:dangerHelp') }, typed)}
      </div>`,
    )
  }
  const body = html`${error === undefined ? null : await refusal(req, sentenceOf(req, error))}${differenceLink(req, page, t)}${noticeLink(req, page, t)}${publicForm(
      req,
      {
        action: publicUrl(req, `form/${slug}`),
        submit: String(form.submitButtonLabel || t('governance:forms:send')),
        fields: [...controls.filter((one) => one !== null), ...added],
        files: hasUploads(fields),
        hidden: current ? { shownVersion: String(current.number) } : {},
      },
    )}
    <p class="small">${t(`governance:forms:${keptKey(form)}`)}</p>`
  return renderPublicPage(req, {
    heading: String(form.title ?? t('governance:forms:heading')),
    body,
    status: error === undefined ? 200 : statusOf(error),
  })
}

/** No such form, or none that accepts: a page without fields, so that nobody types for nothing. */
export const closedPage = async (
  req: PayloadRequest,
  form: Row | null,
  error: unknown,
): Promise<Response> => {
  const t = translatorFor(req.payload, publicLocale(req))
  return renderPublicPage(req, {
    heading: String(form?.title ?? t('governance:forms:heading')),
    body: await refusal(req, sentenceOf(req, error)),
    status: statusOf(error),
  })
}
