import { GovernanceError, isGovernanceError } from '../../kernel/errors.js'
import { addressesIn, cannotBeShown, isBlank, wellFormed } from '../../kernel/text.js'
import type { NoticeInForce } from '../../kernel/noticePorts.js'
import type { Matter } from './changes.js'
import { choicesOf, type FormMail, mailsToPlaceholders } from './recipients.js'

/** A field of a form as the form builder stores it, as far as it matters here. */
export interface FormField {
  blockType: string
  name?: string
  label?: null | string
  required?: boolean | null
  options?: null | { label: string; value: string }[]
  message?: unknown
  governance?: { why?: unknown } | null
}
/** A form as far as it matters here. */
export interface FormShape {
  fields?: FormField[] | null
  emails?: FormMail[] | null
}
export interface Value {
  field: string
  value: string
}
export type Problem =
  | 'address'
  | 'characters'
  | 'choice'
  | 'date'
  | 'emptyFile'
  | 'file'
  | 'fileAgain'
  | 'fileKind'
  | 'fileMacros'
  | 'fileMany'
  | 'fileMismatch'
  | 'fileOdd'
  | 'fileSize'
  | 'fileType'
  | 'missing'
  | 'number'
  | 'picture'
  | 'text'
  | 'tooLong'
  | 'withdrawn'
export interface Answers {
  values: Value[]
  problems: Record<string, Problem>
}

/** Asked wherever an address is left; kept with the values, because staff who answer must see it. */
export const SAFE_TO_WRITE = 'safeToWrite'

/** In what a stranger fills in also single marks of direction, and what is left of half letters. */
const isUnshowable = (text: string): boolean =>
  cannotBeShown(text) || /[\u061C\u200E\u200F\uFFFD]/u.test(text)
const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/u
const TRUE = ['1', 'on', 'true', 'yes']
/** Files and payments have ways of their own in the form builder. */
const PASSED_ON = ['payment', 'upload']

/** "Is it safe to write to you here?" is asked where an address is left, and where a mail goes to what is typed. */
export const asksAddress = ({ fields, emails }: FormShape): boolean =>
  (fields ?? []).some(({ blockType }) => blockType === 'email') || mailsToPlaceholders(emails, fields ?? [])
export const hasUploads = (fields: FormField[]): boolean =>
  fields.some(({ blockType }) => blockType === 'upload')

const problemOf = (
  field: FormField,
  text: string,
  limits: { line: number; text: number },
): Problem | null => {
  if (field.blockType === 'checkbox') return field.required && text !== 'true' ? 'missing' : null
  if (text === '') return field.required ? 'missing' : null
  if (isUnshowable(text)) return 'characters'
  if (text.length > (field.blockType === 'textarea' ? limits.text : limits.line)) return 'tooLong'
  if (field.blockType === 'email' && !ADDRESS.test(text)) return 'address'
  if (field.blockType === 'number' && !Number.isFinite(Number(text))) return 'number'
  if (field.blockType === 'date' && Number.isNaN(Date.parse(text))) return 'date'
  const choices = field.options ?? []
  const isChoice = ['radio', 'select'].includes(field.blockType)
  return isChoice && choices.length > 0 && !choices.some(({ value }) => value === text) ? 'choice' : null
}

const isScalar = (raw: unknown): boolean =>
  raw == null || ['boolean', 'number', 'string'].includes(typeof raw)

const textFrom = (field: FormField, raw: unknown): string => {
  const lines = raw == null ? '' : wellFormed(String(raw)).replaceAll(/\r\n?/g, '\n').trim()
  // As a browser does with what is pasted into one line.
  const given =
    field.blockType === 'textarea' ? lines : lines.replaceAll(/[^\S\n]*[\n\u0085\u2028\u2029]\s*/gu, ' ')
  const text = isBlank(given) && !isUnshowable(given) ? '' : given
  return field.blockType === 'checkbox' ? String(TRUE.includes(text.toLowerCase())) : text
}

/** Only a plain yes is one: no answer, an odd one, or a no beside it all count as no. */
const safeAnswer = (raw: unknown): 'no' | 'yes' => (raw === 'yes' ? 'yes' : 'no')

/**
 * Keeps what the form declares, drops every other key, and names what is wrong with each value. Where the form asks
 * whether it is safe to write, an answer is always kept.
 */
export const readAnswers = (
  form: FormShape,
  given: Record<string, unknown>,
  limits: { line: number; text: number; ownCode?: boolean },
): Answers => {
  const values: Value[] = []
  const problems: Record<string, Problem> = {}
  for (const field of form.fields ?? []) {
    const { name } = field
    if (!name || field.blockType === 'message') continue
    const raw = Object.hasOwn(given, name) ? given[name] : undefined
    if (PASSED_ON.includes(field.blockType)) {
      const named = typeof raw === 'string' || typeof raw === 'number' ? String(raw) : ''
      // Who names a file by its number may name anybody's: it would be kept for them, and opened with their message.
      if (named && field.blockType === 'upload' && !limits.ownCode) problems[name] = 'file'
      else if (named) values.push({ field: name, value: wellFormed(named.slice(0, limits.line)) })
      continue
    }
    if (!isScalar(raw)) {
      problems[name] = 'text'
      continue
    }
    const text = textFrom(field, raw)
    const problem = problemOf(field, text, limits)
    if (problem) problems[name] = problem
    else if (text !== '') values.push({ field: name, value: text })
  }
  if (asksAddress(form)) values.push({ field: SAFE_TO_WRITE, value: safeAnswer(given[SAFE_TO_WRITE]) })
  return { values, problems }
}

/** Names the fields as the form labels them; a question mark would end the sentence that they stand in. */
const labelsOf = (names: string[], fields?: FormField[] | null): string =>
  names
    .map((name) => {
      const label: unknown = fields?.find((one) => one.name === name)?.label
      const words = typeof label === 'string' ? label.replace(/[\s.:?!…]+$/, '') : ''
      return words || name
    })
    .join(', ')

/** Somebody withdrew a consent and now fills in what rests on it, without consenting anew. */
export const refuseWithdrawn = (names: string[], fields?: FormField[] | null): void => {
  if (names.length === 0) return
  const field = labelsOf(names, fields)
  const problems: Record<string, Problem> = Object.fromEntries(names.map((name) => [name, 'withdrawn']))
  throw new GovernanceError(
    'consentWithdrawn',
    `You withdrew your consent to what this is for: ${field}. Tick the box that asks for it to consent anew, or leave it empty.`,
    { field },
    { fields: problems },
  )
}

/** Says of each field what is wrong. */
export const refuseProblems = (problems: Record<string, Problem>, fields?: FormField[] | null): void => {
  const names = Object.keys(problems)
  if (names.length === 0) return
  const field = labelsOf(names, fields)
  throw new GovernanceError(
    'invalidInput',
    `Please check what was filled in: ${field}.`,
    { field },
    { fields: problems },
  )
}

/** Was the question asked, and did nobody say that writing to the address is safe? */
export const isUnsafeToWrite = (values: unknown): boolean =>
  Array.isArray(values) &&
  (values as Value[]).some(({ field, value }) => field === SAFE_TO_WRITE && value !== 'yes')

/**
 * The values without addresses, for whatever would write to them; also of what only looks like one, because a mail
 * program may read it in another way. What was chosen from the form's own options stays: staff wrote it.
 */
export const withoutAddresses = (values: Value[], fields: FormField[] = []): Value[] => {
  const chosen = choicesOf(fields)
  return values.filter(({ field, value }) => chosen.includes(field) || !/[^\s@]@[^\s@]/u.test(String(value)))
}

/** The addresses that somebody left as such: not those that a message mentions, nor what staff wrote. */
export const addressesLeft = (values: Value[], fields: FormField[] = []): string[] => {
  const messages = fields.filter(({ blockType }) => blockType === 'textarea').map(({ name }) => name)
  const others = [...choicesOf(fields), ...messages]
  return values.flatMap(({ field, value }) => (others.includes(field) ? [] : addressesIn(String(value))))
}

export const noNotice = (): GovernanceError =>
  new GovernanceError(
    'noNoticeInForce',
    'No privacy notice is in force, so this form accepts nothing at the moment. Please telephone.',
  )

/** The same page was sent in this very moment: whoever was first is received. */
export const sentAlready = (): GovernanceError =>
  new GovernanceError(
    'stateConflict',
    'This message was sent already.',
    { why: 'sentAlready' },
    { why: 'sentAlready' },
  )
export const isSentAlready = (error: unknown): boolean =>
  isGovernanceError(error) && error.data.why === 'sentAlready'

export const isAnother = (shown: number | undefined, current: NoticeInForce): shown is number =>
  shown !== undefined && shown !== current.number

/** Somebody who was shown another version than the one in force reads the new one first, where that matters. */
export const refuseAnotherShown = (
  shown: number | undefined,
  current: NoticeInForce,
  changed: readonly Matter[],
): void => {
  if (!isAnother(shown, current) || changed.length === 0) return
  throw new GovernanceError(
    'noticeChanged',
    'The privacy notice has changed since this page was shown. Please read it and send again.',
    { number: String(current.number) },
    { inForce: current.number, shown, changed },
  )
}

export type SubmissionState = 'confirmed' | 'pending'
export interface Binding {
  number: number
  sequence: number
  noticeRef: string
  boundAt: Date
}

/**
 * Binds to what was read after `instant` was taken. A version that is already seen but starts a moment later (clocks
 * of several machines) gives its start, so that the time bound at always lies within the version bound to.
 */
export const bindingTo = (current: NoticeInForce, instant: Date): Binding => ({
  number: current.number,
  sequence: current.sequence,
  noticeRef: current.ref,
  boundAt: current.inForceFrom > instant ? current.inForceFrom : instant,
})
