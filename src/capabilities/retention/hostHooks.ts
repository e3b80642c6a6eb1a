import {
  type BasePayload,
  createLocalReq,
  type PayloadRequest,
  type SanitizedCollectionConfig,
} from 'payload'

import { GovernanceError } from '../../kernel/errors.js'
import { compareAndSet, type Row } from '../../platform/db.js'
import { isOurs } from '../../platform/merge.js'
import { DELETIONS } from './collections.js'
import type { Work } from './context.js'
import type { RetentionRule } from './options.js'
import { documentOf, type Id } from './store.js'

/**
 * Hooks of the host, where a rule asks for them (`hooks: true`). At least once: whoever writes one that deletes
 * elsewhere needs to know of every record, also of those at which a process ended, rather than of none twice.
 */
const configOf = ({ payload }: Work, { collection }: RetentionRule): SanitizedCollectionConfig =>
  payload.collections[collection as never]!.config

const requestFor = (payload: BasePayload): Promise<PayloadRequest> =>
  createLocalReq({ context: { governance: 'retention' } }, payload)

const failed = async (work: Work, unit: Row, count: number): Promise<void> => {
  if (count === 0) return
  await compareAndSet(
    { payload: work.payload },
    DELETIONS,
    { key: { equals: unit.key } },
    { failures: { $inc: count }, lastError: 'hook' },
  )
}

const tell = (work: Work, rule: RetentionRule, kind: string, error: unknown): void =>
  work.payload.logger.error({
    err: error,
    msg: `governance: a hook "${kind}" of "${rule.collection}" failed during a deletion`,
  })

/** Calls `beforeDelete` for each record. @returns those that may go: where a hook throws, the record stays */
export const beforeDeletion = async (work: Work, rule: RetentionRule, unit: Row): Promise<Id[]> => {
  const ids = unit.ids as Id[]
  const config = configOf(work, rule)
  const hooks = (config.hooks.beforeDelete ?? []).filter((hook) => !isOurs(hook))
  if (!rule.hooks || hooks.length === 0) return ids
  const may: Id[] = []
  for (const id of ids) {
    await work.fence()
    const req = await requestFor(work.payload)
    try {
      for (const hook of hooks) await hook({ collection: config, context: req.context, id, req })
      may.push(id)
    } catch (error) {
      tell(work, rule, 'beforeDelete', error)
    }
  }
  await failed(work, unit, ids.length - may.length)
  return may
}

/** Calls the hooks for each record of a unit. */
export type AfterDeletion = (unit: Row) => Promise<void>

/**
 * Reads the records before they go, for `afterDelete`. After a crash in between they cannot be read any more: the hooks
 * are called with their ids. Null where there are none.
 */
export const afterDeletion = async (
  work: Work,
  rule: RetentionRule,
  ids: Id[],
): Promise<AfterDeletion | null> => {
  const config = configOf(work, rule)
  const hooks = (config.hooks.afterDelete ?? []).filter((hook) => !isOurs(hook))
  if (!rule.hooks || hooks.length === 0) return null
  const docs = new Map<Id, Row>()
  for (const id of ids) {
    const doc = await documentOf(await requestFor(work.payload), rule.collection, id)
    if (doc) docs.set(id, doc)
  }
  return async (unit) => {
    let failures = 0
    for (const id of ids) {
      await work.fence()
      const req = await requestFor(work.payload)
      const doc = docs.get(id) ?? { id }
      try {
        for (const hook of hooks)
          await hook({ collection: config, context: req.context, doc: doc as never, id, req })
      } catch (error) {
        failures += 1
        tell(work, rule, 'afterDelete', error)
      }
    }
    await failed(work, unit, failures)
  }
}

export const keptByHook = (): GovernanceError =>
  new GovernanceError(
    'stateConflict',
    'Code of this site refused that this record is deleted, and it is still here.',
    { why: 'keptByHook' },
    { why: 'keptByHook' },
  )
