import type { CollectionSlug, PayloadRequest } from 'payload'

import type { Actor } from '../../kernel/actor.js'
import { SELF } from '../../kernel/ports.js'
import { parseRef, type Ref, refOf } from '../../kernel/ref.js'
import { all, countRows, findRows, type Row } from '../../platform/db.js'
import { idIn } from '../../platform/ids.js'
import { newReceipt } from '../../platform/receipt.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { createUnit } from '../../platform/unit.js'
import { type CommentState, firstState } from './domain.js'
import { commented } from './events.js'
import { isNoticed, queueComment } from './opening.js'
import { authorKeyOf, bringsComments, type Desk } from './context.js'
import { asksOthers, signalsOf } from './triage/read.js'
import { heldBy } from './triage/weighing.js'

export interface CommentDraft {
  on: Ref
  text: string
  /** Name to show; empty for a comment without a name. Ignored for staff, whose account names them. */
  name: string
  locale: string
}

export interface PublicComment {
  ref: Ref
  name: null | string
  staff: boolean
  text: string
  locale: string
  at: string
}

export interface Given {
  number: string
  token: string
}

const isPublished = (status: unknown): boolean =>
  typeof status === 'object' && status !== null
    ? Object.values(status).includes('published')
    : status === 'published'

/** Is there a published document of that reference which this visitor may read? One answer for all other cases. */
export const isOpenDocument = async (req: PayloadRequest, desk: Desk, on: Ref): Promise<boolean> => {
  const { payload } = req
  const { collection: slug, id: text } = parseRef(on)
  const config = payload.collections[slug as CollectionSlug]?.config
  if (!config) return false
  const drafts = Boolean(config.versions?.drafts)
  if (desk.options.on ? !desk.options.on.includes(slug) : !drafts) return false
  const id = idIn(payload, slug, text)
  if (id === null) return false
  const found = (await payload.findByID({
    collection: slug as CollectionSlug,
    id,
    depth: 0,
    draft: false,
    disableErrors: true,
    overrideAccess: false,
    req,
  })) as null | { _status?: unknown }
  return found !== null && (!drafts || isPublished(found._status))
}

const shownName = (actor: Actor, typed: string): string => {
  if (actor.kind !== 'staff') return typed
  // An account without a name falls back to its address, which is nobody's business.
  return actor.name?.includes('@') ? '' : (actor.name ?? '')
}

/** Writes a comment with its ledger entry and receipt as one, then puts it before a moderator if it has to be. */
export const addComment = async (
  ctx: Context,
  desk: Desk,
  draft: CommentDraft,
  actor: Actor,
): Promise<Given & { state: CommentState; ref: Ref }> => {
  const now = nowOf(ctx.payload)
  const byStaff = actor.kind === 'staff' && actor.roles.length > 0
  const authorKey = authorKeyOf(ctx, actor)
  const written = { text: draft.text, locale: draft.locale, subject: draft.on, authorKey, at: now }
  const signals = byStaff ? [] : await signalsOf(ctx, desk, written)
  const usual = firstState(desk.options.mode, actor)
  // Nothing is hidden by a machine unless the host let that rule hold.
  const held = byStaff || usual === 'pending' ? null : heldBy(signals, desk.options.triage?.hold ?? [])
  const state: CommentState = held ? 'pending' : usual
  const looks = state === 'pending' || isNoticed(desk, signals)
  const later = !byStaff && asksOthers(desk)
  const name = shownName(actor, draft.name)
  const { collection, id } = parseRef(draft.on)
  const receipt = newReceipt()
  const known = desk.options.on?.includes(collection) ? idIn(ctx.payload, collection, id) : null
  const row = await createUnit(
    ctx,
    desk.options.slug,
    {
      subject: draft.on,
      ...(known === null ? {} : { [collection]: known }),
      text: draft.text,
      authorName: name || null,
      // An account without a role is not somebody who speaks for the organization.
      staff: byStaff,
      // A member who leaves the name out stays unnamed here too.
      author: actor.kind === 'staff' || draft.name ? (actor.ref ?? null) : null,
      authorKey,
      locale: draft.locale,
      state,
      revision: 1,
      at: now.toISOString(),
      queued: !looks && !later,
    },
    {
      ledger: [
        commented(actor, now, {
          on: draft.on,
          state,
          locale: draft.locale,
          named: Boolean(name),
          ...(held ? { held } : {}),
        }),
      ],
      receipts: [
        {
          number: receipt.number,
          tokenHash: receipt.tokenHash,
          kind: 'comment',
          subject: SELF,
          issuedAt: now,
          locale: draft.locale,
        },
      ],
    },
  )
  // Without anything to look at, only others can say something of it: the runner asks them.
  if (looks) await queueComment(ctx, desk, row, signals)
  return { number: receipt.number, token: receipt.token, state, ref: refOf(desk.options.slug, row.id) }
}

export const toPublic = (desk: Desk, row: Row): PublicComment => ({
  ref: refOf(desk.options.slug, row.id),
  name: (row.authorName as null | string) ?? null,
  staff: Boolean(row.staff),
  text: String(row.text ?? ''),
  locale: String(row.locale),
  at: new Date(row.at as string).toISOString(),
})

/** Rows of one page of public comments. */
export const PAGE = 50

/** Visible comments on a document, oldest first, by cursor; nothing else ever leaves here. */
export const visibleComments = async (
  ctx: Context,
  desk: Desk,
  on: Ref,
  after?: string,
): Promise<{ comments: PublicComment[]; next: null | string }> => {
  const { payload } = ctx
  if (!bringsComments(ctx, desk)) return { comments: [], next: null }
  const cursor = after ? idIn(payload, desk.options.slug, after) : null
  const rows = await findRows(
    { payload },
    desk.options.slug,
    all(
      { subject: { equals: on } },
      { state: { equals: 'visible' } },
      ...(cursor === null ? [] : [{ id: { greater_than: cursor } }]),
    ),
    { limit: PAGE + 1, sort: 'id' },
  )
  const page = rows.slice(0, PAGE)
  return {
    comments: page.map((row) => toPublic(desk, row)),
    next: rows.length > PAGE ? String(page.at(-1)?.id) : null,
  }
}

export const countVisible = (ctx: Context, desk: Desk, on: Ref): Promise<number> =>
  bringsComments(ctx, desk)
    ? countRows(ctx, desk.options.slug, all({ subject: { equals: on } }, { state: { equals: 'visible' } }))
    : Promise.resolve(0)
