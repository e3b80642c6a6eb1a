import type { PayloadRequest } from 'payload'

import { formatKept } from '../../kernel/calendar.js'
import { timeZoneOf } from '../../platform/clock.js'
import type { Row } from '../../platform/db.js'
import { html, type SafeHtml } from '../../platform/html.js'
import { publicForm, publicUrl, renderPublicPage } from '../../platform/publicPage.js'
import { receiptUrl } from '../../platform/receiptPage.js'
import type { ReceiptPart } from '../../platform/runtime.js'
import { publicLocale, translatorFor } from '../../platform/translate.js'
import type { Consents } from './context.js'
import { consentRows, rowsOfPerson, withNamed } from './store.js'
import { type ConsentShown, outcomeOf, purposeIn, shownOf } from './view.js'

const K = 'governance:consents'
/** Neutral addresses, below the receipt's. */
export const CHANGE = 'receipt/change'
export const COPY = 'receipt/copy'

interface Opened {
  number: string
  code: string
}
/** What the page and the endpoint call the parts of a receipt's address. */
const named = ({ number, code }: Opened): Record<string, string> => ({ n: number, k: code })

const line = (
  own: Consents,
  one: ConsentShown,
  rows: readonly Row[],
  receipt: Opened,
  { payload, req, t, locale }: Parameters<ReceiptPart>[1],
): SafeHtml => {
  const when = (at: Date): string => formatKept(at, locale, timeZoneOf(payload))
  const query = { ...named(receipt), c: one.record, lang: locale }
  const button = t(`${K}:page:withdraw`)
  return html`<div class="box">
    <p><strong>${one.words}</strong></p>
    <p>
      ${t(`${K}:page:${one.elsewhere ? 'elsewhere' : one.state}`, { when: when(one.elsewhere ?? one.since) })}
    </p>
    ${
      one.named
        ? html`<p>
            ${t(`${K}:page:named`, { basis: t(`${K}:basis:${one.named.basis}`), when: when(one.named.since) })}
          </p>`
        : null
    }
    ${one.state === 'withdrawn' ? html`<p>${outcomeOf(own, { payload }, rows, one.record, t, locale)}</p>` : null}
    ${
      one.state === 'given'
        ? html`<form method="get" action="${publicUrl(req, CHANGE)}">
            ${Object.entries(query).map(
              ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
            )}
            <p><button type="submit" aria-label="${button}: ${one.words}">${button}</button></p>
          </form>`
        : null
    }
  </div>`
}

/** On the receipt page: each consent, its purpose in words and its state, and where it can be withdrawn. */
export const consentPart =
  (own: Consents): ReceiptPart =>
  async (receipt, ctx) => {
    const { t, locale, req } = ctx
    const rows = await consentRows(ctx, { receipt: { equals: receipt.number } })
    const ofPerson = await rowsOfPerson(ctx, rows)
    const shown = shownOf(rows, locale, ofPerson)
    const about = withNamed(rows, ofPerson)
    if (shown.length === 0) return null
    return html`<h2>${t(`${K}:page:title`)}</h2>
      ${shown.map((one) => line(own, one, about, receipt, ctx))}
      <p><a href="${publicUrl(req, COPY, named(receipt))}">${t(`${K}:page:copy`)}</a></p>`
  }

/** Asks once more, and says what withdrawing does and what it does not. Nothing has changed when this is read. */
export const confirmPage = (
  own: Consents,
  req: PayloadRequest,
  rows: readonly Row[],
  record: string,
  receipt: Opened,
): Promise<Response> => {
  const locale = publicLocale(req)
  const t = translatorFor(req.payload, locale)
  const words = purposeIn(rows, String(rows.find((row) => row.record === record)?.purpose), locale)
  const back = receiptUrl(req, receipt.number, receipt.code)
  const body = html`<p>${t(`${K}:confirm:what`)}</p>
    <p><strong>${words}</strong></p>
    <h2>${t(`${K}:confirm:doesTitle`)}</h2>
    <ul>
      <li>${t(`${K}:confirm:stops`)}</li>
      <li>${outcomeOf(own, req, rows, record, t, locale)}</li>
    </ul>
    <h2>${t(`${K}:confirm:notTitle`)}</h2>
    <ul>
      <li>${t(`${K}:confirm:past`)}</li>
      <li>${t(`${K}:confirm:evidence`)}</li>
    </ul>
    ${publicForm(req, {
      action: publicUrl(req, CHANGE),
      submit: t(`${K}:confirm:submit`),
      fields: [],
      hidden: { ...named(receipt), c: record },
    })}
    <p><a href="${back}">${t(`${K}:confirm:back`)}</a></p>`
  return renderPublicPage(req, { heading: t(`${K}:confirm:title`), body })
}
