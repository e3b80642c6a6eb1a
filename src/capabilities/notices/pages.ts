import type { PayloadRequest } from 'payload'

import { html, type SafeHtml } from '../../platform/html.js'
import { refusal, renderPublicPage } from '../../platform/publicPage.js'
import { languageOf, NOTICE_LOCALES } from './domain.js'
import { promisesSection } from './promisesSection.js'
import { renderNotice } from './render.js'
import type { NoticeVersion } from './store.js'
import type { NoticeInForce } from '../../kernel/noticePorts.js'
import { address, type View, viewOf } from './view.js'

/** A version among the others, as things are now. */
export interface Standing<V extends NoticeInForce = NoticeVersion> {
  version: V
  current: NoticeInForce | null
  next: NoticeInForce | null
  /** The instant that was asked for. */
  at?: Date
}

const isCurrent = ({ version, current }: Standing): boolean => version.number === current?.number
const isToCome = ({ version, current }: Standing): boolean => version.number > (current?.number ?? 0)

const comes = ({ t, when, req }: View, { version, next }: Standing): SafeHtml | null =>
  next && next.number !== version.number
    ? html`<p>
        ${t('governance:notices:comes', { number: next.number, date: when(next.inForceFrom) })}
        <a href="${address(req, 'notice', version.notice, { version: String(next.number) })}"
          >${t('governance:notices:readNext', { number: next.number })}</a
        >
      </p>`
    : null

const standing = (view: View, asked: Standing): SafeHtml => {
  const { req, t, when } = view
  const { version, current, at } = asked
  const values = { number: version.number, date: when(version.inForceFrom) }
  const then = at ? html`<p>${t('governance:notices:askedFor', { ...values, at: when(at) })}</p>` : null
  if (isCurrent(asked))
    return html`${then}
      <p>${t('governance:notices:inForceSince', values)}</p>
      ${comes(view, asked)}`
  return html`${then}
    <div class="box">
      <p><strong>${t(`governance:notices:${isToCome(asked) ? 'notYet' : 'superseded'}`, values)}</strong></p>
      ${
        current
          ? html`<p>
              <a href="${address(req, 'notice', version.notice)}"
                >${t('governance:notices:readCurrent', { number: current.number })}</a
              >
            </p>`
          : null
      }
    </div>`
}

const links = ({ req, t }: View, { version }: Standing): SafeHtml => {
  const { notice, number } = version
  const to = (path: string, query: Record<string, string>, word: string): SafeHtml =>
    html`<li><a href="${address(req, path, notice, query)}">${t(`governance:notices:${word}`)}</a></li>`
  return html`<nav aria-label="${t('governance:notices:more')}">
    <ul>
      ${to('notice', { version: String(number), download: '1' }, 'download')}
      ${number > 1 ? to('notice/difference', { from: String(number - 1), to: String(number) }, 'compare') : null}
      ${to('notice/versions', {}, 'allVersions')}
    </ul>
  </nav>`
}

export const versionPage = (
  req: PayloadRequest,
  asked: Standing,
  headers: Record<string, string>,
  asFile = false,
): Promise<Response> => {
  const view = viewOf(req)
  const { version } = asked
  const { locale, t, when } = view
  const language = languageOf(version.texts, locale)
  const text = version.texts[language]
  const other = language !== locale
  const stamp = t('governance:notices:stamp', {
    number: version.number,
    date: when(version.inForceFrom),
    hash: text.hash,
  })
  const body = html`${asFile ? null : standing(view, asked)}${
      other ? html`<p>${t('governance:notices:otherLanguage')}</p>` : null
    }${
      text.changes
        ? html`<section class="box">
            <h2>${t('governance:notices:changes')}</h2>
            <p ${other ? html` lang="${language}-CA"` : ''}>${text.changes}</p>
          </section>`
        : null
    }
    <article ${other ? html` lang="${language}-CA"` : ''}>${renderNotice(text)}</article>
    ${promisesSection(t, locale, version.promises)}
    <p class="stamp">${stamp}</p>
    ${asFile ? null : links(view, asked)}`
  const name = `${version.notice}-${version.number}-${language}.html`
  return renderPublicPage(req, {
    heading: text.title,
    ...(other ? { headingLanguage: language } : {}),
    body,
    headers: asFile ? { ...headers, 'content-disposition': `attachment; filename="${name}"` } : headers,
    plain: asFile ? 'file' : 'page',
  })
}

export const listPage = (
  req: PayloadRequest,
  versions: NoticeVersion[],
  current: NoticeInForce | null,
  headers: Record<string, string>,
): Promise<Response> => {
  const { t, locale, when } = viewOf(req)
  const rows = versions.map((version) => {
    const { number, notice } = version
    const language = languageOf(version.texts, locale)
    const changes = version.texts[language].changes
    const state = number === current?.number ? 'current' : number > (current?.number ?? 0) ? 'toCome' : null
    return html`<tr>
      <th scope="row">
        <a href="${address(req, 'notice', notice, { version: String(number) })}"
          >${t('governance:notices:version', { number })}</a
        >
      </th>
      <td>
        ${when(version.inForceFrom)}${state ? html` <strong>${t(`governance:notices:${state}`)}</strong>` : null}
      </td>
      <td>
        ${
          changes
            ? html`<span ${language === locale ? '' : html` lang="${language}-CA"`}>${changes}</span>`
            : t('governance:notices:first')
        }
        ${
          number > 1
            ? html`<a
                href="${address(req, 'notice/difference', notice, { from: String(number - 1), to: String(number) })}"
                >${t('governance:notices:compareWith', { number: number - 1 })}</a
              >`
            : null
        }
      </td>
    </tr>`
  })
  const body = html`<table>
    <thead>
      <tr>
        <th scope="col">${t('governance:notices:versionHead')}</th>
        <th scope="col">${t('governance:notices:from')}</th>
        <th scope="col">${t('governance:notices:changes')}</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`
  return renderPublicPage(req, { heading: t('governance:notices:allVersions'), body, headers, plain: 'page' })
}

/** Nothing in force, or no such version: says so, and how to ask. */
export const noNoticePage = async (
  req: PayloadRequest,
  notice: string,
  others: boolean,
): Promise<Response> => {
  const { t } = viewOf(req)
  const body = html`${await refusal(req, t(`governance:notices:${others ? 'noSuchVersion' : 'none'}`))}${
    others
      ? html`<p><a href="${address(req, 'notice', notice)}">${t('governance:notices:readInForce')}</a></p>`
      : null
  }`
  return renderPublicPage(req, { heading: t('governance:notices:heading'), body, status: 404 })
}

const headOf = ({ notice, number, inForceFrom, texts, promises }: NoticeVersion) => ({
  notice,
  number,
  inForceFrom,
  promises: promises ?? null,
  changes: { en: texts.en.changes, fr: texts.fr.changes },
  hashes: { en: texts.en.hash, fr: texts.fr.hash },
})

/** The version for programs: structure, plain markup and hashes in both languages. Who approved it is for staff. */
export const versionJSON = (asked: Standing, headers: Record<string, string>): Response => {
  const { version, current, next } = asked
  const texts = NOTICE_LOCALES.map((locale) => [
    locale,
    { ...version.texts[locale], html: renderNotice(version.texts[locale]).value },
  ])
  return Response.json(
    {
      ...headOf(version),
      inForce: isCurrent(asked),
      current: current?.number ?? null,
      newest: Math.max(version.number, current?.number ?? 0, next?.number ?? 0),
      next: next && { number: next.number, inForceFrom: next.inForceFrom },
      texts: Object.fromEntries(texts) as unknown,
    },
    { headers },
  )
}

export const listJSON = (
  versions: NoticeVersion[],
  current: NoticeInForce | null,
  headers: Record<string, string>,
): Response =>
  Response.json(
    {
      versions: versions.map((version) => ({
        ...headOf(version),
        inForce: version.number === current?.number,
      })),
    },
    { headers },
  )
