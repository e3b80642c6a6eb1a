import type { Endpoint, PayloadRequest } from 'payload'

import { decide, type Rule } from '../kernel/accessTable.js'
import type { Actor } from '../kernel/actor.js'
import { doesNotExist, GovernanceError, tooLarge } from '../kernel/errors.js'
import { cannotBeShown, isBlank, wellFormed } from '../kernel/text.js'
import { actorOf } from './actor.js'
import { isNoValue } from './databases/index.js'
import { asksForPage, isPublicPath, refusalPage } from './refusalPage.js'

/** Bytes a request body may have unless the endpoint says otherwise: 256 KiB. */
const MAX_BODY = 256 * 1024

export interface EndpointInput {
  req: PayloadRequest
  actor: Actor
  params: Record<string, string>
  query: URLSearchParams
  /** Fields of a JSON object or of a form; files only with `files: true`. */
  body: Record<string, unknown>
  /** True when the body came from an HTML form: answer with a page or a redirect. */
  isForm: boolean
}

interface EndpointDefinition {
  path: string
  method: 'delete' | 'get' | 'patch' | 'post'
  /** Who may call it; further conditions on the record are the handler's. */
  access: Rule
  maxBody?: number
  /** For doors of the host's own that answer signed-in visitors of another site, too. @default false */
  anyOrigin?: boolean
  /** Public addresses: does this request get its refusal as a page? @default unless JSON was asked for */
  page?: (req: PayloadRequest) => boolean
  handler: (input: EndpointInput) => Promise<Response | Record<string, unknown>>
}

/** Reads at most `limit` bytes, whatever the length header claims. */
const readBytes = async (req: PayloadRequest, limit: number): Promise<Uint8Array<ArrayBuffer>> => {
  if (Number(req.headers.get('content-length') ?? 0) > limit) throw tooLarge(limit)
  const reader = req.body?.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  while (reader) {
    const { done, value } = (await reader.read()) as { done: boolean; value?: Uint8Array }
    if (done) break
    size += value?.byteLength ?? 0
    if (size > limit) throw tooLarge(limit)
    if (value) chunks.push(value)
  }
  return new Uint8Array(Buffer.concat(chunks))
}

const unreadable = (): GovernanceError =>
  new GovernanceError('invalidInput', 'This could not be read. Send a form or a JSON object.', {
    why: 'unreadable',
  })

/** Fields of a form: no page of ours has more than a few dozen, and each costs time before anybody is known. */
const MAX_FIELDS = 500

/** How many fields a form would have at most, told without reading it as one. */
const fieldsIn = (bytes: Uint8Array, type: string): number => {
  const isMultipart = type.includes('multipart')
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1] ?? ''
  const mark = Buffer.from(isMultipart ? `--${boundary}` : '&')
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let count = 0
  for (let at = text.indexOf(mark); at >= 0 && count <= MAX_FIELDS; at = text.indexOf(mark, at + mark.length))
    count += 1
  return count
}

const readBody = async (
  req: PayloadRequest,
  limit: number,
): Promise<{ body: Record<string, unknown>; isForm: boolean }> => {
  const type = req.headers.get('content-type') ?? ''
  const bytes = await readBytes(req, limit)
  if (bytes.byteLength === 0) return { body: {}, isForm: /form/.test(type) }
  if (/application\/json/.test(type)) {
    try {
      const parsed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
      if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed)) throw unreadable()
      return { body: parsed as Record<string, unknown>, isForm: false }
    } catch {
      throw unreadable()
    }
  }
  if (/multipart\/form-data|application\/x-www-form-urlencoded/.test(type)) {
    try {
      if (fieldsIn(bytes, type) > MAX_FIELDS) throw unreadable()
      const form = await new Response(bytes, { headers: { 'content-type': type } }).formData()
      const given = new Map<string, unknown[]>()
      for (const [key, value] of form) given.set(key, [...(given.get(key) ?? []), value])
      const body = Object.fromEntries([...given].map(([key, all]) => [key, all.length > 1 ? all : all[0]]))
      return { body, isForm: true }
    } catch {
      throw unreadable()
    }
  }
  throw unreadable()
}

const hostOf = (origin: string): string | null => (URL.canParse(origin) ? new URL(origin).host : null)

/** A signed-in person's browser must not be driven from another site. */
const refuseForeignOrigin = (req: PayloadRequest): void => {
  const site = req.headers.get('sec-fetch-site')
  const origin = req.headers.get('origin')
  const host = req.headers.get('host')
  // A sandboxed frame sends "null"; so does our own form under `no-referrer`, of which the browser then says so.
  const opaque = origin === 'null' && site !== 'same-origin' && site !== 'none'
  const foreign =
    site === 'cross-site' ||
    opaque ||
    (origin !== null && origin !== 'null' && host !== null && hostOf(origin) !== host)
  if (foreign && req.user)
    throw new GovernanceError('notAllowed', 'This request came from another site and was refused.')
}

const answerTo = async (
  handler: EndpointDefinition['handler'],
  input: EndpointInput,
): Promise<Response | Record<string, unknown>> => {
  try {
    return await handler(input)
  } catch (error) {
    throw isNoValue(error) ? doesNotExist() : error
  }
}

const answerOf = async (
  definition: EndpointDefinition,
  req: PayloadRequest,
  actor: Actor,
): Promise<Response> => {
  const writes = definition.method !== 'get'
  if (writes && !definition.anyOrigin) refuseForeignOrigin(req)
  const { body, isForm } = writes
    ? await readBody(req, definition.maxBody ?? MAX_BODY)
    : { body: {}, isForm: false }
  const answer = await answerTo(definition.handler, {
    req,
    actor,
    body,
    isForm,
    params: Object.fromEntries(
      Object.entries(req.routeParams ?? {}).map(([key, value]) => [key, String(value)]),
    ),
    query: req.searchParams ?? new URL(req.url ?? 'http://localhost').searchParams,
  })
  return answer instanceof Response
    ? answer
    : Response.json(answer, { headers: { 'cache-control': 'no-store' } })
}

/**
 * Every endpoint of the plugin: access first, then a bounded body, then the handler; errors become coded answers, and
 * pages for people who opened a public address.
 */
export const defineEndpoint = (definition: EndpointDefinition): Endpoint => ({
  path: definition.path,
  method: definition.method,
  custom: { access: definition.access },
  handler: async (req) => {
    const actor = actorOf(req)
    if (decide(definition.access, actor) !== true) {
      throw actor.kind === 'visitor'
        ? new GovernanceError('notSignedIn', 'Please sign in first.')
        : new GovernanceError('notAllowed', 'Your role does not allow this.')
    }
    try {
      return await answerOf(definition, req, actor)
    } catch (error) {
      const isPage = isPublicPath(req, definition.path) && (definition.page ?? asksForPage)(req)
      if (definition.access !== 'everyone' || !isPage) throw error
      return refusalPage(req, error)
    }
  },
})

/**
 * Text of a field, trimmed unless its `ends` are kept: in a document the first line may be further in than the second.
 * @throws GovernanceError `invalidInput` when missing (and required) or too long.
 */
export const textOf = (
  body: Record<string, unknown>,
  field: string,
  options: { max?: number; required?: boolean; ends?: 'cut' | 'kept' } = {},
): string => {
  const raw = body[field]
  const max = options.max ?? 5000
  if (raw !== undefined && raw !== null && typeof raw !== 'string') {
    throw new GovernanceError('invalidInput', `"${field}" must be text.`, { field, why: 'text' }, { field })
  }
  const lines = wellFormed(raw ?? '').replaceAll('\r\n', '\n')
  const given = options.ends === 'kept' ? lines : lines.trim()
  const text = isBlank(given) ? '' : given
  if (given.length > max)
    throw new GovernanceError(
      'invalidInput',
      `"${field}" is too long (at most ${max} characters).`,
      { field, max: String(max), why: 'tooLong' },
      { field },
    )
  if (cannotBeShown(options.ends === 'kept' ? (raw ?? '') : given)) {
    throw new GovernanceError(
      'invalidInput',
      `"${field}" has characters that cannot be shown.`,
      { field, why: 'characters' },
      { field },
    )
  }
  if (options.required && text === '')
    throw new GovernanceError(
      'invalidInput',
      `Please fill in "${field}".`,
      { field, why: 'missing' },
      { field },
    )
  return text
}
