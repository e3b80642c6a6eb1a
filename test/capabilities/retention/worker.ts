// A second process on the same database. It starts, says so, waits for an order on its input, runs the deletion, and
// kills itself or stalls at the step that the order names.
import { once } from 'node:events'

export interface WorkerOrder {
  now: string
  /** Step to end at, and at which of its occurrences (from 1). */
  at: string
  nth: number
  how: 'kill' | 'stall'
}

const line = async (): Promise<string> => {
  const [text] = (await once(process.stdin, 'data')) as [Buffer]
  return text.toString()
}

const work = async (uri: string, folder: string): Promise<void> => {
  // Without this, Node 20 sometimes ends silently while the editor's modules load.
  await import('lexical')
  const [{ governanceTick }, { adapterFor }, { stand }, { alone, collectionsIn, governed }] =
    await Promise.all([
      import('../../../src/index.js'),
      import('../../helpers/databases.js'),
      import('../../helpers/boot.js'),
      import('./site.js'),
    ])
  const given: { order?: WorkerOrder } = {}
  let seen = 0
  const onStep = async (step: string): Promise<void> => {
    const { order } = given
    if (!order || step !== order.at) return
    seen += 1
    if (seen !== order.nth) return
    if (order.how === 'kill') process.kill(process.pid, 'SIGKILL')
    process.stdout.write('stalled\n')
    await line()
  }
  const site = await stand(
    { name: 'sqlite', transactions: false, adapter: () => Promise.reject(new Error('not used')) },
    {
      on: { db: adapterFor(uri), uri, drop: async () => undefined },
      collections: collectionsIn(folder),
      plugin: {
        ...alone,
        retention: { collections: governed, batchSize: 2, mostShare: 1, pace: 'full', onStep },
      },
    },
  )
  process.stdout.write('ready\n')
  given.order = JSON.parse(await line()) as WorkerOrder
  site.clock.set(given.order.now)
  await governanceTick(site.payload, { force: true, only: ['retention'] })
  process.exit(0)
}

work(process.argv[2] ?? '', process.argv[3] ?? '').catch((error: unknown) => {
  process.stderr.write(String(error))
  process.exit(1)
})
