import { domainToASCII } from 'node:url'

import type { BasePayload } from 'payload'

import { keyedHash } from '../../kernel/canonical.js'
import type { Actor } from '../../kernel/actor.js'
import { doesNotExist, GovernanceError } from '../../kernel/errors.js'
import type { AddressKeys, UnsafeDraft } from '../../kernel/ports.js'
import { type Ref, refOf } from '../../kernel/ref.js'
import { addressesIn } from '../../kernel/text.js'
import { all, findRow, findRows, recordOnce } from '../../platform/db.js'
import { hiddenFrom } from '../../platform/hidden.js'
import { idIn } from '../../platform/ids.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { transition } from '../../platform/unit.js'
import { UNSAFE } from './collections.js'
import type { OutboxAction } from './events.js'

/** One mailbox has several spellings: with quotes, a comment, unseen letters, or a domain in letters of any script. */
const plainAddress = (address: string): string => {
  const bare = address
    .normalize('NFKC')
    .replaceAll(/\([^)]*\)|[\s"\p{Default_Ignorable_Code_Point}\p{Cf}]/gu, '')
    .toLowerCase()
  const at = bare.lastIndexOf('@')
  const domain = bare.slice(at + 1)
  return `${bare.slice(0, at + 1)}${domainToASCII(domain) || domain}`
}

/** The list holds no address: whoever read it could write there, or show it to the wrong person. */
const keyOf = (payload: BasePayload, address: string): string =>
  keyedHash(payload.secret, `unsafe:${plainAddress(address)}`)

export const addressKeys: AddressKeys = (place, addresses) => [
  ...new Set(addresses.map((address) => keyOf((place as Context).payload, address))),
]

/**
 * Somebody left an address and did not say that it is safe to write there: no mail goes to it any more, whatever it is
 * about. The list says where they told us, so that staff find another way. The sink of `Effects.unsafe`: to repeat it
 * changes nothing. It joins no transaction: a key that somebody else writes at the same moment would abort that of the
 * caller.
 */
export const listUnsafe = async ({ payload }: Context, { key, subject }: UnsafeDraft): Promise<void> => {
  await recordOnce({ payload }, UNSAFE, { key, subject, saidAt: nowOf(payload).toISOString(), rev: 0 })
}

/** An entry holds until somebody knows that it is safe to write there again. */
const HOLDS = { liftedAt: { exists: false } }

/** The newest entry of the list that this address is on, also where a name stands beside it. */
export const unsafeEntry = async (ctx: Context, address: string): Promise<null | Ref> => {
  const keys = [address, ...addressesIn(address)].map((one) => keyOf(ctx.payload, one))
  const [row] = await findRows(ctx, UNSAFE, all({ key: { in: keys } }, HOLDS), { limit: 1, sort: '-saidAt' })
  return row ? refOf(UNSAFE, row.id) : null
}

/**
 * Staff learned in another way that it is safe to write there again: all entries of that address end, each with who
 * said so and why. Whoever says no again is on the list again.
 * @throws GovernanceError `notFound` for an entry that is not there; `stateConflict` for one that has ended.
 */
export const liftUnsafe = async (
  payload: BasePayload,
  id: string,
  actor: Actor,
  reason: string,
): Promise<void> => {
  const ctx = { payload }
  const known = idIn(payload, UNSAFE, id)
  const asked = known === null ? null : await findRow(ctx, UNSAFE, { id: { equals: known } })
  // Told in a case that is about whoever asks: it is not there for them.
  if (!asked || (await hiddenFrom(ctx, actor)).includes(String(asked.subject))) throw doesNotExist()
  if (asked.liftedAt)
    throw new GovernanceError(
      'stateConflict',
      'It is already recorded that it is safe to write there again.',
      {
        why: 'safeAlready',
      },
    )
  const now = nowOf(payload)
  const same = all({ key: { equals: asked.key } }, HOLDS)
  for (const { id: one } of await findRows(ctx, UNSAFE, same, { limit: 1000, fields: ['id'] }))
    await transition(ctx, UNSAFE, { id: { equals: one } }, (row) =>
      row.liftedAt
        ? null
        : {
            data: { liftedAt: now.toISOString(), liftedBy: actor.ref, liftedBecause: reason },
            effects: {
              ledger: [
                {
                  action: 'outbox.lifted' satisfies OutboxAction,
                  subject: refOf(UNSAFE, one),
                  actor,
                  at: now,
                },
              ],
            },
          },
    )
}
