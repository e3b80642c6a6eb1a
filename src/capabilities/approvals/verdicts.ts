import { changedMeanwhile, GovernanceError } from '../../kernel/errors.js'
import type { Verdict, WriteAttempt } from '../../platform/runtime.js'
import type { Doc } from './target.js'

export const missing = (): GovernanceError =>
  new GovernanceError(
    'approvalMissing',
    'This content is not approved, so it is not published. Save it as a draft and submit it for approval.',
  )

export const takedownNeeded = (): GovernanceError =>
  new GovernanceError(
    'takedownNeeded',
    'This content is live. Take it down with a reason instead of unpublishing or deleting it; ' +
      'a change is saved as a draft.',
  )

/** The write happens only if the row is still the one that was judged: by its time of change, in the same statement. */
export const fenced = (attempt: WriteAttempt, stored: Doc | null, verdict: Verdict): Verdict => {
  // A change of content carries its time; an account that signs in does not.
  if (!stored?.updatedAt || !attempt.data?.updatedAt) return verdict
  return {
    ...verdict,
    args: {
      ...verdict.args,
      id: undefined,
      returning: undefined,
      where: {
        and: [
          { id: { equals: stored.id } },
          { updatedAt: { equals: new Date(stored.updatedAt as string).toISOString() } },
        ],
      },
    },
    written: (result) => {
      if (!result) throw changedMeanwhile()
    },
  }
}

export const combine = (verdicts: Verdict[]): Verdict => ({
  done: async () => {
    for (const verdict of verdicts) await verdict.done?.()
  },
  failed: async () => {
    for (const verdict of verdicts) await verdict.failed?.()
  },
})
