import type { Payload } from 'payload'

import { actAs, personOf } from './people.js'

/** The organization as its public pages name it. */
const organization = {
  organizationEn: 'Lakeshore Community Health Centre',
  organizationFr: 'Centre de santé communautaire Lakeshore',
  emergencyEn: 'If you or someone else is in danger, call 9-1-1.',
  emergencyFr: 'Si vous ou une autre personne êtes en danger, composez le 9-1-1.',
  phone: '613-555-0142',
}

/** What "Set up governance" asks for, answered by the AED. */
export const seedSetUp = async (payload: Payload): Promise<number> => {
  const settings = (await payload.findGlobal({ slug: 'gov-settings' as never, overrideAccess: true })) as {
    setUpAt?: null | string
  }
  if (settings.setUpAt) return 0
  const ref = async (key: string): Promise<string> => `users:${(await personOf(payload, key)).id}`
  const aed = await actAs(payload, 'aed')
  await aed('POST', '/governance/setup', {
    ...organization,
    aed: await ref('aed'),
    ed: await ref('ed'),
    approver: await ref('administrator'),
    privacy: await ref('privacy'),
  })
  return 1
}
