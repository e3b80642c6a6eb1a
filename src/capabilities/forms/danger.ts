import type { BasePayload } from 'payload'

import type { Row } from '../../platform/db.js'
import { nowOf } from '../../platform/runtime.js'
import { transition } from '../../platform/unit.js'
import { SUBMISSIONS } from './collections.js'
import type { Desk } from './context.js'

/** "Someone may be in danger": one critical case per submission, however often this is repeated. */
export const raiseDanger = async (desk: Desk, payload: BasePayload, row: Row): Promise<void> => {
  if (!row.danger || row.dangerCase || !desk.ports.incidents) return
  const { number } = await desk.ports.incidents.open(
    { payload },
    {
      causeKey: `submission-danger:${String(row.key)}`,
      kind: 'danger',
      severity: 'critical',
      summary: { key: 'governance:incidents:because:form', values: { subject: String(row.subject) } },
      subject: String(row.subject),
    },
    { kind: 'visitor', roles: [] },
  )
  await transition({ payload }, SUBMISSIONS, { id: { equals: row.id } }, (found) =>
    found.dangerCase
      ? null
      : {
          data: { dangerCase: number, ...(found.anonymous ? { updatedAt: null } : {}) },
          effects: {
            ledger: [
              {
                // Not which case: the ledger has more readers than cases have.
                action: 'forms.danger',
                subject: String(row.subject),
                actor: { kind: 'visitor', roles: [] },
                at: found.anonymous ? new Date(found.boundAt as string) : nowOf(payload),
                rounded: found.anonymous === true,
              },
            ],
          },
        },
  )
}
