import {
  appendVersionToQueryKey,
  type BasePayload,
  executeAccess,
  type PayloadRequest,
  type SanitizedCollectionConfig,
  type SanitizedGlobalConfig,
  type Where,
} from 'payload'

import { differencesOf } from './databases/index.js'
import { all, rawDb } from './db.js'
import type { Context } from './runtime.js'

/** A document of the host, by kind, slug and id. Globals have no id. */
export interface Versioned {
  kind: 'collection' | 'global'
  slug: string
  id?: number | string
}

type Config = Pick<SanitizedCollectionConfig | SanitizedGlobalConfig, 'access'>

export interface VersionRow {
  id: number | string
  version: Record<string, unknown>
  autosave?: boolean | null
  updatedAt: string
}

/**
 * Also before Payload sanitizes, where `versions: true` means versions without drafts. Without drafts no version is
 * marked as the newest: what was saved last is the document itself.
 */
export const hasDrafts = ({ versions }: { versions?: unknown }): boolean =>
  typeof versions === 'object' && versions !== null && Boolean((versions as { drafts?: unknown }).drafts)

/** Versions of a document in all languages, newest first, `limit` to a page (from 1). */
export const versionsOf = async (
  ctx: Context,
  { kind, slug, id }: Versioned,
  { limit, page = 1, latest }: { limit: number; page?: number; latest?: boolean },
): Promise<VersionRow[]> => {
  const { db } = ctx.payload
  const common = { limit, page, pagination: true, sort: '-updatedAt', req: ctx.req ?? {} }
  const newest: Where[] = latest ? [{ latest: { equals: true } }] : []
  const { docs } =
    kind === 'global'
      ? await db.findGlobalVersions({ ...common, global: slug, where: all(...newest) } as never)
      : await db.findVersions({
          ...common,
          collection: slug,
          where: all({ parent: { equals: id } }, ...newest),
        } as never)
  return docs as unknown as VersionRow[]
}

/**
 * Autosave writes over its own version; what somebody submitted or approved would be gone with the next letter. Marked
 * as saved by hand, that version stays, and the next autosave begins another one.
 */
export const keepNewestVersion = async (ctx: Context, { kind, slug, id }: Versioned): Promise<boolean> => {
  const [newest] = await versionsOf(ctx, { kind, slug, id }, { limit: 1 })
  if (newest?.autosave !== true) return false
  const db = rawDb(ctx.payload)
  // Payload would take this for a change of the content and date it now.
  const versionData = { autosave: false, updatedAt: newest.updatedAt }
  const change = { id: newest.id, versionData, returning: false, req: ctx.req ?? {} }
  if (kind === 'global') await db.updateGlobalVersion({ ...change, global: slug } as never)
  else await db.updateVersion({ ...change, collection: slug } as never)
  return true
}

/** Sets these fields of the newest version, if there is one, and touches nothing else of it. */
export const setInNewestVersion = async (
  ctx: Context,
  { slug, id }: Versioned,
  fields: Record<string, unknown>,
): Promise<void> => {
  const [newest] = await versionsOf(ctx, { kind: 'collection', slug, id }, { limit: 1, latest: true })
  if (!newest) return
  const change = { collection: slug, id: newest.id, fields, updatedAt: newest.updatedAt, req: ctx.req ?? {} }
  const db = rawDb(ctx.payload)
  await differencesOf(db)?.setInVersion(db, change)
}

/**
 * Whether the host's own rule lets this person read that very row: the document as it is live, or one version of it.
 * Payload answers a reader who may not see a draft with what is published, so an answer alone proves nothing.
 */
export const mayReadRow = async (
  req: PayloadRequest,
  { access }: Config,
  { kind, slug, id }: Versioned,
  version?: number | string,
): Promise<boolean> => {
  const { db } = req.payload
  const rule = await executeAccess({ id, disableErrors: true, req }, access.read as never)
  if (typeof rule === 'boolean') return rule
  if (version !== undefined) {
    const where = all({ id: { equals: version } }, appendVersionToQueryKey(rule))
    const counted =
      kind === 'global'
        ? await db.countGlobalVersions({ global: slug, where, req })
        : await db.countVersions({ collection: slug as never, where, req })
    return counted.totalDocs > 0
  }
  if (kind === 'global') {
    const found = (await db.findGlobal({ slug, where: rule, req } as never)) as unknown as object | null
    return Object.keys(found ?? {}).length > 0
  }
  return (
    (await db.count({ collection: slug as never, where: all({ id: { equals: id } }, rule), req })).totalDocs >
    0
  )
}

/** Whether the host lets this person look at that older version (`access.readVersions`, and `read` as above). */
export const mayReadVersion = async (
  req: PayloadRequest,
  config: Config,
  document: Versioned,
  version: number | string,
): Promise<boolean> => {
  const { payload } = req
  const common = { where: { id: { equals: version } }, depth: 0, limit: 1, overrideAccess: false, req }
  const found = await (
    document.kind === 'global'
      ? payload.findGlobalVersions({ ...common, slug: document.slug as never })
      : payload.findVersions({ ...common, collection: document.slug as never })
  ).catch(() => null)
  return Boolean(found?.docs.length) && (await mayReadRow(req, config, document, version))
}

/** Documents by id as this person may read them, drafts included; those they may not read are not among them. */
export const documentsFor = async (
  req: PayloadRequest,
  slug: string,
  ids: (number | string)[],
): Promise<Record<string, unknown>[]> => {
  const { payload } = req as { payload: BasePayload }
  const { docs } = await payload.find({
    collection: slug as never,
    where: { id: { in: ids } },
    limit: ids.length,
    pagination: false,
    depth: 0,
    draft: true,
    overrideAccess: false,
    req,
  })
  return docs as unknown as Record<string, unknown>[]
}

/** One field of the newest version of each of these documents, in all languages, by the index of their parents. */
export const newestFieldOf = async (
  ctx: Context,
  slug: string,
  ids: (number | string)[],
  field: string,
): Promise<{ id: number | string; value: unknown }[]> => {
  const { docs } = await ctx.payload.db.findVersions({
    collection: slug as never,
    // Not "equals true": without statistics a database would go through every newest version of the collection. On SQL
    // the others say false, on MongoDB nothing.
    where: all({ parent: { in: ids } }, { latest: { not_equals: false } }, { latest: { exists: true } }),
    limit: ids.length,
    pagination: false,
    // In the order of that index: by another one a database might go through all of the collection.
    sort: 'parent',
    select: { parent: true, version: { [field]: true } },
    req: ctx.req ?? {},
  })
  return docs.map(({ parent, version }) => ({
    id: parent,
    value: (version as Record<string, unknown>)[field],
  }))
}
