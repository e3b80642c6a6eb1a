import { randomToken } from '../../kernel/canonical.js'
import type { LedgerDraft } from '../../kernel/ports.js'
import { compareAndSet, findRow, findRows, insertOnce, type Row } from '../../platform/db.js'
import type { Context, Runner } from '../../platform/runtime.js'
import { LEDGER, LEDGER_HEAD } from './collections.js'
import {
  commitmentsTo,
  contentOf,
  entryHash,
  GENESIS,
  type PersonalValue,
  type SealedEntry,
  verifyChain,
} from './domain.js'

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
  await insertOnce(ctx, LEDGER, {
    key: draft.key,
    at: draft.at.toISOString(),
    action: draft.action,
    subject: draft.subject,
    actorKind: draft.actor.kind,
    actorRef: draft.actor.ref ?? null,
    actorRoles: draft.actor.roles,
    onBehalfOf: draft.actor.onBehalfOf?.ref ?? null,
    request: draft.request ?? null,
    facts: draft.facts ?? {},
    commitments: commitmentsTo(personal),
    personal,
    scope: draft.scope ?? null,
    place: `pending:${draft.key}`,
  })
}

const BATCH = 500

/**
 * Numbers and chains what is committed. A killed sealer leaves entries without the head moved: the next one repairs
 * the head from the last `seq:` place before it goes on, so no number is used twice.
 */
export const sealer: Runner = {
  key: 'ledger-seal',
  everySeconds: 10,
  run: async ({ payload, fence, now }) => {
    const at = { payload }
    let head = await findRow(at, LEDGER_HEAD, { key: { equals: 'main' } })
    head ??= await insertOnce(at, LEDGER_HEAD, { key: 'main', sequence: 0, hash: GENESIS })
    head ??= await findRow(at, LEDGER_HEAD, { key: { equals: 'main' } })
    let { sequence, hash } = { sequence: Number(head?.sequence ?? 0), hash: String(head?.hash ?? GENESIS) }
    const ahead = await findRows(
      at,
      LEDGER,
      { sequence: { greater_than: sequence } },
      { sort: 'sequence', limit: BATCH },
    )
    for (const row of ahead) {
      sequence = Number(row.sequence)
      hash = String(row.hash)
    }
    const pending = await findRows(at, LEDGER, { sequence: { exists: false } }, { sort: 'at', limit: BATCH })
    for (const [index, row] of pending.entries()) {
      if (index % 50 === 0) await fence()
      const next = entryHash(sequence + 1, hash, contentOf(row))
      const sealed = await compareAndSet(
        at,
        LEDGER,
        { and: [{ id: { equals: row.id } }, { place: { equals: row.place } }] },
        { sequence: sequence + 1, previousHash: hash, hash: next, place: `seq:${sequence + 1}` },
      )
      if (!sealed) break
      sequence += 1
      hash = next
    }
    await fence()
    await compareAndSet(
      at,
      LEDGER_HEAD,
      { key: { equals: 'main' } },
      { sequence, hash, sealedAt: now.toISOString() },
    )
    return { done: pending.length, left: pending.length === BATCH ? 1 : 0 }
  },
}

const toSealed = (row: Row): SealedEntry => ({
  sequence: Number(row.sequence),
  previousHash: String(row.previousHash),
  hash: String(row.hash),
  content: contentOf(row),
})

/** Verifies the whole chain against its head. Entries not yet sealed are counted as the tail. */
export const verifyLedger = async (
  ctx: Context,
): Promise<{ ok: boolean; count: number; at?: number; problem?: string; unsealed: number }> => {
  const head = await findRow(ctx, LEDGER_HEAD, { key: { equals: 'main' } })
  let from = { sequence: 0, hash: GENESIS }
  let count = 0
  for (;;) {
    const rows = await findRows(
      ctx,
      LEDGER,
      { sequence: { greater_than: from.sequence } },
      { sort: 'sequence', limit: 1000 },
    )
    if (rows.length === 0) break
    const found = verifyChain(rows.map(toSealed), from)
    if (!found.ok) return { ok: false, count, at: found.at, problem: found.problem, unsealed: 0 }
    count += found.count
    from = { sequence: from.sequence + found.count, hash: found.head }
  }
  const unsealed = (await findRows(ctx, LEDGER, { sequence: { exists: false } }, { limit: 10_000 })).length
  if (
    head &&
    (Number(head.sequence) > from.sequence ||
      (Number(head.sequence) === from.sequence && head.hash !== from.hash))
  ) {
    return { ok: false, count, at: from.sequence + 1, problem: 'truncated', unsealed }
  }
  return { ok: true, count, unsealed }
}
