import type { BasePayload, CollectionConfig, PayloadRequest } from 'payload'

import type { UnsafeDraft } from '../../kernel/ports.js'
import { parseRef, type Ref } from '../../kernel/ref.js'
import type { Desk } from './context.js'
import {
  addressesLeft,
  type FormField,
  type FormShape,
  isUnsafeToWrite,
  type Value,
  withoutAddresses,
} from './domain.js'
import { type FormMail, withoutPlaceholders } from './recipients.js'
import { formOf } from './store.js'

type AfterChange = NonNullable<NonNullable<CollectionConfig['hooks']>['afterChange']>[number]

/**
 * The request that the form builder's hooks get. It logs the address of a mail that failed, and the server's words:
 * here it leaves no person's data. Without a yes it finds the form without recipients that the sender filled in.
 */
const requestFor = (req: PayloadRequest, forms: string, unsafe: boolean): PayloadRequest => {
  const { payload } = req
  const sendEmail: typeof payload.sendEmail = async (mail) => {
    // A placeholder in the form builder's own defaults, whose value was taken out: no address, no mail.
    if (unsafe && !JSON.stringify(mail.to ?? '').includes('@')) return undefined
    try {
      return await payload.sendEmail(mail)
    } catch {
      payload.logger.error({ msg: 'governance: a mail of a form could not be sent' })
      return undefined
    }
  }
  const findByID = async (options: { collection: string }): Promise<unknown> => {
    // The form builder's own read, passed on: no store of this plugin reads here.
    // eslint-disable-next-line no-restricted-syntax
    const found: unknown = await payload.findByID(options as never)
    if (!unsafe || options.collection !== forms || !found) return found
    const form = found as FormShape
    return {
      ...form,
      emails: withoutPlaceholders(
        form.emails as FormMail[],
        form.fields ?? [],
        payload.email.defaultFromAddress,
      ),
    }
  }
  const quiet = Object.assign(Object.create(payload) as typeof payload, { sendEmail, findByID })
  return new Proxy(req, {
    get: (target, name) => (name === 'payload' ? quiet : (Reflect.get(target, name, target) as unknown)),
  })
}

/** Nobody said "yes, it is safe to write to me": whatever would mail the sender does not get the address. */
export const withoutUnsafe =
  (forms: string, fieldsOf: (args: Parameters<AfterChange>[0]) => Promise<FormField[]>) =>
  (hook: AfterChange): AfterChange =>
  async (args) => {
    const values = args.data.submissionData as undefined | Value[]
    const unsafe = args.operation === 'create' && isUnsafeToWrite(values)
    const req = requestFor(args.req, forms, unsafe)
    return hook(
      unsafe
        ? {
            ...args,
            req,
            data: { ...args.data, submissionData: withoutAddresses(values ?? [], await fieldsOf(args)) },
          }
        : { ...args, req },
    )
  }

/**
 * Somebody did not say yes: from now on no mail of the outbox goes to the addresses that they left. Repeated until the
 * submission counts as received.
 */
export const unsafeIn = async (
  desk: Desk,
  payload: BasePayload,
  subject: Ref,
  { form, submissionData }: Record<string, unknown>,
): Promise<UnsafeDraft[]> => {
  const { addressKeys } = desk.ports
  if (!addressKeys || parseRef(subject).collection !== desk.options.submissions) return []
  if (!isUnsafeToWrite(submissionData)) return []
  const { fields } = ((await formOf(desk, { payload }, form)) ?? {}) as FormShape
  const left = addressesLeft(submissionData as Value[], fields ?? [])
  return addressKeys({ payload }, left).map((key) => ({ key, subject }))
}
