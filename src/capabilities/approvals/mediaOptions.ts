import { flag, isRecord, isTexts } from '../../kernel/checks.js'
import { invalidOption } from '../../kernel/errors.js'
import type { Label } from './definition.js'

/** Under what right a medium is used (S2-18). */
export interface LicenceOptions {
  /** Stored with each medium: small letters, digits and hyphens. */
  value: string
  label: Label
}

export interface MediaOptions {
  /**
   * Upload collections whose media carry rights.
   * @default every upload collection that takes pictures, sound or video, and that no retention rule governs
   */
  collections?: string[]
  /** Whether content that uses a medium without a valid licence is refused. @default false */
  enforce?: boolean
  /** @default own work, bought, permission given, public domain, CC0 and the Creative Commons licences */
  licences?: LicenceOptions[]
}

export interface SanitizedMedia {
  readonly on: boolean
  readonly collections: readonly string[] | undefined
  readonly enforce: boolean
  readonly licences: readonly LicenceOptions[]
}

const cc = (value: string, name: string): LicenceOptions => ({ value, label: { en: name, fr: name } })

const LICENCES: readonly LicenceOptions[] = [
  { value: 'own', label: { en: 'Our own work', fr: 'Notre propre création' } },
  { value: 'bought', label: { en: 'Bought', fr: 'Achetée' } },
  { value: 'permission', label: { en: 'Permission given', fr: 'Autorisation obtenue' } },
  { value: 'public-domain', label: { en: 'Public domain', fr: 'Domaine public' } },
  cc('cc0', 'CC0'),
  cc('cc-by', 'CC BY'),
  cc('cc-by-sa', 'CC BY-SA'),
  cc('cc-by-nd', 'CC BY-ND'),
  cc('cc-by-nc', 'CC BY-NC'),
  cc('cc-by-nc-sa', 'CC BY-NC-SA'),
  cc('cc-by-nc-nd', 'CC BY-NC-ND'),
]

const licence = (option: string, given: unknown): LicenceOptions => {
  const { value, label } = isRecord(given) ? (given as Partial<LicenceOptions>) : {}
  if (typeof value !== 'string' || !/^[a-z0-9][a-z0-9-]{0,39}$/.test(value))
    throw invalidOption(`${option}.value`, 'must be small letters, digits and hyphens.')
  if (!isRecord(label) || !label.en || !label.fr)
    throw invalidOption(`${option}.label`, 'needs words in both languages: `{ en, fr }`.')
  return Object.freeze({ value, label: { en: label.en, fr: label.fr } })
}

const KNOWN = ['collections', 'enforce', 'licences']

/** @throws GovernanceError `invalidOption` */
export const sanitizeMedia = (given: MediaOptions | false | undefined): SanitizedMedia => {
  const option = 'approvals.media'
  if (given !== undefined && given !== false && !isRecord(given))
    throw invalidOption(option, 'must be an object of options, or false to switch it off.')
  const { collections, enforce, licences, ...others } = (given || {}) as MediaOptions &
    Record<string, unknown>
  for (const key of Object.keys(others))
    throw invalidOption(`${option}.${key}`, `is not known. Known options: ${KNOWN.join(', ')}.`)
  if (collections !== undefined && !isTexts(collections))
    throw invalidOption(`${option}.collections`, "must be a list of slugs: ['media'].")
  if (licences !== undefined && (!Array.isArray(licences) || licences.length === 0))
    throw invalidOption(`${option}.licences`, 'must be a list of at least one licence.')
  const chosen = licences?.map((one, index) => licence(`${option}.licences[${index}]`, one)) ?? LICENCES
  return Object.freeze({
    on: given !== false,
    collections: collections && Object.freeze([...new Set(collections)]),
    enforce: flag(`${option}.enforce`, enforce, false),
    licences: Object.freeze([...chosen]),
  })
}
