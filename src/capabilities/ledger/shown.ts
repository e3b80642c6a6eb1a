import type { PayloadRequest } from 'payload'

import type { Actor } from '../../kernel/actor.js'
import { keyedHash } from '../../kernel/canonical.js'
import { type Ref, refOf } from '../../kernel/ref.js'
import type { Row } from '../../platform/db.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { emit } from '../../platform/unit.js'
import { LEDGER } from './collections.js'
import { isTellable, type ShownValue, valuesOf, writtenAt } from './domain.js'
import { READING } from './listing.js'
import { type Part, sentenceOf, type Speech, type Told } from './sentences.js'
import { speechFor } from './speech.js'
import { type Thing, thingsOf } from './things.js'

/** A piece of a sentence, with where it leads. */
export interface ShownPart {
  text: string
  href?: string
}
export interface ShownEntry {
  key: string
  at: string
  action: string
  sentence: ShownPart[]
  thing: Thing
  subject: Ref
  actorRef: Ref | null
  /** Its number in the chain; null until it is sealed. */
  sequence: null | number
}
export interface EntryList {
  entries: ShownEntry[]
  /** Goes into the address of the next page; absent on the last one. */
  next?: string
}

export const toldBy = (row: Row): Told => ({
  action: String(row.action),
  actorKind: String(row.actorKind),
  actorRef: (row.actorRef as null | Ref) ?? null,
  onBehalfOf: (row.onBehalfOf as null | Ref) ?? null,
  ...(isTellable(row)
    ? {
        actorRoles: (row.actorRoles as null | string[]) ?? [],
        facts: (row.facts as null | Told['facts']) ?? {},
      }
    : { actorRoles: [], facts: {}, tellable: false }),
})

/** People and things that the sentences of these entries name. */
const refsIn = (rows: Row[]): Ref[] =>
  rows.flatMap((row) => {
    const { actorRef, onBehalfOf, facts } = toldBy(row)
    const named = [facts.from, facts.to, facts.for].filter((ref): ref is string => typeof ref === 'string')
    return [
      String(row.subject),
      actorRef ?? '',
      onBehalfOf ?? '',
      ...named.filter((ref) => ref.includes(':')),
    ]
  })

const valueOf = (values: Record<string, ShownValue>, name: string): string | undefined => {
  const kept = values[name]
  return kept && 'value' in kept ? kept.value : undefined
}

/**
 * S0-05: who reads personal values of the ledger is on it, once per operation, with a digest of which entries. The
 * entry is written below all hooks, names nobody but the reader, and so is the cause of no other.
 */
export const recordReading = async (
  ctx: Context,
  actor: Actor,
  rows: Row[],
  facts: Record<string, unknown> = {},
): Promise<void> => {
  const { payload } = ctx
  const keys = rows.filter((row) => Object.keys(valuesOf(row)).length > 0).map((row) => String(row.key))
  if (keys.length === 0) return
  const [only] = rows
  const digest = keyedHash(payload.secret, keys.sort().join(','))
  await emit(
    { payload },
    {
      ledger: [
        {
          action: READING,
          subject: keys.length === 1 && rows.length === 1 ? refOf(LEDGER, only!.id) : `collection:${LEDGER}`,
          actor,
          at: nowOf(payload),
          facts: { count: keys.length, digest, ...facts },
        },
      ],
    },
  )
}

export interface Show {
  req: PayloadRequest
  locale: 'en' | 'fr'
  /** With the names that the ledger keeps. */
  named: boolean
}

/** Who was acted for is called what they were called then; others what they are called now. */
const namesIn = (
  { named }: Show,
  things: Map<Ref, Thing>,
  { onBehalfOf }: Told,
  values: Record<string, ShownValue>,
): Speech['name'] => {
  const then = valueOf(values, 'onBehalfOfName')
  return (ref) => (!named ? undefined : ref === onBehalfOf && then ? then : things.get(ref)?.text)
}

const linked = (things: Map<Ref, Thing>, parts: Part[]): ShownPart[] =>
  parts.map(({ text, ref }) => {
    const href = ref ? things.get(ref)?.href : undefined
    return href ? { text, href } : { text }
  })

export const shown = async (show: Show, rows: Row[]): Promise<ShownEntry[]> => {
  const speech = speechFor(show.req.payload, show.locale)
  const things = await thingsOf({ req: show.req, locale: show.locale, t: speech.t }, refsIn(rows))
  return rows.map((row) => {
    const values = show.named ? valuesOf(row) : {}
    const told = toldBy(row)
    const name = valueOf(values, 'actorName')
    const sentence = sentenceOf(told, { ...speech, name: namesIn(show, things, told, values) }, name)
    return {
      key: String(row.key),
      at: writtenAt(row),
      action: told.action,
      sentence: linked(things, sentence),
      thing: things.get(String(row.subject)) ?? { text: String(row.subject) },
      subject: String(row.subject),
      actorRef: told.actorRef,
      sequence: typeof row.sequence === 'number' ? row.sequence : null,
    }
  })
}
