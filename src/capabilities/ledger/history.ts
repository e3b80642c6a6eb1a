import type {
  CollectionConfig,
  Config,
  DocumentTabConfig,
  EditConfig,
  GlobalConfig,
  PayloadRequest,
  Where,
} from 'payload'

import { type Actor, isStaffMember } from '../../kernel/actor.js'
import { doesNotExist } from '../../kernel/errors.js'
import { parseRef, type Ref, refOf } from '../../kernel/ref.js'
import { actorOf } from '../../platform/actor.js'
import { all, countRows } from '../../platform/db.js'
import { idIn } from '../../platform/ids.js'
import { type Capability, runtimeOf } from '../../platform/runtime.js'
import { about, type Paging } from './entries.js'
import { type Asking, mayReadLedger } from './reach.js'
import type { EntryList } from './shown.js'

export interface Histories {
  collections: string[]
  globals: string[]
}

/** What has a history, as every capability says of what it governs. */
export const historiesOf = (capabilities: Capability<unknown>[], config: Config): Histories => {
  const each = capabilities.map(({ histories }) => histories?.(config) ?? {})
  return {
    collections: [...new Set(each.flatMap(({ collections }) => collections ?? []))],
    globals: [...new Set(each.flatMap(({ globals }) => globals ?? []))],
  }
}

const PATH = '/history'
/** Where the host has a view of its own at that address. */
const OTHER_PATH = '/governance-history'

const tabFor = (isAccounts: boolean): DocumentTabConfig => ({
  label: ({ t }) => t('governance:ledgerScreen:history:tab' as never),
  href: PATH,
  order: 350,
  condition: ({ req }) => {
    const actor = actorOf(req)
    return isStaffMember(actor) && (!isAccounts || mayReadLedger(actor))
  },
})

type Views = { edit?: EditConfig }

const withTab = (views: Views | undefined, isAccounts = false): Views => {
  const edit = (views?.edit ?? {}) as Record<string, { path?: string }>
  // A host that renders the whole document itself has no tabs.
  if ('root' in edit) return views!
  const path = Object.values(edit).some((view) => view.path === PATH) ? OTHER_PATH : PATH
  const history = {
    path,
    Component: 'payload-plugin-governance/rsc#HistoryView',
    tab: { ...tabFor(isAccounts), href: path },
  }
  return { ...views, edit: { ...edit, governanceHistory: history } as never }
}

const withHistory = <T extends CollectionConfig | GlobalConfig>(entity: T, isAccounts: boolean): T => {
  const components = entity.admin?.components as { views?: Views } | undefined
  const views = withTab(components?.views, isAccounts)
  return { ...entity, admin: { ...entity.admin, components: { ...components, views } } }
}

/** The tab "History" on every document that any capability governs, beside the host's own views. */
export const withHistories = (config: Config, capabilities: Capability<unknown>[]): Config => {
  const { collections, globals } = historiesOf(capabilities, config)
  // As Payload does: the collection named in the config, or the first that people can sign in to.
  const accounts = config.admin?.user ?? config.collections?.find(({ auth }) => auth)?.slug
  return {
    ...config,
    collections: config.collections?.map((collection) =>
      collections.includes(collection.slug)
        ? withHistory(collection, collection.slug === accounts)
        : collection,
    ),
    globals: config.globals?.map((global) =>
      globals.includes(global.slug) ? withHistory(global, false) : global,
    ),
  }
}

type Rule = (args: {
  req: PayloadRequest
  id?: number | string
}) => Promise<Where | boolean> | Where | boolean

/** May this person read that record? Asked below the hooks: to look whether is no reading. */
const mayRead = async (req: PayloadRequest, ref: Ref): Promise<boolean> => {
  const { payload } = req
  const { collection, id: text } = parseRef(ref)
  if (collection === 'global') {
    const global = payload.globals.config.find(({ slug }) => slug === text)
    return global ? Boolean(await (global.access.read as Rule)({ req })) : false
  }
  const id = idIn(payload, collection, text)
  if (id === null) return false
  const allowed = await (payload.collections[collection as never]!.config.access.read as Rule)({ req, id })
  if (!allowed) return false
  const where: Where = { id: { equals: id } }
  return (await countRows({ payload, req }, collection, allowed === true ? where : all(where, allowed))) > 0
}

/** An account's history says who holds power: for readers of the ledger, and the person. */
const isForThem = (actor: Actor, ref: Ref, accounts: string): boolean =>
  parseRef(ref).collection !== accounts || actor.ref === ref || mayReadLedger(actor)

/**
 * What happened to one document, for whoever on the staff may read it.
 * @throws GovernanceError `notFound` for what is not there, has no history, or is not theirs to read.
 */
export const historyOf = async (ctx: Asking, subject: Ref, how: Paging): Promise<EntryList> => {
  const { payload, req, actor } = ctx
  const { capabilities } = runtimeOf(payload)
  const { collections, globals } = historiesOf(capabilities, payload.config as never)
  const { collection, id } = parseRef(subject)
  const known = collection === 'global' ? globals.includes(id) : collections.includes(collection)
  const allowed =
    isStaffMember(actor) &&
    known &&
    isForThem(actor, subject, payload.config.admin.user) &&
    (await mayRead(req, subject))
  if (!allowed) throw doesNotExist()
  // Of what belongs to it only what this person may read by itself: a report names who complained.
  const related = (
    await Promise.all(capabilities.map(async (one) => (await one.related?.({ payload }, subject)) ?? []))
  ).flat()
  const readable = await Promise.all(related.map((ref) => mayRead(req, ref)))
  return about(ctx, [subject, ...related.filter((_, index) => readable[index])], how)
}

export const documentRef = (kind: string, slug: string, id?: string): Ref =>
  kind === 'globals' ? refOf('global', slug) : refOf(slug, id ?? '')
