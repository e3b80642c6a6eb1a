import type { PayloadRequest } from 'payload'

import { createHash } from 'node:crypto'

import { randomToken } from '../kernel/canonical.js'
import { HONEYPOT, newStamp, STAMP } from './intake.js'
import { html, type SafeHtml, trusted, wholeNumbers } from './html.js'
import { PAGE_STYLE } from './publicStyle.js'
import { runtimeOf, type Translate } from './runtime.js'
import { settingsOf } from './settings.js'
import { publicLocale, translatorFor } from './translate.js'

export { field, type FieldSpec } from './publicField.js'

export interface PublicPage {
  /** Shown in the tab and in the history: neutral, never says what the page is about. Default: the organization. */
  title?: string
  heading: string
  headingLanguage?: 'en' | 'fr'
  body: SafeHtml
  status?: number
  /** Cacheable pages (notices) only; all others are `no-store`. */
  headers?: Record<string, string>
  /**
   * Without any script and the same to the last byte each time, so that it may be kept and compared; "Leave this page"
   * stays a link. `file`: besides, what a reader saves: without what leads elsewhere on the site.
   */
  plain?: 'file' | 'page'
}

/** Allows the one style sheet by what it says, where a number used once would make each answer another one. */
const STYLE_HASH = `'sha256-${createHash('sha256').update(PAGE_STYLE).digest('base64')}'`

/** To the byte what the hash is of: no blank beside it. */
const styleSheet = (nonce: string | undefined): SafeHtml =>
  trusted(`<style${nonce ? ` nonce="${nonce}"` : ''}>${PAGE_STYLE}</style>`)

const policyOf = (nonce: string | undefined): string =>
  `default-src 'none'; style-src ${nonce ? `'nonce-${nonce}'` : STYLE_HASH}; ` +
  `${nonce ? `script-src 'nonce-${nonce}'; ` : ''}img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`

/** Address of a public page: `/api/info/notice?lang=fr`. */
export const publicUrl = (req: PayloadRequest, path: string, query: Record<string, string> = {}): string => {
  const search = new URLSearchParams({ ...query, lang: query.lang ?? publicLocale(req) })
  return `${req.payload.config.routes.api}/${runtimeOf(req.payload).options.publicPath}/${path}?${search.toString()}`
}

const LEAVE = (exit: string): string =>
  `addEventListener('keydown',function(e){if(e.key==='Escape')location.replace(${JSON.stringify(exit)})});` +
  `document.getElementById('escape').hidden=false;` +
  `document.getElementById('leave').addEventListener('click',function(e){e.preventDefault();location.replace(this.href)})`

/** Says what the Escape key does once the script is there that does it. */
const leaving = (t: Translate): SafeHtml =>
  html`<p class="small">
    <span id="escape" hidden>${t('governance:publicPage:escape')}</span> ${t('governance:publicPage:history')}
  </p>`

/**
 * The one renderer of public pages. Works without scripts and cookies; "Leave this page" is first in tab order, a
 * plain link (with scripts also Escape, and the history entry is replaced); loads nothing from anywhere.
 */
export const renderPublicPage = async (req: PayloadRequest, page: PublicPage): Promise<Response> => {
  const locale = publicLocale(req)
  const t = translatorFor(req.payload, locale)
  const settings = await settingsOf(req.payload)
  const name = settings.organization[locale] || t('governance:publicPage:neutralTitle')
  const nonce = page.plain ? undefined : randomToken(12)
  const isFile = page.plain === 'file'
  const other = locale === 'fr' ? 'en' : 'fr'
  const url = new URL(req.url ?? 'http://localhost')
  url.searchParams.set('lang', other)
  const script = LEAVE(settings.exitAddress).replaceAll('<', '\\u003c')
  const document = html`<!doctype html>
    <html lang="${locale}-CA">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="referrer" content="no-referrer" />
        <title>${page.title ?? name}</title>
        ${styleSheet(nonce)}
      </head>
      <body>
        ${
          isFile
            ? null
            : html`<nav class="exit" aria-label="${t('governance:publicPage:exit')}">
                <a id="leave" href="${settings.exitAddress}" rel="noreferrer noopener"
                  >${t('governance:publicPage:leave')}</a
                >
              </nav>`
        }
        <header>
          <p class="name">${name}</p>
          ${
            isFile
              ? null
              : html`<nav aria-label="${t('governance:publicPage:language')}">
                  <a href="${url.pathname + url.search}" lang="${other}-CA" hreflang="${other}"
                    >${other === 'fr' ? 'Français' : 'English'}</a
                  >
                </nav>`
          }
        </header>
        <main id="main">
          <h1${page.headingLanguage ? html` lang="${page.headingLanguage}-CA"` : ''}>${page.heading}</h1>
          ${page.body}
        </main>
        <footer>
          <p class="emergency"><strong>${wholeNumbers(settings.emergency[locale])}</strong></p>
          ${
            settings.phone
              ? html`<p>
                  ${t('governance:publicPage:phone')}
                  <a href="tel:${settings.phone.replace(/[^+\d]/g, '')}">${wholeNumbers(settings.phone)}</a>
                </p>`
              : null
          }
          ${nonce ? leaving(t) : null}
        </footer>
        ${
          nonce
            ? html`<script nonce="${nonce}">
                ${trusted(script)}
              </script>`
            : null
        }
      </body>
    </html>`
  return new Response(document.value, {
    status: page.status ?? 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex',
      'content-security-policy': policyOf(nonce),
      ...page.headers,
    },
  })
}

/** "Is it safe to write to you here?" belongs wherever an address is left; unanswered counts as no. */
export const safeToWriteField = (t: Translate, typed: Record<string, unknown> = {}): SafeHtml =>
  html` <fieldset class="field">
    <legend>${t('governance:publicPage:safeToWrite')}</legend>
    <p class="help">${t('governance:publicPage:safeToWriteHelp')}</p>
    ${(['yes', 'no'] as const).map(
      (answer) =>
        html`<p class="check">
          <input
            type="radio"
            id="f-safe-${answer}"
            name="safeToWrite"
            value="${answer}"
            ${typed.safeToWrite === answer ? html` checked` : ''}
          /><label for="f-safe-${answer}">${t(`governance:publicPage:${answer}`)}</label>
        </p>`,
    )}
  </fieldset>`

/** A form with the hidden parts that the intake guard expects. */
export const publicForm = (
  req: PayloadRequest,
  options: {
    action: string
    submit: string
    fields: SafeHtml[]
    files?: boolean
    hidden?: Record<string, string>
  },
): SafeHtml =>
  html` <form
    method="post"
    action="${options.action}"
    ${options.files ? html` enctype="multipart/form-data"` : ''}
  >
    ${Object.entries(options.hidden ?? {}).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
    <input type="hidden" name="${STAMP}" value="${newStamp(req.payload)}" />
    <div class="away" aria-hidden="true">
      <label>${HONEYPOT}<input type="text" name="${HONEYPOT}" tabindex="-1" autocomplete="off" /></label>
    </div>
    ${options.fields}
    <p><button type="submit">${options.submit}</button></p>
  </form>`

/** What went wrong, on top of the page, with the telephone number: what was typed is kept below. */
export const refusal = async (req: PayloadRequest, sentence: string): Promise<SafeHtml> => {
  const { phone } = await settingsOf(req.payload)
  const t = translatorFor(req.payload, publicLocale(req))
  return html`<div class="refusal" role="alert">
    <p><strong>${sentence}</strong></p>
    ${
      phone
        ? html`<p>
            ${t('governance:publicPage:orCall')}
            <a href="tel:${phone.replace(/[^+\d]/g, '')}">${wholeNumbers(phone)}</a>
          </p>`
        : null
    }
  </div>`
}
