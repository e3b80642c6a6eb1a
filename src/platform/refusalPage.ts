import type { PayloadRequest } from 'payload'

import { isGovernanceError } from '../kernel/errors.js'
import { html } from './html.js'
import { refusal, renderPublicPage } from './publicPage.js'
import { runtimeOf } from './runtime.js'
import { publicLocale, sentenceFor, translatorFor } from './translate.js'

/** Is this one of the addresses that people open: below the public path? */
export const isPublicPath = (req: PayloadRequest, path: string): boolean =>
  path.startsWith(`/${runtimeOf(req.payload).options.publicPath}/`)

/** A browser gets a page. Scripts ask by `format=json`, by what they accept, or by sending no form. */
export const asksForPage = (req: PayloadRequest): boolean => {
  if (req.searchParams?.get('format') === 'json') return false
  if (!['get', 'head'].includes(req.method?.toLowerCase() ?? ''))
    return /form/.test(req.headers.get('content-type') ?? '')
  const accept = req.headers.get('accept') ?? ''
  return /text\/html/.test(accept) || !/json/.test(accept)
}

/** What could not be answered, said on a page in the language asked for, with the telephone number. */
export const refusalPage = async (req: PayloadRequest, error: unknown): Promise<Response> => {
  const locale = publicLocale(req)
  const known = isGovernanceError(error)
  const status = known ? error.status : ((error as { status?: number } | null)?.status ?? 500)
  if (status >= 500) req.payload.logger.error({ err: error, msg: 'governance: a public page failed' })
  return renderPublicPage(req, {
    heading: translatorFor(req.payload, locale)('governance:publicPage:neutralTitle'),
    body: html`${await refusal(req, sentenceFor(req.payload, locale, error))}`,
    status,
  })
}
