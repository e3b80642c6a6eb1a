import { actorOrSystem } from '../../platform/actor.js'
import { type Context, nowOf, type WriteAttempt } from '../../platform/runtime.js'
import { touch } from './authors.js'
import type { SanitizedApprovals } from './options.js'
import { imageFor, newestVersion } from './store.js'
import { type Doc, subjectOf, toTarget } from './target.js'

/** Whoever changes the content of a version is an author; a save that changes nothing makes nobody one. */
export const judgeVersion = async (
  ctx: Context,
  options: SanitizedApprovals,
  attempt: WriteAttempt,
): Promise<void> => {
  const { parent: direct, versionData } = attempt.args as {
    parent?: number | string
    versionData?: Doc & { version?: Doc }
  }
  const version = versionData?.version ?? versionData
  const actor = actorOrSystem({ payload: ctx.payload, user: ctx.req?.user ?? null })
  if (!version || version._status === 'published' || !actor.ref || actor.kind === 'system') return
  const parent = direct ?? (versionData?.parent as number | string | undefined)
  const target = toTarget(attempt.collection, parent)
  if (target.kind === 'collection' && parent === undefined) return
  const newest = await newestVersion(ctx, target)
  if (newest) {
    const before = await imageFor(ctx, options, target, newest, true)
    if (before.hash === (await imageFor(ctx, options, target, version, true)).hash) return
  }
  await touch(ctx, subjectOf(target), actor.ref, nowOf(ctx.payload))
}
