import type { Endpoint, PayloadRequest } from 'payload'

import { doesNotExist, GovernanceError } from '../../kernel/errors.js'
import { all } from '../../platform/db.js'
import { defineEndpoint, textOf } from '../../platform/endpoint.js'
import type { Consents } from './context.js'
import { isNameable, NAMEABLE, refusePurpose } from './domain.js'
import { mayUse } from './port.js'
import { liftBasis, nameBasis, withdraw } from './steps.js'
import { consentRows, mayRead } from './store.js'

const BASE = '/governance/consents'

const badBasis = (): GovernanceError =>
  new GovernanceError(
    'invalidInput',
    `"basis" must be one of ${NAMEABLE.join(', ')}.`,
    { field: 'basis' },
    { field: 'basis' },
  )

/** Whom it is about: a record, or what belongs to a receipt. @throws GovernanceError `notFound` */
const aboutIn = async (
  req: PayloadRequest,
  body: Record<string, unknown>,
): Promise<{ subject: string | null; receipt: string | null }> => {
  const { payload } = req
  const receipt = textOf(body, 'receipt', { max: 20 }).toUpperCase()
  const subject = textOf(body, 'subject', { max: 200, required: !receipt })
  if (receipt) {
    const [row] = await consentRows({ payload }, { receipt: { equals: receipt } })
    if (!row) throw doesNotExist()
    return { subject: (row.subject as null | string) ?? null, receipt }
  }
  const [asked] = await consentRows(
    { payload },
    all({ subject: { equals: subject } }, { receipt: { exists: true } }),
  )
  // Whoever names a basis reads consents anyway; of anything else they learn what they may read, no more.
  if (!asked && !(await mayRead(req, subject))) throw doesNotExist()
  return { subject, receipt: (asked?.receipt as undefined | string) ?? null }
}

export const endpoints = (own: Consents): Endpoint[] => {
  const { readers, recorders } = own.options
  return [
    defineEndpoint({
      path: `${BASE}/may-use`,
      method: 'get',
      access: recorders,
      handler: async ({ req, query }) => {
        const given = Object.fromEntries(query)
        const subject = textOf(given, 'subject', { required: true, max: 200 })
        const purpose = textOf(given, 'purpose', { required: true, max: 80 })
        refusePurpose(purpose)
        return { ...(await mayUse(own, { payload: req.payload }, subject, purpose)) }
      },
    }),
    defineEndpoint({
      path: `${BASE}/bases`,
      method: 'post',
      access: readers,
      handler: async ({ req, body, actor }) => {
        const purpose = textOf(body, 'purpose', { required: true, max: 80 })
        refusePurpose(purpose)
        const basis = textOf(body, 'basis', { required: true, max: 20 })
        if (!isNameable(basis)) throw badBasis()
        const why = textOf(body, 'why', { required: true, max: 2000 })
        const about = await aboutIn(req, body)
        const row = await nameBasis({ payload: req.payload }, { ...about, purpose, basis, why }, actor)
        return { record: row.record as string, state: 'named' }
      },
    }),
    defineEndpoint({
      path: `${BASE}/:record/lift`,
      method: 'post',
      access: readers,
      handler: async ({ req, params, body, actor }) => {
        const why = textOf(body, 'why', { required: true, max: 2000 })
        await liftBasis(own, { payload: req.payload }, params.record!, { via: 'staff', actor, why })
        return { state: 'lifted' }
      },
    }),
    defineEndpoint({
      path: `${BASE}/:record/withdraw`,
      method: 'post',
      access: recorders,
      handler: async ({ req, params, body, actor }) => {
        const why = textOf(body, 'why', { required: true, max: 2000 })
        const by = { via: 'telephone', actor, why } as const
        const row = await withdraw(own, { payload: req.payload }, params.record!, by)
        return { state: 'withdrawn', since: new Date(row.at as string).toISOString() }
      },
    }),
  ]
}
