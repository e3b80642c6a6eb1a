import { randomToken } from '../../kernel/canonical.js'
import type { LedgerDraft } from '../../kernel/ports.js'
import { findRow, recordOnce } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { LEDGER } from './collections.js'
import { commitmentsTo, type PersonalValue } from './domain.js'

/** Personal values of a draft, names of people included, each with a salt of its own. */
const personalOf = ({ personal, actor }: LedgerDraft): Record<string, PersonalValue> => {
  const values = {
    ...personal,
    ...(actor.name ? { actorName: actor.name } : {}),
    ...(actor.onBehalfOf?.name ? { onBehalfOfName: actor.onBehalfOf.name } : {}),
  }
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { value, salt: randomToken(16) }]),
  )
}

/**
 * Writes an entry, unsealed, in the transaction of its cause where there is one: one insert, personal values included.
 * The key makes a repetition harmless.
 */
export const append = async (
  ctx: Context,
  draft: LedgerDraft & { key: string; fresh?: boolean },
): Promise<void> => {
  if (!draft.fresh && (await findRow(ctx, LEDGER, { key: { equals: draft.key } }))) return
  const personal = personalOf(draft)
  const row = {
    key: draft.key,
    at: draft.at.toISOString(),
    ...(draft.rounded ? { createdAt: draft.at.toISOString(), updatedAt: draft.at.toISOString() } : {}),
    action: draft.action,
    subject: draft.subject,
    actorKind: draft.actor.kind,
    actorRef: draft.actor.ref ?? null,
    actorRoles: draft.actor.roles,
    onBehalfOf: draft.actor.onBehalfOf?.ref ?? null,
    request: draft.rounded ? null : (draft.request ?? null),
    facts: draft.facts ?? {},
    commitments: commitmentsTo(personal),
    personal,
    scope: draft.scope ?? null,
    place: `pending:${draft.key}`,
  }
  await recordOnce(ctx, LEDGER, row, { timeless: draft.rounded })
}
