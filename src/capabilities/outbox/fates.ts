import type { FatePort, MailFate } from '../../kernel/breachPorts.js'
import type { Place } from '../../kernel/ports.js'
import { findRows, type Row } from '../../platform/db.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { wake } from '../../platform/tick.js'
import { OUTBOX, UNSAFE } from './collections.js'
import { NO_RECIPIENT } from './delivery.js'
import { revive } from './store.js'

const contextOf = (place: Place): Context => ({ payload: place.payload as Context['payload'] })

const byKeys = (ctx: Context, keys: string[], fields: string[]): Promise<Row[]> =>
  keys.length === 0
    ? Promise.resolve([])
    : findRows(ctx, OUTBOX, { key: { in: keys } }, { limit: keys.length, fields })

const fateOf = ({ state, lastError, sentAt }: Row): MailFate => {
  if (state === 'sent') return { state: 'sent', at: new Date(sentAt as string).toISOString() }
  if (state === 'stopped') return { state: 'unsafe' }
  if (state === 'gone') return { state: 'gone' }
  if (state !== 'dead') return { state: 'waiting' }
  return { state: lastError === NO_RECIPIENT ? 'gone' : 'failed' }
}

/** What became of mails, for capabilities that must tell everybody. */
export const fates: FatePort = {
  fates: async (place, keys) => {
    const rows = await byKeys(contextOf(place), keys, ['key', 'state', 'lastError', 'sentAt'])
    return new Map(rows.map((row) => [String(row.key), fateOf(row)]))
  },
  again: async (place, keys) => {
    const ctx = contextOf(place)
    const dead = (await byKeys(ctx, keys, ['state'])).filter(({ state }) => state === 'dead')
    for (const { id } of dead) await revive(ctx.payload, String(id), nowOf(ctx.payload))
    if (dead.length > 0) wake(ctx.payload, ['outbox'])
  },
  unsafe: async (place, people) => {
    if (people.length === 0) return new Map()
    const rows = await findRows(
      contextOf(place),
      UNSAFE,
      { key: { in: people } },
      { limit: 0, fields: ['key', 'liftedAt'] },
    )
    const said = new Map<string, 'lifted' | 'unsafe'>()
    for (const { key, liftedAt } of rows)
      if (!liftedAt) said.set(String(key), 'unsafe')
      else if (!said.has(String(key))) said.set(String(key), 'lifted')
    return said
  },
}
