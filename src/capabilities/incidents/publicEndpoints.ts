import type { Endpoint, PayloadRequest } from 'payload'

import { GovernanceError, isGovernanceError } from '../../kernel/errors.js'
import { addressesIn } from '../../kernel/text.js'
import { defineEndpoint, textOf } from '../../platform/endpoint.js'
import { html } from '../../platform/html.js'
import { guardIntake } from '../../platform/intake.js'
import {
  field,
  publicForm,
  publicUrl,
  refusal,
  renderPublicPage,
  safeToWriteField,
} from '../../platform/publicPage.js'
import { receiptUrl } from '../../platform/receiptPage.js'
import { publicLocale, sentenceFor, translatorFor } from '../../platform/translate.js'
import { CASE_ROLES, severityOfVisitor } from './domain.js'
import { holdersOf } from './naming.js'
import type { SanitizedIncidents } from './options.js'
import type { CaseWork } from './standing.js'
import { causeKeyOf, openCase, type Opened } from './store.js'

/** Last part of the address. It is in the browser's history: it says nothing of what the page is for. */
const PAGE = 'message'

const formPage = async (
  req: PayloadRequest,
  options: SanitizedIncidents,
  typed: Record<string, unknown> = {},
  error?: unknown,
): Promise<Response> => {
  const locale = publicLocale(req)
  const t = translatorFor(req.payload, locale)
  const wrong = isGovernanceError(error) ? String(error.data.field ?? '') : ''
  const sentence = error === undefined ? undefined : sentenceFor(req.payload, locale, error)
  const errorOf = (name: string): string | undefined => (wrong === name ? sentence : undefined)
  const kinds = options.kindCodes
    .filter((kind) => kind !== 'danger')
    .map((kind) => ({
      value: kind,
      label: options.kinds[kind]?.[locale] ?? t(`governance:incidents:kind:${kind}`),
    }))
  return renderPublicPage(req, {
    heading: t('governance:incidents:public:heading'),
    status: error === undefined ? 200 : isGovernanceError(error) ? error.status : 500,
    body: html`${sentence ? await refusal(req, sentence) : null}
      <p>${t('governance:incidents:public:intro')}</p>
      <p>
        <a href="${publicUrl(req, 'receipt')}">${t('governance:incidents:public:lookUp')}</a>
      </p>
      ${publicForm(req, {
        action: publicUrl(req, PAGE),
        submit: t('governance:incidents:public:send'),
        fields: [
          field(
            {
              name: 'danger',
              type: 'checkbox',
              label: t('governance:incidents:public:danger'),
              help: t('governance:incidents:public:dangerHelp'),
            },
            typed,
          ),
          field(
            {
              name: 'kind',
              type: 'select',
              required: true,
              options: kinds,
              label: t('governance:incidents:public:kind'),
            },
            typed,
            errorOf('kind'),
            t,
          ),
          field(
            {
              name: 'words',
              type: 'textarea',
              required: true,
              maxLength: 5000,
              label: t('governance:incidents:public:words'),
              help: t('governance:incidents:public:wordsHelp'),
            },
            typed,
            errorOf('words'),
            t,
          ),
          field(
            {
              name: 'about',
              type: 'select',
              options: CASE_ROLES.map((role) => ({
                value: role,
                label: t(`governance:incidents:public:${role}`),
              })),
              label: t('governance:incidents:public:about'),
              help: t('governance:incidents:public:aboutHelp'),
            },
            typed,
            undefined,
            t,
          ),
          field(
            {
              name: 'name',
              maxLength: 200,
              label: t('governance:incidents:public:name'),
              help: t('governance:incidents:public:nameHelp'),
              autocomplete: 'off',
            },
            typed,
            errorOf('name'),
            t,
          ),
          field(
            {
              name: 'contact',
              maxLength: 200,
              label: t('governance:incidents:public:contact'),
              help: t('governance:incidents:public:contactHelp'),
              autocomplete: 'off',
            },
            typed,
            errorOf('contact'),
            t,
          ),
          safeToWriteField(t, typed),
        ],
      })}`,
  })
}

const thanksPage = async (req: PayloadRequest, { number, token, heard }: Opened): Promise<Response> => {
  const t = translatorFor(req.payload, publicLocale(req))
  const address = receiptUrl(req, number, token ?? '')
  return renderPublicPage(req, {
    heading: t('governance:incidents:public:thanks'),
    body: html`${heard ? null : await refusal(req, t('governance:incidents:public:unheard'))}
      <p>${t('governance:incidents:public:recorded')}</p>
      <p class="number">${number}</p>
      <p>${t('governance:publicPage:receiptCode')} <code>${token ?? ''}</code></p>
      <p>${t('governance:incidents:public:keep')}</p>
      <p>
        <a class="button" href="${address}" rel="noreferrer">${t('governance:incidents:public:follow')}</a>
      </p>`,
  })
}

const receive = async (
  req: PayloadRequest,
  work: CaseWork,
  body: Record<string, unknown>,
  isForm: boolean,
): Promise<Opened> => {
  const kind = textOf(body, 'kind', { required: true, max: 60 })
  if (!work.options.kindCodes.includes(kind)) {
    throw new GovernanceError(
      'invalidInput',
      'Please choose what it is about.',
      { field: 'kind' },
      { field: 'kind' },
    )
  }
  const summary = textOf(body, 'words', { required: true, max: 5000 })
  const contact = textOf(body, 'contact', { max: 200 })
  const danger = body.danger === true || body.danger === 'yes'
  const saysDanger = danger || kind === 'danger'
  const isSafe = body.safeToWrite === 'yes' || body.safeToWrite === true
  return guardIntake(req, { what: 'incidents', body, isForm, danger: saysDanger }, async () =>
    openCase(
      { payload: req.payload },
      work,
      {
        // The page's stamp and the words: pressed twice, or sent again after a lost answer, it is one case.
        causeKey: causeKeyOf(
          req.payload,
          'visitor',
          isForm
            ? [
                String(body.stamp ?? ''),
                kind,
                summary,
                contact,
                String(danger),
                String(isSafe),
                JSON.stringify(body.about ?? ''),
              ]
            : [],
        ),
        kind,
        severity: severityOfVisitor(kind, danger),
        summary,
        concerned: await holdersOf(req.payload, body.about),
        // An address that is not safe to write to is not kept.
        contact: isSafe ? contact : undefined,
        unsafe: isSafe ? [] : work.addressKeys(req, addressesIn(contact)),
        visitorName: textOf(body, 'name', { max: 200 }),
        receiptLocale: publicLocale(req),
      },
      { kind: 'visitor', roles: [] },
    ),
  )
}

/** Visitors report without an account, a cookie or a script (S2-31, S2-37). */
export const publicEndpoints = (work: CaseWork): Endpoint[] => [
  defineEndpoint({
    path: `/${work.publicPath}/${PAGE}`,
    method: 'get',
    access: 'everyone',
    handler: ({ req }) => formPage(req, work.options),
  }),
  defineEndpoint({
    path: `/${work.publicPath}/${PAGE}`,
    method: 'post',
    access: 'everyone',
    maxBody: 64 * 1024,
    handler: async ({ req, body, isForm }) => {
      if (!isForm) {
        const { number, token, heard } = await receive(req, work, body, false)
        return { number, token: token ?? '', heard }
      }
      try {
        return await thanksPage(req, await receive(req, work, body, true))
      } catch (error) {
        // What was typed stays on the page, also when something broke on our side.
        return formPage(req, work.options, body, error)
      }
    },
  }),
]
