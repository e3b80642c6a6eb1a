import type { Endpoint } from 'payload'

import { GovernanceError } from '../../kernel/errors.js'
import { defineEndpoint, textOf } from '../../platform/endpoint.js'
import type { SetUpInput } from '../../platform/setUp.js'
import type { OverviewPorts } from './context.js'
import { PLACES } from './domain.js'
import { runSetUp } from './store.js'

const secureAddress = (text: string): string => {
  if (text && !/^https:\/\/[^\s/]+\S*$/.test(text)) {
    throw new GovernanceError(
      'invalidInput',
      'The address has to start with https://.',
      { field: 'exitAddress' },
      { field: 'exitAddress' },
    )
  }
  return text
}

const inputFrom = (body: Record<string, unknown>): SetUpInput => {
  const text = (field: string, max = 200): string => textOf(body, field, { max })
  const said = (name: string): boolean => `${name}En` in body || `${name}Fr` in body
  return {
    people: Object.fromEntries(PLACES.flatMap((place) => (text(place) ? [[place, text(place)]] : []))),
    // What was not sent stays as it is.
    ...(said('organization')
      ? { organization: { en: text('organizationEn'), fr: text('organizationFr') } }
      : {}),
    ...(said('emergency')
      ? { emergency: { en: text('emergencyEn', 500), fr: text('emergencyFr', 500) } }
      : {}),
    ...('phone' in body ? { phone: text('phone', 60) } : {}),
    ...('exitAddress' in body ? { exitAddress: secureAddress(text('exitAddress', 500)) } : {}),
  }
}

export const endpoints = (ports: OverviewPorts): Endpoint[] => [
  defineEndpoint({
    path: '/governance/setup',
    method: 'post',
    // Who of them may is decided in the store, under the lease: "first come" must not be read twice.
    access: 'staff',
    handler: async ({ req, actor, body }) => ({
      ...(await runSetUp({ payload: req.payload, req }, inputFrom(body), actor, ports)),
    }),
  }),
]
