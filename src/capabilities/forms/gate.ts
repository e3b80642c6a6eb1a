import type { Access, CollectionConfig, Config, Field, PayloadRequest } from 'payload'

import { actorOf } from '../../platform/actor.js'
import { asVersions, intersect, withHostRules } from '../../platform/access.js'
import { withMask } from '../../platform/disclosure.js'
import { mapCollections, withHooks } from '../../platform/merge.js'
import { timeless } from '../../platform/timeless.js'
import type { Seal } from '../../platform/runtime.js'
import { refOf } from '../../kernel/ref.js'
import { ANSWERS, collectedAccess } from './access.js'
import { KEY, NOTICE_COLUMN } from './collections.js'
import { addedFields, inWords, SHOW, slugFields } from './fields.js'
import { withFormFields } from './formFields.js'
import type { FormField, FormShape } from './domain.js'
import { withoutUnsafe } from './mail.js'
import type { SanitizedForms } from './options.js'
import { notOffered, unlessAllowed } from './nobody.js'
import { assignedTo } from './reach.js'
import { keepWithMessages } from './removal.js'
import { restCreate } from './rest.js'
import { governUploads, uploadsOf } from './sentFiles.js'
import { uploadingFor } from './uploading.js'
import { begin, committedOnly, forget, isOpenTransaction, settle, settleAfterCommit } from './bindings.js'
import type { Desk } from './context.js'
import { cleanAnswers, logReading, markFor, refuseEarly } from './hooks.js'
import { formOf } from './store.js'

/**
 * The gate below every API: whoever writes a row into a collected collection gets a binding with it, or a refusal.
 * `payload.db.create` included.
 */
export const bindingSeal = (desk: Desk): Seal => ({
  key: 'forms',
  applies: (collection) => collection in desk.options.collected,
  judge: async (attempt, ctx) => {
    if (attempt.operation !== 'create' || attempt.version || !attempt.data) return
    const { collection, data } = attempt
    const at = { payload: ctx.payload, req: ctx.req }
    const inside = await isOpenTransaction(ctx.req)
    const { row, meta, day } = await begin(desk, at, collection, data)
    const key = String(row.key)
    const stamps = day ? { createdAt: day.toISOString(), updatedAt: day.toISOString() } : {}
    const kept = { ...data, ...stamps, [KEY]: key }
    let subject = ''
    return {
      args: day ? timeless(ctx.payload, collection, kept) : { data: kept },
      written: (result) => {
        subject = refOf(collection, (result as { id: number | string }).id)
      },
      failed: async () => {
        if (!inside) await forget(at, key)
      },
      done: async () => {
        if (inside) {
          void settleAfterCommit(desk, ctx.payload, key, subject, data).catch((err: unknown) =>
            ctx.payload.logger.error({
              err,
              msg: 'governance: a submission waits for the next run to be bound',
            }),
          )
          return
        }
        meta.number =
          ((await settle(desk, ctx.payload, key, subject, data, row)).number as null | number) ?? null
      },
    }
  },
})

/** Readers see committed rows only, and of these what they need to know. */
const committed =
  (desk: Desk, rule: Access, collection: string, ofVersions = false): Access =>
  async (args) => {
    const { req } = args
    const allowed = await rule(args)
    if (allowed === false) return false
    const theirs = await assignedTo(desk, { payload: req.payload }, actorOf(req), collection)
    const known = await committedOnly({ payload: req.payload, req }, collection)
    const added = intersect(theirs, known)
    return intersect(allowed, ofVersions ? asVersions(added) : added)
  }

/** In words, and covered until somebody says why they need to read it. */
const builderFields = ({ mask, readers }: SanitizedForms, { slug, fields }: CollectionConfig): Field[] =>
  mask ? [SHOW, ...withMask(slug, inWords(fields), ANSWERS, readers)] : inWords(fields)

const EXPORT = 'payload-plugin-governance/client#ExportMessages'

/** The button above the list; it shows itself to whoever may press it. */
const withExport = ({ admin }: CollectionConfig): NonNullable<CollectionConfig['admin']>['components'] => ({
  ...admin?.components,
  beforeListTable: [...(admin?.components?.beforeListTable ?? []), EXPORT],
})

const governed = (desk: Desk, collection: CollectionConfig): CollectionConfig => {
  const { options } = desk
  const { slug } = collection
  const isBuilder = slug === options.submissions
  const { afterChange = [], beforeChange = [] } = collection.hooks ?? {}
  const fieldsOf = async ({ data, req }: { data: { form?: unknown }; req: PayloadRequest }) => {
    const form = await formOf(desk, { payload: req.payload, req }, data.form)
    return ((form as FormShape | null)?.fields ?? []) as FormField[]
  }
  const quietly = withoutUnsafe(options.forms, fieldsOf)
  const gated = withHooks(
    {
      ...collection,
      hooks: {
        ...collection.hooks,
        afterChange: isBuilder ? afterChange.map(quietly) : afterChange,
        beforeChange: isBuilder ? [uploadingFor(markFor(desk, slug), beforeChange)] : beforeChange,
      },
    },
    {
      beforeOperation: [refuseEarly(desk, slug)],
      ...(isBuilder ? { beforeValidate: [cleanAnswers(desk)] } : {}),
      afterOperation: [logReading(slug)],
    },
    true,
  )
  const access = withHostRules(collectedAccess(options.readers, isBuilder, options.mask), collection).access!
  return {
    ...gated,
    disableDuplicate: true,
    fields: [...(isBuilder ? builderFields(options, collection) : collection.fields), ...addedFields],
    endpoints:
      collection.endpoints === false
        ? false
        : [restCreate(desk, collection), ...(collection.endpoints ?? [])],
    admin: {
      ...collection.admin,
      ...(isBuilder ? { components: withExport(collection) } : {}),
      defaultColumns: collection.admin?.defaultColumns ?? [
        'createdAt',
        ...(isBuilder ? ['form'] : []),
        NOTICE_COLUMN,
      ],
    },
    access: {
      ...access,
      create: unlessAllowed(slug, notOffered(isBuilder, access.create ?? (({ req }) => Boolean(req.user)))),
      read: committed(desk, access.read!, slug),
      readVersions: committed(desk, access.readVersions!, slug, true),
    },
  }
}

const governedForm = (desk: Desk, collection: CollectionConfig): CollectionConfig => {
  const { fields, ...form } = withFormFields(collection)
  return withHooks({ ...form, fields: [...fields, ...slugFields(collection)] }, keepWithMessages(desk), true)
}

/** Adds the gate to the host's collections: forms, their submissions, and whatever else it named. */
export const govern =
  (desk: Desk) =>
  (config: Config): Config => {
    const { options } = desk
    const withForms = mapCollections(
      config,
      ({ slug }) => slug === options.forms,
      (collection) => governedForm(desk, collection),
    )
    const uploads = uploadsOf(config.collections?.find(({ slug }) => slug === options.forms))
    const withFiles = mapCollections(
      withForms,
      ({ slug }) => uploads.includes(slug),
      (collection) => governUploads(desk, collection),
    )
    return mapCollections(
      withFiles,
      ({ slug }) => slug in options.collected,
      (collection) => governed(desk, collection),
    )
  }
