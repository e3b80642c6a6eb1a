import { actorOrSystem } from '../../platform/actor.js'
import { type Context, nowOf, type Verdict, type WriteAttempt } from '../../platform/runtime.js'
import { sharedBy } from '../../platform/shared.js'
import { touch } from './authors.js'
import type { SanitizedApprovals } from './options.js'
import { configOf, imageFor, markOf, newestMark, newestVersion } from './store.js'
import { type Doc, subjectOf, type Target, toTarget } from './target.js'

/** Hashes of versions that this process wrote, by document and mark: comparing needs no second look at the content. */
const MOST_KNOWN = 2000
const knownHashes = (ctx: Context): Map<string, string> =>
  sharedBy(ctx.payload, 'approvals.hashes', () => new Map<string, string>())

const keyOf = (target: Target, mark: string): string => `${subjectOf(target)} ${mark}`

/** A file can change beside its row, so versions of uploads are always compared as they are stored. */
const hasFile = (ctx: Context, target: Target): boolean => {
  const config = configOf(ctx.payload, target)
  return 'upload' in config && Boolean(config.upload)
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
  const { parent: direct, versionData } = attempt.args as {
    parent?: number | string
    versionData?: Doc & { version?: Doc }
  }
  const version = versionData?.version ?? versionData
  const actor = actorOrSystem({ payload: ctx.payload, user: ctx.req?.user ?? null })
  if (!version || version._status === 'published' || !actor.ref || actor.kind === 'system') return undefined
  const parent = direct ?? (versionData?.parent as number | string | undefined)
  const target = toTarget(attempt.collection, parent)
  if (target.kind === 'collection' && parent === undefined) return undefined
  const { hash } = await imageFor(ctx, options, target, version, true)
  if ((await newestHash(ctx, options, target)) !== hash)
    await touch(ctx, subjectOf(target), actor.ref, nowOf(ctx.payload))
  return {
    written: (result) => {
      const mark = markOf(result as Doc | null)
      if (!mark) return
      const known = knownHashes(ctx)
      if (known.size >= MOST_KNOWN) known.clear()
      known.set(keyOf(target, mark), hash)
    },
  }
}
