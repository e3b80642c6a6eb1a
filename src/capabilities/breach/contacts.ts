import type { ContactPort, ContactSource, RecordSearch } from '../../kernel/breachPorts.js'
import { parseRef, type Ref } from '../../kernel/ref.js'
import type { Context } from '../../platform/runtime.js'
import { collectedContacts, sourceRef } from './collected.js'
import type { BreachWork } from './context.js'

/** Where people are found: in the messages of forms, and in every collection of the host that holds collected data. */
export const contactPorts = (ctx: Context, work: BreachWork): ContactPort[] => {
  const { collections, leftOut } = work.options
  const messages = work.messages()
  const governed = new Map(
    (work.collected()?.collections(ctx) ?? []).map(({ collection, receivedAt }) => [collection, receivedAt]),
  )
  for (const collection of Object.keys(collections))
    if (!governed.has(collection)) governed.set(collection, 'createdAt')
  return [
    ...(messages ? [messages] : []),
    ...[...governed].flatMap(([collection, receivedAt]) =>
      leftOut.includes(collection) ||
      collection === messages?.collection ||
      !(collection in ctx.payload.collections)
        ? []
        : [collectedContacts({ work, collection, receivedAt, fields: collections[collection] ?? {} })],
    ),
  ]
}

export const isOfHost = (port: ContactPort, source: Ref | undefined): boolean =>
  source === sourceRef(port.collection)

/** Those that a search asks, in an order that does not change while it runs. */
export const portsFor = (ctx: Context, work: BreachWork, { form, records }: RecordSearch): ContactPort[] => {
  const ports = contactPorts(ctx, work)
  if (records) {
    const named = new Set(records.map((ref) => parseRef(ref).collection))
    return ports.filter(({ collection }) => named.has(collection))
  }
  if (!form) return ports
  if (form.startsWith('collection:')) return ports.filter((port) => isOfHost(port, form))
  return ports.filter((port) => port === work.messages())
}

/** What one of them is asked: of chosen records its own. */
export const searchIn = ({ collection }: ContactPort, search: RecordSearch): RecordSearch =>
  search.records
    ? { ...search, records: search.records.filter((ref) => parseRef(ref).collection === collection) }
    : search

export const sourcesOf = async (ctx: Context, work: BreachWork, locale: string): Promise<ContactSource[]> =>
  (await Promise.all(contactPorts(ctx, work).map((port) => port.sources(ctx, locale)))).flat()

/** The address in a record, wherever it is of; null where the record or the address is gone. */
export const addressIn = async (ctx: Context, work: BreachWork, record: Ref): Promise<null | string> => {
  const { collection } = parseRef(record)
  const port = contactPorts(ctx, work).find((one) => one.collection === collection)
  return (await port?.addressOf(ctx, record)) ?? null
}
