import type { PayloadRequest } from 'payload'

import type { ConsentPort } from '../../kernel/consentPorts.js'
import type { NoticePort } from '../../kernel/noticePorts.js'
import type { AddressKeys, IncidentPort } from '../../kernel/ports.js'
import { newReceipt } from '../../platform/receipt.js'
import type { SanitizedForms } from './options.js'

export interface FormPorts {
  /** Without it (`notices: false`) nothing is bound and nothing is refused for want of a notice. */
  notices?: NoticePort
  incidents?: IncidentPort
  consents?: ConsentPort
  /** Which records must stay out of an export. */
  withdrawn?: ConsentPort['mayExport']
  addressKeys?: AddressKeys
  /**
   * Latest deletion of a record that is collected for these purposes.
   * @default three calendar months after receipt, in the organization's time zone
   */
  deletionOf?: (collection: string, receivedAt: Date, purposes: readonly string[]) => Date | undefined
}
export interface Desk {
  options: SanitizedForms
  ports: FormPorts
}

export type Source = 'graphql' | 'local' | 'page' | 'rest'
/** What a door knows of a submission besides its data. Gives no permission; used by the first create that finds it. */
export interface Meta {
  source: Source
  locale: 'en' | 'fr'
  shownVersion?: number
  danger?: boolean
  /** Sent for somebody else. */
  proxy?: boolean
  receipt: ReturnType<typeof newReceipt>
  /** Of the binding, where the same press must not be received twice. @default random */
  key?: string
  used?: boolean
  /** Set when the submission was bound before its door answered. */
  number?: null | number
}
const META = 'governanceSubmission'

const metaOf = (req?: Partial<PayloadRequest>): Meta | undefined => req?.context?.[META] as Meta | undefined

export const attachMeta = (req: PayloadRequest, meta: Meta): void => {
  req.context[META] = meta
}

/** A door of the plugin's own sends one submission by this request, and none has come of it yet. */
export const isAwaited = (req: Partial<PayloadRequest>): boolean => {
  const given = metaOf(req)
  return given !== undefined && !given.used
}

/** The version of the notice that the page of this submission named, before anything has come of it. */
export const shownTo = (req: Partial<PayloadRequest>): number | undefined =>
  isAwaited(req) ? metaOf(req)?.shownVersion : undefined

/** Says so the door that this submission comes through? */
export const isForSomebodyElse = (req: Partial<PayloadRequest>): boolean => metaOf(req)?.proxy === true

/** The door's own word on this submission, once; a create that came through none gets what the request tells. */
export const takeMeta = (req: Partial<PayloadRequest> | undefined): Meta => {
  const given = metaOf(req)
  if (given && !given.used) {
    given.used = true
    return given
  }
  const source = ({ GraphQL: 'graphql', REST: 'rest', local: 'local' } as const)[req?.payloadAPI ?? 'local']
  return { source, locale: req?.i18n?.language?.startsWith('fr') ? 'fr' : 'en', receipt: newReceipt() }
}
