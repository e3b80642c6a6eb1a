import { formatAdminURL } from 'payload/shared'
import type { PayloadRequest } from 'payload'

import { inLanguage } from '../../kernel/labels.js'
import { parseRef, type Ref } from '../../kernel/ref.js'
import { runtimeOf, type Translate } from '../../platform/runtime.js'
import { labelOf, titlesOf } from '../../platform/titles.js'

/** A person or thing of an entry, as this reader may know it. */
export interface Thing {
  text: string
  /** Only where the reader may open it. */
  href?: string
}

interface Reader {
  req: PayloadRequest
  locale: 'en' | 'fr'
  t: Translate
}

type Entity = { admin?: { hidden?: unknown }; access: { read: (args: never) => unknown } }

const isHidden = ({ admin }: Entity, req: PayloadRequest): boolean =>
  Boolean(typeof admin?.hidden === 'function' ? admin.hidden({ user: req.user }) : admin?.hidden)

const mayOpen = async (req: PayloadRequest, entity: Entity): Promise<boolean> =>
  !isHidden(entity, req) && (await entity.access.read({ req } as never)) !== false

const pluralOf = ({ req, locale }: Reader, slug: string): string =>
  inLanguage(req.payload.collections[slug as never]?.config.labels.plural, locale, slug)

/** What is no document: many at once, one that was never stored, a global, the site itself. */
const without = async (reader: Reader, ref: Ref): Promise<Thing | undefined> => {
  const { req, locale, t } = reader
  const { payload } = req
  const { collection, id } = ref.includes(':') ? parseRef(ref) : { collection: 'collection', id: ref }
  const address = (path: `/${string}`): string =>
    formatAdminURL({ adminRoute: payload.config.routes.admin, path })
  if (collection === 'global') {
    const global = payload.globals.config.find(({ slug }) => slug === id)
    const href = global && (await mayOpen(req, global)) ? { href: address(`/globals/${id}`) } : {}
    return { text: labelOf(payload, id, 'global', locale), ...href }
  }
  if (collection === 'system') return { text: t('governance:ledger:kind:system') }
  if (collection === 'collection') return { text: pluralOf(reader, id) }
  if (id === '*' || id === 'new') return { text: pluralOf(reader, collection) }
  if (!payload.collections[collection as never]) return { text: ref }
  return undefined
}

/** Collections whose readings are on the ledger themselves, or of the plugin: looking up a title would be one. */
const isClosed = (req: PayloadRequest): ((slug: string) => boolean) => {
  const { added, capabilities } = runtimeOf(req.payload)
  const slugs = [
    ...added,
    ...capabilities.flatMap(({ closed }) => closed?.(req.payload.config as never) ?? []),
  ]
  return (slug) => slugs.includes(slug)
}

/** What each of these is called for this reader, and where they can open it. */
export const thingsOf = async (reader: Reader, refs: Ref[]): Promise<Map<Ref, Thing>> => {
  const { req, locale } = reader
  const { payload } = req
  const things = new Map<Ref, Thing>()
  const documents: Ref[] = []
  for (const ref of new Set(refs.filter(Boolean))) {
    const thing = await without(reader, ref)
    if (thing) things.set(ref, thing)
    else documents.push(ref)
  }
  const closed = isClosed(req)
  const titles = await titlesOf(
    req,
    documents.filter((ref) => !closed(parseRef(ref).collection)),
  )
  const openable = new Map<string, boolean>()
  for (const ref of documents) {
    const { collection, id } = parseRef(ref)
    const { config } = payload.collections[collection as never]!
    if (!openable.has(collection)) openable.set(collection, await mayOpen(req, config as never))
    const path = `/collections/${collection}/${encodeURIComponent(id)}` as const
    const label = `${labelOf(payload, collection, 'collection', locale)} ${id}`
    const title = titles.get(ref)
    // Titles were read with this person's rights. What has none may be gone, or not for them; what is closed says so.
    const opens = openable.get(collection) && (title !== undefined || closed(collection))
    things.set(ref, {
      text: title ?? label,
      ...(opens ? { href: formatAdminURL({ adminRoute: payload.config.routes.admin, path }) } : {}),
    })
  }
  return things
}
