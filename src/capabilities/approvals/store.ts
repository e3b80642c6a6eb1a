import type {
  BasePayload,
  PayloadRequest,
  SanitizedCollectionConfig,
  SanitizedGlobalConfig,
  Where,
} from 'payload'

import { idFor } from '../../kernel/ref.js'
import type { Row } from '../../platform/db.js'
import { localesOf } from '../../platform/fields.js'
import { hasDrafts } from '../../platform/versions.js'
import type { Context } from '../../platform/runtime.js'
import { fileOf } from './fileDigest.js'
import { type Image, type ImageContext, type ImageEntity, imageOf, type Leaves } from './image.js'
import type { SanitizedApprovals } from './options.js'
import type { Doc, Target } from './target.js'

export const configOf = (
  payload: BasePayload,
  { kind, slug }: Target,
): SanitizedCollectionConfig | SanitizedGlobalConfig => {
  const found =
    kind === 'global'
      ? payload.globals.config.find((config) => config.slug === slug)
      : payload.collections[slug as never]?.config
  if (!found) throw new Error(`"${slug}" is not a ${kind} of this site.`)
  return found as SanitizedCollectionConfig
}

export const hasTrash = (payload: BasePayload, target: Target): boolean => {
  const config = configOf(payload, target)
  return 'trash' in config && config.trash === true
}

/** The languages that are published, when not all are. */
const partly = (doc: Doc, locales: string[] | undefined): Leaves => {
  const status = doc._status
  if (typeof status !== 'object' || status === null || !locales) return {}
  const published = locales.filter((locale) => (status as Doc)[locale] === 'published')
  return published.length === locales.length ? {} : { _published: published }
}

export const imageContext = (
  payload: BasePayload,
  options: SanitizedApprovals,
  { slug, locale }: Pick<Target, 'locale' | 'slug'>,
): ImageContext => ({
  payload,
  locales: locale ? [locale] : payload.config.localization ? localesOf(payload) : undefined,
  volatile: [...(options.volatileFields[slug] ?? [])],
})

export const entityOf = (payload: BasePayload, target: Target): ImageEntity => {
  const config = configOf(payload, target)
  return {
    flattenedFields: config.flattenedFields,
    upload: 'upload' in config && Boolean(config.upload),
    auth: 'auth' in config && Boolean(config.auth),
    folder:
      'folders' in config && config.folders && payload.config.folders
        ? payload.config.folders.fieldName
        : undefined,
  }
}

/**
 * Image of a stored or about to be stored document: in all languages, or in the one that is decided on, with what all
 * languages share. `asPublished`: as if all of them were live.
 */
export const imageFor = async (
  ctx: Context,
  options: SanitizedApprovals,
  target: Target,
  doc: Doc,
  asPublished = false,
): Promise<Image> => {
  const config = configOf(ctx.payload, target)
  const context = imageContext(ctx.payload, options, target)
  const languages = target.locale
    ? { _locale: target.locale }
    : asPublished
      ? {}
      : partly(doc, context.locales)
  const extra = { ...(await fileOf(config, doc)), ...languages }
  return imageOf(context, entityOf(ctx.payload, target), doc, extra)
}

/** What one language of a document says by itself, without what all languages share. */
export const ownImageFor = (ctx: Context, options: SanitizedApprovals, target: Target, doc: Doc): Image => {
  const { flattenedFields } = configOf(ctx.payload, target)
  const context = { ...imageContext(ctx.payload, options, target), ownOnly: true }
  return imageOf(context, { flattenedFields, upload: false, auth: false }, doc)
}

/** The main row, in all languages; null when there is none. @param select just these fields */
export const storedDoc = async (ctx: Context, target: Target, select?: object): Promise<Doc | null> => {
  const { db } = ctx.payload
  const req = ctx.req ?? {}
  if (target.kind === 'global') {
    const found = (await db.findGlobal({ slug: target.slug, req } as never)) as unknown as Doc | null
    const keys = Object.keys(found ?? {}).filter((key) => key !== 'globalType')
    return keys.length > 0 ? found : null
  }
  return (await db.findOne({
    collection: target.slug,
    where: { id: { equals: target.id } },
    joins: false,
    select,
    req,
  } as never)) as unknown as Doc | null
}

const newestRow = async (ctx: Context, target: Target, more: object = {}): Promise<Doc | undefined> => {
  const { db } = ctx.payload
  const common = { ...more, limit: 1, pagination: false, sort: '-updatedAt', req: ctx.req ?? {} }
  const { docs } =
    target.kind === 'global'
      ? await db.findGlobalVersions({
          ...common,
          global: target.slug,
          where: { latest: { equals: true } },
        } as never)
      : await db.findVersions({
          ...common,
          collection: target.slug,
          where: {
            and: [
              { parent: { equals: target.id } },
              ...(hasDrafts(configOf(ctx.payload, target)) ? [{ latest: { equals: true } }] : []),
            ],
          },
        } as never)
  return docs[0] as Doc | undefined
}

/** The newest version, drafts included, in all languages. */
export const newestVersion = async (ctx: Context, target: Target): Promise<Doc | null> =>
  ((await newestRow(ctx, target))?.version as Doc | undefined) ?? null

/** Tells one state of one version from every other; undefined when the row does not say. */
export const markOf = (row: Doc | null | undefined): string | undefined =>
  row?.id !== undefined && row.updatedAt
    ? `${String(row.id)}@${new Date(row.updatedAt as string).toISOString()}`
    : undefined

/** Mark of the newest version, without its content. */
export const newestMark = async (ctx: Context, target: Target): Promise<string | undefined> =>
  markOf(await newestRow(ctx, target, { select: { updatedAt: true } }))

/** What a publication would put live: the newest version, or the main row where there are no versions. */
export const newestDoc = async (ctx: Context, target: Target): Promise<Doc | null> =>
  (hasDrafts(configOf(ctx.payload, target)) ? await newestVersion(ctx, target) : null) ??
  (await storedDoc(ctx, target))

/** Id of one of the plugin's own rows, as the database spells it. */
export const ownId = (payload: BasePayload, id: string): number | string =>
  idFor(payload.db.defaultIDType, id)

const localeOf = ({ locale }: Row): Pick<Target, 'locale'> =>
  typeof locale === 'string' && locale !== '' ? { locale } : {}

/** The target of a row of reviews. */
export const targetOf = (payload: BasePayload, row: Row): Target =>
  row.kind === 'global'
    ? { kind: 'global', slug: String(row.entity), ...localeOf(row) }
    : { ...targetIn(payload, String(row.entity), String(row.docId)), ...localeOf(row) }

/** The target that an address names: ids are numbers on SQL. */
export const targetIn = (payload: BasePayload, slug: string, id: string): Target => ({
  kind: 'collection',
  slug,
  id: idFor(payload.collections[slug as never]?.customIDType ?? payload.db.defaultIDType, id),
})

/** Main rows that match, at most `limit`. */
export const docsWhere = async (
  ctx: Context,
  slug: string,
  where: Where,
  options: { limit: number; sort?: string; locale?: unknown },
): Promise<Doc[]> => {
  const { docs } = await ctx.payload.db.find({
    ...options,
    collection: slug,
    where,
    pagination: false,
    joins: false,
    req: ctx.req ?? {},
  } as never)
  return docs as Doc[]
}

/** Whether the host's own access lets this person change the document. Never wider than the host allows. */
export const mayUpdate = async (req: PayloadRequest, target: Target): Promise<boolean> => {
  const { payload } = req
  const result = await configOf(payload, target).access.update({ req, id: target.id, data: {} } as never)
  if (typeof result === 'boolean') return result
  if (target.kind === 'global') {
    const found = (await payload.db.findGlobal({
      slug: target.slug,
      where: result as Where,
      req,
    } as never)) as unknown
    return Object.keys((found as Doc | null) ?? {}).length > 0
  }
  const where: Where = { and: [{ id: { equals: target.id } }, result as Where] }
  return (await payload.db.count({ collection: target.slug as never, where, req })).totalDocs > 0
}

/** Whether the document exists for this person, in the trash too. */
export const mayRead = async (req: PayloadRequest, target: Target): Promise<boolean> => {
  const common = { depth: 0, draft: true, overrideAccess: false, req, disableErrors: true }
  if (target.kind === 'global')
    return Boolean(await req.payload.findGlobal({ ...common, slug: target.slug } as never))
  const byId = { ...common, collection: target.slug, id: target.id }
  const read = async (more: object): Promise<unknown> =>
    req.payload.findByID({ ...byId, ...more } as never).catch(() => null)
  return Boolean((await read({})) ?? (await read({ trash: true })))
}

/** Changes a document through Payload, with its hooks. With `req` as that person; without, as the host's own code. */
export const save = async (
  payload: BasePayload,
  target: Target,
  data: Doc,
  options: { req?: PayloadRequest; draft?: boolean; locale?: string } & Record<string, unknown> = {},
): Promise<Doc> => {
  const common = { depth: 0, overrideAccess: options.req === undefined, data, ...options }
  const saved =
    target.kind === 'global'
      ? await payload.updateGlobal({ ...common, slug: target.slug } as never)
      : target.id === undefined
        ? await payload.create({ ...common, collection: target.slug } as never)
        : await payload.update({ ...common, collection: target.slug, id: target.id } as never)
  return saved as unknown as Doc
}

/** Language in which what has no language of its own is written; undefined without localization. */
export const defaultLocale = ({ config }: BasePayload): string | undefined =>
  config.localization ? config.localization.defaultLocale : undefined

/** Puts the newest draft live through Payload: in all languages, or in the one that is decided on. */
export const publish = (
  payload: BasePayload,
  target: Target,
  options: { req?: PayloadRequest; locale?: string } = {},
): Promise<Doc> =>
  save(
    payload,
    target,
    { _status: 'published' },
    {
      ...options,
      // Of the whole only what the default language requires is checked again, whichever language is looked at.
      ...(target.locale
        ? { locale: target.locale }
        : { locale: options.locale ?? defaultLocale(payload), publishAllLocales: true }),
    },
  )
