import type { CollectionConfig } from 'payload'

import { type Actor, hasRole, type Role } from '../kernel/actor.js'
import { all, compareAndSet, findRow, findRows, insert, insertOnce, type Row } from './db.js'
import type { Context } from './runtime.js'
import { unitFields } from './unit.js'

export const TAKEDOWNS = 'gov-takedowns'

/**
 * S2-39: what was removed, why and by whom. The original is kept restricted for an appeal and cleared by retention.
 * A takedown is written before the content goes, so that a crash leaves a reason without a removal, never the reverse.
 */
export const takedownCollection: CollectionConfig = {
  slug: TAKEDOWNS,
  labels: { singular: { en: 'Removal', fr: 'Retrait' }, plural: { en: 'Removals', fr: 'Retraits' } },
  admin: { hidden: true },
  graphQL: false,
  fields: [
    // Names the decision it belongs to, where one is known: carrying that out twice makes one removal.
    { name: 'key', type: 'text', unique: true, index: true, admin: { hidden: true } },
    { name: 'subject', type: 'text', required: true, index: true },
    { name: 'locale', type: 'text' },
    { name: 'category', type: 'text' },
    { name: 'reason', type: 'textarea', required: true },
    { name: 'by', type: 'text', required: true },
    { name: 'at', type: 'date', required: true },
    { name: 'contentHash', type: 'text' },
    // The same content may go, come back with another approval, and need another reason to go again.
    { name: 'publication', type: 'text', admin: { hidden: true } },
    { name: 'original', type: 'json' },
    { name: 'usedAt', type: 'date' },
    { name: 'endedAt', type: 'date' },
    ...unitFields(),
  ],
}

export interface TakedownDraft {
  /** The same key never makes two: the one that is there is returned. */
  key?: string
  subject: string
  reason: string
  category?: string
  contentHash?: string
  /** Names the publication that it ends. */
  publication?: string
  /** The last content, for the appeal. */
  original: unknown
}

export const writeTakedown = async (
  ctx: Context,
  draft: TakedownDraft,
  actor: Actor,
  now: Date,
): Promise<Row> => {
  const data = { ...draft, by: actor.ref ?? actor.kind, at: now.toISOString(), rev: 0 }
  if (!draft.key) return insert(ctx, TAKEDOWNS, data)
  const known = await findRow(ctx, TAKEDOWNS, { key: { equals: draft.key } })
  const row = known ?? (await insertOnce(ctx, TAKEDOWNS, data))
  return row ?? (await findRow(ctx, TAKEDOWNS, { key: { equals: draft.key } }))!
}

/** The takedown that permits this content of that publication to go now, if there is one. */
export const openTakedown = (
  ctx: Context,
  {
    subject,
    contentHash,
    publication,
  }: Required<Pick<TakedownDraft, 'contentHash' | 'publication' | 'subject'>>,
): Promise<Row | null> =>
  findRow(
    ctx,
    TAKEDOWNS,
    all(
      { subject: { equals: subject } },
      { contentHash: { equals: contentHash } },
      { publication: { equals: publication } },
      { endedAt: { exists: false } },
    ),
  )

/** Who may read why something was removed. */
export const TAKEDOWN_READERS: readonly Role[] = ['administrator', 'aed', 'ed']

/** When this was last taken down, and why, to those who may know; undefined where it never was. */
export const lastTakenDown = async (
  ctx: Context,
  subject: string,
  actor: Actor,
): Promise<{ at: string; reason?: string } | undefined> => {
  const about = { subject: { equals: subject } }
  const [last] = await findRows(ctx, TAKEDOWNS, about, { limit: 1, sort: '-at', fields: ['at', 'reason'] })
  if (!last) return undefined
  const at = new Date(last.at as string).toISOString()
  return hasRole(actor, ...TAKEDOWN_READERS) ? { at, reason: String(last.reason) } : { at }
}

/** Ends the permission: the content is gone. */
export const endTakedown = (ctx: Context, id: number | string, now: Date): Promise<Row | null> =>
  compareAndSet(
    ctx,
    TAKEDOWNS,
    { and: [{ id: { equals: id } }, { endedAt: { exists: false } }] },
    { endedAt: now.toISOString() },
  )
