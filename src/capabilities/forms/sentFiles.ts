import type { Access, AccessArgs, CollectionConfig, Field, Where } from 'payload'

import { hasRole } from '../../kernel/actor.js'
import { parseRef } from '../../kernel/ref.js'
import { asVersions, fieldAccess, intersect } from '../../platform/access.js'
import { actorOf } from '../../platform/actor.js'
import { disclosedTo } from '../../platform/disclosure.js'
import { withHooks } from '../../platform/merge.js'
import { SENT } from './access.js'
import { SENT_WITH } from './collections.js'
import type { Desk } from './context.js'
import { filesFor } from './reach.js'
import { filesSentWith } from './store.js'
import { dateFile, markFile } from './uploading.js'

export const sentWithField: Field = {
  name: SENT_WITH,
  type: 'text',
  index: true,
  access: fieldAccess(SENT),
  admin: { hidden: true, disableListColumn: true, disableListFilter: true, disableBulkEdit: true },
}

const ownFiles: Where = { [SENT_WITH]: { exists: false } }

/**
 * A file that came with a message is for the readers of that message only; the file itself, as the message, once
 * somebody has said why they need to see it. What staff uploaded themselves stays as the host has it.
 */
const narrowed =
  (slug: string, host: Access | undefined, desk: Desk, ofVersions = false): Access =>
  async (args: AccessArgs) => {
    const { req } = args
    const { readers, mask, submissions } = desk.options
    const allowed = host ? await host(args) : Boolean(req.user)
    if (allowed === false) return false
    const actor = actorOf(req)
    const among = (files: true | Where) => intersect(allowed, ofVersions ? asVersions(files) : files)
    if (!hasRole(actor, ...readers)) return among(ownFiles)
    const theirs = among(await filesFor(desk, { payload: req.payload }, actor))
    const showsContent = (args as { isReadingStaticFile?: boolean }).isReadingStaticFile === true
    if (!mask || !showsContent) return theirs
    const open = [...(await disclosedTo({ payload: req.payload }, actor.ref))]
      .map((ref) => parseRef(ref))
      .filter(({ collection }) => collection === submissions)
      .map(({ id }) => id)
    const ids = await filesSentWith({ payload: req.payload }, submissions, open, slug)
    return intersect(theirs, { or: [ownFiles, { id: { in: ids } }] })
  }

/** Slugs of the collections that the form builder puts files into. */
export const uploadsOf = (forms: CollectionConfig | undefined): string[] => {
  const options = (fields: Field[]): string[] =>
    fields.flatMap((field) => {
      if (field.type === 'blocks') return field.blocks.flatMap(({ fields: inner }) => options(inner))
      if (field.type === 'tabs') return field.tabs.flatMap(({ fields: inner }) => options(inner))
      if (field.type === 'select' && field.name === 'uploadCollection')
        return field.options.map((one) => (typeof one === 'string' ? one : one.value))
      return 'fields' in field ? options(field.fields) : []
    })
  return [...new Set(options(forms?.fields ?? []))]
}

/** The gate on a collection that holds files of messages. */
export const governUploads = (desk: Desk, collection: CollectionConfig): CollectionConfig => {
  const { access = {} } = collection
  const keep = (rule: Access | undefined, ofVersions = false): Access =>
    narrowed(collection.slug, rule, desk, ofVersions)
  const marked = withHooks(collection, { beforeChange: [markFile], afterChange: [dateFile] })
  return {
    ...marked,
    fields: [...collection.fields, sentWithField],
    access: {
      ...access,
      read: keep(access.read),
      update: keep(access.update),
      delete: keep(access.delete),
      ...(collection.versions ? { readVersions: keep(access.readVersions ?? access.read, true) } : {}),
    },
  }
}
