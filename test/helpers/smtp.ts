import type { AddressInfo, Socket } from 'node:net'

import { nodemailerAdapter } from '@payloadcms/email-nodemailer'
import { type ParsedMail, simpleParser } from 'mailparser'
import type { Config } from 'payload'
import { SMTPServer } from 'smtp-server'

export interface ReceivedMail {
  to: string[]
  subject: string
  text: string
  html: string
  messageId: string
  /** Everything as it came over the wire, decoded: for canaries. */
  raw: string
}

/** How the server answers: as a whole, and therefore for every mail from then on. */
export type Mood =
  | 'accepts'
  | 'drops after DATA'
  | 'hangs'
  | 'refuses for good'
  | 'refuses for now'
  | 'refuses the password'
  | 'accepts, then the process is gone'

export interface MailServer {
  port: number
  /** Mails the server took, in order; also those whose sender never heard of it. */
  received: ReceivedMail[]
  mood: Mood
  /** Called when a mail was taken, before the sender is told. */
  onTaken?: () => void
  /** Number of conversations begun. */
  connections: number
  email: () => Config['email']
  to: (address: string) => ReceivedMail[]
  stop: () => Promise<void>
}

/** An adapter that sends to such a server, in whichever process. */
export const emailTo = (port: number): Config['email'] =>
  nodemailerAdapter({
    defaultFromAddress: 'no-reply@lakeshore.example',
    defaultFromName: 'Lakeshore',
    skipVerify: true,
    transportOptions: { host: '127.0.0.1', port, secure: false, ignoreTLS: true },
  })

const smtpError = (code: number, text: string): Error =>
  Object.assign(new Error(text), { responseCode: code })

/** A real SMTP server on the loopback address that keeps what it gets. */
export const mailServer = async (): Promise<MailServer> => {
  const sockets = new Set<Socket>()
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    logger: false,
    onConnect: (_session, done) => {
      self.connections += 1
      done()
    },
    onMailFrom: (_address, _session, done) => {
      if (self.mood === 'hangs') return
      done()
    },
    onRcptTo: (address, _session, done) => {
      if (self.mood === 'refuses for good')
        return done(smtpError(550, `5.1.1 <${address.address}> is not known here`))
      if (self.mood === 'refuses for now')
        return done(smtpError(451, `4.3.0 <${address.address}> try again later`))
      done()
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const source = Buffer.concat(chunks)
        void simpleParser(source).then((mail: ParsedMail) => {
          self.received.push({
            to: session.envelope.rcptTo.map((recipient) => recipient.address),
            subject: mail.subject ?? '',
            text: mail.text ?? '',
            html: mail.html || '',
            messageId: mail.messageId ?? '',
            raw: [source.toString('utf8'), mail.subject, mail.text, mail.html || ''].join('\n'),
          })
          self.onTaken?.()
          if (self.mood === 'drops after DATA') return sockets.forEach((socket) => socket.destroy())
          done()
        })
      })
    },
  })
  server.on('error', () => undefined)
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const self: MailServer = {
    port: (server.server.address() as AddressInfo).port,
    received: [],
    mood: 'accepts',
    connections: 0,
    email: () => emailTo(self.port),
    to: (address) => self.received.filter((mail) => mail.to.includes(address)),
    stop: async () => {
      sockets.forEach((socket) => socket.destroy())
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
  return self
}
