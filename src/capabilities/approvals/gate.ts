import type {
  CollectionBeforeDeleteHook,
  CollectionBeforeOperationHook,
  CollectionConfig,
  Config,
  GlobalConfig,
  UIField,
  Where,
} from 'payload'

import { GovernanceError, invalidOption } from '../../kernel/errors.js'
import { withHooks } from '../../platform/merge.js'
import type { Context } from '../../platform/runtime.js'
import { openTakedown } from '../../platform/takedown.js'
import { hasDrafts } from '../../platform/versions.js'
import { rememberBase } from './authorship.js'
import { docsWhere, imageFor, newestDoc, storedDoc } from './store.js'
import { type Doc, isLive, isPublished, subjectOf, type Target } from './target.js'
import { noteCopy } from './copies.js'
import { missing, takedownNeeded } from './verdicts.js'
import type { SanitizedApprovals, Selection } from './options.js'
import { refuse } from './refusals.js'
import { removalOf } from './rows.js'
import { SOCIAL_POSTS } from './socialOptions.js'

interface Versioned {
  slug: string
  versions?: unknown
}

const choose = (option: string, selection: Selection | undefined, present: Versioned[]): string[] => {
  const governable = present.filter(hasDrafts).map(({ slug }) => slug)
  if (selection === undefined) return governable
  const named = Array.isArray(selection) ? selection : selection.except
  for (const slug of named) {
    if (!present.some((one) => one.slug === slug)) {
      throw invalidOption(
        option,
        `names "${slug}", which this site does not have. It has: ${present.map((one) => one.slug).join(', ')}.`,
      )
    }
    if (Array.isArray(selection) && !governable.includes(slug)) {
      throw invalidOption(
        option,
        `names "${slug}", which has no drafts. Give it \`versions: { drafts: true }\`, or leave it out.`,
      )
    }
  }
  return Array.isArray(selection)
    ? [...selection]
    : governable.filter((slug) => !selection.except.includes(slug))
}

export interface Governed {
  collections: string[]
  globals: string[]
}

/** What is governed on this site. @throws GovernanceError `invalidOption`. */
export const governedBy = (
  config: Config,
  options: SanitizedApprovals,
  hasSocialPosts: boolean,
): Governed => {
  const governed = {
    collections: [
      ...choose('approvals.collections', options.collections, config.collections ?? []),
      // The plugin's own, added later: governed whatever the host chose of its collections.
      ...(hasSocialPosts ? [SOCIAL_POSTS] : []),
    ],
    globals: choose('approvals.globals', options.globals, config.globals ?? []),
  }
  for (const slug of Object.keys(options.volatileFields)) {
    if (slug !== SOCIAL_POSTS && ![...governed.collections, ...governed.globals].includes(slug)) {
      throw invalidOption(
        `approvals.volatileFields.${slug}`,
        'names neither a governed collection nor a governed global.',
      )
    }
  }
  return governed
}

/** Payload removes versions and files before the row: what is live is refused before that. */
const refuseDeletion =
  (options: SanitizedApprovals): CollectionBeforeDeleteHook =>
  async ({ id, collection, req }) => {
    const ctx: Context = { payload: req.payload, req }
    const target: Target = { kind: 'collection', slug: collection.slug, id }
    const stored = await storedDoc(ctx, target)
    if (!stored || !isLive(stored)) return
    const { hash } = await imageFor(ctx, options, target, stored)
    if (await openTakedown(ctx, await removalOf(ctx, target, hash))) return
    refuse(ctx, subjectOf(target), 'delete', takedownNeeded())
  }

interface OperationArgs {
  id?: number | string
  where?: Where
  data?: Doc
  draft?: boolean
  duplicateFromID?: number | string
  publishAllLocales?: boolean
}

interface Edits {
  crop?: unknown
  heightInPixels?: unknown
  widthInPixels?: unknown
  focalPoint?: { x?: number; y?: number }
}

/** @param live the row whose sizes are on the disk: those of a draft say only what somebody wrote into it */
const rewritesFile = (req: { file?: unknown; query?: unknown }, live: Doc | null): boolean => {
  if (req.file) return true
  const edits = (req.query as { uploadEdits?: Edits } | undefined)?.uploadEdits
  if (!edits || typeof edits !== 'object') return false
  if (edits.crop || edits.heightInPixels || edits.widthInPixels) return true
  const { focalPoint } = edits
  return (
    Boolean(focalPoint) && (Number(focalPoint?.x) !== live?.focalX || Number(focalPoint?.y) !== live?.focalY)
  )
}

const fileIsLive = (): GovernanceError =>
  new GovernanceError(
    'fileIsLive',
    'This file is live. Upload the new version as a new file; replacing it would change what visitors see at once.',
  )

/** Files are unlinked before any other hook runs, for a draft of a live upload too. */
const refuseFileReplacement =
  (): CollectionBeforeOperationHook =>
  async ({ args, operation, req, collection }) => {
    if (operation !== 'update') return
    const { id, where } = args as OperationArgs
    const ctx: Context = { payload: req.payload, req }
    if (id === undefined) {
      if (!rewritesFile(req, null)) return
      const matching = await docsWhere(ctx, collection.slug, where ?? {}, { limit: 1000 })
      if (!(args as OperationArgs).draft && !matching.some((doc) => isLive(doc))) return
      refuse(ctx, `${collection.slug}:*`, 'replaceFile', fileIsLive())
    }
    const target: Target = { kind: 'collection', slug: collection.slug, id }
    const stored = await storedDoc(ctx, target)
    if (isLive(stored) && rewritesFile(req, stored))
      refuse(ctx, subjectOf(target), 'replaceFile', fileIsLive())
  }

/** A new document cannot have been approved: refused before its file is stored. */
const refuseLiveCreation: CollectionBeforeOperationHook = async ({ args, operation, req, collection }) => {
  if (operation !== 'create') return
  const { data, draft, duplicateFromID, publishAllLocales } = args as OperationArgs
  const ctx: Context = { payload: req.payload, req }
  const asked = data?._status !== undefined && data._status !== null && isPublished(data)
  if (duplicateFromID !== undefined)
    noteCopy(ctx, { kind: 'collection', slug: collection.slug, id: duplicateFromID })
  let copies = false
  if (duplicateFromID !== undefined && !draft && data?._status === undefined) {
    copies = isLive(await newestDoc(ctx, { kind: 'collection', slug: collection.slug, id: duplicateFromID }))
  }
  if (asked || copies || (publishAllLocales && !draft))
    refuse(ctx, `${collection.slug}:new`, 'create', missing())
}

const PANEL: UIField = {
  name: 'governanceApproval',
  type: 'ui',
  label: { en: 'Approval', fr: 'Approbation' },
  admin: {
    position: 'sidebar',
    disableListColumn: true,
    disableBulkEdit: true,
    components: { Field: 'payload-plugin-governance/client#ApprovalPanel' },
  },
}

const PUBLISH = 'payload-plugin-governance/client#ApprovalPublishButton'
const NO_UNPUBLISH = 'payload-plugin-governance/client#NoUnpublishButton'

/** Payload's own scheduler publishes whatever is newest when it fires, so it is off where approvals govern. */
const withoutScheduler = <T extends { versions?: unknown }>(entity: T): T => {
  const versions = entity.versions as { drafts?: unknown }
  const { drafts } = versions
  if (typeof drafts !== 'object' || drafts === null || !('schedulePublish' in drafts)) return entity
  return { ...entity, versions: { ...versions, drafts: { ...drafts, schedulePublish: false } } }
}

export const governCollection = (
  collection: CollectionConfig,
  options: SanitizedApprovals,
): CollectionConfig => {
  const components = collection.admin?.components ?? {}
  const withPanel: CollectionConfig = {
    ...withoutScheduler(collection),
    fields: [...collection.fields, PANEL],
    admin: {
      ...collection.admin,
      components: {
        ...components,
        edit: { ...components.edit, PublishButton: PUBLISH, UnpublishButton: NO_UNPUBLISH },
      },
    },
  }
  return withHooks(
    withPanel,
    {
      beforeOperation: [refuseLiveCreation, ...(collection.upload ? [refuseFileReplacement()] : [])],
      beforeDelete: [refuseDeletion(options)],
      beforeChange: [rememberBase],
    },
    true,
  )
}

const governGlobal = (global: GlobalConfig): GlobalConfig => {
  const components = global.admin?.components ?? {}
  return {
    ...withoutScheduler(global),
    fields: [...global.fields, PANEL],
    admin: {
      ...global.admin,
      components: {
        ...components,
        elements: { ...components.elements, PublishButton: PUBLISH, UnpublishButton: NO_UNPUBLISH },
      },
    },
  }
}

/** Early refusals, and the buttons of the document. The invariant itself is kept by the seal. */
export const governConfig = (config: Config, options: SanitizedApprovals, governed: Governed): Config => ({
  ...config,
  collections: (config.collections ?? []).map((collection) =>
    governed.collections.includes(collection.slug) ? governCollection(collection, options) : collection,
  ),
  globals: (config.globals ?? []).map((global) =>
    governed.globals.includes(global.slug) ? governGlobal(global) : global,
  ),
})
