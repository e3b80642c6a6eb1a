import type { Actor } from '../../kernel/actor.js'
import { randomToken } from '../../kernel/canonical.js'
import { doesNotExist } from '../../kernel/errors.js'
import { SELF } from '../../kernel/ports.js'
import type { Ref } from '../../kernel/ref.js'
import { all, findRow, findRows, type Row } from '../../platform/db.js'
import { type Context, nowOf, runtimeOf } from '../../platform/runtime.js'
import { createUnit, transition } from '../../platform/unit.js'
import { DELEGATIONS } from './collections.js'
import type { Delegator } from './definition.js'
import { actsForOthers, decideDelegation, mayEndDelegation } from './delegation.js'
import { entry } from './rows.js'

export interface Delegation {
  id: number | string
  from: Ref
  fromName: string
  to: Ref
  toName: string
  startsAt: string
  endsAt: string
  reason: string
}

const delegationOf = (row: Row): Delegation => ({
  id: row.id,
  from: String(row.from),
  fromName: String(row.fromName ?? ''),
  to: String(row.to),
  toName: String(row.toName ?? ''),
  startsAt: new Date(row.startsAt as string).toISOString(),
  endsAt: new Date(row.endsAt as string).toISOString(),
  reason: String(row.reason ?? ''),
})

/** In force at this moment. */
export const activeDelegations = async (ctx: Context): Promise<Delegation[]> => {
  const now = nowOf(ctx.payload).toISOString()
  const rows = await findRows(
    { payload: ctx.payload },
    DELEGATIONS,
    all(
      { state: { equals: 'active' } },
      { startsAt: { less_than_equal: now } },
      { endsAt: { greater_than: now } },
    ),
    { limit: 1000 },
  )
  return rows.map(delegationOf)
}

/** Who handed their decisions to this person, with the roles that they hold now. A delegate cannot pass them on. */
export const delegatorsOf = async (ctx: Context, actor: Actor): Promise<Delegator[]> => {
  if (!actor.ref || actor.kind !== 'staff') return []
  const now = nowOf(ctx.payload)
  // Asked for each page of the inbox: few conditions and columns, the rest is judged here.
  const mine = await findRows(
    { payload: ctx.payload },
    DELEGATIONS,
    all({ to: { equals: actor.ref } }, { endsAt: { greater_than: now.toISOString() } }),
    { limit: 1000, fields: ['from', 'state', 'startsAt'] },
  )
  const active = mine.filter(
    ({ state, startsAt }) => state === 'active' && new Date(startsAt as string) <= now,
  )
  if (active.length === 0) return []
  const people = await runtimeOf(ctx.payload).people(ctx.payload, [])
  return active.flatMap(({ from }) => {
    const person = people.find(({ ref }) => ref === String(from))
    return person ? [{ ref: person.ref, name: person.name, roles: person.roles }] : []
  })
}

/** Open or coming, newest first: all of them for the AED and the ED, one's own for everyone else. */
export const delegationsFor = async (ctx: Context, actor: Actor): Promise<Delegation[]> => {
  const now = nowOf(ctx.payload).toISOString()
  const rows = await findRows(
    { payload: ctx.payload },
    DELEGATIONS,
    all(
      { state: { equals: 'active' } },
      { endsAt: { greater_than: now } },
      ...(actsForOthers(actor)
        ? []
        : [{ or: [{ from: { equals: actor.ref } }, { to: { equals: actor.ref } }] }]),
    ),
    { limit: 200, sort: '-startsAt' },
  )
  return rows.map(delegationOf)
}

export interface DelegationDraft {
  from: Ref
  to: Ref
  startsAt: Date
  endsAt: Date
  reason: string
}

/** S2-35: decisions are handed over for a span; both names stand on each. @throws what `decideDelegation` refuses. */
export const delegate = async (ctx: Context, draft: DelegationDraft, actor: Actor): Promise<Delegation> => {
  const at = { payload: ctx.payload }
  const people = await runtimeOf(ctx.payload).people(ctx.payload, [])
  const now = nowOf(ctx.payload)
  const from = people.find(({ ref }) => ref === draft.from)
  const to = people.find(({ ref }) => ref === draft.to)
  decideDelegation({ ...draft, actor, now, known: Boolean(from && to) })
  const row = await createUnit(
    at,
    DELEGATIONS,
    {
      from: draft.from,
      fromName: from?.name,
      to: draft.to,
      toName: to?.name,
      startsAt: draft.startsAt.toISOString(),
      endsAt: draft.endsAt.toISOString(),
      reason: draft.reason,
      by: actor.ref,
      byName: actor.name,
      state: 'active',
    },
    {
      ledger: [
        entry(
          'approvals.delegated',
          SELF,
          actor,
          now,
          {
            from: draft.from,
            to: draft.to,
            startsAt: draft.startsAt.toISOString(),
            endsAt: draft.endsAt.toISOString(),
          },
          { reason: draft.reason },
        ),
      ],
      mail: [
        {
          key: `approvals:mail:delegated:${SELF}:${draft.to}:${randomToken(6)}`,
          template: 'approvals:mail:delegated',
          to: { user: draft.to },
          values: { from: { at: draft.startsAt.toISOString() }, until: { at: draft.endsAt.toISOString() } },
          path: `${ctx.payload.config.routes.admin}/governance/approvals`,
        },
      ],
    },
  )
  return delegationOf(row)
}

/** Ends a delegation at once. Decisions that were taken stay. */
export const endDelegation = async (ctx: Context, id: number | string, actor: Actor): Promise<void> => {
  const at = { payload: ctx.payload }
  const found = await findRow(at, DELEGATIONS, { id: { equals: id } })
  if (!found || !mayEndDelegation(actor, String(found.from), String(found.to))) throw doesNotExist()
  const now = nowOf(ctx.payload)
  await transition(at, DELEGATIONS, { id: { equals: id } }, (row) =>
    row.state === 'active'
      ? {
          data: { state: 'ended', endedAt: now.toISOString() },
          effects: { ledger: [entry('approvals.delegationEnded', SELF, actor, now, {})] },
        }
      : null,
  )
}
