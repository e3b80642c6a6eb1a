import type { Endpoint, PayloadRequest } from 'payload'

import type { Row } from '../../platform/db.js'
import { defineEndpoint } from '../../platform/endpoint.js'
import { guardIntake } from '../../platform/intake.js'
import { unknownReceipt, verifyReceipt } from '../../platform/receipt.js'
import { receiptUrl } from '../../platform/receiptPage.js'
import { nowOf } from '../../platform/runtime.js'
import type { Consents } from './context.js'
import { CHANGE, confirmPage, COPY } from './page.js'
import { receiptOf } from './record.js'
import { withdraw } from './steps.js'
import { consentRows, rowsOfPerson, withNamed } from './store.js'

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The consents of a receipt, for whoever has its code. @throws GovernanceError `receiptUnknown` */
const opened = async (
  req: PayloadRequest,
  number: string,
  code: string,
): Promise<{ number: string; code: string; rows: Row[] }> => {
  const { payload } = req
  const receipt = await verifyReceipt({ payload }, number, code, nowOf(payload))
  const rows = await consentRows({ payload }, { receipt: { equals: receipt.number } })
  if (rows.length === 0) throw unknownReceipt()
  return { number: String(receipt.number), code, rows }
}

/** A receipt that bears no time, in the hands of whoever has its code: nothing about them is counted either. */
const isOfTheDay = async ({ payload }: PayloadRequest, number: string, code: string): Promise<boolean> => {
  const found = await verifyReceipt({ payload }, number, code, nowOf(payload)).catch(() => null)
  return (found?.facts as null | Record<string, string> | undefined)?.day === 'yes'
}

/** With what staff named for the account, which may keep what is withdrawn. */
const aboutAll = async ({ payload }: PayloadRequest, rows: Row[]): Promise<Row[]> =>
  withNamed(rows, await rowsOfPerson({ payload }, rows))

const byRecord = (rows: Row[]): Row[][] =>
  [...new Set(rows.map(({ record }) => String(record)))].map((record) =>
    rows.filter((row) => row.record === record),
  )

const NO_STORE = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }

const toReceipt = (req: PayloadRequest, { number, code }: { number: string; code: string }): Response =>
  new Response(null, { status: 303, headers: { ...NO_STORE, location: receiptUrl(req, number, code) } })

/** What a receipt's holder does without an account. Reading changes nothing: scanners follow every link. */
export const publicEndpoints = (own: Consents, publicPath: string): Endpoint[] => [
  defineEndpoint({
    path: `/${publicPath}/${CHANGE}`,
    method: 'get',
    access: 'everyone',
    handler: async ({ req, query }) => {
      const receipt = await opened(req, query.get('n') ?? '', query.get('k') ?? '')
      const record = query.get('c') ?? ''
      const states = receipt.rows.filter((row) => row.record === record).map(({ state }) => String(state))
      if (!states.includes('given')) throw unknownReceipt()
      // Withdrawn already: the receipt says since when.
      return states.includes('withdrawn')
        ? toReceipt(req, receipt)
        : confirmPage(own, req, await aboutAll(req, receipt.rows), record, receipt)
    },
  }),
  defineEndpoint({
    path: `/${publicPath}/${CHANGE}`,
    method: 'post',
    access: 'everyone',
    handler: async ({ req, body, isForm }) => {
      const { payload } = req
      // Nobody types here, so that there is no time that it takes; the code is what keeps robots out.
      const anonymous = await isOfTheDay(req, text(body.n), text(body.k))
      const guard = { what: anonymous ? 'consents:anonymous' : 'consents', body, isForm: false, anonymous }
      const { row, receipt } = await guardIntake(req, guard, async () => {
        const found = await opened(req, text(body.n), text(body.k))
        const asked = found.rows.find((one) => one.record === body.c && one.state === 'given')
        if (!asked) throw unknownReceipt()
        const done = await withdraw(own, { payload }, String(asked.record), {
          via: 'receipt',
          actor: { kind: 'visitor', roles: [] },
        })
        return { row: done, receipt: found }
      })
      return isForm
        ? toReceipt(req, receipt)
        : Response.json(
            { state: row.state, purpose: row.purpose, since: new Date(row.at as string).toISOString() },
            { headers: NO_STORE },
          )
    },
  }),
  defineEndpoint({
    path: `/${publicPath}/${COPY}`,
    method: 'get',
    access: 'everyone',
    handler: async ({ req, query }) => {
      const { rows } = await opened(req, query.get('n') ?? '', query.get('k') ?? '')
      const receipts = byRecord(rows)
        .map(receiptOf)
        .filter((one) => one !== null)
      return new Response(JSON.stringify({ receipts }, null, 2), {
        headers: {
          ...NO_STORE,
          'content-type': 'application/json; charset=utf-8',
          'content-disposition': 'attachment; filename="receipt.json"',
        },
      })
    },
  }),
]
