import type { Endpoint } from 'payload'

import { GovernanceError } from '../../kernel/errors.js'
import { defineEndpoint, textOf } from '../../platform/endpoint.js'
import { attest } from './attestations.js'
import type { Retention } from './context.js'
import { DECIDERS } from './domain.js'

const instantOf = (given: string): string => {
  const at = new Date(given)
  if (Number.isNaN(at.getTime()))
    throw new GovernanceError(
      'invalidInput',
      '"through" must be a date.',
      { field: 'through' },
      { field: 'through' },
    )
  return at.toISOString()
}

/** Confirms that what was deleted is gone where the site cannot reach. */
export const attestEndpoint = (retention: Retention): Endpoint =>
  defineEndpoint({
    path: '/governance/retention/attestations',
    method: 'post',
    access: DECIDERS,
    handler: async ({ req, body, actor }) => {
      const made = await attest(
        { payload: req.payload },
        retention,
        {
          place: textOf(body, 'place', { required: true, max: 100 }),
          through: instantOf(textOf(body, 'through', { required: true, max: 40 })),
          note: textOf(body, 'note', { required: true, max: 2000 }),
        },
        actor,
      )
      return { state: 'confirmed', certificates: made.certificates as number }
    },
  })
