import type { CollectionBeforeChangeHook } from 'payload'

import { actorOrSystem } from '../../platform/actor.js'
import { type Context, nowOf, type Verdict, type WriteAttempt } from '../../platform/runtime.js'
import { sharedBy } from '../../platform/shared.js'
import { touch } from './authors.js'
import { inheritAuthors } from './copies.js'
import type { SanitizedApprovals } from './options.js'
import { decisionTargets } from './languages.js'
import { configOf, imageFor, markOf, newestMark, newestVersion, storedDoc } from './store.js'
import { decisionKey, type Doc, isPublished, subjectOf, type Target, toTarget } from './target.js'

/** Hashes of versions that this process wrote, by document and mark: comparing needs no second look at the content. */
const MOST_KNOWN = 4000
const knownHashes = (ctx: Context): Map<string, string> =>
  sharedBy(ctx.payload, 'approvals.hashes', () => new Map<string, string>())

const keyOf = (target: Target, mark: string): string => `${decisionKey(target)} ${mark}`

/** When the content was saved that a request is about to change, by document. */
type Bases = Map<string, string>
const basesOf = (ctx: Context, req: object): Bases => {
  const bases = sharedBy(ctx.payload, 'approvals.bases', () => new WeakMap<object, Bases>())
  const known = bases.get(req) ?? (new Map() as Bases)
  bases.set(req, known)
  return known
}

const savedAt = ({ updatedAt }: Doc): string | null =>
  typeof updatedAt === 'string' || updatedAt instanceof Date ? new Date(updatedAt).toISOString() : null

/** Keeps what a save begins from. It only ever serves to see without another read that the content does change. */
export const rememberBase: CollectionBeforeChangeHook = ({ collection, operation, originalDoc, req }) => {
  const base = originalDoc as Doc | undefined
  const target = toTarget(collection.slug, base?.id as number | string | undefined)
  const at = base ? savedAt(base) : null
  if (operation === 'update' && at) basesOf({ payload: req.payload }, req).set(subjectOf(target), at)
}

/** Hash of what this request read, as far as this process knows it, where it is another one than that of the write. */
const otherBase = (ctx: Context, part: Target, hash: string): string | undefined => {
  const at = ctx.req && basesOf(ctx, ctx.req).get(subjectOf(part))
  const known = at ? knownHashes(ctx).get(keyOf(part, at)) : undefined
  return known === hash ? undefined : known
}

/** A file can change beside its row, so versions of uploads are always compared as they are stored. */
const hasFile = (ctx: Context, target: Target): boolean => {
  const config = configOf(ctx.payload, target)
  return 'upload' in config && Boolean(config.upload)
}

/** Payload's own record of a publication in one language: what is live, and then the draft as it was before. */
const recordsPublication = async (
  ctx: Context,
  options: SanitizedApprovals,
  target: Target,
  version: Doc,
  snapshot: unknown,
): Promise<boolean> => {
  if (typeof version._status !== 'object' || version._status === null) return version._status === 'published'
  if (snapshot === true) return true
  const stored = isPublished(version) ? await storedDoc(ctx, target) : null
  if (!stored) return false
  return (
    (await imageFor(ctx, options, target, stored)).hash ===
    (await imageFor(ctx, options, target, version)).hash
  )
}

const newestHash = async (
  ctx: Context,
  options: SanitizedApprovals,
  target: Target,
): Promise<string | undefined> => {
  const mark = hasFile(ctx, target) ? undefined : await newestMark(ctx, target)
  const known = mark && knownHashes(ctx).get(keyOf(target, mark))
  if (known) return known
  const newest = await newestVersion(ctx, target)
  return newest ? (await imageFor(ctx, options, target, newest, true)).hash : undefined
}

/** Whoever changes the content of a version is an author; a save that changes nothing makes nobody one. */
export const judgeVersion = async (
  ctx: Context,
  options: SanitizedApprovals,
  attempt: WriteAttempt,
): Promise<Verdict | undefined> => {
  const {
    parent: direct,
    snapshot,
    versionData,
  } = attempt.args as {
    parent?: number | string
    snapshot?: boolean
    versionData?: Doc & { version?: Doc }
  }
  const version = versionData?.version ?? versionData
  const actor = actorOrSystem({ payload: ctx.payload, user: ctx.req?.user ?? null })
  if (!version || !actor.ref || actor.kind === 'system') return undefined
  const parent = direct ?? (versionData?.parent as number | string | undefined)
  const target = toTarget(attempt.collection, parent)
  if (target.kind === 'collection' && parent === undefined) return undefined
  if (await recordsPublication(ctx, options, target, version, snapshot)) return undefined
  const hashes: { part: Target; hash: string }[] = []
  for (const part of decisionTargets(ctx.payload, options, target)) {
    const { hash } = await imageFor(ctx, options, part, version, true)
    hashes.push({ part, hash })
    // What looks unchanged may still write over what somebody else saved meanwhile.
    const before = otherBase(ctx, part, hash) ?? (await newestHash(ctx, options, part))
    if (before === hash) continue
    await touch(ctx, decisionKey(part), actor.ref, nowOf(ctx.payload))
    if (before === undefined) await inheritAuthors(ctx, part, nowOf(ctx.payload))
  }
  return {
    written: (result) => {
      const row = result as (Doc & { version?: Doc }) | null
      const marks = [markOf(row), row?.version && savedAt(row.version)].filter(
        (mark) => typeof mark === 'string',
      )
      const known = knownHashes(ctx)
      if (known.size >= MOST_KNOWN) known.clear()
      for (const { part, hash } of hashes) for (const mark of marks) known.set(keyOf(part, mark), hash)
    },
  }
}
