import type { Endpoint, PayloadRequest } from 'payload'

import { type Actor, hasRole } from '../../kernel/actor.js'
import { GovernanceError } from '../../kernel/errors.js'
import { defineEndpoint, type EndpointInput, textOf } from '../../platform/endpoint.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { endTakedown, openTakedown, writeTakedown } from '../../platform/takedown.js'
import { missing, voided } from './domain.js'
import type { ApprovalsPort } from './port.js'
import { differing, digestLeaves } from './image.js'
import { type Situation, situationOf, statusOf, type UserAction } from './status.js'
import { approve, requestChanges, submit, withdraw } from './reviews.js'
import { openReview } from './rows.js'
import { mayRead, mayUpdate, save, targetIn } from './store.js'
import { subjectOf, type Target } from './target.js'

interface Call {
  ctx: Context
  req: PayloadRequest
  actor: Actor
  target: Target
  situation: Situation
  body: Record<string, unknown>
  port: ApprovalsPort
}

const notFound = (): GovernanceError =>
  new GovernanceError('notFound', 'This does not exist, or you may not see it.')

const notAllowed = (): GovernanceError => new GovernanceError('notAllowed', 'Your role does not allow this.')

const localesOf = ({ payload }: PayloadRequest): string[] =>
  payload.config.localization ? payload.config.localization.localeCodes : []

const mustUpdate = async ({ req, target }: Call): Promise<void> => {
  if (!(await mayUpdate(req, target))) throw notAllowed()
}

const doSubmit = async (call: Call): Promise<Record<string, unknown>> => {
  await mustUpdate(call)
  const { ctx, target, situation, actor, port, req } = call
  if (situation.newest.deletedAt)
    throw new GovernanceError('stateConflict', 'This is in the trash. Restore it as a draft first.')
  if (situation.live?.hash === situation.image.hash) {
    throw new GovernanceError('stateConflict', 'There is nothing to approve: this content is live already.')
  }
  const { approvers } = await submit(ctx, {
    target,
    actor,
    image: situation.image,
    definition: port.options.definition,
    locales: localesOf(req),
  })
  return { approvers }
}

const attestedBy = (body: Record<string, unknown>, keys: string[]): string[] => {
  if (Array.isArray(body.attested))
    return body.attested.filter((key): key is string => typeof key === 'string')
  return body.attested === true || body.attested === 'on' || body.attested === 'true' ? keys : []
}

const doApprove = async ({ ctx, target, situation, actor, body, port }: Call): Promise<void> => {
  await approve(ctx, {
    target,
    actor,
    image: situation.image,
    seenHash: textOf(body, 'hash', { required: true, max: 64 }),
    attested: attestedBy(body, port.options.definition.attestations),
  })
}

/** Publishes exactly what was approved: the newest draft must be it. */
const doPublish = async (call: Call): Promise<void> => {
  const { ctx, req, target, situation } = call
  await mustUpdate(call)
  const review = await openReview(ctx, subjectOf(target))
  if (!review || (review.state !== 'approved' && review.state !== 'publishing')) throw missing()
  if (review.hash !== situation.image.hash) {
    throw voided(differing(review.leaves as Record<string, string>, digestLeaves(situation.image.leaves)))
  }
  await save(req.payload, target, { _status: 'published' }, { req, publishAllLocales: true })
}

/** S2-39: the reason and the last content are kept first, then the content goes. */
const doTakedown = async (call: Call): Promise<void> => {
  const { ctx, req, target, situation, actor, body, port } = call
  if (!hasRole(actor, ...port.options.takedownRoles)) throw notAllowed()
  await mustUpdate(call)
  const reason = textOf(body, 'reason', { required: true, max: 2000 })
  if (!situation.live || !situation.stored)
    throw new GovernanceError('stateConflict', 'This is not live, so there is nothing to take down.')
  const subject = subjectOf(target)
  const open = await openTakedown(ctx, subject)
  if (open?.contentHash !== situation.live.hash) {
    if (open) await endTakedown(ctx, open.id, nowOf(ctx.payload))
    await writeTakedown(
      ctx,
      { subject, reason, contentHash: situation.live.hash, original: situation.stored },
      actor,
      nowOf(ctx.payload),
    )
  }
  // Only the status is checked: a draft that is not complete must not keep the old content live.
  await save(req.payload, target, { _status: 'draft' }, { req, unpublishAllLocales: true })
}

const ACTIONS: Record<UserAction, (call: Call) => Promise<Record<string, unknown> | void>> = {
  submit: doSubmit,
  withdraw: async ({ ctx, target, actor }) => {
    await withdraw(ctx, subjectOf(target), actor)
  },
  requestChanges: async ({ ctx, target, actor, body }) => {
    await requestChanges(ctx, target, actor, textOf(body, 'comment', { required: true, max: 2000 }))
  },
  approve: doApprove,
  publish: doPublish,
  takedown: doTakedown,
}

const callOf = async (
  port: ApprovalsPort,
  { req, actor, params, body }: EndpointInput,
  kind: Target['kind'],
): Promise<Call> => {
  const { slug } = params
  const governed = port.governed()
  if (!(kind === 'global' ? governed.globals : governed.collections).includes(slug ?? '')) throw notFound()
  const { payload } = req
  const target: Target = kind === 'global' ? { kind, slug: slug! } : targetIn(payload, slug!, params.id ?? '')
  const ctx: Context = { payload }
  if (!(await mayRead(req, target))) throw notFound()
  const situation = await situationOf(ctx, port.options, target)
  if (!situation) throw notFound()
  return { ctx, req, actor, target, situation, body, port }
}

const answerStatus = async (call: Call): Promise<Record<string, unknown>> => {
  const { ctx, port, target, actor, req } = call
  const situation = (await situationOf(ctx, port.options, target)) ?? call.situation
  const status = await statusOf(ctx, port.options, target, actor, situation, await mayUpdate(req, target))
  return { ...status, mail: port.canSend(ctx.payload) }
}

const isStaffMember = (actor: Actor): boolean => actor.kind === 'staff'

const pair = (port: ApprovalsPort, kind: Target['kind'], base: string): Endpoint[] => [
  defineEndpoint({
    path: base,
    method: 'get',
    access: isStaffMember,
    handler: async (input) => answerStatus(await callOf(port, input, kind)),
  }),
  defineEndpoint({
    path: `${base}/:action`,
    method: 'post',
    access: isStaffMember,
    handler: async (input) => {
      const action = ACTIONS[input.params.action as UserAction] as
        ((call: Call) => Promise<Record<string, unknown> | void>) | undefined
      if (!action || !Object.hasOwn(ACTIONS, input.params.action ?? '')) throw notFound()
      const call = await callOf(port, input, kind)
      const more = await action(call)
      return { ...(await answerStatus(call)), ...more }
    },
  }),
]

/** `GET …/collections/:slug/:id` says the state; `POST …/:action` acts, see `UserAction`. */
export const approvalEndpoints = (port: ApprovalsPort): Endpoint[] => [
  ...pair(port, 'collection', '/governance/approvals/collections/:slug/:id'),
  ...pair(port, 'global', '/governance/approvals/globals/:slug'),
]
