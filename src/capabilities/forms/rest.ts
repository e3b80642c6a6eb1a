import {
  type CollectionConfig,
  type Config,
  type Endpoint,
  headersWithCors,
  type PayloadRequest,
} from 'payload'

import { GovernanceError } from '../../kernel/errors.js'
import { isStaff } from '../../platform/access.js'
import { defineEndpoint } from '../../platform/endpoint.js'
import { guardIntake } from '../../platform/intake.js'
import { newReceipt } from '../../platform/receipt.js'
import { receiptUrl } from '../../platform/receiptPage.js'
import { publicLocale } from '../../platform/translate.js'
import type { Desk, Meta } from './context.js'
import { isAnonymous } from './declared.js'
import { BODY_WITH_FILES } from './fileRules.js'
import { refuseUnwieldy } from './sent.js'
import { namedForm, store } from './store.js'

/**
 * Files of a form, in the shape that Payload's own request reading gives them. Where none was chosen browsers send one
 * without a name.
 */
export const filesOf = async (
  body: Record<string, unknown>,
): Promise<NonNullable<PayloadRequest['files']>> => {
  const files: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(body)) {
    const given = (Array.isArray(value) ? value : [value]).filter(
      (one): one is File => one instanceof File && (one.size > 0 || one.name !== ''),
    )
    const read = await Promise.all(
      given.map(async (file) => ({
        name: file.name,
        data: Buffer.from(await file.arrayBuffer()),
        mimetype: file.type,
        size: file.size,
      })),
    )
    if (read.length > 0) files[name] = read.length === 1 ? read[0] : read
  }
  return files as NonNullable<PayloadRequest['files']>
}

const dataOf = (body: Record<string, unknown>): Record<string, unknown> => {
  if (typeof body._payload !== 'string') return body
  try {
    const parsed: unknown = JSON.parse(body._payload)
    if (parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed))
      return parsed as Record<string, unknown>
  } catch {
    // Told below.
  }
  throw new GovernanceError('invalidInput', 'This could not be read. Send a form or a JSON object.', {
    why: 'unreadable',
  })
}

/** @throws GovernanceError `invalidInput` for a language that neither the site nor the plugin has */
const refuseStrangeLocale = ({ payload, searchParams }: PayloadRequest): void => {
  const { localization } = payload.config
  const known = ['en', 'fr', ...(localization ? localization.localeCodes : [])]
  const strange = ['lang', 'locale'].filter((name) => {
    const asked = searchParams?.get(name)
    return Boolean(asked) && !known.includes(asked!)
  })
  if (strange.length === 0) return
  const message = 'This site does not have that language.'
  throw new GovernanceError('invalidInput', message, { why: 'language' }, { field: strange[0] })
}

const metaFor = (req: PayloadRequest, data: Record<string, unknown>): Meta => ({
  source: 'rest',
  locale: publicLocale(req),
  receipt: newReceipt(),
  danger: data.someoneInDanger === true,
  proxy: data.forSomebodyElse === true,
  shownVersion: typeof data.shownVersion === 'number' ? data.shownVersion : undefined,
})

const guarded = async <Stored>(
  desk: Desk,
  req: PayloadRequest,
  slug: string,
  body: Record<string, unknown>,
  work: () => Promise<Stored>,
): Promise<Stored> => {
  if (isStaff(req)) return work()
  const form = await namedForm(desk, { payload: req.payload, req }, slug, body)
  const anonymous = isAnonymous(desk, slug, form)
  const what = anonymous && form ? `form:${form.id}` : slug
  return guardIntake(req, { what, body, isForm: false, anonymous }, work)
}

/**
 * Takes the place of Payload's `POST /api/<collection>`: bounded, limited, and not inside a transaction, so that the
 * binding is the submission's commit. Answers as Payload does, with a receipt beside the document.
 */
export const restCreate = (desk: Desk, { slug }: CollectionConfig): Endpoint =>
  defineEndpoint({
    path: '/',
    method: 'post',
    access: 'everyone',
    anyOrigin: true,
    maxBody: BODY_WITH_FILES,
    handler: async ({ req, body }) => {
      refuseStrangeLocale(req)
      const data = dataOf(body)
      refuseUnwieldy(data)
      const files = await filesOf(body)
      const meta = metaFor(req, data)
      Object.assign(req, { data, files, file: files.file })
      const depth = Number(req.searchParams?.get('depth') ?? 2)
      const doc = await guarded(desk, req, slug, data, () =>
        store(req, slug, data, meta, Number.isInteger(depth) ? depth : 2),
      )
      const { number, token } = meta.receipt
      return Response.json(
        {
          doc,
          message: req.t('general:successfullyCreated', { label: slug }),
          receipt: { number, address: receiptUrl(req, number, token), noticeVersion: meta.number ?? null },
        },
        {
          status: 201,
          headers: headersWithCors({ headers: new Headers({ 'cache-control': 'no-store' }), req }),
        },
      )
    },
  })

type Mutations = NonNullable<NonNullable<Config['graphQL']>['mutations']>
interface MutationField {
  type?: unknown
  resolve?: (
    source: unknown,
    args: { data?: Record<string, unknown> },
    context: { req: PayloadRequest },
    info: unknown,
  ) => Promise<unknown>
}
interface Schema {
  collections?: Record<string, { graphQL?: { type?: unknown } }>
  Mutation: { fields: Record<string, MutationField> }
}

/** The limits of public intake for GraphQL, before Payload opens a transaction. */
export const guardedMutations =
  (desk: Desk, host?: Mutations): Mutations =>
  (GraphQL, given) => {
    const slugs = Object.keys(desk.options.collected)
    const theirs = host?.(GraphQL, given) ?? {}
    const schema = given as unknown as Schema
    const ours = Object.entries(schema.Mutation.fields).flatMap(([name, field]) => {
      const slug = slugs.find((one) => schema.collections?.[one]?.graphQL?.type === field.type)
      if (!slug || !name.startsWith('create') || !field.resolve) return []
      const { resolve } = field
      return [
        [
          name,
          {
            ...field,
            resolve: async (source: unknown, args: never, context: never, info: unknown) => {
              const { req } = context as { req: PayloadRequest }
              const { data } = args as { data?: Record<string, unknown> }
              return guarded(desk, req, slug, data ?? {}, () => resolve(source, args, context, info))
            },
          },
        ],
      ]
    })
    return { ...Object.fromEntries(ours), ...theirs }
  }
