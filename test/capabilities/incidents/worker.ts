// A process of its own on the same database, with the runners of a site: it does what it is told, line by line, and can
// be told to die of SIGKILL right after one of its next writes.
import { createInterface } from 'node:readline'

import type { Order } from './orders.js'

const ORIGINALS = Symbol.for('payload-plugin-governance.originals')
const WRITES = ['create', 'updateOne', 'updateMany', 'deleteMany'] as const

const work = async (uri: string, port: number): Promise<void> => {
  // Without this, Node 20 sometimes ends silently while the editor's modules load.
  await import('lexical')
  const [{ governanceTick }, { adapterFor }, { stand }, { emailTo }] = await Promise.all([
    import('../../../src/index.js'),
    import('../../helpers/databases.js'),
    import('../../helpers/boot.js'),
    import('../../helpers/smtp.js'),
  ])
  const site = await stand(
    { name: 'sqlite', transactions: false, adapter: () => Promise.reject(new Error('not used')) },
    {
      on: { db: adapterFor(uri), uri, drop: async () => undefined },
      config: {
        email: emailTo(port),
        serverURL: 'https://lakeshore.example',
        logger: { options: { level: 'trace' }, destination: process.stderr } as never,
      },
      plugin: { moderation: false, notices: false, intake: { minFillSeconds: 0 } },
    },
  )
  let left = Infinity
  const raw = (site.payload.db as unknown as Record<symbol, Record<string, unknown>>)[ORIGINALS]!
  for (const name of WRITES) {
    const original = raw[name] as (args: unknown) => Promise<unknown>
    raw[name] = async (args: unknown) => {
      const result = await original(args)
      left -= 1
      if (left <= 0) process.kill(process.pid, 'SIGKILL')
      return left <= 0 ? new Promise(() => undefined) : result
    }
  }
  process.stdout.write('@ready\n')
  for await (const line of createInterface({ input: process.stdin })) {
    const { at, die, rest, tick } = JSON.parse(line) as Order
    site.clock.set(at)
    left = die ?? Infinity
    const answer = rest ? await site.rest(rest.method, rest.path, { as: rest.as, body: rest.body }) : null
    if (tick) await governanceTick(site.payload, { force: true, only: tick })
    left = Infinity
    process.stdout.write(`@${JSON.stringify(answer && { status: answer.status, body: answer.body })}\n`)
  }
}

work(process.argv[2] ?? '', Number(process.argv[3])).catch((error: unknown) => {
  process.stderr.write(error instanceof Error ? String(error.stack) : String(error))
  process.exit(1)
})
