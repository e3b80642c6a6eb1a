import { randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'

import { configToSchema } from '@payloadcms/graphql'
import {
  buildConfig,
  createPayloadRequest,
  type CollectionConfig,
  type Config,
  getPayload,
  handleEndpoints,
  type Payload,
  type PayloadRequest,
  type SanitizedConfig,
} from 'payload'

import { type GovernanceOptions, governancePlugin } from '../../src/index.js'
import type { FreshDatabase, TestDatabase } from './databases.js'

// The very module that Payload uses: vitest's own loader would pick another copy, which refuses Payload's schema.
const { graphql: runGraphQL } = createRequire(import.meta.url)('graphql') as typeof import('graphql')

export interface Stand {
  payload: Payload
  config: SanitizedConfig
  database: FreshDatabase
  /** The fake clock; moves only when told to. */
  clock: { now: () => Date; set: (at: Date | string) => void; forward: (ms: number) => void }
  /** Creates a member of staff with these roles and signs in. */
  person: (name: string, roles: string[]) => Promise<Person>
  /** Runs a GraphQL operation as a person or a visitor. */
  graphql: (
    query: string,
    options?: { as?: Person; headers?: Record<string, string>; variables?: Record<string, unknown> },
  ) => Promise<{ data?: any; errors?: { message: string; extensions?: any }[] }>
  /** A request of that person as the admin panel's server functions get it. */
  request: (options?: { as?: Person; headers?: Record<string, string> }) => Promise<PayloadRequest>
  /** Calls the REST API in process, as a browser or script would. */
  rest: (method: string, path: string, options?: RestOptions) => Promise<RestAnswer>
  stop: () => Promise<void>
}
export interface Person {
  id: number | string
  email: string
  token: string
  ref: string
  name: string
}
export interface RestOptions {
  as?: Person
  body?: unknown
  form?: Record<string, string>
  multipart?: Record<string, string>
  /** A body as it is, of that type. */
  raw?: { type: string; body: string | Uint8Array<ArrayBuffer> }
  /** A form with one file. */
  upload?: { field: string; name: string; type?: string; bytes: Uint8Array<ArrayBuffer> | string }
  headers?: Record<string, string>
  lang?: string
  /** Only the bytes of the answer: benchmarks measure who answers, not who reads. */
  unread?: boolean
}
export interface RestAnswer {
  status: number
  body: any
  text: string
  bytes: Buffer
  headers: Headers
}

export interface StandOptions {
  collections?: CollectionConfig[]
  /** The admin users, when they shall differ from `users`. */
  staff?: CollectionConfig
  /** Changes the host's config before plugins run. */
  config?: Partial<Config>
  plugin?: GovernanceOptions
  /** Boots without the plugin, for sites that install it later. */
  ungoverned?: boolean
  /** Reuses a database, to start a second instance or to upgrade a site. */
  on?: FreshDatabase
  start?: string
}

const HOUR = 3_600_000
export const hours = (n: number): number => n * HOUR
export const days = (n: number): number => n * 24 * HOUR

const editor = async (): Promise<Config['editor']> => {
  await import('lexical')
  const { lexicalEditor } = await import('@payloadcms/richtext-lexical')
  // Without features of its own it takes those that the first site of the process had.
  return lexicalEditor({ features: ({ defaultFeatures }) => defaultFeatures })
}

export const users: CollectionConfig = { slug: 'users', auth: true, fields: [{ name: 'name', type: 'text' }] }
export const members: CollectionConfig = {
  slug: 'members',
  auth: true,
  fields: [{ name: 'name', type: 'text' }],
}
export const posts: CollectionConfig = {
  slug: 'posts',
  access: { read: ({ req }) => (req.user ? true : { _status: { equals: 'published' } }) },
  versions: { drafts: true },
  fields: [
    { name: 'title', type: 'text', localized: true },
    { name: 'body', type: 'textarea', localized: true },
  ],
}

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

const copyOf = <T>(value: T): T => {
  if (Array.isArray(value)) return value.map(copyOf) as T
  if (!isPlain(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copyOf(part)])) as T
}

/**
 * Payload and plugins write into the configuration they are given, also into what a plugin gives to every site of a
 * process: where one has no languages, the forms of the next had none either. Each start needs a copy of its own.
 */
const ownCopy = ({ collections, globals, blocks, ...config }: Config): Config => ({
  ...config,
  collections: copyOf(collections),
  ...(globals ? { globals: copyOf(globals) } : {}),
  ...(blocks ? { blocks: copyOf(blocks) } : {}),
})

/** Boots an isolated, governed Payload on that database, like a site would be. */
export const stand = async (database: TestDatabase, options: StandOptions = {}): Promise<Stand> => {
  process.env.PAYLOAD_FORCE_DRIZZLE_PUSH = 'true'
  let at = new Date(options.start ?? '2026-03-02T15:00:00.000Z')
  const clock = {
    now: () => new Date(at),
    set: (next: Date | string) => {
      at = new Date(next)
    },
    forward: (ms: number) => {
      at = new Date(at.getTime() + ms)
    },
  }
  const fresh = options.on ?? (await database.adapter())
  const config = await buildConfig({
    secret: 'a secret for tests only',
    db: fresh.db,
    editor: await editor(),
    localization: { locales: ['en', 'fr'], defaultLocale: 'en', fallback: true },
    telemetry: false,
    logger: { options: { level: process.env.TEST_LOG ?? 'silent' } } as never,
    typescript: { autoGenerate: false },
    admin: { user: 'users', avatar: 'default' },
    ...options.config,
    collections: [options.staff ?? users, members, ...(options.collections ?? [posts])],
    plugins: [
      // Before plugins, which write into the collections of a host, and after, for what they add.
      ownCopy,
      ...(options.config?.plugins ?? []),
      ownCopy,
      ...(options.ungoverned
        ? []
        : [
            governancePlugin({
              now: clock.now,
              runEverySeconds: false,
              // The file would be one for all sites of a run.
              ledger: { headsFile: false, mailHeads: false },
              ...options.plugin,
              // The rests of the default pace are for visitors, and in real time.
              ...(options.plugin?.retention === false
                ? {}
                : { retention: { tombstonesFile: false, pace: 'full', ...options.plugin?.retention } }),
            }),
          ]),
    ],
  })
  const key = randomBytes(6).toString('hex')
  const payload = await getPayload({ config, key })

  const rest: Stand['rest'] = async (method, path, call = {}) => {
    const headers = new Headers({ 'accept-language': call.lang ?? 'en', ...call.headers })
    if (call.as) headers.set('authorization', `JWT ${call.as.token}`)
    let body: FormData | Uint8Array<ArrayBuffer> | string | undefined
    if (call.upload) {
      const { field, name, type, bytes } = call.upload
      body = new FormData()
      body.set(field, new File([bytes], name, { type }))
    } else if (call.raw) {
      headers.set('content-type', call.raw.type)
      body = call.raw.body
    } else if (call.form) {
      headers.set('content-type', 'application/x-www-form-urlencoded')
      body = new URLSearchParams(call.form).toString()
    } else if (call.multipart) {
      const boundary = 'a-boundary-of-tests'
      headers.set('content-type', `multipart/form-data; boundary=${boundary}`)
      const parts = Object.entries(call.multipart).map(
        ([name, value]) =>
          `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
      )
      body = `${parts.join('')}--${boundary}--\r\n`
    } else if (call.body !== undefined) {
      headers.set('content-type', 'application/json')
      body = JSON.stringify(call.body)
    }
    if (typeof body === 'string') headers.set('content-length', String(Buffer.byteLength(body)))
    const request = new Request(`http://localhost:3000/api${path}`, { method, headers, body })
    const response = await handleEndpoints({ config, request, payloadInstanceCacheKey: key })
    const bytes = Buffer.from(await response.arrayBuffer())
    const { status, headers: given } = response
    if (call.unread) return { status, body: null, text: '', bytes, headers: given }
    // As a browser reads it: without the mark at the beginning of a table.
    const text = new TextDecoder().decode(bytes)
    let parsed: unknown = text
    try {
      parsed = JSON.parse(text)
    } catch {
      /* a page */
    }
    return { status, body: parsed, text, bytes, headers: given }
  }

  const request: Stand['request'] = ({ as, headers = {} } = {}) =>
    createPayloadRequest({
      canSetHeaders: true,
      config,
      payloadInstanceCacheKey: key,
      request: new Request('http://localhost:3000/admin', {
        headers: { ...(as ? { authorization: `JWT ${as.token}` } : {}), ...headers },
      }),
    })

  let schema: Promise<ReturnType<typeof configToSchema>> | undefined
  const graphql: Stand['graphql'] = async (query, call = {}) => {
    schema ??= Promise.resolve(configToSchema(config))
    const headers = new Headers({
      ...(call.as ? { authorization: `JWT ${call.as.token}` } : {}),
      ...call.headers,
    })
    const request = new Request('http://localhost:3000/api/graphql', { method: 'POST', headers })
    const req = await createPayloadRequest({
      canSetHeaders: true,
      config,
      payloadInstanceCacheKey: key,
      request,
    })
    req.payloadAPI = 'GraphQL'
    const answer = await runGraphQL({
      schema: (await schema).schema,
      source: query,
      contextValue: { req },
      variableValues: call.variables ?? null,
    })
    // As Payload's route does with each error; the answer itself is left as GraphQL made it.
    for (const error of answer.errors ?? [])
      for (const hook of config.hooks.afterError ?? [])
        await hook({ context: req.context, error, graphqlResult: {}, req } as never)
    return answer as never
  }

  const person: Stand['person'] = async (name, roles) => {
    const email = `${name}@test.example`
    const password = `${name}-long-enough-password`
    const user = await payload.create({
      collection: 'users',
      data: { name, email, password, governanceRoles: roles } as never,
      overrideAccess: true,
    })
    const { token } = await payload.login({ collection: 'users', data: { email, password } as never })
    return { id: user.id, email, token: token ?? '', ref: `users:${user.id}`, name }
  }

  return {
    payload,
    config,
    database: fresh,
    clock,
    person,
    rest,
    request,
    graphql,
    stop: async () => {
      await payload.destroy()
      // Payload keeps every instance that it started in this process.
      ;(globalThis as { _payload?: Map<string, unknown> })._payload?.delete(key)
      if (!options.on) await fresh.drop()
    },
  }
}
