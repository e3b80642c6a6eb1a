import { expect } from 'vitest'

import type { CasePage } from '../../../src/capabilities/incidents/reads.js'
import { governanceTick } from '../../../src/index.js'
import { findRow, type Row } from '../../../src/platform/db.js'
import { runtimeOf } from '../../../src/platform/runtime.js'
import { days, type Person, type RestAnswer, type Stand } from '../../helpers/boot.js'

/** What the facts about incidents do through public doors, on a site that is stood later. */
export const doors = (site: () => Stand) => {
  const ctx = () => ({ payload: site().payload })
  const send = (as: Person, body: object): Promise<RestAnswer> =>
    site().rest('POST', '/governance/incidents/report', { as, body })
  const row = (id: Row['id']): Promise<Row> =>
    findRow(ctx(), 'gov-incidents', { id: { equals: id } }) as Promise<Row>
  return {
    ctx,
    send,
    row,
    /** What came of a report. */
    sent: async (as: Person, body: object): Promise<Row> => {
      const answer = await send(as, body)
      expect([answer.status, answer.body.errors]).toEqual([200, undefined])
      return (await findRow(ctx(), 'gov-incidents', { number: { equals: answer.body.number } }))!
    },
    act: (as: Person | undefined, found: Row, path: string, body: object = {}): Promise<RestAnswer> =>
      site().rest('POST', `/governance/incidents/${found.id}/${path}`, { as, body }),
    /** The screen of a case, as this person gets it. */
    page: async (as: Person, found: Row): Promise<CasePage | null> => {
      const { capabilities, actorOf } = runtimeOf(site().payload)
      const req = await site().request({ as })
      const { reads } = capabilities.find(({ key }) => key === 'incidents')!
      const input = { id: String(found.id) }
      return (await reads!.case!({ ...ctx(), req, actor: actorOf(req) } as never, input)) as CasePage | null
    },
    lines: async ({ id }: Row): Promise<string[]> =>
      ((await row(id)).timeline as { what: string }[]).map(({ what }) => what),
    tick: () => governanceTick(site().payload, { force: true, only: ['heal', 'timers', 'outbox'] }),
    /** Hands decisions over, for a day unless it says otherwise. */
    delegate: async (from: Person, to: Person, ms = days(1)): Promise<void> => {
      const now = site().clock.now()
      const span = { startsAt: now.toISOString(), endsAt: new Date(now.getTime() + ms).toISOString() }
      const body = { from: from.ref, to: to.ref, reason: 'away', ...span }
      const answer = await site().rest('POST', '/governance/approvals/delegations', { as: from, body })
      expect([answer.status, answer.body.errors]).toEqual([200, undefined])
      site().clock.forward(1000)
    },
  }
}
