import type { Endpoint } from 'payload'

import { hasRole } from '../../kernel/actor.js'
import { GovernanceError } from '../../kernel/errors.js'
import { timeZoneOf } from '../../platform/clock.js'
import { defineEndpoint, textOf } from '../../platform/endpoint.js'
import { publicUrl } from '../../platform/publicPage.js'
import { type SharedOptions } from '../../platform/runtime.js'
import type { SanitizedNotices } from './options.js'
import { listPage, noNoticePage, revalidated, versionPage, versionJSON } from './pages.js'
import { DEFAULT_NOTICE, listVersions, publish, readVersion } from './store.js'
import { stateOf } from './drafts.js'

const MAX_CHANGES = 2000

/** What can be no key names no notice; some databases would refuse to look for it. */
const noticeOf = (query: URLSearchParams): string => {
  const asked = query.get('notice') ?? DEFAULT_NOTICE
  return /^[a-z0-9-]{1,40}$/.test(asked) ? asked : ''
}

const numberOf = (query: URLSearchParams): number | undefined => {
  const asked = query.get('version')
  if (asked === null) return undefined
  if (!/^\d{1,6}$/.test(asked)) {
    throw new GovernanceError(
      'invalidInput',
      '"version" must be a number.',
      { field: 'version' },
      { field: 'version' },
    )
  }
  return Number(asked)
}

const publicEndpoints = (publicPath: string): Endpoint[] => [
  defineEndpoint({
    path: `/${publicPath}/notice`,
    method: 'get',
    access: 'everyone',
    handler: async ({ req, query }) => {
      const notice = noticeOf(query)
      const [version, newest] = await Promise.all([
        readVersion(req, notice, numberOf(query)),
        readVersion(req, notice),
      ])
      const json = query.get('format') === 'json'
      if (!version || !newest) {
        if (json) throw new GovernanceError('notFound', 'There is no such version of this notice.')
        return noNoticePage(req, newest !== null)
      }
      const hash = `${version.number}:${version.texts.en.hash}:${version.texts.fr.hash}:${newest.number}`
      return revalidated(req, `${json ? 'json' : 'page'}:${hash}`, (headers) =>
        json ? versionJSON(version, newest, headers) : versionPage(req, version, newest, headers),
      )
    },
  }),
  defineEndpoint({
    path: `/${publicPath}/notice/versions`,
    method: 'get',
    access: 'everyone',
    handler: async ({ req, query }) => {
      const versions = await listVersions(req, noticeOf(query))
      if (versions.length === 0) return noNoticePage(req, false)
      const json = query.get('format') === 'json'
      return revalidated(req, `list:${json}:${versions[0]?.notice}:${versions.length}`, (headers) =>
        json
          ? Response.json(
              {
                versions: versions.map(({ notice, number, inForceFrom, promises, texts }) => ({
                  notice,
                  number,
                  inForceFrom,
                  changes: { en: texts.en.changes, fr: texts.fr.changes },
                  hashes: { en: texts.en.hash, fr: texts.fr.hash },
                  promises: promises ?? null,
                })),
              },
              { headers },
            )
          : listPage(req, versions, headers),
      )
    },
  }),
]

export const noticeEndpoints = (
  options: SanitizedNotices,
  { publicPath }: Pick<SharedOptions, 'publicPath'>,
): Endpoint[] => [
  ...publicEndpoints(publicPath),
  defineEndpoint({
    path: '/governance/notices/:id',
    method: 'get',
    access: 'staff',
    handler: async ({ req, actor, params }) => {
      const state = await stateOf({ payload: req.payload }, params.id ?? '')
      const query = { notice: state.key, lang: req.i18n.language.startsWith('fr') ? 'fr' : 'en' }
      return {
        ...state,
        mayPublish: hasRole(actor, ...options.publishers),
        timeZone: timeZoneOf(req.payload),
        address: publicUrl(req, 'notice', query),
      }
    },
  }),
  defineEndpoint({
    path: '/governance/notices/:id/publish',
    method: 'post',
    access: options.publishers,
    handler: async ({ req, actor, params, body }) => {
      const changes = {
        en: textOf(body, 'changesEn', { max: MAX_CHANGES }),
        fr: textOf(body, 'changesFr', { max: MAX_CHANGES }),
      }
      const seen = textOf(body, 'seen', { max: 40 }) || undefined
      const version = await publish({ payload: req.payload }, { id: params.id ?? '', changes, seen }, actor)
      return { number: version.number, inForceFrom: version.inForceFrom.toISOString() }
    },
  }),
]
