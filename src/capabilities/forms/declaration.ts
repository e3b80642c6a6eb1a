import { BASES, DATA_CLASSES } from '../../kernel/grounds.js'
import { type NoticePromises, PURPOSE_KEY } from '../../kernel/noticePorts.js'
import { isBlank } from '../../kernel/text.js'
import { SAFE_TO_WRITE } from './domain.js'

/** What a field of a form says of itself (S1-02, S2-07). */
export interface Declaration {
  dataClass?: null | string
  purpose?: null | string
  basis?: null | string
  /** Text, or text per language. */
  why?: unknown
}
interface DeclaredField {
  blockType: string
  name?: string
  label?: unknown
  required?: boolean | null
  governance?: Declaration | null
}
export interface DeclaredForm {
  fields?: DeclaredField[] | null
  emails?: unknown
  governanceAccepting?: boolean | null
  governanceAnonymous?: boolean | null
  governanceProxy?: boolean | null
}

export type DeclarationFault =
  | 'address'
  | 'basis'
  | 'consentBox'
  | 'consentRequired'
  | 'dataClass'
  | 'mail'
  | 'name'
  | 'notInNotice'
  | 'purpose'
  | 'unknownBasis'
  | 'why'
/** What keeps a form from accepting: `path` as the admin panel names it, `field` as the form does. */
export interface Fault {
  path: string
  field: string
  fault: DeclarationFault
}

/** A message shows something and collects nothing. */
const collects = ({ blockType, name }: DeclaredField): boolean => Boolean(name) && blockType !== 'message'

/** In one language at least. */
const says = (value: unknown): boolean =>
  typeof value === 'string'
    ? !isBlank(value)
    : typeof value === 'object' && value !== null && Object.values(value).some(says)

const textIn = (value: unknown): string =>
  typeof value === 'string' ? value : String(Object.values((value ?? {}) as object).find(says) ?? '')

const isOneOf = (codes: readonly string[], code: unknown): boolean => codes.includes(String(code ?? ''))

/** These need a reason in words, whether or not the field must be filled in. */
export const BASES_WITH_REASON: readonly string[] = ['legalDuty', 'emergency']

/** A check box that asks for consent to its purpose. */
const asksConsent = ({ blockType, governance }: DeclaredField): boolean =>
  blockType === 'checkbox' && governance?.basis === 'consent'

/**
 * Whether its answers could not be kept under its name: another field has it, objects of the language do, or the
 * question whether it is safe to write.
 */
const isTaken = ({ name }: DeclaredField, fields: DeclaredField[]): boolean =>
  name! in {} ||
  name === SAFE_TO_WRITE ||
  fields.filter((one) => collects(one) && one.name === name).length > 1

interface Surroundings {
  named: readonly string[] | null
  anonymous: boolean
  fields: DeclaredField[]
}

const faultsOf = (
  field: DeclaredField,
  { named, anonymous, fields }: Surroundings,
): [string, DeclarationFault][] => {
  const { dataClass, purpose, basis, why } = field.governance ?? {}
  const faults: [string, DeclarationFault][] = []
  if (isTaken(field, fields)) faults.push(['purpose', 'name'])
  // Who leaves an address is known by it.
  if (anonymous && field.blockType === 'email') faults.push(['dataClass', 'address'])
  if (!isOneOf(DATA_CLASSES, dataClass)) faults.push(['dataClass', 'dataClass'])
  if (!PURPOSE_KEY.test(purpose ?? '')) faults.push(['purpose', 'purpose'])
  else if (named && !named.includes(purpose!)) faults.push(['purpose', 'notInNotice'])
  if (!isOneOf(BASES, basis)) faults.push(['basis', 'unknownBasis'])
  // Consent is free, or it is none.
  else if (field.required && basis === 'consent') faults.push(['basis', 'consentRequired'])
  else if (
    basis === 'consent' &&
    !fields.some((one) => asksConsent(one) && one.governance?.purpose === purpose)
  )
    faults.push(['basis', 'consentBox'])
  // Whoever must answer does not do so of their own free will.
  else if (field.required && basis === 'voluntary') faults.push(['basis', 'basis'])
  if ((field.required || isOneOf(BASES_WITH_REASON, basis)) && !says(why)) faults.push(['why', 'why'])
  return faults
}

/** Keys of the purposes that the notice names; null where its text alone says them: nothing can be held to that. */
export const purposesNamed = (promises: NoticePromises | null | undefined): null | string[] =>
  promises ? promises.purposes.map(({ key }) => key) : null

/** A field that the host keeps per language holds one list for each. */
const listsOf = <Item>(value: unknown): Item[][] =>
  Array.isArray(value) ? [value] : Object.values((value ?? {}) as object).filter(Array.isArray)
export const listOf = <Item>(value: unknown): Item[] => listsOf<Item>(value).flat()

/** What has to change before this form may accept. Empty: it may. */
export const faultsIn = (form: DeclaredForm, named: readonly string[] | null): Fault[] => {
  const surroundings = { named, anonymous: form.governanceAnonymous === true }
  const fields = listsOf<DeclaredField>(form.fields).flatMap((list) =>
    list.flatMap((field, index) =>
      collects(field)
        ? faultsOf(field, { ...surroundings, fields: list }).map(([part, fault]) => ({
            path: `fields.${index}.governance.${part}`,
            field: textIn(field.label) || field.name!,
            fault,
          }))
        : [],
    ),
  )
  // A mail says that something came, and where: what was written stays here.
  const mails = listOf<unknown>(form.emails).flatMap((mail, index) =>
    JSON.stringify(mail ?? null).includes('{{')
      ? [{ path: `emails.${index}.message`, field: String(index + 1), fault: 'mail' as const }]
      : [],
  )
  return [...fields, ...mails]
}

/** A form that says nothing of it is older than the plugin: it goes on as before. */
export const accepts = ({ governanceAccepting }: DeclaredForm): boolean => governanceAccepting !== false

interface Asked {
  name?: string
  required?: boolean | null
  options?: unknown[] | null
}

/**
 * One field where a form that is kept per language asks the same in each: what may be chosen in any of them may be
 * chosen, and it must be filled in where all of them say so.
 */
export const oneOfEach = <Field extends Asked>(value: unknown): Field[] => {
  const lists = listsOf<Field>(value)
  const [first = [], ...others] = lists
  if (others.length === 0) return first
  const names = [...new Set(lists.flat().map((field: Field) => field.name))]
  return names.flatMap((name): Field[] => {
    const same = lists.flat().filter((field: Field) => field.name === name) as Field[]
    // What has no name shows something and asks nothing.
    if (!name) return first.filter((field) => !field.name)
    const required = lists.every((list) => list.some((field: Field) => field.name === name && field.required))
    const options = same.flatMap((field) => field.options ?? [])
    return [{ ...same[0]!, required, ...(same[0]!.options ? { options } : {}) }]
  })
}

/** Purposes that the form collects for. */
export const purposesOf = ({ fields }: DeclaredForm): string[] => [
  ...new Set(
    listOf<DeclaredField>(fields)
      .filter(collects)
      .flatMap(({ governance }) => (governance?.purpose ? [governance.purpose] : [])),
  ),
]
