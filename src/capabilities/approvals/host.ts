import type { BasePayload } from 'payload'

import type { Actor } from '../../kernel/actor.js'
import { GovernanceError, invalidOption } from '../../kernel/errors.js'
import type { Context } from '../../platform/runtime.js'
import { runtimeOf } from '../../platform/runtime.js'
import { imageFor, newestDoc, type Target } from './documents.js'
import type { ApprovalsPort } from './port.js'
import { grant } from './store.js'

const HOST: Actor = { kind: 'system', ref: 'system:host', roles: [] }

const portOf = (payload: BasePayload): ApprovalsPort | undefined =>
  runtimeOf(payload).capabilities.find(({ key }) => key === 'approvals')?.port as ApprovalsPort | undefined

const localesOf = (payload: BasePayload): string[] => (payload.config.localization ? payload.config.localization.localeCodes : [])

const reasonOf = (reason: unknown): string => {
  if (typeof reason === 'string' && reason.trim() !== '') return reason
  throw new GovernanceError('invalidInput', 'Say why this is published without an approval: `reason` is required.', { field: 'reason' })
}

export type GrantOptions = ({ collection: string; id: number | string } | { global: string }) & {
  /** Why no approval was asked for; kept on the ledger. */
  reason: string
}

const isGoverned = (payload: BasePayload, { kind, slug }: Target): boolean => {
  const governed = portOf(payload)?.governed()
  return Boolean(kind === 'global' ? governed?.globals.includes(slug) : governed?.collections.includes(slug))
}

const grantFor = async (payload: BasePayload, target: Target, reason: string): Promise<void> => {
  const port = portOf(payload)
  if (!port || !isGoverned(payload, target)) return
  const ctx: Context = { payload }
  const doc = await newestDoc(ctx, target)
  if (!doc) throw new GovernanceError('notFound', 'There is no draft to publish.')
  const image = await imageFor(ctx, port.options, target, doc, true)
  await grant(ctx, target, image, HOST, reason, localesOf(payload))
}

/**
 * Lets the newest draft of a document be published once without a review: for seeds, imports and scripts. Server-side
 * only; nothing in a request can cause it. The grant and its reason are on the ledger.
 * @throws GovernanceError `invalidInput` without a reason, `notFound` without a draft.
 */
export const grantPublication = async (payload: BasePayload, options: GrantOptions): Promise<void> => {
  const target: Target = 'global' in options
    ? { kind: 'global', slug: options.global } : { kind: 'collection', slug: options.collection, id: options.id }
  await grantFor(payload, target, reasonOf(options.reason))
}

export type PublishAsHostOptions = ({ collection: string; id?: number | string } | { global: string }) & {
  /** Values of the default language, and those that have no language. Without them the newest draft is published. */
  data?: Record<string, unknown>
  /** Values per further language: `{ fr: { title: '…' } }`. */
  locales?: Record<string, Record<string, unknown>>
  /** Why no approval was asked for; kept on the ledger. */
  reason: string
  /** For upload collections: path of the file. */
  filePath?: string
}

/**
 * Saves as a draft, grants exactly that and publishes it, in all languages: "create this as published" for seeds.
 * @returns the published document.
 */
export const publishAsHost = async (payload: BasePayload, options: PublishAsHostOptions): Promise<{ id: number | string } & Record<string, unknown>> => {
  const reason = reasonOf(options.reason)
  const localization = payload.config.localization
  const first = localization ? localization.defaultLocale : undefined
  const common = { depth: 0, overrideAccess: true }
  const steps = [{ locale: first, data: options.data }, ...Object.entries(options.locales ?? {}).map(([locale, data]) => ({ locale, data }))]
  const published = { ...common, locale: first, data: { _status: 'published' } }
  if ('global' in options) {
    for (const { locale, data } of steps) {
      if (data) await payload.updateGlobal({ ...common, slug: options.global, locale, draft: true, data } as never)
    }
    await grantFor(payload, { kind: 'global', slug: options.global }, reason)
    return (await payload.updateGlobal({ ...published, slug: options.global } as never)) as never
  }
  const { collection } = options
  if (!payload.collections[collection as never]) throw invalidOption('collection', `names "${collection}", which this site does not have.`)
  let { id } = options
  for (const { locale, data } of steps) {
    if (id === undefined) {
      const made = await payload.create({ ...common, collection, locale, draft: true, data: { ...data, _status: 'draft' }, filePath: options.filePath } as never)
      id = (made as { id: number | string }).id
    } else if (data) {
      await payload.update({ ...common, collection, id, locale, draft: true, data } as never)
    }
  }
  await grantFor(payload, { kind: 'collection', slug: collection, id: id! }, reason)
  return (await payload.update({ ...published, collection, id } as never)) as never
}
