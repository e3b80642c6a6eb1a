import type { Actor } from '../../kernel/actor.js'
import { keyedHash, randomToken } from '../../kernel/canonical.js'
import { SELF } from '../../kernel/ports.js'
import { type Ref, refOf } from '../../kernel/ref.js'
import { all, compareAndSet, countRows, findRow, type Row } from '../../platform/db.js'
import { idOfRef } from '../../platform/ids.js'
import { newReceipt } from '../../platform/receipt.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { createUnitOnce, emit } from '../../platform/unit.js'
import { openReportCase } from './opening.js'
import { CASES, REPORTS } from './collections.js'
import { commentOf, type Desk } from './context.js'
import { reported } from './events.js'
import { wasOverturned } from './fate.js'
import type { Given } from './store.js'

export interface ReportDraft {
  /** `comments:12`, as it came. */
  on: Ref
  category: string
  words: string
  danger: boolean
  locale: string
  /** The account, or a digest of the source that changes daily; undefined where neither is known. */
  source: string | undefined
}

/** Somebody may be in danger: a critical incident, whatever else comes of the report. */
const raiseAlarm = async (
  ctx: Context,
  desk: Desk,
  causeKey: string,
  subject: Ref,
  because: 'commentReport' | 'nothingThere' = 'commentReport',
): Promise<string> => {
  const opened = await desk.incidents?.open(
    ctx,
    {
      causeKey,
      kind: 'danger',
      severity: 'critical',
      summary: { key: `governance:incidents:because:${because}` },
      subject,
    },
    { kind: 'system', ref: 'system:governance', roles: [] },
  )
  return opened?.number ?? 'none'
}

/** Opens the incident of a report of danger, once, also after a crash. */
export const alarmReport = async (ctx: Context, desk: Desk, report: Row): Promise<void> => {
  if (!report.danger || report.alarm) return
  const ref = refOf(REPORTS, report.id)
  const number = await raiseAlarm(ctx, desk, `moderation:${ref}`, ref)
  await compareAndSet({ payload: ctx.payload }, REPORTS, { id: { equals: report.id } }, { alarm: number })
}

/**
 * Joins a report to the open case of its item and lets the case count it. The count is set to what is there and only
 * ever rises, so that it is exact after any number at once and after a crash; a report that meets a case just being
 * decided opens the next one.
 */
export const settleReport = async (ctx: Context, desk: Desk, report: Row): Promise<void> => {
  const at = { payload: ctx.payload }
  const mine = all({ id: { equals: report.id } }, { counted: { equals: false } })
  const priority = report.danger ? 1 : 0
  let ref = (report.case as null | Ref) ?? null
  for (let attempt = 0; attempt < 10; attempt += 1) {
    if (!ref) {
      const comment = await commentOf(ctx, desk, String(report.item))
      // Removed meanwhile: there is nothing left to decide, and the report stays on file.
      if (comment?.state !== 'visible') break
      const opened = await openReportCase(ctx, desk, comment, priority)
      ref = refOf(CASES, opened.id)
      if (!(await compareAndSet(at, REPORTS, mine, { case: ref }))) return
    }
    const id = { id: { equals: idOfRef(ctx.payload, CASES, ref) } }
    const open = { state: { equals: 'open' } }
    const count = await countRows(at, REPORTS, { case: { equals: ref } })
    await compareAndSet(at, CASES, all(id, open, { reports: { less_than: count } }), { reports: count })
    if (priority > 0)
      await compareAndSet(at, CASES, all(id, open, { priority: { less_than: 1 } }), { priority })
    const after = await findRow(at, CASES, id)
    // Counts of reports only rise: a case that holds as many counted this one too, even if it is decided by now.
    if (after && Number(after.reports) >= count) break
    ref = null
  }
  await compareAndSet(at, REPORTS, mine, { counted: true })
}

/**
 * A report of danger on something that is not there still raises the alarm: the person may mean a comment that was
 * removed a moment ago, and a 404 would leave somebody in danger unheard (and would tell what exists). But numbers that
 * were made up must not bury real alarms: one per source and hour for all that never was, one for each comment that
 * was removed. Sources that cannot be told apart count as one.
 */
const causeOfNothing = ({ source }: ReportDraft, gone: null | Ref, now: Date): string =>
  ['moderation:nothing', gone ?? 'none', source ?? 'unknown', now.toISOString().slice(0, 13)].join(':')

/**
 * Takes a report. Whether there is such an item, and whether it was reported before, the answer is the same: a
 * receipt. One report per source, item and category is kept.
 */
export const addReport = async (
  ctx: Context,
  desk: Desk,
  draft: ReportDraft,
  actor: Actor,
): Promise<Given> => {
  const now = nowOf(ctx.payload)
  const at = { payload: ctx.payload }
  const receipt = newReceipt()
  const given = { number: receipt.number, token: receipt.token }
  const receiptFor = (subject: Ref) => ({
    number: receipt.number,
    tokenHash: receipt.tokenHash,
    kind: 'report',
    subject,
    issuedAt: now,
    locale: draft.locale,
  })
  const comment = await commentOf(ctx, desk, draft.on)
  if (comment?.state !== 'visible') {
    await emit(at, { receipts: [receiptFor(draft.on)] })
    if (draft.danger) {
      const causeKey = causeOfNothing(draft, comment ? refOf(desk.options.slug, comment.id) : null, now)
      await raiseAlarm(ctx, desk, causeKey, `system:${desk.options.slug}`, 'nothingThere')
    }
    return given
  }
  const item = refOf(desk.options.slug, comment.id)
  const key = keyedHash(
    ctx.payload.secret,
    `report:${item}|${draft.category}|${draft.source ?? randomToken()}`,
  )
  const row = await createUnitOnce(
    at,
    REPORTS,
    {
      key,
      item,
      category: draft.category,
      words: draft.words || null,
      danger: draft.danger,
      locale: draft.locale,
      at: now.toISOString(),
      by: actor.ref ?? null,
      counted: false,
    },
    {
      ledger: [reported(actor, now, { item, category: draft.category, danger: draft.danger })],
      receipts: [receiptFor(SELF)],
    },
  )
  const known = row ?? (await findRow(at, REPORTS, { key: { equals: key } }))!
  if (!row) await emit(at, { receipts: [receiptFor(refOf(REPORTS, known.id))] })
  // The alarm first: it must not wait for the queue.
  const alarming = row ? known : await withDanger(at, known, draft.danger)
  await alarmReport(ctx, desk, alarming)
  await settleReport(ctx, desk, alarming)
  return given
}

/** The same person reports again and now says that someone may be in danger: that counts. */
const withDanger = async (ctx: Context, report: Row, danger: boolean): Promise<Row> => {
  if (!danger || report.danger) return report
  return (
    (await compareAndSet(ctx, REPORTS, { id: { equals: report.id } }, { danger: true, counted: false })) ??
    report
  )
}

/** What became of a report, for its receipt: nothing is said of items that do not exist. */
export const outcomeOf = async (
  ctx: Context,
  subject: Ref,
): Promise<'kept' | 'received' | 'removed' | 'restored'> => {
  const { payload } = ctx
  const id = idOfRef(payload, REPORTS, subject)
  const report = id === null ? null : await findRow({ payload }, REPORTS, { id: { equals: id } })
  const caseId = report?.case ? idOfRef(payload, CASES, String(report.case)) : null
  const the = caseId === null ? null : await findRow({ payload }, CASES, { id: { equals: caseId } })
  if (the?.state === 'removed') return (await wasOverturned(ctx, the)) ? 'restored' : 'removed'
  return the?.state === 'kept' ? 'kept' : 'received'
}
