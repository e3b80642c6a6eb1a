import type { Ref } from '../../kernel/ref.js'
import { type Context, runtimeOf } from '../../platform/runtime.js'
import type { Definition, StepDefinition } from './definition.js'
import { activeDelegations } from './delegations.js'
import { type SanitizedApprovals, stepsFor } from './options.js'
import type { SanitizedStep } from './stepOptions.js'
import type { Doc, Target } from './target.js'

const applies = (step: SanitizedStep, target: Target, doc: Doc, locales: string[]): boolean => {
  try {
    return step.condition?.(doc, { slug: target.slug, kind: target.kind, locales }) ?? true
  } catch {
    // A condition that cannot judge this content does not spare it the step.
    return true
  }
}

/** The workflow that this content runs through, as a copy for its review. */
export const definitionFor = (
  options: SanitizedApprovals,
  target: Target,
  doc: Doc,
  locales: string[],
): Definition => {
  const steps = stepsFor(options, target.slug)
  const needed = steps.filter((step) => applies(step, target, doc, locales))
  return {
    steps: (needed.length > 0 ? needed : steps).map(({ condition: _, ...step }) => step),
    attestations: [...options.attestations],
    expireDays: options.expireDays,
  }
}

/** Why a step has nobody: no active person holds its roles, or only people who wrote this content do. */
export interface Unfilled {
  step: string
  because: 'nobody' | 'onlyAuthors' | 'tooFew'
  roles: string[]
}

/** People who may decide a step now, delegates included, nobody who wrote. */
export const decidersOf = async (
  ctx: Context,
  step: StepDefinition,
  wrote: readonly Ref[],
): Promise<{ holders: number; free: Ref[] }> => {
  const holders = await runtimeOf(ctx.payload).people(ctx.payload, step.roles)
  const free = holders.map(({ ref }) => ref).filter((ref) => !wrote.includes(ref))
  const delegates = (await activeDelegations(ctx))
    .filter(({ from, to }) => free.includes(from) && !wrote.includes(to))
    .map(({ to }) => to)
  return { holders: holders.length, free: [...new Set([...free, ...delegates])] }
}

/** Steps that nobody can complete, said at submission with the way out. */
export const unfilledSteps = async (
  ctx: Context,
  definition: Definition,
  wrote: readonly Ref[],
): Promise<Unfilled[]> => {
  const found: Unfilled[] = []
  for (const step of definition.steps) {
    const { holders, free } = await decidersOf(ctx, step, wrote)
    if (free.length >= step.approvals) continue
    const because = holders === 0 ? 'nobody' : free.length === 0 ? 'onlyAuthors' : 'tooFew'
    found.push({ step: step.key, because, roles: step.roles })
  }
  return found
}

/**
 * Who is asked to decide a step: holders of its first role that has somebody free, and their delegates; everyone free
 * when that role alone is too few.
 */
export const askedFor = async (ctx: Context, step: StepDefinition, wrote: readonly Ref[]): Promise<Ref[]> => {
  for (const role of step.roles) {
    const { free } = await decidersOf(ctx, { ...step, roles: [role] }, wrote)
    if (free.length >= step.approvals) return free
  }
  return (await decidersOf(ctx, step, wrote)).free
}
