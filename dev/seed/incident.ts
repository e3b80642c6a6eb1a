import type { Payload } from 'payload'

import { actAs } from './people.js'

interface Found {
  id: number | string
  number: string
}

/** One incident that the communications employee reported and the AED already has in hand. */
export const seedIncident = async (payload: Payload): Promise<number> => {
  const newest = async (): Promise<Found | undefined> => {
    const { docs } = await payload.find({
      collection: 'gov-incidents' as never,
      depth: 0,
      limit: 1,
      overrideAccess: true,
      sort: '-createdAt',
    })
    return docs[0] as unknown as Found | undefined
  }
  if (await newest()) return 0
  const reporter = await actAs(payload, 'communications')
  await reporter('POST', '/governance/incidents/report', {
    kind: 'lost-or-stolen',
    severity: 'low',
    summary:
      'A paper sign-up sheet of the walking group is missing from the front desk. It had first names only, ' +
      'no telephone numbers.',
    place: 'Front desk',
    requestKey: 'seed',
  })
  const found = await newest()
  if (!found) throw new Error('The incident that was just reported is not there')
  const aed = await actAs(payload, 'aed')
  await aed('POST', `/governance/incidents/${found.id}/acknowledge`, {})
  return 1
}
