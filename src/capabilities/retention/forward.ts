import { SYSTEM } from '../../kernel/actor.js'
import type { DueCause } from '../../kernel/consentPorts.js'
import { parseRef, type Ref } from '../../kernel/ref.js'
import { all, compareAndSet, findRow } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { emit } from '../../platform/unit.js'
import { DATE_FIELD, type Retention } from './context.js'
import type { RetentionAction } from './events.js'
import { isKept } from './holds.js'
import { dbId } from './store.js'

const broughtForward: RetentionAction = 'retention.broughtForward'

/**
 * Sets the last day of a record to that instant, because what it rested on is gone. The write is conditional: an
 * earlier day stays. The next run deletes it with its footprint and a certificate, unless a hold keeps it.
 */
export const bringForward = async (
  { payload }: Context,
  retention: Retention,
  subject: Ref,
  { key, at: now, rounded }: DueCause,
): Promise<'due' | 'gone' | 'held' | 'ungoverned'> => {
  const at = { payload }
  const { collection, id } = parseRef(subject)
  if (!retention.rules.has(collection)) return 'ungoverned'
  const one = { id: { equals: dbId(payload, collection, id) } }
  if (!(await findRow(at, collection, one))) return 'gone'
  const later = { [DATE_FIELD]: { greater_than: now.toISOString() } }
  const undated = { [DATE_FIELD]: { exists: false } }
  // On the ledger before: a crash in between is repeated, and the entry has its key.
  await emit(
    at,
    { ledger: [{ action: broughtForward, subject, actor: SYSTEM, at: now, rounded }] },
    { key: `due:${key}`, fresh: false },
  )
  await compareAndSet(at, collection, all(one, { or: [later, undated] }), { [DATE_FIELD]: now.toISOString() })
  return (await isKept(at, retention, subject)) ? 'held' : 'due'
}
