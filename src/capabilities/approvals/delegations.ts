import type { Actor } from '../../kernel/actor.js'
import { randomToken } from '../../kernel/canonical.js'
import { doesNotExist } from '../../kernel/errors.js'
import { type MessageDraft, SELF } from '../../kernel/ports.js'
import type { Ref } from '../../kernel/ref.js'
import { all, findRow, findRows, type Row } from '../../platform/db.js'
import { type Context, nowOf, runtimeOf } from '../../platform/runtime.js'
import { createUnit, transition } from '../../platform/unit.js'
import { DELEGATIONS } from './collections.js'
import type { Delegator } from './definition.js'
import { actsForOthers, decideDelegation, mayEndDelegation } from './delegation.js'
import type { ApprovalMail } from './events.js'
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

/** From whom to whom decisions go now. */
const handedTo = async (ctx: Context, people: Ref[]): Promise<{ from: Ref; to: Ref }[]> => {
  const now = nowOf(ctx.payload)
  // Asked for each page of the inbox: few conditions and columns, the rest is judged here.
  const rows = await findRows(
    { payload: ctx.payload },
    DELEGATIONS,
    all({ to: { in: people } }, { endsAt: { greater_than: now.toISOString() } }),
    { limit: 1000, fields: ['from', 'to', 'state', 'startsAt'] },
  )
  return rows
    .filter(({ state, startsAt }) => state === 'active' && new Date(startsAt as string) <= now)
    .map(({ from, to }) => ({ from: String(from), to: String(to) }))
}

/** Who decides in the place of these people now. */
export const delegatesOf = async (ctx: Context, people: readonly Ref[]): Promise<Ref[]> =>
  (await activeDelegations(ctx)).flatMap(({ from, to }) => (people.includes(from) ? [to] : []))

/** Who handed their decisions to this person, with the roles that they hold now. A delegate cannot pass them on. */
export const delegatorsOf = async (ctx: Context, actor: Actor): Promise<Delegator[]> => {
  if (!actor.ref || actor.kind !== 'staff') return []
  const mine = await handedTo(ctx, [actor.ref])
  if (mine.length === 0) return []
  const people = await runtimeOf(ctx.payload).people(ctx.payload, [])
  const theirs = await handedTo(
    ctx,
    mine.map(({ from }) => from),
  )
  return mine.flatMap(({ from }) => {
    const person = people.find(({ ref }) => ref === from)
    const actsFor = theirs.filter(({ to }) => to === from).map((one) => one.from)
    return person ? [{ ref: person.ref, name: person.name, roles: person.roles, actsFor }] : []
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

const spanMail = (
  { payload }: Context,
  template: ApprovalMail,
  to: Ref,
  { startsAt, endsAt }: DelegationDraft,
): MessageDraft => ({
  key: `${template}:${SELF}:${to}:${randomToken(6)}`,
  template,
  to: { user: to },
  values: { from: { at: startsAt.toISOString() }, until: { at: endsAt.toISOString() } },
  path: `${payload.config.routes.admin}/governance/approvals${template.endsWith('ForYou') ? '/delegations' : ''}`,
})

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
        spanMail(ctx, 'approvals:mail:delegated', draft.to, draft),
        // Somebody else did it in their name.
        ...(actor.ref === draft.from
          ? []
          : [spanMail(ctx, 'approvals:mail:delegatedForYou', draft.from, draft)]),
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
          effects: {
            ledger: [entry('approvals.delegationEnded', SELF, actor, now, { from: row.from, to: row.to })],
          },
        }
      : null,
  )
}
