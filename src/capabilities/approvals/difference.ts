import type { PayloadRequest } from 'payload'

import { doesNotExist } from '../../kernel/errors.js'
import type { Row } from '../../platform/db.js'
import { type Context, type Reader } from '../../platform/runtime.js'
import { inPanelLanguage } from '../../platform/titles.js'
import { documentsFor, hasDrafts, mayReadRow, mayReadVersion, versionsOf } from '../../platform/versions.js'
import { type Anchor, anchorOf, versionWith } from './anchors.js'
import { compareLeaves } from './compare.js'
import { namesOfPaths } from './fields.js'
import { differing, digestLeaves, type Leaves } from './image.js'
import type { ApprovalsPort } from './port.js'
import { adminPathOf, openReview } from './rows.js'
import { decisionTarget } from './languages.js'
import { type Situation, situationOf } from './status.js'
import { configOf, imageContext, imageFor, mayRead, targetIn } from './store.js'
import { type Doc, type Target } from './target.js'
import type { Change } from './values.js'
import { visibleTo, type Withheld, withheldDifferences } from './visible.js'
import { collectingNames, languageName, namesFor, numbered, textOfLabel, wordingFor } from './wording.js'

export type Since = 'approval' | 'live'

export interface ShownChange extends Change {
  /** What was approved or submitted is not kept, but this field is known to differ from it. */
  changedSince?: true
}

/** What would be published, beside what is live or what was approved; only what this person may read. */
export interface Difference {
  title: string
  /** Address of the document in the admin panel. */
  href: string
  since: Since
  /** What it is compared with. */
  base: Anchor['how'] | 'live' | 'nothingLive'
  /** Who approved, sent back or submitted that, and when. */
  by?: string
  at?: string
  /** Why it is compared with what is live although the approval was asked for. */
  fallback?: 'noReview' | 'notKept' | 'notReadable'
  /** In the order of the fields. */
  changes: ShownChange[]
  /** Labels of what changed since, where the content itself is not kept. */
  changedSince: string[]
  /** Number of fields that differ and that this person may not read. */
  withheld: number
  languages: { code: string; name: string }[]
}

interface Asked {
  ctx: Context
  req: PayloadRequest
  port: ApprovalsPort
  target: Target
  situation: Situation
}

interface Base {
  base: Difference['base']
  /** Null: nothing to compare with. */
  doc: Doc | null
  anchor?: Anchor
  fallback?: Difference['fallback']
}

const targetFrom = async (
  req: PayloadRequest,
  port: ApprovalsPort,
  input: Record<string, unknown>,
): Promise<Target> => {
  const kind = input.kind === 'global' ? 'global' : 'collection'
  const slug = String(input.slug ?? '')
  const governed = port.governed()
  if (!(kind === 'global' ? governed.globals : governed.collections).includes(slug)) throw doesNotExist()
  const document: Target =
    kind === 'global' ? { kind, slug } : targetIn(req.payload, slug, String(input.id ?? ''))
  return decisionTarget({ payload: req.payload }, port.options, document, req.locale)
}

/** The very draft that is shown must be this person's to read: Payload answers others with what is published. */
const mustReadDraft = async (ctx: Context, req: PayloadRequest, target: Target): Promise<void> => {
  if (!(await mayRead(req, target))) throw doesNotExist()
  const config = configOf(req.payload, target)
  const [newest] = hasDrafts(config) ? await versionsOf(ctx, target, { limit: 1, latest: true }) : []
  if (!(await mayReadRow(req, config, target, newest?.id))) throw doesNotExist()
}

/** Payload reads a draft through the row that is live: who may read the one may read the other. */
const liveBase = ({ situation: { liveDoc } }: Asked): Base =>
  liveDoc ? { base: 'live', doc: liveDoc } : { base: 'nothingLive', doc: null }

const approvalBase = async (asked: Asked, review: Row | null, anchor: Anchor | null): Promise<Base> => {
  if (!review || !anchor) return { ...liveBase(asked), fallback: 'noReview' }
  const { ctx, req, port, target, situation } = asked
  if (anchor.hash === situation.image.hash) return { base: anchor.how, doc: situation.newest, anchor }
  const version = await versionWith(ctx, port.options, target, anchor.hash)
  if (!version) return { ...liveBase(asked), fallback: 'notKept' }
  const may = await mayReadVersion(req, configOf(req.payload, target), target, version.id)
  if (!may) return { ...liveBase(asked), fallback: 'notReadable' }
  return { base: anchor.how, doc: version.doc, anchor }
}

interface Sides {
  before: Leaves
  after: Leaves
  withheld: string[]
}

/** Both sides as this person may read them. Without a document to compare with everything is new. */
const sidesOf = async (asked: Asked, { base, doc }: Base): Promise<Sides> => {
  const { ctx, req, port, target, situation } = asked
  const fields = configOf(ctx.payload, target).flattenedFields
  const context = imageContext(ctx.payload, port.options, target)
  const asLive = base === 'live'
  const shown = async (
    from: Doc | null,
    live: boolean,
  ): Promise<{ leaves: Leaves; full: Leaves; withheld: Withheld }> => {
    if (!from) return { leaves: {}, full: {}, withheld: {} }
    const visible = await visibleTo(req, context, fields, from, target.id)
    const { leaves } = await imageFor(ctx, port.options, target, visible.doc, !live)
    const { leaves: full } = await imageFor(ctx, port.options, target, from, !live)
    return { leaves, full, withheld: visible.withheld }
  }
  const before = await shown(doc, asLive)
  const after = await shown(situation.newest, false)
  const names = new Set(
    differing(digestLeaves(before.full), digestLeaves(after.full)).map((path) => path.split('.')[0]),
  )
  return {
    before: before.leaves,
    after: after.leaves,
    withheld: withheldDifferences(before.withheld, after.withheld).filter((path) =>
      names.has(path.split('.')[0]),
    ),
  }
}

const changesIn = async (asked: Asked, { before, after }: Sides): Promise<Change[]> => {
  const { ctx, req, port, target } = asked
  const about = {
    image: imageContext(ctx.payload, port.options, target),
    fields: configOf(ctx.payload, target).flattenedFields,
  }
  const { refs, wording } = collectingNames(wordingFor(req, new Map()))
  const changes = compareLeaves({ ...about, wording }, before, after)
  if (refs.size === 0) return changes
  return compareLeaves({ ...about, wording: wordingFor(req, await namesFor(req, refs)) }, before, after)
}

/** Which of the fields differ from what a review holds digests of. */
const sinceReview = (
  review: Row | null,
  anchor: Anchor | null,
  { image }: Situation,
  sides: Sides,
): string[] => {
  if (!review || !anchor || anchor.hash !== review.hash) return []
  const readable = (path: string): boolean => path in sides.before || path in sides.after
  return differing(review.leaves as Record<string, string>, digestLeaves(image.leaves)).filter(readable)
}

const titleOf = async (req: PayloadRequest, target: Target): Promise<string> => {
  const config = configOf(req.payload, target)
  if (target.kind === 'global') return textOfLabel((config as { label?: unknown }).label, req, target.slug)
  const field = (config as { admin: { useAsTitle?: string } }).admin.useAsTitle
  const [doc] = await documentsFor(inPanelLanguage(req), target.slug, [target.id!]).catch(() => [])
  const title = field && field !== 'id' ? doc?.[field] : undefined
  return typeof title === 'string' && title !== '' ? title : numbered(req, target.slug, String(target.id))
}

/**
 * What would be published, field by field: `{ kind, slug, id, since }`. Without `since` it is counted from the approval
 * where there is one of other content, else from what is live (S2-34).
 * @throws GovernanceError `notFound` for who may not read this draft.
 */
export const difference =
  (port: ApprovalsPort): Reader =>
  async ({ payload, req, actor }, input): Promise<Difference> => {
    if (actor.kind !== 'staff' || !req) throw doesNotExist()
    const ctx: Context = { payload }
    const target = await targetFrom(req, port, input)
    await mustReadDraft(ctx, req, target)
    const situation = await situationOf(ctx, port.options, target)
    if (!situation) throw doesNotExist()
    const asked: Asked = { ctx, req, port, target, situation }
    const review = await openReview(ctx, target)
    const anchor = review ? await anchorOf(ctx, review, situation.image.hash) : null
    // Whoever decides again reads what changed since, not the whole again.
    const again = anchor !== null && anchor.hash !== situation.image.hash
    const since: Since =
      input.since === 'live' || input.since === 'approval' ? input.since : again ? 'approval' : 'live'
    const base = since === 'live' ? liveBase(asked) : await approvalBase(asked, review, anchor)
    const sides = await sidesOf(asked, base)
    const changes = await changesIn(asked, sides)
    const known = base.fallback ? sinceReview(review, anchor, situation, sides) : []
    const labels = known.flatMap((leaf) => {
      const found = changes.filter((change) => change.leaf === leaf).map(({ label }) => label)
      return found.length > 0 ? found : namesOfPaths(req, target, [leaf])
    })
    return {
      title: await titleOf(req, target),
      href: adminPathOf(ctx, target),
      since,
      base: base.base,
      ...(base.anchor ? { by: base.anchor.by, at: base.anchor.at } : {}),
      ...(base.fallback ? { fallback: base.fallback } : {}),
      changes: changes.map((change) =>
        known.includes(change.leaf) ? { ...change, changedSince: true } : change,
      ),
      changedSince: [...new Set(labels)],
      withheld: sides.withheld.length,
      languages: (imageContext(payload, port.options, target).locales ?? []).map((code) => ({
        code,
        name: languageName(req, code),
      })),
    }
  }
