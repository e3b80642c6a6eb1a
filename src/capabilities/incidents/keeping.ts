import type { Actor } from '../../kernel/actor.js'
import { GovernanceError } from '../../kernel/errors.js'
import type { CasePort, HoldFound } from '../../kernel/holdPorts.js'
import { type Ref, refOf } from '../../kernel/ref.js'
import { all, findRow, type Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { translatorFor } from '../../platform/translate.js'
import { addSpan } from '../../kernel/calendar.js'
import { timeZoneOf } from '../../platform/clock.js'
import { noteKept } from './belonging.js'
import { requireOpen } from './case.js'
import { INCIDENTS } from './collections.js'
import { peopleIn } from './concerned.js'
import { partsOf, rootOf, rowOf } from './merged.js'
import { rowFor } from './queries.js'
import { type CaseWork, seenBy, standingOf } from './standing.js'
import { caseOf, changeCase, withoutWords } from './store.js'
import { requireMay } from './team.js'
import { nowOf } from '../../platform/runtime.js'

const contextOf = (place: object): Context => ({ payload: (place as Context).payload })

const seenRow = async (
  ctx: Context,
  work: CaseWork,
  actor: Actor,
  where: Parameters<typeof all>[0],
): Promise<null | Row> => {
  const standing = await standingOf(ctx, work, actor)
  return standing && findRow(ctx, INCIDENTS, all(where, seenBy(ctx, standing)))
}

const belongingTo = ({ subject, records }: Row): Ref[] => [
  ...(subject ? [String(subject)] : []),
  ...peopleIn(records),
]

/** What a hold on a case needs to know of it. */
export const casePort = (work: CaseWork): CasePort => ({
  find: async (place, actor, number) => {
    const row = await seenRow(contextOf(place), work, actor, { number: { equals: number } })
    return row && refOf(INCIDENTS, row.id)
  },
  numberOf: async (place, actor, subject) => {
    const ctx = contextOf(place)
    const row = await rowOf(ctx, subject)
    const seen = row && (await seenRow(ctx, work, actor, { id: { equals: row.id } }))
    return seen ? String(seen.number) : null
  },
  recordsOf: async (place, subject) => {
    const ctx = contextOf(place)
    const row = await rowOf(ctx, subject)
    const cases = row ? [row, ...(await partsOf(ctx, subject))] : []
    return [...new Set(cases.flatMap(belongingTo))]
  },
  // A case that nobody finds any more is not known to be closed.
  isOpen: async (place, subject) => {
    const ctx = contextOf(place)
    const row = await rowOf(ctx, subject)
    return !row || ((await rootOf(ctx, row)) ?? row).state !== 'closed'
  },
})

/** The hold that its people placed on what belongs to this case, if there is one. */
export const keptFor = async (ctx: Context, { holds }: CaseWork, subject: Ref): Promise<HoldFound[]> =>
  ((await holds?.()?.on(ctx, subject)) ?? []).filter(({ whileOpen }) => whileOpen)

const REVIEW_DAYS = 90

const cannotKeep = (why: string, sentence: string): GovernanceError =>
  new GovernanceError('stateConflict', sentence, { why })

/**
 * Keeps what belongs to a case from deletion while the case is open. The hold is placed first: should the process end
 * before the case says so, more is kept than anybody reads there, never less.
 */
export const keepCase = async (
  ctx: Context,
  work: CaseWork,
  actor: Actor,
  id: string,
  why: string,
): Promise<{ going: number }> => {
  const { row, as } = await rowFor(ctx, work, actor, id)
  requireMay(as, 'keep')
  const found = caseOf(row)
  requireOpen(found)
  const port = work.holds?.()
  if (!port) throw cannotKeep('keepOff', 'Nothing is deleted by this site, so there is nothing to keep.')
  if ((await keptFor(ctx, work, found.ref)).length > 0)
    throw cannotKeep('keptAlready', 'What belongs to this case is kept already.')
  const reviewAt = addSpan(nowOf(ctx.payload), { days: REVIEW_DAYS }, timeZoneOf(ctx.payload))
  const draft = { kind: 'case', subject: found.ref, whileOpen: true, why, reviewAt } as const
  const { going } = await port.place(ctx, draft, actor)
  await changeCase(ctx, work, actor, id, 'keep', (one, now) => noteKept(one, true, why, actor, now))
  return { going }
}

/** @throws GovernanceError `stateConflict` where nothing is kept */
export const keepNoMore = async (
  ctx: Context,
  work: CaseWork,
  actor: Actor,
  id: string,
  why: string,
): Promise<void> => {
  const { row, as } = await rowFor(ctx, work, actor, id)
  requireMay(as, 'keep')
  const placed = await keptFor(ctx, work, refOf(INCIDENTS, row.id))
  if (placed.length === 0) throw cannotKeep('notKept', 'What belongs to this case is not kept.')
  // Said first: of a hold that stays after a crash everybody is reminded.
  await changeCase(ctx, work, actor, id, 'keep', (one, now) => noteKept(one, false, why, actor, now))
  for (const hold of placed) await work.holds?.()?.release(ctx, hold.id, why, actor)
}

/** Whoever closes a case ends what was kept for as long as it is open. Retention finishes what a crash leaves. */
export const releaseOnClose = async (
  ctx: Context,
  work: CaseWork,
  subject: Ref,
  actor: Actor,
  locale: string,
): Promise<void> => {
  const why = translatorFor(ctx.payload, locale)('governance:incidents:keep:closed')
  for (const { id } of await keptFor(ctx, work, subject))
    await work
      .holds?.()
      ?.release(ctx, id, why, actor)
      // The case is closed: what could not be released now is found by retention.
      .catch((error: unknown) => ctx.payload.logger.error(withoutWords(error)))
}
