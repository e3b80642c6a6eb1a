import type { Where } from 'payload'

import { dayIn } from '../../kernel/calendar.js'
import { csv } from '../../platform/csv.js'
import { all, findRow, type Row } from '../../platform/db.js'
import { downloadOf } from '../../platform/download.js'
import { type Context, nowOf, runtimeOf } from '../../platform/runtime.js'
import { emit } from '../../platform/unit.js'
import { LEDGER, LEDGER_HEAD } from './collections.js'
import { contentOf, isTellable, valuesOf } from './domain.js'
import { countOf, type LedgerQuery, whereOf } from './listing.js'
import { toldBy } from './shown.js'
import { type Asking, reachOf } from './reach.js'
import { ledgerRows } from './rows.js'
import { sentenceOf, type Speech, textOfSentence } from './sentences.js'
import { speechFor } from './speech.js'

export type Format = 'csv' | 'jsonl'

interface Wish {
  query: LedgerQuery
  format: Format
  /** Names, reasons and other personal values too. */
  personal: boolean
  locale: 'en' | 'fr'
}

const EXPORT = 'ledger.exported'
const BATCH = 500

/** What was there when the export began: nothing that comes later, the export's own entry included, is part of it. */
interface Bounds {
  sequence: number
  at: string
}

const sealedThen = ({ sequence }: Bounds, after = 0): Where => ({
  sequence: { greater_than: after, less_than_equal: sequence },
})

/** Sealed meanwhile or not. The export's own entry bears this very instant. */
const tailThen = ({ sequence, at }: Bounds): Where =>
  all(
    { or: [{ sequence: { exists: false } }, { sequence: { greater_than: sequence } }] },
    { at: { less_than_equal: at } },
    { or: [{ action: { not_equals: EXPORT } }, { at: { less_than: at } }] },
  )

/** The chain in its order; then what was not sealed when the export began. */
async function* rowsIn(ctx: Context, where: Where[], bounds: Bounds): AsyncGenerator<Row[]> {
  for (let after = 0; ;) {
    const rows = await ledgerRows(ctx, all(...where, sealedThen(bounds, after)), {
      sort: 'sequence',
      limit: BATCH,
    })
    if (rows.length > 0) yield rows
    if (rows.length < BATCH) break
    after = Number(rows.at(-1)!.sequence)
  }
  for (let last = ''; ;) {
    const rows = await ledgerRows(ctx, all(...where, tailThen(bounds), { key: { greater_than: last } }), {
      sort: 'key',
      limit: BATCH,
    })
    if (rows.length > 0) yield rows
    if (rows.length < BATCH) break
    last = String(rows.at(-1)!.key)
  }
}

const personalOf = (row: Row): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(valuesOf(row)).map(([name, kept]) => [
      name,
      'value' in kept ? kept.value : { erasedAt: kept.erasedAt, erasedUnder: kept.erasedUnder },
    ]),
  )

/** With what `verifyChain` needs: whoever has all lines in order can check them without this site. */
const lineOf = (row: Row, personal: boolean): string =>
  `${JSON.stringify({
    sequence: row.sequence ?? null,
    previousHash: row.previousHash ?? null,
    hash: row.hash ?? null,
    content: contentOf(row),
    // Of what somebody made unreadable in the database there is what is left; it fits no hash.
    ...(isTellable(row) ? {} : { unreadable: true }),
    ...(personal ? { personal: personalOf(row) } : {}),
  })}\n`

const COLUMNS = [
  'sequence',
  'at',
  'action',
  'sentence',
  'subject',
  'actorKind',
  'actorRef',
  'actorRoles',
  'onBehalfOf',
  'request',
  'facts',
  'hash',
  'key',
]

const recordOf = (row: Row, speech: Speech, personal: boolean): Record<string, unknown> => {
  const told = toldBy(row)
  const { key, at, action, subject, facts } = contentOf(row)
  return {
    sequence: row.sequence ?? '',
    at,
    action,
    sentence: textOfSentence(sentenceOf(told, speech)),
    subject,
    actorKind: told.actorKind,
    actorRef: told.actorRef ?? '',
    actorRoles: told.actorRoles.join(' '),
    onBehalfOf: told.onBehalfOf ?? '',
    request: row.request ?? '',
    facts: JSON.stringify(facts),
    hash: row.hash ?? '',
    key,
    ...(personal ? { personal: JSON.stringify(personalOf(row)) } : {}),
  }
}

async function* parts(ctx: Context, where: Where[], bounds: Bounds, wish: Wish): AsyncGenerator<string> {
  const { format, personal, locale } = wish
  const columns = personal ? [...COLUMNS, 'personal'] : COLUMNS
  const speech = speechFor(ctx.payload, locale)
  if (format === 'csv') yield csv(columns, [])
  for await (const rows of rowsIn(ctx, where, bounds)) {
    yield format === 'csv'
      ? csv(
          columns,
          rows.map((row) => recordOf(row, speech, personal)),
          true,
        )
      : rows.map((row) => lineOf(row, personal)).join('')
  }
}

/**
 * The ledger as a file, by the filters of the screen. It is on the ledger before its first line leaves: how many
 * entries, by which filters and up to which head, which together say exactly which.
 */
export const exportLedger = async (ctx: Asking, wish: Wish): Promise<Response> => {
  const reach = await reachOf(ctx)
  const at = { payload: ctx.payload }
  const now = nowOf(ctx.payload)
  const head = await findRow(at, LEDGER_HEAD, { key: { equals: 'main' } })
  const bounds: Bounds = { sequence: Number(head?.sequence ?? 0), at: now.toISOString() }
  const where = [...reach, ...whereOf(at, wish.query)]
  const asked = Object.fromEntries(Object.entries(wish.query).filter(([, value]) => value))
  const [sealed, tail] = await Promise.all(
    [sealedThen(bounds), tailThen(bounds)].map((part) => countOf(at, [...where, part])),
  )
  await emit(at, {
    ledger: [
      {
        action: EXPORT,
        subject: `collection:${LEDGER}`,
        actor: ctx.actor,
        at: now,
        facts: {
          count: sealed! + tail!,
          format: wish.format,
          ...(wish.personal ? { withPersonal: true } : {}),
          ...(Object.keys(asked).length > 0 ? { filters: asked } : {}),
          head: String(head?.hash ?? ''),
          sequence: bounds.sequence,
        },
      },
    ],
  })
  const day = dayIn(now, runtimeOf(ctx.payload).options.timeZone)
  const type = wish.format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8'
  return downloadOf(`ledger-${day}.${wish.format}`, type, parts(at, where, bounds, wish))
}
