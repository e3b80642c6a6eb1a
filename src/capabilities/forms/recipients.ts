/** A field of a form, as far as recipients are concerned. */
interface Field {
  blockType: string
  name?: string
  options?: null | unknown[]
}
/** A mail of a form as the form builder stores it. Recipients may hold placeholders: `{{email}}`. */
export interface FormMail {
  emailTo?: null | string
  cc?: null | string
  bcc?: null | string
  replyTo?: null | string
  emailFrom?: null | string
}

/** Where a placeholder makes a mail go to, or its answer, what somebody typed. */
const RECIPIENTS = ['emailTo', 'cc', 'bcc', 'replyTo'] as const

/** What is chosen from a list that staff wrote is not the sender's own address. */
const isChoice = ({ blockType, options }: Field): boolean =>
  ['radio', 'select'].includes(blockType) && (options?.length ?? 0) > 0

/** Names of fields whose values staff wrote. */
export const choicesOf = (fields: Field[]): string[] =>
  fields.filter(isChoice).flatMap(({ name }) => (name ? [name] : []))

const isTyped = (template: string, fields: Field[]): boolean => {
  const fixed = choicesOf(fields)
  return [...template.matchAll(/\{\{(.*?)\}\}/gsu)].some(([, name]) => !fixed.includes(name ?? ''))
}

/** Does any mail of the form go where the sender of the form says? */
export const mailsToPlaceholders = (emails: FormMail[] | null | undefined, fields: Field[]): boolean =>
  (emails ?? []).some((mail) => RECIPIENTS.some((name) => isTyped(String(mail[name] ?? ''), fields)))

/** Without the recipients that the sender filled in; of `{{name}} <info@x.example>` the address stays. */
const fixedPart = (template: null | string | undefined, fields: Field[]): string =>
  (template ?? '')
    .split(/[,;]/u)
    .map((part) => (isTyped(part, fields) ? (/<([^<>{}]+@[^<>{}]+)>/u.exec(part)?.[1] ?? '') : part).trim())
    .filter(Boolean)
    .join(', ')

/** The mails that still go when it is not safe to write to the sender: those to addresses that staff wrote. */
export const withoutPlaceholders = (
  emails: FormMail[] | null | undefined,
  fields: Field[],
  sender: string,
): FormMail[] =>
  (emails ?? []).flatMap((mail) => {
    const [to, cc, bcc, replyTo] = RECIPIENTS.map((name) => fixedPart(mail[name], fields))
    const emailTo = to || cc || bcc || ''
    if (!emailTo && (mail.emailTo || mail.cc || mail.bcc)) return []
    const emailFrom = isTyped(mail.emailFrom ?? '', fields) ? sender : mail.emailFrom
    return [{ ...mail, emailTo, cc, bcc, replyTo, emailFrom }]
  })
