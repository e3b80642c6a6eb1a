import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { join } from 'node:path'

import type { BasePayload, SanitizedCollectionConfig, SanitizedGlobalConfig } from 'payload'

import type { Ref } from '../../kernel/ref.js'
import type { Context } from '../../platform/runtime.js'
import { type Image, type ImageContext, imageOf, type Leaves } from './image.js'
import type { SanitizedApprovals } from './options.js'

export type Doc = Record<string, unknown>

/** A governed document, by kind, slug and id. Globals have no id. */
export interface Target {
  kind: 'collection' | 'global'
  slug: string
  id?: number | string
}

export const subjectOf = ({ kind, slug, id }: Target): Ref => (kind === 'global' ? `global:${slug}` : `${slug}:${id ?? 'new'}`)

export const configOf = (payload: BasePayload, { kind, slug }: Target): SanitizedCollectionConfig | SanitizedGlobalConfig => {
  const found = kind === 'global'
    ? payload.globals.config.find((config) => config.slug === slug)
    : payload.collections[slug as never]?.config
  if (!found) throw new Error(`"${slug}" is not a ${kind} of this site.`)
  return found as SanitizedCollectionConfig
}

/** Payload's recipe for drafts: a row without a status is from before drafts and is read by everyone. */
export const isLive = (doc: Doc | null | undefined): boolean => {
  if (!doc || doc.deletedAt) return false
  const status = doc._status
  if (status === undefined || status === null) return true
  if (typeof status === 'object') return Object.values(status).includes('published')
  return status === 'published'
}

/** The languages that are published, when not all are. */
const partly = (doc: Doc, locales: string[] | undefined): Leaves => {
  const status = doc._status
  if (typeof status !== 'object' || status === null || !locales) return {}
  const published = locales.filter((locale) => (status as Doc)[locale] === 'published')
  return published.length === locales.length ? {} : { _published: published }
}

const digests = new Map<string, string>()

/** SHA-256 of a stored file; read again only when it changed. */
const digestOf = async (path: string): Promise<string | undefined> => {
  const found = await stat(path).catch(() => null)
  if (!found) return undefined
  const key = `${path}:${found.size}:${found.mtimeMs}:${found.ino}`
  const known = digests.get(key)
  if (known) return known
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array)
  const digest = hash.digest('hex')
  if (digests.size > 500) digests.clear()
  digests.set(key, digest)
  return digest
}

const fileOf = async (config: SanitizedCollectionConfig | SanitizedGlobalConfig, doc: Doc): Promise<Leaves> => {
  const upload = 'upload' in config ? config.upload : undefined
  if (!upload || upload.disableLocalStorage || typeof doc.filename !== 'string') return {}
  const digest = await digestOf(join(upload.staticDir ?? '', doc.filename))
  return digest ? { _file: digest } : {}
}

export const imageContext = (payload: BasePayload, options: SanitizedApprovals, slug: string): ImageContext => ({
  payload,
  locales: payload.config.localization ? payload.config.localization.localeCodes : undefined,
  volatile: [...(options.volatileFields[slug] ?? [])],
})

/** Image of a stored or about to be stored document in all languages. `asPublished`: as if all of them were live. */
export const imageFor = async (
  ctx: Context, options: SanitizedApprovals, target: Target, doc: Doc, asPublished = false,
): Promise<Image> => {
  const config = configOf(ctx.payload, target)
  const context = imageContext(ctx.payload, options, target.slug)
  const entity = {
    flattenedFields: config.flattenedFields,
    upload: 'upload' in config && Boolean(config.upload),
    auth: 'auth' in config && Boolean(config.auth),
    folder: 'folders' in config && config.folders && ctx.payload.config.folders ? ctx.payload.config.folders.fieldName : undefined,
  }
  const extra = { ...(await fileOf(config, doc)), ...(asPublished ? {} : partly(doc, context.locales)) }
  return imageOf(context, entity, doc, extra)
}

/** The main row, in all languages; null when there is none. */
export const storedDoc = async (ctx: Context, target: Target): Promise<Doc | null> => {
  const { db } = ctx.payload
  const req = ctx.req ?? {}
  if (target.kind === 'global') {
    const found = (await db.findGlobal({ slug: target.slug, req } as never)) as unknown as Doc | null
    const keys = Object.keys(found ?? {}).filter((key) => key !== 'globalType')
    return keys.length > 0 ? found : null
  }
  return (await db.findOne({
    collection: target.slug, where: { id: { equals: target.id } }, joins: false, req,
  } as never)) as unknown as Doc | null
}

/** The newest version, drafts included, in all languages. */
export const newestVersion = async (ctx: Context, target: Target): Promise<Doc | null> => {
  const { db } = ctx.payload
  const common = { limit: 1, pagination: false, sort: '-updatedAt', req: ctx.req ?? {} }
  const { docs } = target.kind === 'global'
    ? await db.findGlobalVersions({ ...common, global: target.slug, where: { latest: { equals: true } } } as never)
    : await db.findVersions({
        ...common, collection: target.slug, where: { and: [{ parent: { equals: target.id } }, { latest: { equals: true } }] },
      } as never)
  return (docs[0] as { version?: Doc } | undefined)?.version ?? null
}

/** What a publication would put live: the newest version, or the main row where there are no versions. */
export const newestDoc = async (ctx: Context, target: Target): Promise<Doc | null> =>
  (await newestVersion(ctx, target)) ?? (await storedDoc(ctx, target))
