import type { CollectionConfig, Config, Field } from 'payload'

import { GovernanceError, invalidOption } from '../../kernel/errors.js'
import { countRows, all } from '../../platform/db.js'
import { fieldAccess } from '../../platform/access.js'
import { mapCollections, withHooks } from '../../platform/merge.js'
import { nowOf, type Seal, type WriteAttempt, type Context } from '../../platform/runtime.js'
import { LEAVES_ON } from './access.js'
import { DATE_FIELD, type Retention, timeZoneOf } from './context.js'
import { deleteAfterOf, receiptOf } from './domain.js'
import { DEFAULT_COLLECTION, type RetentionRule, ruleFor } from './options.js'

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
const dateFor = (rule: RetentionRule, data: Record<string, unknown>, { payload }: Context): string => {
  const computed = deleteAfterOf(
    receiptOf(data[rule.receivedAt], nowOf(payload)),
    rule.months,
    timeZoneOf(payload),
  )
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

const govern = (collection: CollectionConfig): CollectionConfig =>
  withHooks(
    {
      ...withHooks(collection, refuseDeletion, true),
      // A copy would be the same person's data with a date of its own.
      disableDuplicate: true,
      fields: [...collection.fields, dateField],
    },
    {
      beforeChange: [
        ({ data, operation, originalDoc, req }) => {
          const given = (data as Record<string, unknown>)[DATE_FIELD]
          if (operation !== 'update' || given === undefined) return data
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

/** Receipt must be readable on the row. @throws invalidOption */
const checkReceipt = (rule: RetentionRule, collection: CollectionConfig): void => {
  const option = `retention.collections['${rule.collection}'].receivedAt`
  if (rule.receivedAt === 'createdAt') {
    if (collection.timestamps === false)
      throw invalidOption(option, 'is needed: the collection has no timestamps.')
    return
  }
  const field = collection.fields.find((one) => 'name' in one && one.name === rule.receivedAt)
  if (field?.type !== 'date')
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
}

/** Finds the collections to govern, adds the date field and the early refusals. @throws invalidOption */
export const governCollections = (retention: Retention, config: Config): Config => {
  const { rules } = retention
  findRules(retention, config)
  return mapCollections(
    config,
    (collection) => rules.has(collection.slug),
    (collection) => {
      checkReceipt(rules.get(collection.slug)!, collection)
      return govern(collection)
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

/** SQLite stores any text as a date, and then cannot read the row, nor any list it is in: nothing would ever leave. */
const refuseUnreadableDates = (rule: RetentionRule, data: Record<string, unknown> = {}): void => {
  for (const field of new Set(['createdAt', 'updatedAt', rule.receivedAt, DATE_FIELD])) {
    const value = data[field]
    const mayBeEmpty = field !== 'createdAt' && field !== 'updatedAt'
    if (value === undefined || (value === null && mayBeEmpty)) continue
    const isDate = value instanceof Date || typeof value === 'string'
    if (!isDate || Number.isNaN(new Date(value).getTime()))
      throw new GovernanceError('invalidInput', `"${field}" must be a date.`, { field }, { field })
  }
}

/** Which rows an update touches, as a query. */
const touched = (attempt: WriteAttempt): Record<string, object> =>
  attempt.id !== undefined && attempt.id !== null
    ? { id: { equals: attempt.id } }
    : { ...(attempt.where as object) }

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
    if (attempt.version) return
    const rule = retention.rules.get(attempt.collection)!
    if (attempt.operation === 'delete') throw useTheWorklist()
    refuseUnreadableDates(rule, attempt.data)
    if (attempt.operation === 'create' && attempt.data) {
      attempt.data[DATE_FIELD] = dateFor(rule, attempt.data, ctx)
      return
    }
    await judgeUpdate(attempt, ctx)
  },
})
