import type { CollectionConfig, Config, PayloadRequest } from 'payload'

import { doesNotExist, GovernanceError, isGovernanceError } from '../kernel/errors.js'
import { isNoValue } from './databases/index.js'
import { idIn } from './ids.js'
import { runtimeOf } from './runtime.js'
import { publicLocale, sentenceFor } from './translate.js'

const isReadable = (path: string): boolean => {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

/**
 * What Payload answers with 500 and is the caller's mistake: an address that cannot be decoded, anywhere; in
 * collections of the plugin an id or a value that the database cannot hold.
 */
const mistakeIn = (
  error: unknown,
  req: PayloadRequest,
  collection: CollectionConfig | undefined,
  added: readonly string[],
): GovernanceError | undefined => {
  if (isGovernanceError(error)) return error
  if (req.payloadAPI === 'GraphQL' || ((error as { status?: number }).status ?? 500) < 500) return undefined
  if (req.pathname && !isReadable(req.pathname))
    return new GovernanceError(
      'addressUnreadable',
      'The address could not be read. Check that it was copied as a whole.',
    )
  if (!collection || !added.includes(collection.slug)) return undefined
  const id = req.routeParams?.id
  if (typeof id === 'string' && idIn(req.payload, collection.slug, id) === null) return doesNotExist()
  return isNoValue(error)
    ? new GovernanceError('invalidInput', '"where" cannot be a value of this.', { field: 'where' })
    : undefined
}

/** Public addresses speak the language of their `?lang=`, in JSON as on pages. */
const languageOf = (req: PayloadRequest): string => {
  const { api } = req.payload.config.routes
  const isPublic = req.pathname?.startsWith(`${api}/${runtimeOf(req.payload).options.publicPath}/`)
  return isPublic ? publicLocale(req) : (req.i18n?.language ?? 'en')
}

/** No cache and no browser keeps a refusal: tomorrow the answer may be another, and it may tell what somebody tried. */
const keptByNobody = (req: PayloadRequest): void => {
  const headers = new Headers(req.responseHeaders)
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
  req.responseHeaders = headers
}

/** The one place where errors become answers: in the language of the request, with a code, never to be cached. */
export const withAnswers = (config: Config, added: readonly string[]): Config => ({
  ...config,
  hooks: {
    ...config.hooks,
    afterError: [
      ...(config.hooks?.afterError ?? []),
      ({ collection, error, req, result }) => {
        keptByNobody(req)
        const mistake = mistakeIn(error, req, collection as CollectionConfig | undefined, added)
        if (!mistake) return
        const message = sentenceFor(req.payload, languageOf(req), mistake)
        const errors = (result as { errors?: Record<string, unknown>[] } | undefined)?.errors
        return {
          status: mistake.status,
          response: {
            ...result,
            errors: [{ ...errors?.[0], name: mistake.name, message, data: mistake.data }],
          },
        }
      },
    ],
  },
})
