import { buildTableStateHandler } from '@payloadcms/ui/utilities/buildTableState'

import { formatNames } from 'payload'

import type { Row } from '../../src/platform/db.js'
import { runtimeOf } from '../../src/platform/runtime.js'
import { type AccessSite, linkTo, type Who } from './site.js'

/** Whether the running system let this person through. */
export type Answer = boolean

type Door = (site: AccessSite, who: Who, slug: string, row: Row) => Promise<Answer | undefined>

const call = (site: AccessSite, { as, headers }: Who, method: string, path: string, body?: unknown) =>
  site.rest(method, path, { as, headers, ...(body === undefined ? {} : { body }) })

const ask = (site: AccessSite, who: Who, query: string) =>
  site.graphql(query, { as: who.as, headers: who.headers })

const isIn = (docs: { id?: unknown }[] | undefined, row: Row): boolean =>
  Boolean(docs?.some(({ id }) => id === row.id))

const thisRow = (row: Row): string => `where[id][equals]=${row.id}`
const literal = (id: unknown): string => (typeof id === 'number' ? String(id) : JSON.stringify(id))

/** What GraphQL calls it; null where it is not there. */
const namesIn = (site: AccessSite, slug: string): { one: string; many: string } | null => {
  if (site.payload.collections[slug as never]!.config.graphQL === false) return null
  const { graphQL } = site.payload.collections[slug as never]!.config as {
    graphQL?: { singularName?: string; pluralName?: string }
  }
  const names = formatNames(slug)
  const [one, plural] = [graphQL?.singularName ?? names.singular, graphQL?.pluralName ?? names.plural]
  return { one, many: one === plural ? `all${one}` : plural }
}

const requestOf = (site: AccessSite, { as, headers }: Who) => site.request({ as, headers })

const local = async <T>(work: () => Promise<T>): Promise<T | null> => work().catch(() => null)

/** Every way to a row that Payload has, each answering whether this row came through it. */
export const READING: Record<string, Door> = {
  'REST list': async (site, who, slug, row) =>
    isIn((await call(site, who, 'GET', `/${slug}?depth=0&${thisRow(row)}`)).body.docs, row),
  'REST document': async (site, who, slug, row) =>
    (await call(site, who, 'GET', `/${slug}/${row.id}?depth=0`)).body.id === row.id,
  'REST count': async (site, who, slug, row) =>
    (await call(site, who, 'GET', `/${slug}/count?${thisRow(row)}`)).body.totalDocs === 1,
  'REST permissions of a document': async (site, who, slug, row) =>
    (await call(site, who, 'POST', `/${slug}/access/${row.id}`, {})).status === 200,
  'GraphQL list': async (site, who, slug, row) => {
    const names = namesIn(site, slug)
    if (!names) return undefined
    const answer = await ask(
      site,
      who,
      `{ ${names.many}(where: { id: { equals: ${literal(row.id)} } }) { docs { id } } }`,
    )
    return isIn(answer.data?.[names.many]?.docs, row)
  },
  'GraphQL document': async (site, who, slug, row) => {
    const names = namesIn(site, slug)
    if (!names) return undefined
    const answer = await ask(site, who, `{ ${names.one}(id: ${literal(row.id)}) { id } }`)
    return answer.data?.[names.one]?.id === row.id
  },
  'GraphQL count': async (site, who, slug, row) => {
    const names = namesIn(site, slug)
    if (!names) return undefined
    const name = `count${names.many}`
    const answer = await ask(
      site,
      who,
      `{ ${name}(where: { id: { equals: ${literal(row.id)} } }) { totalDocs } }`,
    )
    return answer.data?.[name]?.totalDocs === 1
  },
  'distinct values': async (site, who, slug, row) => {
    const field = plainField(site, slug)
    if (!field) return undefined
    const req = await requestOf(site, who)
    const found = await local(() =>
      site.payload.findDistinct({
        collection: slug as never,
        field: field as never,
        where: { id: { equals: row.id } },
        overrideAccess: false,
        req,
      }),
    )
    return Boolean(found?.values.length)
  },
  'through a relation': async (site, who, slug, row) => {
    if (!hasLink(site, slug)) return undefined
    const field = linkTo(slug)
    const answer = await call(site, who, 'GET', `/links?depth=1&where[${field}][equals]=${row.id}`)
    return (answer.body.docs as Record<string, unknown>[]).some(
      (doc) => (doc[field] as { id?: unknown } | null)?.id === row.id,
    )
  },
  'join below another document': async (site, who, slug, row) => {
    if (slug !== 'comments') return undefined
    return joined(await call(site, who, 'GET', '/articles?depth=1'), row)
  },
  'join below a draft': async (site, who, slug, row) => {
    if (slug !== 'comments') return undefined
    return joined(await call(site, who, 'GET', '/articles?depth=0&draft=true'), row)
  },
  'table of the admin panel': async (site, who, slug, row) => {
    const req = await requestOf(site, who)
    // What the server function found; to draw it takes a browser's bundle.
    let found: Row[] | undefined
    const payload = Object.assign(Object.create(site.payload) as typeof site.payload, {
      find: async (args: { collection: string }) => {
        const answer = await site.payload.find(args as never)
        // Preferences of the person are looked up as well.
        if (args.collection === slug) found = answer.docs as unknown as Row[]
        return answer
      },
    })
    await local(async () =>
      buildTableStateHandler({
        collectionSlug: slug,
        columns: [],
        enableRowSelections: false,
        permissions: { collections: { [slug]: { fields: true, read: true } } },
        query: { where: { id: { equals: row.id } }, limit: 10 },
        req: Object.assign(req, { payload }),
      } as never),
    )
    return isIn(found, row)
  },
  'REST versions': async (site, who, slug, row) => {
    if (!site.payload.collections[slug as never]!.config.versions) return undefined
    const answer = await call(site, who, 'GET', `/${slug}/versions?depth=0&where[parent][equals]=${row.id}`)
    return Boolean(answer.body.docs?.length)
  },
}

const joined = ({ body }: { body: { docs?: { said?: { docs?: unknown[] } }[] } }, row: Row): boolean =>
  (body.docs ?? [])
    .flatMap(({ said }) => said?.docs ?? [])
    .some((one) => one === row.id || (one as { id?: unknown }).id === row.id)

/** A field that is read with its row. */
const plainField = (site: AccessSite, slug: string): string | undefined => {
  const { classes = {} } = runtimeOf(site.payload).table.ours[slug]!
  const told = Object.values(classes)
    .filter(({ read }) => read !== undefined && read !== 'everyone')
    .flatMap(({ fields }) => fields)
  const found = site.payload.collections[slug as never]!.config.fields.find(
    (field) =>
      'name' in field && field.type === 'text' && field.name !== 'scope' && !told.includes(field.name),
  )
  return (found as { name: string } | undefined)?.name
}

const hasLink = (site: AccessSite, slug: string): boolean =>
  site.payload.collections['links' as never]!.config.fields.some(
    (field) => 'name' in field && field.name === linkTo(slug),
  )

/** Refused for who they are: another refusal means that access let them through. */
const refused = (status: number, body: { errors?: { data?: { code?: string } }[] }): boolean => {
  const code = body.errors?.[0]?.data?.code
  return (
    [401, 403, 404].includes(status) && (!code || ['notAllowed', 'notFound', 'notSignedIn'].includes(code))
  )
}

const through = async (asked: Promise<{ status: number; body: never }>): Promise<boolean> => {
  const { status, body } = await asked
  return !refused(status, body)
}

/** Ways to write, on collections whose rows only stores write; nothing of it may come through. */
export const WRITING: Record<'create' | 'delete' | 'update', Record<string, Door>> = {
  create: {
    'REST create': (site, who, slug) => through(call(site, who, 'POST', `/${slug}`, {}) as never),
    'REST duplicate': (site, who, slug, row) =>
      through(call(site, who, 'POST', `/${slug}/${row.id}/duplicate`, {}) as never),
    'GraphQL create': async (site, who, slug) =>
      // What GraphQL itself asks for, before anybody's access is.
      mutates(
        site,
        who,
        slug,
        'create',
        `data: { ${slug === 'social-posts' ? 'text: "x", network: "facebook"' : ''} }`,
      ),
  },
  update: {
    'REST update': (site, who, slug, row) =>
      through(call(site, who, 'PATCH', `/${slug}/${row.id}`, {}) as never),
    'REST update in bulk': (site, who, slug, row) =>
      bulk(call(site, who, 'PATCH', `/${slug}?${thisRow(row)}`, {}) as never),
    'GraphQL update': async (site, who, slug, row) =>
      mutates(site, who, slug, 'update', `id: ${literal(row.id)}, data: {}`),
  },
  delete: {
    'REST delete': (site, who, slug, row) =>
      through(call(site, who, 'DELETE', `/${slug}/${row.id}`) as never),
    'REST delete in bulk': (site, who, slug, row) =>
      bulk(call(site, who, 'DELETE', `/${slug}?${thisRow(row)}`) as never),
    'GraphQL delete': async (site, who, slug, row) =>
      mutates(site, who, slug, 'delete', `id: ${literal(row.id)}`),
  },
}

const bulk = async (
  asked: Promise<{ status: number; body: { docs?: unknown[]; errors?: { message: string }[] } }>,
): Promise<boolean> => {
  const { status, body } = await asked
  if (status === 200) return Boolean(body.docs?.length)
  // Anything but a refusal: access let them through to it.
  return ![401, 403].includes(status) && !body.errors?.some(({ message }) => /not allowed/i.test(message))
}

const mutates = async (
  site: AccessSite,
  who: Who,
  slug: string,
  operation: string,
  args: string,
): Promise<boolean | undefined> => {
  const names = namesIn(site, slug)
  if (
    !names ||
    (site.payload.collections[slug as never]!.config.graphQL as undefined | { disableMutations?: boolean })
      ?.disableMutations
  )
    return undefined
  const answer = await ask(site, who, `mutation { ${operation}${names.one}(${args}) { id } }`)
  const errors = answer.errors ?? []
  return !errors.some(({ message }) => /not allowed|Cannot query field/i.test(message))
}

/** A field of a row that this person reads, or of its answer without it. */
export const FIELD_READING: Record<
  string,
  (...args: [...Parameters<Door>, field: string]) => ReturnType<Door>
> = {
  'REST list': async (site, who, slug, row, field) => {
    const docs = (await call(site, who, 'GET', `/${slug}?depth=0&${thisRow(row)}`)).body.docs
    return docs?.[0]?.[field] !== undefined && docs[0][field] !== null
  },
  'REST document': async (site, who, slug, row, field) =>
    ((await call(site, who, 'GET', `/${slug}/${row.id}?depth=0&select[${field}]=true`)).body[field] ??
      null) !== null,
  'GraphQL document': async (site, who, slug, row, field) => {
    const names = namesIn(site, slug)
    if (!names) return undefined
    const answer = await ask(site, who, `{ ${names.one}(id: ${literal(row.id)}) { ${field} } }`)
    return (answer.data?.[names.one]?.[field] ?? null) !== null
  },
}

/** Asking by a field, which tells what is in it: Payload judges it without a row. */
export const FIELD_ASKING: Record<
  string,
  (...args: [...Parameters<Door>, field: string]) => ReturnType<Door>
> = {
  filter: async (site, who, slug, _row, field) =>
    (await call(site, who, 'GET', `/${slug}?depth=0&where[${field}][exists]=true`)).status === 200,
  count: async (site, who, slug, _row, field) =>
    (await call(site, who, 'GET', `/${slug}/count?where[${field}][exists]=true`)).status === 200,
  'filter through a relation': async (site, who, slug, _row, field) => {
    if (!hasLink(site, slug)) return undefined
    return (
      (await call(site, who, 'GET', `/links?depth=0&where[${linkTo(slug)}.${field}][exists]=true`)).status ===
      200
    )
  },
  'distinct values': async (site, who, slug, _row, field) => {
    const req = await requestOf(site, who)
    const found = await local(() =>
      site.payload.findDistinct({
        collection: slug as never,
        field: field as never,
        overrideAccess: false,
        req,
      }),
    )
    return found !== null
  },
}
