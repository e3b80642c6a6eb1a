import type { BasePayload } from 'payload'

import type { ConsentPort, UseDecision } from '../../kernel/consentPorts.js'
import { refOf } from '../../kernel/ref.js'
import { runtimeOf } from '../../platform/runtime.js'

export interface MayUseOptions {
  /** What a visitor sent, the account of a visitor, or the number of a receipt. */
  of: { collection: string; id: number | string } | { receipt: string }
  /** Key of the purpose, as the notice names it. */
  purpose: string
}

/**
 * May this person's data be used for that purpose now? Ask right before each use, and do not keep the answer: a
 * withdrawal counts from its instant. Where nothing is known the answer is no, also while `consents` is switched off.
 */
export const mayUseData = async (
  payload: BasePayload,
  { of, purpose }: MayUseOptions,
): Promise<UseDecision> => {
  const port = runtimeOf(payload).capabilities.find(({ key }) => key === 'consents')?.port as
    ConsentPort | undefined
  const subject = 'receipt' in of ? `receipt:${of.receipt.toUpperCase()}` : refOf(of.collection, of.id)
  return (
    (await port?.mayUse({ payload }, subject, purpose)) ?? {
      allowed: false,
      basis: null,
      why: 'unknown',
      since: null,
    }
  )
}
