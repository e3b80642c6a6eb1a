import type { Role } from '../../kernel/actor.js'
import type { Person } from '../../kernel/ports.js'
import type { Ref } from '../../kernel/ref.js'
import { readersAmong } from '../../platform/readable.js'
import { type Context, runtimeOf } from '../../platform/runtime.js'
import type { Definition, StepDefinition } from './definition.js'
import { activeDelegations, type Delegation } from './delegations.js'
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

/** Who may read the document, and every delegation to them in force: read once for all steps of a decision. */
export interface Staffing {
  people: Person[]
  delegations: Delegation[]
}

/** @param roles of the steps that are asked about: who holds none of them is not looked at */
export const staffingOf = async (ctx: Context, target: Target, roles: readonly Role[]): Promise<Staffing> => {
  const people = await runtimeOf(ctx.payload).people(ctx.payload, [...roles])
  const delegations = await activeDelegations(ctx)
  const asked = [...people.map(({ ref }) => ref), ...delegations.map(({ to }) => to)]
  const readers = await readersAmong(ctx, target, asked)
  return {
    people: people.filter(({ ref }) => readers.has(ref)),
    delegations: delegations.filter(({ to }) => readers.has(to)),
  }
}

/** People who may decide with one of these roles now, delegates included, nobody who wrote or acts for who did. */
const decidersOf = (
  { people, delegations }: Staffing,
  roles: readonly Role[],
  wrote: readonly Ref[],
): { holders: number; free: Ref[] } => {
  const holders = people.filter((person) => person.roles.some((role) => roles.includes(role)))
  const acting = delegations.filter(({ from }) => wrote.includes(from)).map(({ to }) => to)
  const barred = new Set([...wrote, ...acting])
  const free = holders.map(({ ref }) => ref).filter((ref) => !barred.has(ref))
  const delegates = delegations
    .filter(({ from, to }) => free.includes(from) && !barred.has(to))
    .map(({ to }) => to)
  return { holders: holders.length, free: [...new Set([...free, ...delegates])] }
}

/** Steps that nobody can complete, said at submission with the way out. */
export const unfilledSteps = (
  staffing: Staffing,
  definition: Definition,
  wrote: readonly Ref[],
): Unfilled[] =>
  definition.steps.flatMap((step): Unfilled[] => {
    const { holders, free } = decidersOf(staffing, step.roles, wrote)
    if (free.length >= step.approvals) return []
    const because = holders === 0 ? 'nobody' : free.length === 0 ? 'onlyAuthors' : 'tooFew'
    return [{ step: step.key, because, roles: step.roles }]
  })

/** The same, of the steps that are still to be taken. */
export const unfilledNow = (
  staffing: Staffing,
  definition: Definition,
  step: number,
  wrote: readonly Ref[],
): Unfilled[] => unfilledSteps(staffing, { ...definition, steps: definition.steps.slice(step) }, wrote)

/**
 * Who is asked to decide a step: holders of its first role that has somebody free, and their delegates; everyone free
 * when that role alone is too few.
 */
export const askedFor = (staffing: Staffing, step: StepDefinition, wrote: readonly Ref[]): Ref[] => {
  for (const role of step.roles) {
    const { free } = decidersOf(staffing, [role], wrote)
    if (free.length >= step.approvals) return free
  }
  return decidersOf(staffing, step.roles, wrote).free
}
