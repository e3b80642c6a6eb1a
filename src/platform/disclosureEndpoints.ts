import type { Endpoint } from 'payload'

import type { Actor } from '../kernel/actor.js'
import { isPreset } from '../kernel/disclosure.js'
import { doesNotExist, GovernanceError } from '../kernel/errors.js'
import { type Ref, refOf } from '../kernel/ref.js'
import { countAs } from './asPerson.js'
import { timeZoneOf } from './clock.js'
import { disclose, disclosedUntil } from './disclosure.js'
import { defineEndpoint, type EndpointInput, textOf } from './endpoint.js'
import { idIn } from './ids.js'
import { runtimeOf } from './runtime.js'

const PATH = '/governance/disclosures/:slug/:id'

/** The masked record of the address, if this person may read its row. */
const subjectOf = async ({ req, params }: EndpointInput): Promise<Ref> => {
  const { slug = '' } = params
  const { ours, hosts } = runtimeOf(req.payload).table
  const classes = Object.values({ ...ours[slug]?.classes, ...hosts[slug]?.classes })
  const id = idIn(req.payload, slug, params.id ?? '')
  if (id === null || !classes.some(({ masked }) => masked)) throw doesNotExist()
  if ((await countAs(req, slug, { id: { equals: id } })) === 0) throw doesNotExist()
  return refOf(slug, id)
}

const personOf = (actor: Actor): Actor & { ref: Ref } => {
  if (!actor.ref) throw doesNotExist()
  return { ...actor, ref: actor.ref }
}

/** Asks for what is masked: one reason per person and record, good for fifteen minutes. */
export const disclosureEndpoints: Endpoint[] = [
  defineEndpoint({
    path: PATH,
    method: 'get',
    access: 'anyRole',
    handler: async (input) => {
      const subject = await subjectOf(input)
      const until = await disclosedUntil({ payload: input.req.payload }, personOf(input.actor).ref, subject)
      return { until: until?.toISOString() ?? null, timeZone: timeZoneOf(input.req.payload) }
    },
  }),
  defineEndpoint({
    path: PATH,
    method: 'post',
    access: 'anyRole',
    handler: async (input) => {
      const subject = await subjectOf(input)
      const reason = textOf(input.body, 'reason', { max: 40 })
      const words = textOf(input.body, 'words', { max: 1000 })
      if (!isPreset(reason) && words.length < 3)
        throw new GovernanceError(
          'invalidInput',
          'Say why you need to see this.',
          { field: 'words', why: 'missing' },
          { field: 'words' },
        )
      const until = await disclose(
        { payload: input.req.payload },
        personOf(input.actor),
        subject,
        isPreset(reason) ? reason : 'words',
        words,
      )
      return { until: until.toISOString() }
    },
  }),
]
