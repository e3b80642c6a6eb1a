import type { Actor } from '../../kernel/actor.js'
import { GovernanceError } from '../../kernel/errors.js'
import { SELF } from '../../kernel/ports.js'
import { all, findRows, type Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { createUnitOnce } from '../../platform/unit.js'
import { ATTESTATIONS, CERTIFICATES } from './collections.js'
import { nowOf, type Retention, timeZoneOf } from './context.js'
import type { RetentionAction } from './events.js'
import { iso } from './store.js'
import { type Beyond, beyondOf } from './terms.js'

const attested: RetentionAction = 'retention.attested'

/** Places that have a name in the translations. */
export const BY_ITSELF = ['backups', 'logs', 'mail']

/** Certificates looked at in one go: what lies behind them follows once these are confirmed. */
const AT_ONCE = 1000

/** Certificates whose data is gone by now in a place that the site cannot reach, and that nobody has confirmed yet. */
export interface DueAttestation {
  place: string
  label?: Beyond['label']
  certificates: number
  from: string
  /** The last of these deletions: whoever confirms does so up to here. */
  through: string
  /** The day on which the last of it should be gone. */
  until: string
}

const endOf = (row: Row): string => iso(row.endedAt)

const lastThrough = async (ctx: Context, place: string): Promise<null | string> => {
  const [last] = await findRows(
    ctx,
    ATTESTATIONS,
    { place: { equals: place } },
    { limit: 1, sort: '-through' },
  )
  return last ? iso(last.through) : null
}

/** What a certificate says; one of an earlier version says what the option says now. */
const onCertificate = (ctx: Context, { options }: Retention, row: Row): Beyond[] =>
  (row.beyond as Beyond[] | null) ??
  beyondOf(options.unreachable, new Date(endOf(row)), timeZoneOf(ctx.payload))

const dueIn = async (ctx: Context, retention: Retention, place: string): Promise<DueAttestation | null> => {
  const after = await lastThrough(ctx, place)
  const rows = await findRows(ctx, CERTIFICATES, after ? { endedAt: { greater_than: after } } : {}, {
    limit: AT_ONCE,
    sort: 'endedAt',
    fields: ['endedAt', 'beyond'],
  })
  const now = nowOf(ctx.payload).toISOString()
  const due: { end: string; said: Beyond }[] = []
  for (const row of rows) {
    const said = onCertificate(ctx, retention, row).find(({ key }) => key === place)
    // In the order of the deletions: what is confirmed up to one of them is confirmed of all before it.
    if (said && said.until > now) break
    if (said) due.push({ end: endOf(row), said })
  }
  const last = due.at(-1)
  if (!last) return null
  return {
    place,
    ...(last.said.label ? { label: last.said.label } : {}),
    certificates: due.length,
    from: due[0]!.end,
    through: last.end,
    until: due
      .map(({ said }) => said.until)
      .sort()
      .at(-1)!,
  }
}

/** What is to be confirmed now, place by place. */
export const dueAttestations = async (ctx: Context, retention: Retention): Promise<DueAttestation[]> => {
  const at = { payload: ctx.payload }
  const due: DueAttestation[] = []
  for (const { key } of retention.options.unreachable) {
    const one = await dueIn(at, retention, key)
    if (one) due.push(one)
  }
  return due
}

/**
 * A person says that what was deleted up to then is gone there as well.
 * @throws GovernanceError `stateConflict` when nothing waits for that: it was confirmed, or is not due
 */
export const attest = async (
  ctx: Context,
  retention: Retention,
  { place, through, note }: { place: string; through: string; note: string },
  actor: Actor,
): Promise<Row> => {
  const at = { payload: ctx.payload }
  const due = (await dueAttestations(at, retention)).find((one) => one.place === place)
  const nothing = (): GovernanceError =>
    new GovernanceError(
      'stateConflict',
      'Nothing waits for this confirmation: it has been given already, or is not due yet.',
      { why: 'attested' },
      { why: 'attested' },
    )
  if (!due || through > due.through || through < due.from) throw nothing()
  const covered = await findRows(
    at,
    CERTIFICATES,
    all({ endedAt: { greater_than_equal: due.from } }, { endedAt: { less_than_equal: through } }),
    { limit: AT_ONCE, fields: ['endedAt'] },
  )
  const now = nowOf(ctx.payload)
  const certificates = covered.length
  const made = await createUnitOnce(
    at,
    ATTESTATIONS,
    {
      // Two who confirm the same at once: one of them is told that it is done.
      key: `${place}~${through}`,
      place,
      through,
      certificates,
      note,
      byRef: actor.ref ?? actor.kind,
      byName: actor.name ?? null,
      at: now.toISOString(),
    },
    {
      ledger: [
        {
          action: attested,
          subject: SELF,
          actor,
          at: now,
          facts: { place, through, certificates },
          personal: { note },
        },
      ],
    },
  )
  if (!made) throw nothing()
  return made
}

/** On a certificate: a place, until when it may hold what was deleted, and who confirmed that it does not. */
export interface BeyondView extends Beyond {
  confirmed: null | { at: string; by: string; note: string }
}

export const beyondOn = async (ctx: Context, certificate: Row): Promise<BeyondView[]> => {
  const places = (certificate.beyond as Beyond[] | null) ?? []
  const views: BeyondView[] = []
  for (const place of places) {
    const where = all(
      { place: { equals: place.key } },
      { through: { greater_than_equal: endOf(certificate) } },
    )
    const [first] = await findRows(ctx, ATTESTATIONS, where, { limit: 1, sort: 'through' })
    views.push({
      ...place,
      confirmed: first
        ? { at: iso(first.at), by: String(first.byName ?? ''), note: String(first.note) }
        : null,
    })
  }
  return views
}
