import { nodemailerAdapter } from '@payloadcms/email-nodemailer'
import nodemailer from 'nodemailer'
import type { BasePayload } from 'payload'

import type { FreshDatabase } from '../helpers/databases.js'
import { type Stand, stand } from '../helpers/boot.js'

const FROM = 'no-reply@lakeshore.example'

/** The library's own way to send many: connections that stay open. */
export const pooled = (port: string, connections: number) =>
  nodemailer.createTransport({
    host: '127.0.0.1',
    port: Number(port),
    secure: false,
    ignoreTLS: true,
    pool: true,
    maxConnections: connections,
    maxMessages: Infinity,
  })

/** A site that sends over so many connections; its clock is the real one, as several processes need it. */
export const mailSite = (on: FreshDatabase, port: string, connections: number): Promise<Stand> =>
  stand(
    { name: 'sqlite', transactions: false, adapter: () => Promise.reject(new Error('not used')) },
    {
      on,
      config: {
        serverURL: 'https://lakeshore.example',
        email: nodemailerAdapter({
          defaultFromAddress: FROM,
          defaultFromName: 'Lakeshore',
          skipVerify: true,
          transport: pooled(port, connections),
        }),
      },
      plugin: {
        now: () => new Date(),
        outbox: { connections },
        approvals: false,
        moderation: false,
        notices: false,
        forms: false,
        retention: false,
      },
    },
  )

export const openMails = async (payload: BasePayload): Promise<number> => {
  const where = { state: { in: ['waiting', 'sending'] } }
  return (await payload.db.count({ collection: 'gov-outbox' as never, where })).totalDocs
}
