import type { PayloadRequest } from 'payload'

import { formatInstant } from '../../kernel/calendar.js'
import { hashOf } from '../../kernel/canonical.js'
import { html, type SafeHtml } from '../../platform/html.js'
import { publicUrl, refusal, renderPublicPage } from '../../platform/publicPage.js'
import { runtimeOf, type Translate } from '../../platform/runtime.js'
import { settingsOf } from '../../platform/settings.js'
import { publicLocale, translatorFor } from '../../platform/translate.js'
import { NOTICE_LOCALES } from './domain.js'
import { promisesSection } from './promisesSection.js'
import { renderNotice } from './render.js'
import { DEFAULT_NOTICE, type NoticeVersion } from './store.js'

/** Changes when the pages themselves change, so that browsers do not keep an old form of them. */
const PAGE_REVISION = 2

/** Notices are the one thing that browsers may keep: they ask each time, and get 304 while nothing changed. */
export const revalidated = async (
  req: PayloadRequest,
  what: string,
  make: (headers: Record<string, string>) => Promise<Response> | Response,
): Promise<Response> => {
  const locale = publicLocale(req)
  const settings = await settingsOf(req.payload)
  const url = new URL(req.url ?? 'http://localhost')
  const tag = `"${hashOf({ what, locale, settings, search: url.search, revision: PAGE_REVISION }).slice(0, 32)}"`
  const headers = {
    etag: tag,
    'cache-control': 'public, max-age=0, must-revalidate',
    vary: 'accept-language',
  }
  const known = (req.headers.get('if-none-match') ?? '')
    .split(',')
    .map((part) => part.trim().replace(/^W\//, ''))
  return known.includes(tag) ? new Response(null, { status: 304, headers }) : make(headers)
}

interface View {
  req: PayloadRequest
  t: Translate
  locale: 'en' | 'fr'
  when: (at: Date) => string
}
const viewOf = (req: PayloadRequest): View => {
  const locale = publicLocale(req)
  const { timeZone } = runtimeOf(req.payload).options
  return {
    req,
    locale,
    t: translatorFor(req.payload, locale),
    when: (at) => formatInstant(at, locale, timeZone),
  }
}

const address = (req: PayloadRequest, path: string, notice: string, version?: number): string =>
  publicUrl(req, path, {
    ...(notice === DEFAULT_NOTICE ? {} : { notice }),
    ...(version === undefined ? {} : { version: String(version) }),
  })

const standing = ({ req, t, when }: View, version: NoticeVersion, newest: NoticeVersion): SafeHtml =>
  version.number === newest.number
    ? html`<p>
        ${t('governance:notices:inForceSince', { number: version.number, date: when(version.inForceFrom) })}
      </p>`
    : html`<div class="box">
        <p>
          <strong
            >${t('governance:notices:superseded', { number: version.number, date: when(version.inForceFrom) })}</strong
          >
        </p>
        <p>
          <a href="${address(req, 'notice', version.notice)}"
            >${t('governance:notices:readCurrent', { number: newest.number })}</a
          >
        </p>
      </div>`

export const versionPage = (
  req: PayloadRequest,
  version: NoticeVersion,
  newest: NoticeVersion,
  headers: Record<string, string>,
): Promise<Response> => {
  const view = viewOf(req)
  const { locale, t } = view
  const text = version.texts[locale]
  const body = html`${standing(view, version, newest)}${
      text.changes
        ? html`<section class="box">
            <h2>${t('governance:notices:changes')}</h2>
            <p>${text.changes}</p>
          </section>`
        : null
    }
    <article>${renderNotice(text)}</article>
    ${promisesSection(t, locale, version.promises)}
    <p class="small">
      <a href="${address(req, 'notice/versions', version.notice)}">${t('governance:notices:allVersions')}</a>
    </p>`
  return renderPublicPage(req, { heading: text.title, body, headers })
}

export const listPage = (
  req: PayloadRequest,
  versions: NoticeVersion[],
  headers: Record<string, string>,
): Promise<Response> => {
  const { t, locale, when } = viewOf(req)
  const rows = versions.map(
    (version, index) =>
      html`<tr>
        <th scope="row">
          <a href="${address(req, 'notice', version.notice, version.number)}"
            >${t('governance:notices:version', { number: version.number })}</a
          >
        </th>
        <td>
          ${when(version.inForceFrom)}${index === 0 ? html` <strong>${t('governance:notices:current')}</strong>` : null}
        </td>
        <td>${version.texts[locale].changes || t('governance:notices:first')}</td>
      </tr>`,
  )
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
  return renderPublicPage(req, { heading: t('governance:notices:allVersions'), body, headers })
}

/** Nothing in force, or no such version: says so, and how to ask. */
export const noNoticePage = async (req: PayloadRequest, others: boolean): Promise<Response> => {
  const { t } = viewOf(req)
  const body = html`${await refusal(req, t(`governance:notices:${others ? 'noSuchVersion' : 'none'}`))}${
    others
      ? html`<p><a href="${publicUrl(req, 'notice')}">${t('governance:notices:readInForce')}</a></p>`
      : null
  }`
  return renderPublicPage(req, { heading: t('governance:notices:heading'), body, status: 404 })
}

/** The version for programs: structure, plain markup and hashes in both languages. */
export const versionJSON = (
  version: NoticeVersion,
  newest: NoticeVersion,
  headers: Record<string, string>,
): Response =>
  Response.json(
    {
      notice: version.notice,
      number: version.number,
      inForceFrom: version.inForceFrom,
      inForce: version.number === newest.number,
      newest: newest.number,
      promises: version.promises ?? null,
      texts: Object.fromEntries(
        NOTICE_LOCALES.map((locale) => [
          locale,
          { ...version.texts[locale], html: renderNotice(version.texts[locale]).value },
        ]),
      ),
    },
    { headers },
  )
