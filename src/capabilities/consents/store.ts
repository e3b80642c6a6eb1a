import type { PayloadRequest, Where } from 'payload'

import type { CommittedSubmission } from '../../kernel/consentPorts.js'
import { dayIn } from '../../kernel/calendar.js'
import { keyedHash, randomToken } from '../../kernel/canonical.js'
import type { Basis, ConsentDraft } from '../../kernel/grounds.js'
import { parseRef, type Ref } from '../../kernel/ref.js'
import { countAs } from '../../platform/asPerson.js'
import { timeZoneOf } from '../../platform/clock.js'
import { findRows, insertOnce, type Row } from '../../platform/db.js'
import { idIn } from '../../platform/ids.js'
import type { Context } from '../../platform/runtime.js'
import { settingsOf } from '../../platform/settings.js'
import { CONSENTS } from './collections.js'
import type { ConsentEvent, ConsentState } from './domain.js'
import type { SanitizedConsents } from './options.js'
import { SCHEMA_VERSION, WITHDRAWAL } from './record.js'

/** Digest by which later submissions of the same account are known; the account itself is not kept. */
export const accountDigest = ({ payload }: Context, account: Ref): string =>
  keyedHash(payload.secret, `consents:${account}`)

/** Who answers for the data, as the site and the notice say it when consent is given. */
const controllerOf = async (
  { payload }: Context,
  contact: Record<string, unknown> = {},
): Promise<Record<string, string>> => {
  const { organization, phone } = await settingsOf(payload)
  const all = { nameEn: organization.en, nameFr: organization.fr, telephone: phone, ...given(contact) }
  return given(all)
}

const given = (record: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(record).filter((entry): entry is [string, string] =>
      Boolean(entry[1] && String(entry[1])),
    ),
  )

/** One draft per purpose that was asked for. The principal is random for each submission: it tells nobody who. */
export const drawUp = async (ctx: Context, submission: CommittedSubmission): Promise<ConsentDraft[]> => {
  const { grounds, current, locale, notice, keptUntil, subject, form, receipt, at, via } = submission
  if (!grounds || grounds.consents.length === 0) return []
  const promises = current?.promises
  const controller = await controllerOf(ctx, promises?.contact)
  const principal = randomToken(12)
  const others = [...new Set(grounds.others.map(({ basis }) => basis ?? 'undeclared'))]
  const language = locale === 'fr' ? 'fr' : 'en'
  return grounds.consents.map(({ purpose, given: isGiven, classes }) => ({
    key: randomToken(12),
    principal,
    account: grounds.account ?? null,
    ...{ subject, form, receipt, at, via, locale: language, purpose, classes, others, controller },
    state: isGiven ? 'given' : 'refused',
    words: promises?.purposes.find(({ key }) => key === purpose)?.label ?? null,
    notice:
      current && notice
        ? { key: notice, ref: current.ref, number: current.number, hash: current.hashes?.[language] || null }
        : null,
    recipients: promises?.recipients ?? [],
    keptUntil: dayIn(keptUntil, timeZoneOf(ctx.payload)),
  }))
}

/** The sink of `Effects.consents`: repeating it changes nothing. */
export const storeConsent =
  ({ jurisdiction }: SanitizedConsents) =>
  async (ctx: Context, draft: ConsentDraft): Promise<void> => {
    const { key, notice, at, ...rest } = draft
    await insertOnce(ctx, CONSENTS, {
      ...rest,
      id: randomToken(12),
      key: `${key}:asked`,
      record: key,
      schemaVersion: SCHEMA_VERSION,
      basis: 'consent' satisfies Basis,
      at: at.toISOString(),
      notice: notice?.key ?? null,
      noticeRef: notice?.ref ?? null,
      noticeNumber: notice?.number ?? null,
      noticeHash: notice?.hash ?? null,
      jurisdiction,
      withdrawal: WITHDRAWAL,
      rev: 0,
    })
  }

export const eventOf = (row: Row): ConsentEvent => ({
  record: String(row.record),
  state: String(row.state) as ConsentState,
  purpose: String(row.purpose),
  basis: String(row.basis) as Basis,
  at: new Date(row.at as string),
  others: (row.others as null | string[]) ?? [],
  ...(row.why ? { reason: String(row.why) } : {}),
})

/** The digest of an account by its reference; null for what is none. */
export const digestOf = (ctx: Context, subject: null | Ref): null | string => {
  const { collection } = parseRef(subject ?? '')
  const isAccount = Boolean(ctx.payload.collections[collection as never]?.config.auth)
  return subject && isAccount ? accountDigest(ctx, subject) : null
}

export const consentRows = (ctx: Context, where: Where): Promise<Row[]> =>
  findRows({ payload: ctx.payload }, CONSENTS, where, { limit: 0, sort: 'at' })

/** What is known of a record, of a receipt (`receipt:K7QM-2XRD`), or of everything that an account sent. */
export const rowsAbout = (ctx: Context, subject: Ref): Promise<Row[]> => {
  const { collection, id } = parseRef(subject)
  return consentRows(
    ctx,
    collection === 'receipt'
      ? { receipt: { equals: id } }
      : { or: [{ subject: { equals: subject } }, { account: { equals: accountDigest(ctx, subject) } }] },
  )
}

/** Digests of the accounts that these were sent with; none where nobody was signed in. */
export const accountsIn = (rows: readonly Row[]): string[] => [
  ...new Set(rows.flatMap(({ account }) => (account ? [String(account)] : []))),
]

/** What whoever sent these said with everything they sent while signed in. */
export const rowsOfPerson = async (ctx: Context, rows: readonly Row[]): Promise<Row[]> => {
  const accounts = accountsIn(rows)
  return accounts.length > 0 ? consentRows(ctx, { account: { in: accounts } }) : []
}

const isNaming = ({ state }: Row): boolean => state === 'named' || state === 'lifted'

/**
 * These, and what staff named for the account that they were sent with: it counts for all that came with it. Only a
 * basis that was named for an account has a digest.
 */
export const withNamed = (rows: readonly Row[], ofPerson: readonly Row[]): Row[] => {
  const accounts = accountsIn(rows)
  const known = new Set(rows.map(({ id }) => id))
  const named = ofPerson.filter(
    (row) => isNaming(row) && accounts.includes(String(row.account)) && !known.has(row.id),
  )
  return [...rows, ...named]
}

/** Is that record there for whoever asks? One that they may not read is not. */
export const mayRead = async (req: PayloadRequest, subject: Ref): Promise<boolean> => {
  const { collection, id } = parseRef(subject)
  if (!(collection in req.payload.collections)) return false
  const known = idIn(req.payload, collection, id)
  return known !== null && (await countAs(req, collection, { id: { equals: known } })) > 0
}

/** Every purpose that anybody was asked for. */
export const purposesKnown = async ({ payload }: Context): Promise<string[]> => {
  const found = await payload.db.findDistinct({
    collection: CONSENTS as never,
    field: 'purpose',
    where: { state: { in: ['given', 'refused'] } },
    limit: 100,
    sort: 'purpose',
  })
  return found.values.map((one) => String((one as { purpose?: unknown }).purpose))
}

/** When somebody last said yes, no or no more. */
export const newestStep = async (ctx: Context): Promise<Date | null> => {
  const where = { state: { in: ['given', 'refused', 'withdrawn'] } }
  const [row] = await findRows(ctx, CONSENTS, where, { limit: 1, sort: '-at', fields: ['at'] })
  return row ? new Date(row.at as string) : null
}
