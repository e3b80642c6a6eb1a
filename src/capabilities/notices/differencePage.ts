import type { PayloadRequest } from 'payload'

import { html, type SafeHtml } from '../../platform/html.js'
import { renderPublicPage } from '../../platform/publicPage.js'
import type { Translate } from '../../platform/runtime.js'
import type { Part } from '../../platform/words.js'
import { translatorFor } from '../../platform/translate.js'
import { differenceOf, isUnchanged } from './difference.js'
import { NOTICE_LOCALES, type NoticeLocale } from './domain.js'
import { address, viewOf } from './view.js'
import type { NoticeVersion } from './store.js'

/** Read aloud only; in the language of the page where what stands around it is in the other one. */
const aside = (text: string, own?: NoticeLocale): SafeHtml =>
  own ? html`<span class="unseen" lang="${own}-CA">${text}</span>` : html`<span class="unseen">${text}</span>`

/** Colour and underline alone say nothing to whoever hears the page: a word before and after each change does. */
const words = (t: Translate, parts: readonly Part[], own?: NoticeLocale): SafeHtml[] =>
  parts.map(({ kind, text, formatting }) => {
    if (kind === 'same')
      return formatting
        ? html`<span title="${t('governance:notices:difference:formatting')}">${text}</span>`
        : html`${text}`
    const said = aside(` [${t(`governance:notices:difference:${kind}`)}: `, own)
    const end = aside('] ', own)
    return kind === 'added' ? html`<ins>${said}${text}${end}</ins>` : html`<del>${said}${text}${end}</del>`
  })

const spoken = (language?: NoticeLocale): SafeHtml | null => (language ? html`lang="${language}-CA"` : null)

const section = (
  t: Translate,
  name: string,
  parts: readonly Part[],
  /** Of what is compared, and of the page, where they differ. */
  lang?: { text: NoticeLocale; page: NoticeLocale },
): SafeHtml | null =>
  parts.length === 0
    ? null
    : html`<section>
        <h2>${t(`governance:notices:difference:${name}`)}</h2>
        ${
          isUnchanged(parts)
            ? html`<p>${t('governance:notices:difference:same')}</p>`
            : // The markup is on one line: in here each space counts.
              html`<div class="words" ${spoken(lang?.text)}>${words(t, parts, lang?.page)}</div>`
        }
      </section>`

export const differencePage = (
  req: PayloadRequest,
  from: NoticeVersion,
  to: NoticeVersion,
  headers: Record<string, string>,
): Promise<Response> => {
  const { t, locale, when } = viewOf(req)
  const found = differenceOf(t, locale, from, to)
  const { languages } = found
  const lang = languages.to === locale ? undefined : { text: languages.to, page: locale }
  const { changes } = to.texts[languages.to]
  const values = { from: from.number, to: to.number, date: when(to.inForceFrom) }
  const link = (version: NoticeVersion): SafeHtml =>
    html`<a href="${address(req, 'notice', version.notice, { version: String(version.number) })}"
      >${t('governance:notices:version', { number: version.number })}</a
    >`
  const body = html`<p>${t('governance:notices:difference:text', values)}</p>
    ${lang ? html`<p>${t('governance:notices:otherLanguage')}</p>` : null}
    ${
      changes
        ? html`<section class="box">
            <h2>${t('governance:notices:changes')}</h2>
            <p ${spoken(lang?.text)}>${changes}</p>
          </section>`
        : null
    }
    ${section(t, 'title', found.title, lang)}${section(t, 'body', found.text, lang)}${section(t, 'promises', found.promises)}
    <p class="small">${link(from)} · ${link(to)}</p>`
  return renderPublicPage(req, {
    heading: t('governance:notices:difference:heading', values),
    body,
    headers,
    plain: 'page',
  })
}

export const differenceJSON = (
  { payload }: PayloadRequest,
  from: NoticeVersion,
  to: NoticeVersion,
  headers: Record<string, string>,
): Response => {
  const inLanguage = (locale: NoticeLocale) => {
    const found = differenceOf(translatorFor(payload, locale), locale, from, to)
    return [locale, { changes: to.texts[found.languages.to].changes, ...found }]
  }
  const head = ({ number, inForceFrom, texts }: NoticeVersion) => ({
    number,
    inForceFrom,
    hashes: { en: texts.en.hash, fr: texts.fr.hash },
  })
  return Response.json(
    {
      notice: to.notice,
      from: head(from),
      to: head(to),
      languages: Object.fromEntries(NOTICE_LOCALES.map(inLanguage)) as unknown,
    },
    { headers },
  )
}
