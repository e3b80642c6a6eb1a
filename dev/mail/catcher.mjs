// A real SMTP server for the demo and the browser tests. It accepts every mail, delivers none,
// and keeps each as one JSON file. It runs in the process of scripts/dev.mjs, so that stopping
// that process is also how a mail outage looks to the site.
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

/** @typedef {{ id: string, receivedAt: string, from: string, to: string[], subject: string, text: string,
 *   html: null | string, messageId: null | string, attachments: string[] }} CaughtMail */

/** Addresses as the SMTP envelope gave them, which is what a delivery would have used. */
const envelope = (session) => ({
  from: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
  to: session.envelope.rcptTo.map((recipient) => recipient.address.toLowerCase()),
})

/** Written under another name first: a reader never sees half a mail. */
const store = (directory, mail) => {
  const target = path.join(directory, `${mail.id}.json`)
  fs.writeFileSync(`${target}.tmp`, JSON.stringify(mail, null, 2))
  fs.renameSync(`${target}.tmp`, target)
}

/**
 * Starts the catcher on 127.0.0.1.
 * @param {{ directory: string, port?: number }} options port 0 (the default) takes a free one
 * @returns {Promise<{ port: number, close: () => Promise<void> }>}
 */
export const startMailCatcher = async ({ directory, port = 0 }) => {
  fs.mkdirSync(directory, { recursive: true })
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    logger: false,
    onData(stream, session, done) {
      simpleParser(stream).then(
        (parsed) => {
          const receivedAt = new Date()
          store(directory, {
            id: `${receivedAt.getTime()}-${randomBytes(4).toString('hex')}`,
            receivedAt: receivedAt.toISOString(),
            ...envelope(session),
            subject: parsed.subject ?? '',
            text: parsed.text ?? '',
            html: parsed.html || null,
            messageId: parsed.messageId ?? null,
            attachments: parsed.attachments.map((attachment) => attachment.filename ?? 'attachment'),
          })
          done()
        },
        (error) => done(error),
      )
    },
  })
  // A client that vanishes in mid-conversation is not the demo's business.
  server.on('error', () => {})
  await new Promise((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    port: server.server.address().port,
    close: () => new Promise((resolve) => server.close(() => resolve(undefined))),
  }
}
