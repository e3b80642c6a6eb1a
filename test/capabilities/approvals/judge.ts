import type { Answer, Attempt, Caller } from './attempts.js'
import type { ApprovalSite, Target } from './site.js'

/** What an attempt may not change unless it was approved. */
export interface Snapshot {
  live: string
  versions: number
  liveDocs: number
}

/** Where the attempts are made: one state of a document. */
export interface Ground<S extends Snapshot> {
  state: string
  fixture: () => Promise<Target>
  snapshot: (target: Target) => Promise<S>
  /** Whether what is live now is exactly what was approved. */
  isApproved: (before: S, after: S) => boolean
  /** Whether it should have been refused, when it was not. */
  shouldBeRefused: (attempt: Attempt, changed: boolean) => boolean
  /** Whether the next attempt needs a document of its own. */
  isSpent: (answer: Answer, before: S, after: S) => boolean
}

export const noCounts = () => ({
  attempts: 0,
  unapprovedPublishes: 0,
  approvedButRefused: 0,
  liveChangedByRefused: 0,
})

/** Makes the attempts one after the other and says what was wrong with each; adds to the counts. */
export const judge = async <S extends Snapshot>(
  site: ApprovalSite,
  tries: { attempt: Attempt; who: Caller }[],
  { state, fixture, snapshot, isApproved, shouldBeRefused, isSpent }: Ground<S>,
  counts: ReturnType<typeof noCounts>,
): Promise<string[]> => {
  const problems: string[] = []
  const begin = async (): Promise<{ target: Target; before: S }> => {
    const target = await fixture()
    const before = await snapshot(target)
    if (before.live === 'not live') throw new Error('The fixture is not live.')
    return { target, before }
  }
  let { target, before } = await begin()
  for (const { attempt, who } of tries) {
    counts.attempts += 1
    const answer = await attempt.run(site, target, who)
    const after = await snapshot(target)
    const problem = (text: string): void => {
      problems.push(`${attempt.name} × ${who.name} × ${state}: ${text} ${JSON.stringify(answer)}`)
    }
    const changed = after.live !== before.live || after.liveDocs !== before.liveDocs
    const approved = state === 'approved' && after.liveDocs === before.liveDocs && isApproved(before, after)
    if (answer.refused && (changed || after.versions !== before.versions)) {
      counts.liveChangedByRefused += 1
      problem('refused, but changed something')
    }
    if (changed && !approved) {
      counts.unapprovedPublishes += 1
      problem(`live changed from ${before.live} to ${after.live}`)
    }
    if (state === 'approved' && attempt.publishesNewest && !(changed && approved)) {
      counts.approvedButRefused += 1
      problem('approved, but not published')
    }
    if (!answer.refused && shouldBeRefused(attempt, changed)) problem('passed without a word')
    if (isSpent(answer, before, after)) ({ target, before } = await begin())
  }
  return problems
}
