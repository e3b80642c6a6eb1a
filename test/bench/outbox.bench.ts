import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface, type Interface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'

import type { BasePayload } from 'payload'

import { composer } from '../../src/capabilities/outbox/compose.js'
import { enqueue } from '../../src/capabilities/outbox/store.js'
import { findRow } from '../../src/platform/db.js'
import { type Compiled, compiled } from '../helpers/compiled.js'
import { databases } from '../helpers/databases.js'
import { mailSite, openMails, pooled } from './mailSite.js'
import { round } from './timing.js'

type Row = {
  database: string
  runners: number
  messages: number
  'nodemailer s': number
  'outbox s': number
  vsPooledNodemailer: number
  duplicates: number
  rssGrowthMB: number
}
interface Counted {
  taken: number
  distinct: number
  last: number
}

const CONNECTIONS = 10

/** A process that answers a line with a line. */
class Helper {
  readonly child: ChildProcess
  readonly #lines: Interface
  constructor(javascript: Compiled, source: string, ...args: string[]) {
    this.child = spawn(process.execPath, [javascript.of(source), ...args], {
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.#lines = createInterface({ input: this.child.stdout! })
  }
  async line(): Promise<string> {
    const [said] = (await Promise.race([
      once(this.#lines, 'line'),
      once(this.child, 'exit').then(([code]) => {
        throw new Error(`A process of the benchmark ended with ${String(code)}.`)
      }),
    ])) as [string]
    return said
  }
  ask(words: string): Promise<string> {
    const answer = this.line()
    this.child.stdin!.write(`${words}\n`)
    return answer
  }
}

const draft = (index: number) => ({
  key: `bench:${index}`,
  template: 'incidents:mail:alert',
  to: { address: `reader${index}@home.example`, locale: index % 2 ? 'fr' : 'en', safeToWrite: true },
  path: `/admin/governance/incidents/${index}`,
  values: {
    number: `AAAA-${index}`,
    kind: 'governance:incidents:kind:outage',
    severity: 'governance:incidents:severity:high',
    deadline: { at: '2026-03-02T17:30:00.000Z' },
  },
})

const enqueueAll = async (payload: BasePayload, prefix: string, messages: number): Promise<void> => {
  const causedAt = new Date()
  for (let index = 0; index < messages; index += 20)
    await Promise.all(
      Array.from({ length: Math.min(20, messages - index) }, (_, i) => {
        const mail = draft(index + i)
        return enqueue({ payload }, { ...mail, key: `${prefix}:${mail.key}`, causedAt })
      }),
    )
}

/** What the library itself needs for the same mails, made before, over as many connections. */
const sendPlainly = async (payload: BasePayload, port: string, messages: number): Promise<number> => {
  const row = (await findRow({ payload }, 'gov-outbox', {}))!
  const { messageId: _, ...mail } = composer(payload)(row, 'en')
  const transport = pooled(port, CONNECTIONS)
  const began = Date.now()
  let next = 0
  const lane = async (): Promise<void> => {
    for (let index = next++; index < messages; index = next++)
      await transport.sendMail({
        from: 'no-reply@lakeshore.example',
        to: `reader${index}@home.example`,
        ...mail,
      })
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, lane))
  const took = Date.now() - began
  transport.close()
  return took
}

/**
 * Mails that wait in the database, delivered by 1 and by 4 processes, beside the mail library's own sending over as
 * many connections in the same run. Of 4 processes one delivers at a time: the site opens as many connections as it is
 * told.
 */
export async function bench({ small }: { small: boolean }): Promise<{ rows: Row[]; summary: object }> {
  const messages = small ? 1000 : 10_000
  const javascript = await compiled()
  const sink = new Helper(javascript, 'test/bench/mailSink.ts')
  const { port } = JSON.parse(await sink.line()) as { port: number }
  const ask = async (words: 'count' | 'reset') => JSON.parse(await sink.ask(words)) as Counted
  const rows: Row[] = []
  try {
    for (const database of databases()) {
      if (database.name === 'sqlite' || database.name === 'mongodb-replica') continue
      const fresh = await database.adapter()
      const site = await mailSite(fresh, String(port), CONNECTIONS)
      for (const runners of [1, 4]) {
        await enqueueAll(site.payload, `r${runners}`, messages)
        const args = [fresh.uri, String(port), String(CONNECTIONS)]
        const processes = Array.from(
          { length: runners },
          () => new Helper(javascript, 'test/bench/mailRunner.ts', ...args),
        )
        await Promise.all(processes.map((one) => one.line()))
        // Before and after: whatever slows the machine slows both.
        await ask('reset')
        const before = await sendPlainly(site.payload, String(port), messages / 2)
        await ask('reset')
        const began = Date.now()
        const grown = await Promise.all(
          processes.map(async (one) => (JSON.parse(await one.ask('go')) as { growth: number }).growth),
        )
        const { taken, distinct, last } = await ask('count')
        const after = await sendPlainly(site.payload, String(port), messages / 2)
        const open = await openMails(site.payload)
        if (distinct !== messages || open > 0)
          throw new Error(`Of ${messages} mails ${distinct} arrived, ${open} are left.`)
        const plainly = before + after
        rows.push({
          database: database.name,
          runners,
          messages,
          'nodemailer s': round(plainly / 1000),
          'outbox s': round((last - began) / 1000),
          vsPooledNodemailer: round((last - began) / plainly),
          duplicates: taken - distinct,
          rssGrowthMB: Math.round(Math.max(...grown)),
        })
        await pause(200)
      }
      await site.stop()
      await fresh.drop()
    }
  } finally {
    sink.child.stdin!.end()
    javascript.remove()
  }
  return {
    rows,
    summary: {
      vsPooledNodemailer: Math.max(...rows.map((row) => row.vsPooledNodemailer)),
      duplicates: rows.reduce((sum, row) => sum + row.duplicates, 0),
      rssGrowthMB: Math.max(...rows.map((row) => row.rssGrowthMB)),
    },
  }
}
