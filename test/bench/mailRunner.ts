// A process of its own on the same database: once told to, it delivers until nothing is left, and says how much memory
// it needed meanwhile.
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'

const work = async (uri: string, port: string, connections: number): Promise<void> => {
  // Without this, Node 20 sometimes ends silently while the editor's modules load.
  await import('lexical')
  const [{ governanceTick }, { adapterFor }, { mailSite, openMails }] = await Promise.all([
    import('../../src/index.js'),
    import('../helpers/databases.js'),
    import('./mailSite.js'),
  ])
  const { payload } = await mailSite(
    { db: adapterFor(uri), uri, drop: async () => undefined },
    port,
    connections,
  )
  process.stdout.write('ready\n')
  await once(process.stdin, 'data')
  const rss = (): number => process.memoryUsage().rss / 2 ** 20
  let first = 0
  let most = 0
  for (let runs = 0; ; runs += 1) {
    const { ran } = await governanceTick(payload, { force: true, only: ['outbox'] })
    if (ran.outbox?.error) throw new Error(`The outbox failed: ${ran.outbox.error}`)
    // The first run loads what every later one needs too.
    if (ran.outbox?.done) first ||= rss()
    most = Math.max(most, rss())
    if ((await openMails(payload)) === 0) break
    if (!ran.outbox) await pause(1000)
  }
  process.stdout.write(`${JSON.stringify({ growth: first ? most - first : 0 })}\n`)
  process.exit(0)
}

work(process.argv[2] ?? '', process.argv[3] ?? '', Number(process.argv[4])).catch((error: unknown) => {
  process.stderr.write(error instanceof Error ? String(error.stack) : String(error))
  process.exit(1)
})
