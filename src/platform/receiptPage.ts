import type { Endpoint, PayloadRequest } from 'payload'

import { isGovernanceError } from '../kernel/errors.js'
import { formatInstant } from '../kernel/calendar.js'
import type { Row } from './db.js'
import { defineEndpoint } from './endpoint.js'
import { html, type SafeHtml } from './html.js'
import { field, publicUrl, refusal, renderPublicPage } from './publicPage.js'
import { verifyReceipt } from './receipt.js'
import { nowOf, type ReceiptLine, type ReceiptLines, type ReceiptPart, runtimeOf } from './runtime.js'
import { publicLocale, sentenceFor, translatorFor } from './translate.js'

/** Address of the receipt page. It holds the token, so it goes to nobody but the person who sent the form. */
export const receiptUrl = (req: PayloadRequest, number: string, token: string): string =>
  publicUrl(req, 'receipt', { n: number, k: token })

const linesFor = (req: PayloadRequest, kind: string): ReceiptLines | undefined =>
  runtimeOf(req.payload)
    .capabilities.map((capability) => capability.receipts?.[kind])
    .find(Boolean)

/** Also once what was sent is deleted: what a consent allowed may still go on elsewhere. */
const partsFor = (
  req: PayloadRequest,
  kind: string,
  receipt: Parameters<ReceiptPart>[0],
  ctx: Parameters<ReceiptPart>[1],
): Promise<(SafeHtml | null)[]> =>
  Promise.all(
    runtimeOf(req.payload).capabilities.flatMap(
      ({ receiptParts }) => receiptParts?.[kind]?.(receipt, ctx) ?? [],
    ),
  )

/** What was deleted is not looked up: on some databases another record may have its id by now. */
const deletedLines = (row: Row, req: PayloadRequest, locale: string): ReceiptLine[] | undefined => {
  const { state, deletedOn } = (row.facts ?? {}) as { state?: string; deletedOn?: string }
  if (state !== 'deleted') return undefined
  const { timeZone } = runtimeOf(req.payload).options
  const label = translatorFor(req.payload, locale)('governance:publicPage:receiptDeleted')
  return deletedOn ? [{ label, value: formatInstant(new Date(deletedOn), locale, timeZone, false) }] : []
}

/** Lines as a list of terms, as each page for the holder of a receipt shows them. */
export const lineList = (lines: ReceiptLine[]): SafeHtml =>
  html`<dl>
    ${lines.map(
      ({ label, value, href }) =>
        html`<dt>${label}</dt>
          <dd>${href ? html`<a href="${href}">${value}</a>` : value}</dd>`,
    )}
  </dl>`

/** Issued for what is anonymous: the time is not kept. */
const isDayOnly = (row: Row): boolean => (row.facts as { day?: string } | null)?.day === 'yes'

const given = (query: URLSearchParams, ...names: string[]): string =>
  names.map((name) => query.get(name)).find(Boolean) ?? ''

/** For whoever wrote number and code down: the address may be gone with the browser's history, as it should be. */
const lookUpPage = (req: PayloadRequest): Promise<Response> => {
  const locale = publicLocale(req)
  const t = translatorFor(req.payload, locale)
  const word = (key: string): string => t(`governance:publicPage:${key}`)
  return renderPublicPage(req, {
    heading: word('lookUpTitle'),
    body: html`<p>${word('lookUpText')}</p>
      <form method="get" action="${publicUrl(req, 'receipt')}">
        <input type="hidden" name="lang" value="${locale}" />
        ${field({ name: 'n', label: word('lookUpNumber'), required: true, maxLength: 20, autocomplete: 'off' })}
        ${field({
          name: 'k',
          label: word('lookUpCode'),
          help: word('lookUpCodeHelp'),
          required: true,
          maxLength: 60,
          autocomplete: 'off',
        })}
        <p><button type="submit">${word('lookUp')}</button></p>
      </form>`,
  })
}

/**
 * The one receipt page: number, time and what the capability says of the matter now. Works without an account; a wrong
 * or expired link gets one answer that does not say whether there is such a receipt.
 */
export const receiptEndpoint = (publicPath: string): Endpoint =>
  defineEndpoint({
    path: `/${publicPath}/receipt`,
    method: 'get',
    access: 'everyone',
    handler: async ({ req, query }) => {
      const { payload } = req
      const locale = publicLocale(req)
      const t = translatorFor(payload, locale)
      const now = nowOf(payload)
      const [number, token] = [given(query, 'n', 'number'), given(query, 'k', 'token')]
      if (number === '' && token === '') return lookUpPage(req)
      try {
        const row = await verifyReceipt({ payload }, number, token, now)
        const { timeZone } = runtimeOf(payload).options
        const lines =
          deletedLines(row, req, locale) ??
          (await linesFor(req, String(row.kind))?.(row as never, { payload, req, t, locale, now }))
        const receipt = { number: String(row.number), code: token }
        const parts = await partsFor(req, String(row.kind), receipt, { payload, req, t, locale, now })
        const body = html`<p class="number">${String(row.number)}</p>
          <p>${t('governance:publicPage:receiptKeep')}</p>
          ${lineList([
            {
              label: t('governance:publicPage:receiptReceived'),
              value: formatInstant(new Date(row.issuedAt as string), locale, timeZone, !isDayOnly(row)),
            },
            // Earlier receipts have a code that nobody could type.
            ...(token.length <= 30 ? [{ label: t('governance:publicPage:receiptCode'), value: token }] : []),
            ...(lines ?? []),
          ])}
          ${parts}
          <p>${t('governance:publicPage:receiptAsk')}</p>`
        return await renderPublicPage(req, { heading: t('governance:publicPage:receiptTitle'), body })
      } catch (error) {
        if (!isGovernanceError(error)) throw error
        const body = await refusal(req, sentenceFor(payload, locale, error))
        return renderPublicPage(req, {
          heading: t('governance:publicPage:receiptTitle'),
          body,
          status: error.status,
        })
      }
    },
  })
