import type { NoticePromises } from '../../kernel/noticePorts.js'
import type { Bilingual } from '../../kernel/text.js'

/** What makes a change matter to whoever fills in a form: who published it says so, or a promise is another one. */
export const MATTERS = ['said', 'unknown', 'purposes', 'retention', 'recipients', 'contact'] as const
export type Matter = (typeof MATTERS)[number]

export interface Change {
  /** Purposes that the form's fields use; none: what it collects for is not known, so that each of them counts. */
  purposes: readonly string[]
  /** Promises of the version that was shown; null where it has text only, or there was no such version. */
  shown: NoticePromises | null
  /** Promises of the version in force; null where it has text only. */
  inForce: NoticePromises | null
  /** Who published a version since then said that its change matters to everybody. */
  said: boolean
}

const inOrder = (texts: readonly string[]): string => JSON.stringify([...texts].sort())
const both = ({ en, fr }: Bilingual): string => JSON.stringify([en, fr])

const purposesIn = ({ purposes }: NoticePromises, used: readonly string[]): string =>
  inOrder(
    purposes
      .filter(({ key }) => used.length === 0 || used.includes(key))
      .map(({ key, label }) => JSON.stringify([key, both(label)])),
  )
const retentionIn = ({ retention }: NoticePromises): string =>
  JSON.stringify(retention && [retention.amount, retention.unit])
const recipientsIn = ({ recipients }: NoticePromises): string => inOrder(recipients.map(both))
const contactIn = ({ contact }: NoticePromises): string =>
  JSON.stringify([contact.name, contact.email, contact.telephone, contact.address].map((one) => one ?? ''))

/**
 * What of the change between two versions of a notice matters to this form; nothing: what was sent is taken although
 * its sender was shown the older one. Better asked once too often: what cannot be compared matters, and whether a
 * promise became a better one is not for a program to say.
 */
export const whatMatters = ({ purposes, shown, inForce, said }: Change): Matter[] => {
  const saidSo: Matter[] = said ? ['said'] : []
  if (!shown || !inForce) return [...saidSo, 'unknown']
  const differs = (part: (promises: NoticePromises) => string): boolean => part(shown) !== part(inForce)
  const parts: [Matter, boolean][] = [
    ['purposes', differs((promises) => purposesIn(promises, purposes))],
    ['retention', differs(retentionIn)],
    ['recipients', differs(recipientsIn)],
    ['contact', differs(contactIn)],
  ]
  return [...saidSo, ...parts.flatMap(([matter, changed]) => (changed ? [matter] : []))]
}
