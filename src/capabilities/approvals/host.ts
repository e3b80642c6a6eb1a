import type { BasePayload } from 'payload'

import type { Actor } from '../../kernel/actor.js'
import { GovernanceError, invalidOption } from '../../kernel/errors.js'
import { localesOf } from '../../platform/fields.js'
import type { Context } from '../../platform/runtime.js'
import { runtimeOf } from '../../platform/runtime.js'
import type { ApprovalsPort } from './port.js'
import { grant } from './publications.js'
import { imageFor, newestDoc, save } from './store.js'
import type { Target } from './target.js'

const HOST: Actor = { kind: 'system', ref: 'system:host', roles: [] }

const portOf = (payload: BasePayload): ApprovalsPort | undefined =>
  runtimeOf(payload).capabilities.find(({ key }) => key === 'approvals')?.port as ApprovalsPort | undefined

const reasonOf = (reason: unknown): string => {
  if (typeof reason === 'string' && reason.trim() !== '') return reason
  throw new GovernanceError(
    'invalidInput',
    'Say why this is published without an approval: `reason` is required.',
    { field: 'reason' },
  )
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
  await grant(ctx, { target, image, actor: HOST, reason, locales: localesOf(payload) })
}

/**
 * Lets the newest draft of a document be published once without a review: for seeds, imports and scripts. Server-side
 * only; nothing in a request can cause it. The grant and its reason are on the ledger.
 * @throws GovernanceError `invalidInput` without a reason, `notFound` without a draft.
 */
export const grantPublication = async (payload: BasePayload, options: GrantOptions): Promise<void> => {
  const target: Target =
    'global' in options
      ? { kind: 'global', slug: options.global }
      : { kind: 'collection', slug: options.collection, id: options.id }
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
export const publishAsHost = async (
  payload: BasePayload,
  options: PublishAsHostOptions,
): Promise<{ id: number | string } & Record<string, unknown>> => {
  const reason = reasonOf(options.reason)
  const localization = payload.config.localization
  const first = localization ? localization.defaultLocale : undefined
  const steps = [
    { locale: first, data: options.data },
    ...Object.entries(options.locales ?? {}).map(([locale, data]) => ({ locale, data })),
  ]
  let target: Target =
    'global' in options
      ? { kind: 'global', slug: options.global }
      : { kind: 'collection', slug: options.collection, id: options.id }
  if (target.kind === 'collection' && !payload.collections[target.slug as never]) {
    throw invalidOption('collection', `names "${target.slug}", which this site does not have.`)
  }
  for (const { locale, data } of steps) {
    const isNew = target.kind === 'collection' && target.id === undefined
    if (!data && !isNew) continue
    const more = isNew ? { filePath: options.filePath } : {}
    const saved = await save(
      payload,
      target,
      { ...data, ...(isNew ? { _status: 'draft' } : {}) },
      { draft: true, locale, ...more },
    )
    if (isNew) target = { ...target, id: saved.id as number | string }
  }
  await grantFor(payload, target, reason)
  return (await save(
    payload,
    target,
    { _status: 'published' },
    { locale: first, publishAllLocales: true },
  )) as never
}
