import type { CollectionConfig, Config, Field } from 'payload'

import { GovernanceError, invalidOption } from '../../kernel/errors.js'
import { countRows, all } from '../../platform/db.js'
import { fieldAccess } from '../../platform/access.js'
import { mapCollections, withHooks } from '../../platform/merge.js'
import type { Context, Seal, WriteAttempt } from '../../platform/runtime.js'
import { LEAVES_ON } from './access.js'
import { DATE_FIELD, type Retention } from './context.js'
import { kindOf, shortest } from './copies.js'
import { closedWhileRestored } from './closed.js'
import { follow, touched } from './following.js'
import { dateOf, readDates } from './dates.js'
import { checkKept } from './keptFields.js'
import { judgeVersion, noteCreation } from './lateVersions.js'
import { DEFAULT_COLLECTION, type RetentionRule, ruleFor } from './options.js'
import { datesWatched, fieldsWatched, needsPurposes } from './terms.js'

const dateField: Field = {
  name: DATE_FIELD,
  type: 'date',
  index: true,
  label: { en: 'Leaves on (at the latest)', fr: 'Supprimé au plus tard le' },
  admin: {
    readOnly: true,
    position: 'sidebar',
    disableBulkEdit: true,
    description: {
      en: 'Set at receipt. It can be brought forward, never moved later.',
      fr: 'Fixée à la réception. Elle peut être devancée, jamais reportée.',
    },
  },
  access: fieldAccess(LEAVES_ON),
}

const cannotBeLater = (): GovernanceError =>
  new GovernanceError(
    'datedForDeletion',
    'The date on which this record leaves was fixed at receipt and cannot be moved later or removed. To keep it longer, place a hold with a reason.',
  )

const useTheWorklist = (): GovernanceError =>
  new GovernanceError(
    'deletedWithFootprint',
    'This record is deleted with its versions and files, and with a certificate. Open the worklist and use "Done, delete now".',
  )

/** The earlier of what the rule says and what was given, as ISO text. */
const dateFor = async (
  ctx: Context,
  retention: Retention,
  rule: RetentionRule,
  data: Record<string, unknown>,
): Promise<string> => {
  const computed = await dateOf(ctx, retention, rule, data)
  const given = data[DATE_FIELD] ? new Date(data[DATE_FIELD] as string) : null
  return (given && given < computed ? given : computed).toISOString()
}

const refuseDeletion: NonNullable<CollectionConfig['hooks']> = {
  // Refused before Payload removes files and versions, which it does before the row; and before the host's own hooks.
  beforeDelete: [
    () => {
      throw useTheWorklist()
    },
  ],
}

const govern = (retention: Retention, given: CollectionConfig): CollectionConfig => {
  const collection = closedWhileRestored(retention, given)
  return withHooks(
    {
      ...withHooks(collection, refuseDeletion, true),
      // A copy would be the same person's data with a date of its own.
      disableDuplicate: true,
      fields: [...collection.fields, dateField],
    },
    {
      beforeChange: [
        ({ data, operation, originalDoc, req }) => {
          if (operation !== 'update') return data
          // Whoever may change a record may not bring the day nearer on which it goes by saying that it is older.
          if (req.payloadAPI !== 'local') delete (data as Record<string, unknown>).createdAt
          const given = (data as Record<string, unknown>)[DATE_FIELD]
          if (given === undefined) return data
          const stored = (originalDoc as Record<string, unknown> | undefined)?.[DATE_FIELD]
          const restoring = req.context?.isRestoringVersion === true
          const { [DATE_FIELD]: _, ...rest } = data as Record<string, unknown>
          // Versions written before the record had a date, or before it was brought forward, do not change it.
          if (restoring || stored === undefined || stored === null) return rest
          if (given === null || new Date(given as string) > new Date(stored as string)) throw cannotBeLater()
          return data
        },
      ],
    },
  )
}

const fieldOf = (collection: CollectionConfig, name: string): Field | undefined =>
  collection.fields.find((one) => 'name' in one && one.name === name)

/** What the rule asks of a record must be on it. @throws invalidOption */
const checkFields = (
  { collection: slug, terms, purposeField }: RetentionRule,
  on: CollectionConfig,
): void => {
  const option = `retention.collections['${slug}']`
  for (const name of datesWatched(terms))
    if (fieldOf(on, name)?.type !== 'date')
      throw invalidOption(
        `${option}.countedFrom.field`,
        `must name a date field of the collection, not "${name}".`,
      )
  const named = [...fieldsWatched(terms), ...(purposeField ? [purposeField] : [])]
  for (const name of named)
    if (!fieldOf(on, name))
      throw invalidOption(option, `names "${name}", which is no field of the collection.`)
  if (needsPurposes(terms) && !purposeField && slug !== DEFAULT_COLLECTION)
    throw invalidOption(`${option}.purposeField`, 'is needed, because a case is for a purpose.')
}

/** Receipt must be readable on the row. @throws invalidOption */
const checkReceipt = (rule: RetentionRule, collection: CollectionConfig): void => {
  const option = `retention.collections['${rule.collection}'].receivedAt`
  if (rule.receivedAt === 'createdAt') {
    if (collection.timestamps === false)
      throw invalidOption(option, 'is needed: the collection has no timestamps.')
    return
  }
  if (fieldOf(collection, rule.receivedAt)?.type !== 'date')
    throw invalidOption(option, `must name a date field of the collection, not "${rule.receivedAt}".`)
}

/** Fills the rules from the options and the site. @throws invalidOption */
const findRules = ({ options, rules }: Retention, config: Config): void => {
  const slugs = new Set((config.collections ?? []).map((collection) => collection.slug))
  rules.clear()
  for (const rule of options.rules) {
    if (!slugs.has(rule.collection)) {
      throw invalidOption(
        'retention.collections',
        `names "${rule.collection}", which is no collection of this site.`,
      )
    }
    rules.set(rule.collection, rule)
  }
  if (
    slugs.has(DEFAULT_COLLECTION) &&
    !rules.has(DEFAULT_COLLECTION) &&
    !options.excluded.includes(DEFAULT_COLLECTION)
  ) {
    rules.set(DEFAULT_COLLECTION, ruleFor(DEFAULT_COLLECTION))
  }
  addCopies({ options, rules }, config)
}

/**
 * Files of plugin-import-export are governed by themselves wherever something is, by the shortest rule of the site.
 * They stand last: what becomes due with the records of a run leaves in the same one.
 */
const addCopies = ({ options, rules }: Pick<Retention, 'options' | 'rules'>, config: Config): void => {
  const terms = shortest([...rules.values()].map((rule) => rule.terms))
  for (const collection of config.collections ?? []) {
    const { slug } = collection
    const copies = kindOf(collection)
    if (!copies || !terms || options.excluded.includes(slug)) continue
    const rule = rules.get(slug) ?? { ...ruleFor(slug), terms: Object.freeze(terms) }
    rules.delete(slug)
    rules.set(slug, Object.freeze({ ...rule, copies }))
  }
}

/** Finds the collections to govern, adds the date field and the early refusals. @throws invalidOption */
export const governCollections = (retention: Retention, config: Config): Config => {
  const { rules } = retention
  findRules(retention, config)
  return mapCollections(
    config,
    (collection) => rules.has(collection.slug),
    (collection) => {
      const rule = rules.get(collection.slug)!
      checkReceipt(rule, collection)
      checkFields(rule, collection)
      checkKept(rule, collection)
      return govern(retention, collection)
    },
  )
}

/** Switched off, nothing leaves and nothing is refused, but the dates stay: switched on again, they count. */
export const keepDates = (retention: Retention, config: Config): Config => {
  findRules(retention, config)
  const hidden = { ...dateField, admin: { hidden: true } } as Field
  return mapCollections(
    config,
    (collection) => retention.rules.has(collection.slug),
    (collection) => ({ ...collection, fields: [...collection.fields, hidden] }),
  )
}

const judgeUpdate = async (attempt: WriteAttempt, ctx: Context): Promise<void> => {
  const given = attempt.data?.[DATE_FIELD]
  if (given === undefined) return
  const earlier = given === null ? { exists: true } : { less_than: new Date(given as string).toISOString() }
  const where = all(touched(attempt) as never, { [DATE_FIELD]: earlier })
  if ((await countRows(ctx, attempt.collection, where)) > 0) throw cannotBeLater()
}

/** Below every API: no row without a date, no date moved later, no row deleted without its footprint. */
export const retentionSeal = (retention: Retention): Seal => ({
  key: 'retention',
  applies: (collection) => retention.rules.has(collection),
  judge: async (attempt, ctx) => {
    const rule = retention.rules.get(attempt.collection)!
    if (attempt.version) return judgeVersion(rule, attempt, ctx)
    if (attempt.operation === 'delete') throw useTheWorklist()
    readDates(rule, attempt.data)
    if (attempt.operation === 'create' && attempt.data) {
      noteCreation(ctx, attempt)
      attempt.data[DATE_FIELD] = await dateFor(ctx, retention, rule, attempt.data)
      return
    }
    await judgeUpdate(attempt, ctx)
    return follow(ctx, retention, rule, attempt)
  },
})
