import type { PayloadRequest } from 'payload'

import { GovernanceError, isGovernanceError } from '../../kernel/errors.js'
import { inLanguage } from '../../kernel/labels.js'
import type { Row } from '../../platform/db.js'
import { runtimeOf } from '../../platform/runtime.js'
import { stepAt } from './definition.js'
import { namesOfPaths } from './fields.js'
import { factsOf } from './rows.js'
import type { Target } from './target.js'

const CHECK = 'check:'

/** What an approver did not tick: each sentence without its full stop, and the items of a checklist by their labels. */
const ticksInWords = (req: PayloadRequest, review: Row | null, keys: readonly string[]): string => {
  const { language } = req.i18n
  const t = runtimeOf(req.payload).translatorFor(req.payload, language)
  const facts = review && factsOf(review)
  const checklist = (facts && stepAt(facts.definition, facts.step)?.checklist) || []
  const wordsOf = (key: string): string =>
    key.startsWith(CHECK)
      ? inLanguage(
          checklist.find((item) => CHECK + item.key === key)?.label,
          language,
          key.slice(CHECK.length),
        )
      : t(`governance:approvals:attest:${key}`).replace(/\.$/, '')
  return keys.map(wordsOf).join('; ')
}

/** The state of a review as the panel says it; undefined for one that it shows no more. */
const stateInWords = (req: PayloadRequest, state: unknown): string | undefined => {
  const key = `governance:approvals:state:${state === 'published' ? 'live' : String(state)}`
  const words = runtimeOf(req.payload).translatorFor(req.payload, req.i18n.language)(key)
  return words === key ? undefined : words
}

/**
 * A refusal of a decision as a person reads it: boxes by their sentences and fields by their labels, where the domain
 * knows codes and paths. These stay in `data`, for programs.
 * @param review the open one
 */
export const inWords = (req: PayloadRequest, target: Target, review: Row | null, error: unknown): unknown => {
  if (!isGovernanceError(error)) return error
  if (error.code === 'missingAttestation') {
    const missing = ticksInWords(req, review, error.data.missing as string[])
    return new GovernanceError(
      error.code,
      `Before you approve, please tick: ${missing}.`,
      { missing },
      { missing: error.data.missing },
    )
  }
  if (error.code === 'approvalVoid') {
    const fields = error.data.fields as string[]
    const field = namesOfPaths(req, target, fields).join(', ')
    const message = error.message.replace(`(${error.params.field})`, `(${field})`)
    // Whoever presses a button learns what to do; of the options of the site only programs are told.
    const why = error.params.opened ? 'changedSinceOpened' : 'changedSince'
    return field ? new GovernanceError(error.code, message, { field, why }, { fields }) : error
  }
  // Who approved the step already is told so as it is; of all else the state says what happened.
  const state = error.data.state ? stateInWords(req, error.data.state) : undefined
  if (state && error.code === 'alreadyDecided')
    return new GovernanceError(error.code, error.message, { why: 'faster', state }, error.data)
  if (state && error.code === 'stateConflict')
    return new GovernanceError(error.code, error.message, { why: 'notNow', state }, error.data)
  return error
}
