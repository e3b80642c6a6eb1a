import type { BasePayload, Endpoint } from 'payload'

import type { Mask } from '../kernel/accessTable.js'
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

/** What is uncovered with records of this collection: their own fields, or those of others that belong to them. */
const maskOf = (payload: BasePayload, slug: string): Mask | undefined => {
  const { ours, hosts } = runtimeOf(payload).table
  for (const [owner, { classes }] of [...Object.entries(ours), ...Object.entries(hosts)])
    for (const { masked } of Object.values(classes ?? {}))
      if (masked && (masked.with?.collection ?? owner) === slug) return masked
  return undefined
}

/** The masked record of the address, if this person may read its row. */
const subjectOf = async ({ req, params }: EndpointInput): Promise<{ subject: Ref; entry: string }> => {
  const { slug = '' } = params
  const mask = maskOf(req.payload, slug)
  const id = mask ? idIn(req.payload, slug, params.id ?? '') : null
  if (!mask || id === null) throw doesNotExist()
  if ((await countAs(req, slug, { id: { equals: id } })) === 0) throw doesNotExist()
  return { subject: refOf(slug, id), entry: mask.entry }
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
      const { subject } = await subjectOf(input)
      const until = await disclosedUntil({ payload: input.req.payload }, personOf(input.actor).ref, subject)
      return { until: until?.toISOString() ?? null, timeZone: timeZoneOf(input.req.payload) }
    },
  }),
  defineEndpoint({
    path: PATH,
    method: 'post',
    access: 'anyRole',
    handler: async (input) => {
      const { subject, entry } = await subjectOf(input)
      const reason = textOf(input.body, 'reason', { max: 40 })
      const words = textOf(input.body, 'words', { max: 1000 })
      if (!isPreset(reason) && words.length < 3)
        throw new GovernanceError(
          'invalidInput',
          'Say why you need to see this.',
          { field: 'words', why: 'missing' },
          { field: 'words' },
        )
      const until = await disclose({ payload: input.req.payload }, personOf(input.actor), subject, {
        entry,
        reason: isPreset(reason) ? reason : 'words',
        words,
      })
      return { until: until.toISOString() }
    },
  }),
]
