// A mail server in a process of its own that takes every mail, keeps none and counts them: `reset`, `count` on stdin.
import { createHash } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'

import { SMTPServer } from 'smtp-server'

let taken = 0
let last = 0
const seen = new Set<string>()

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  disableReverseLookup: true,
  logger: false,
  onData: (stream, _session, done) => {
    let head = ''
    stream.on('data', (chunk: Buffer) => {
      if (head.length < 8000) head += chunk.toString('latin1')
    })
    stream.on('end', () => {
      taken += 1
      last = Date.now()
      const id = /^message-id:\s*(\S+)/im.exec(head)?.[1] ?? String(taken)
      seen.add(createHash('sha1').update(id).digest('base64'))
      done()
    })
  },
})
server.on('error', () => undefined)
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ port: (server.server.address() as AddressInfo).port })}\n`)
})
createInterface({ input: process.stdin }).on('line', (line) => {
  if (line === 'reset') {
    taken = 0
    seen.clear()
  }
  process.stdout.write(`${JSON.stringify({ taken, distinct: seen.size, last })}\n`)
})
process.stdin.on('end', () => process.exit(0))
