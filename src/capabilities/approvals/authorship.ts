import { actorOrSystem } from '../../platform/actor.js'
import { type Context, nowOf, type Verdict, type WriteAttempt } from '../../platform/runtime.js'
import { sharedBy } from '../../platform/shared.js'
import { touch } from './authors.js'
import { inheritAuthors } from './copies.js'
import type { SanitizedApprovals } from './options.js'
import { decisionTargets } from './languages.js'
import { configOf, imageFor, markOf, newestMark, newestVersion, storedDoc } from './store.js'
import { decisionKey, type Doc, isPublished, type Target, toTarget } from './target.js'

/** Hashes of versions that this process wrote, by document and mark: comparing needs no second look at the content. */
const MOST_KNOWN = 2000
const knownHashes = (ctx: Context): Map<string, string> =>
  sharedBy(ctx.payload, 'approvals.hashes', () => new Map<string, string>())

const keyOf = (target: Target, mark: string): string => `${decisionKey(target)} ${mark}`

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
    const before = await newestHash(ctx, options, part)
    if (before === hash) continue
    await touch(ctx, decisionKey(part), actor.ref, nowOf(ctx.payload))
    if (before === undefined) await inheritAuthors(ctx, part, nowOf(ctx.payload))
  }
  return {
    written: (result) => {
      const mark = markOf(result as Doc | null)
      if (!mark) return
      const known = knownHashes(ctx)
      if (known.size >= MOST_KNOWN) known.clear()
      for (const { part, hash } of hashes) known.set(keyOf(part, mark), hash)
    },
  }
}
