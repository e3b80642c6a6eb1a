import type { Endpoint } from 'payload'

import { instantFrom } from '../../kernel/calendar.js'
import { doesNotExist, GovernanceError } from '../../kernel/errors.js'
import { languageIn } from '../../kernel/labels.js'
import { defineEndpoint, type EndpointInput, textOf } from '../../platform/endpoint.js'
import { localesOf } from '../../platform/fields.js'
import { runtimeOf } from '../../platform/runtime.js'
import { type Call, callFor, mustUpdate, type Named } from './call.js'
import { versionWith } from './anchors.js'
import { comment, resolveComment } from './comments.js'
import { gapsIn, incomplete } from './completeness.js'
import { voided } from './domain.js'
import type { ApprovalsPort } from './port.js'
import { fieldAt, fieldsOf } from './fields.js'
import { differing, digestLeaves } from './image.js'
import { isDoneHere } from './elsewhere.js'
import { situationOf, statusOf, type UserAction } from './status.js'
import { approve, requestChanges } from './decisions.js'
import { confirm, object, publishInEmergency } from './emergency.js'
import { inWords } from './refusalWords.js'
import { submit, withdraw } from './reviews.js'
import { schedule, unschedule } from './schedule.js'
import { takeDown } from './takingDown.js'
import { decidedOn } from './unpublished.js'
import { definitionFor } from './workflow.js'
import { openReview } from './rows.js'
import { configOf, imageFor, mayUpdate, ownId, publish } from './store.js'
import { missing } from './verdicts.js'
import type { Target } from './target.js'

/** Both languages of a bilingual site, or the one that is decided on, before anybody is asked to read them (S0-05). */
const mustBeComplete = async ({ ctx, req, target, situation, port }: Call): Promise<void> => {
  const decided = decidedOn(ctx, port.options, target, situation.newest)
  await port.guardMedia(ctx, target, decided, req.i18n?.language)
  await port.options.elsewhere[target.slug]?.complete(ctx, situation.newest)
  if (port.options.locales === 'any') return
  const { payload, i18n } = req
  const language = i18n?.language ?? 'en'
  const skip = port.options.volatileFields[target.slug] ?? []
  const fields = configOf(payload, target).flattenedFields
  // Where one language is decided on by itself, the others may follow later.
  const gaps = gapsIn(payload, fields, situation.newest, language, skip, target.locale)
  if (gaps.length === 0) return
  throw incomplete(gaps, (locale) => languageIn(language, locale))
}

const doSubmit = async (call: Call): Promise<Record<string, unknown>> => {
  await mustUpdate(call)
  const { ctx, target, situation, actor, port, req } = call
  if (situation.newest.deletedAt)
    throw new GovernanceError('stateConflict', 'This is in the trash. Restore it as a draft first.', {
      why: 'inTrash',
    })
  if (situation.live?.hash === situation.image.hash) {
    throw new GovernanceError('stateConflict', 'There is nothing to approve: this content is live already.', {
      why: 'nothingToApprove',
    })
  }
  await mustBeComplete(call)
  const locales = localesOf(req.payload)
  const { approvers, unfilled } = await submit(ctx, {
    target,
    actor,
    image: situation.image,
    definition: definitionFor(port.options, target, situation.newest, locales),
    locales,
  })
  return { approvers, unfilled }
}

const attestedBy = (body: Record<string, unknown>, keys: readonly string[]): string[] => {
  if (Array.isArray(body.attested))
    return body.attested.filter((key): key is string => typeof key === 'string')
  return body.attested === true || body.attested === 'on' || body.attested === 'true' ? [...keys] : []
}

/** What changed since the person read it, where that content is still kept as a version. */
const changedSince = async (
  { ctx, port, target, situation }: Call,
  hash: string,
): Promise<string[] | undefined> => {
  if (hash === situation.image.hash) return undefined
  const seen = await versionWith(ctx, port.options, target, hash)
  if (!seen) return undefined
  const { leaves } = await imageFor(ctx, port.options, target, seen.doc, true)
  return differing(digestLeaves(leaves), digestLeaves(situation.image.leaves))
}

const doApprove = async (call: Call): Promise<{ waits: boolean }> => {
  const { ctx, target, situation, actor, body, port } = call
  await mustBeComplete(call)
  const seenHash = textOf(body, 'hash', { required: true, max: 64 })
  const { state } = await approve(ctx, {
    target,
    actor,
    image: situation.image,
    seenHash,
    changed: await changedSince(call, seenHash),
    // One tick stands for the attestations; a checklist is ticked item by item.
    attested: attestedBy(body, port.options.attestations),
  })
  return { waits: state === 'inReview' }
}

const doPublish = async (call: Call): Promise<void> => {
  const { ctx, req, target, situation } = call
  await mustUpdate(call)
  const review = await openReview(ctx, target)
  if (!review || (review.state !== 'approved' && review.state !== 'publishing')) throw missing()
  if (review.hash !== situation.image.hash) {
    throw voided(differing(review.leaves as Record<string, string>, digestLeaves(situation.image.leaves)))
  }
  await publish(req.payload, target, { req })
}

const commentId = ({ req, body }: Call): number | string =>
  ownId(req.payload, textOf(body, 'comment', { required: true, max: 64 }))

const ACTIONS: Record<UserAction, (call: Call) => Promise<Record<string, unknown> | void>> = {
  submit: doSubmit,
  withdraw: async ({ ctx, target, actor }) => {
    await withdraw(ctx, target, actor)
  },
  requestChanges: async ({ ctx, target, actor, body }) => {
    await requestChanges(ctx, target, actor, textOf(body, 'comment', { required: true, max: 2000 }))
  },
  approve: doApprove,
  publish: doPublish,
  takedown: takeDown,
  schedule: async (call) => {
    await mustUpdate(call)
    const { ctx, target, actor, body } = call
    const { timeZone } = runtimeOf(ctx.payload).options
    // A time without a zone is the organization's: that is what the panel shows.
    const at = instantFrom(textOf(body, 'at', { required: true, max: 40 }), timeZone)
    await schedule(ctx, target, at, actor)
  },
  unschedule: async (call) => {
    await mustUpdate(call)
    await unschedule(call.ctx, call.target, call.actor)
  },
  emergency: async (call) => {
    await mustUpdate(call)
    const { ctx, req, target, actor, situation, body, port } = call
    if (situation.newest.deletedAt || situation.live?.hash === situation.image.hash)
      throw new GovernanceError(
        'stateConflict',
        'There is nothing to publish: this content is live already.',
        {
          why: 'nothingToPublish',
        },
      )
    // In a hurry, too: a picture without a licence is another's.
    const decided = decidedOn(ctx, port.options, target, situation.newest)
    await port.guardMedia(ctx, target, decided, req.i18n?.language)
    await publishInEmergency(ctx, port.options, {
      target,
      actor,
      req,
      image: situation.image,
      reason: textOf(body, 'reason', { required: true, max: 2000 }),
      locales: localesOf(req.payload),
    })
  },
  confirm: async ({ ctx, target, actor, body, port }) => {
    await confirm(ctx, target, actor, attestedBy(body, port.options.attestations))
  },
  object: async ({ ctx, target, actor, body }) => {
    await object(ctx, target, actor, textOf(body, 'comment', { required: true, max: 2000 }))
  },
  comment: async ({ ctx, req, target, actor, body }) => {
    const field = textOf(body, 'field', { max: 200 })
    if (field && !fieldAt(fieldsOf(req, target), field))
      throw new GovernanceError(
        'invalidInput',
        'There is no such field.',
        { field: 'field' },
        { field: 'field' },
      )
    const suggestion = textOf(body, 'suggestion', { max: 10_000 })
    await comment(
      ctx,
      target,
      {
        text: textOf(body, 'text', { required: true, max: 2000 }),
        ...(field ? { field } : {}),
        ...(suggestion ? { suggestion } : {}),
      },
      actor,
    )
  },
  resolveComment: async (call) => {
    await resolveComment(call.ctx, call.target, commentId(call), true, call.actor)
  },
  reopenComment: async (call) => {
    await resolveComment(call.ctx, call.target, commentId(call), false, call.actor)
  },
}

/** @throws what the action refuses, in words for who asked. */
const perform = async (action: UserAction, call: Call): Promise<Record<string, unknown> | void> => {
  try {
    return await ACTIONS[action](call)
  } catch (error) {
    throw inWords(call.req, call.target, await openReview(call.ctx, call.target), error)
  }
}

const callOf = (port: ApprovalsPort, input: EndpointInput, kind: Target['kind']): Promise<Call> =>
  callFor(port, input, { kind, slug: input.params.slug ?? '', id: input.params.id })

export type BulkAction = Extract<UserAction, 'approve' | 'confirm'>

/** The one way to decide, alone or with others. @returns whether others must too @throws what is refused */
export const decideOne = async (
  port: ApprovalsPort,
  input: Pick<EndpointInput, 'actor' | 'body' | 'req'>,
  named: Named,
  action: BulkAction,
): Promise<{ waits: boolean }> => {
  const call = await callFor(port, input, named)
  const done = await perform(action, call)
  return { waits: done?.waits === true }
}

const answerStatus = async (call: Call): Promise<Record<string, unknown>> => {
  const { ctx, port, target, actor, req } = call
  const situation = (await situationOf(ctx, port.options, target)) ?? call.situation
  const status = await statusOf({ ctx, req, port, target, actor, situation }, await mayUpdate(req, target))
  return { ...status, mail: port.canSend(ctx.payload) }
}

const pair = (port: ApprovalsPort, kind: Target['kind'], base: string): Endpoint[] => [
  defineEndpoint({
    path: base,
    method: 'get',
    access: 'staff',
    handler: async (input) => answerStatus(await callOf(port, input, kind)),
  }),
  defineEndpoint({
    path: `${base}/:action`,
    method: 'post',
    access: 'staff',
    handler: async (input) => {
      const { action = '' } = input.params
      const known = Object.hasOwn(ACTIONS, action) && isDoneHere(port.options, input.params.slug, action)
      if (!known) throw doesNotExist()
      const call = await callOf(port, input, kind)
      const more = await perform(action as UserAction, call)
      return { ...(await answerStatus(call)), ...more }
    },
  }),
]

/** `GET …/collections/:slug/:id` says the state; `POST …/:action` acts, see `UserAction`. */
export const approvalEndpoints = (port: ApprovalsPort): Endpoint[] => [
  ...pair(port, 'collection', '/governance/approvals/collections/:slug/:id'),
  ...pair(port, 'global', '/governance/approvals/globals/:slug'),
]
