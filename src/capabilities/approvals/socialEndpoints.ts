import type { Endpoint } from 'payload'

import { doesNotExist, GovernanceError } from '../../kernel/errors.js'
import { timeZoneOf } from '../../platform/clock.js'
import { findRow } from '../../platform/db.js'
import { defineEndpoint, type EndpointInput, textOf } from '../../platform/endpoint.js'
import { idIn } from '../../platform/ids.js'
import { nowOf } from '../../platform/runtime.js'
import { checkedAddress, markPosted, type Posting, postingOf } from './posting.js'
import { SOCIAL_POSTS } from './socialOptions.js'
import { mayRead, mayUpdate } from './store.js'
import type { Target } from './target.js'

/** What the panel of a social media post shows. */
export interface PostingView extends Posting {
  mayMark: boolean
  /** The organization's: times are shown in it. */
  timeZone: string
}

const targetOf = async ({ req, params }: EndpointInput, isOurs: () => boolean): Promise<Target> => {
  const id = isOurs() ? idIn(req.payload, SOCIAL_POSTS, params.id ?? '') : null
  if (id === null) throw doesNotExist()
  const target: Target = { kind: 'collection', slug: SOCIAL_POSTS, id }
  if (!(await mayRead(req, target))) throw doesNotExist()
  return target
}

const view = async ({ req }: EndpointInput, target: Target): Promise<PostingView> => {
  const { payload } = req
  const posting = postingOf(
    await findRow({ payload }, SOCIAL_POSTS, { id: { equals: target.id } }),
    nowOf(payload),
  )
  return {
    ...posting,
    mayMark: posting.state !== 'draft' && (await mayUpdate(req, target)),
    timeZone: timeZoneOf(payload),
  }
}

const BASE = '/governance/approvals/social-posts/:id'

/** `GET …/social-posts/:id` says whether it is out; `POST …/:id/posted` says that it is, and where (`address`). */
export const socialEndpoints = (isOurs: () => boolean): Endpoint[] => [
  defineEndpoint({
    path: BASE,
    method: 'get',
    access: 'staff',
    handler: async (input) => ({ ...(await view(input, await targetOf(input, isOurs))) }),
  }),
  defineEndpoint({
    path: `${BASE}/posted`,
    method: 'post',
    access: 'staff',
    handler: async (input) => {
      const target = await targetOf(input, isOurs)
      const { req, actor, body } = input
      if (!(await mayUpdate(req, target)))
        throw new GovernanceError('notAllowed', 'Your role does not allow this.')
      const address = checkedAddress(textOf(body, 'address', { required: true, max: 2000 }))
      await markPosted({ payload: req.payload }, target, address, actor)
      return { ...(await view(input, target)) }
    },
  }),
]
