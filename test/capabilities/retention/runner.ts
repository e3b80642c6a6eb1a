// One of two runners that work side by side on one database, on a clock that all of them share. It starts, says so, and
// works from the order that it gets on its input until it ends itself at the step that the order names.
import { once } from 'node:events'

export interface RunnerOrder {
  /** Step to end at, and at which of its occurrences (from 1). Never without it. */
  at?: string
  nth?: number
  /** No more work: end. */
  end?: true
}

const line = async (): Promise<RunnerOrder> => {
  const [text] = (await once(process.stdin, 'data')) as [Buffer]
  return JSON.parse(text.toString()) as RunnerOrder
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const work = async (uri: string, folder: string, began: number): Promise<void> => {
  // Without this, Node 20 sometimes ends silently while the editor's modules load.
  await import('lexical')
  const [{ governanceTick }, { adapterFor }, { stand }, { alone, collectionsIn, governed }, { fastClock }] =
    await Promise.all([
      import('../../../src/index.js'),
      import('../../helpers/databases.js'),
      import('../../helpers/boot.js'),
      import('./site.js'),
      import('./fastClock.js'),
    ])
  let order: RunnerOrder = {}
  let seen = 0
  const onStep = (step: string): void => {
    if (step !== order.at) return
    seen += 1
    if (seen === order.nth) process.kill(process.pid, 'SIGKILL')
  }
  const site = await stand(
    { name: 'sqlite', transactions: false, adapter: () => Promise.reject(new Error('not used')) },
    {
      on: { db: adapterFor(uri), uri, drop: async () => undefined },
      collections: collectionsIn(folder),
      plugin: {
        ...alone,
        now: fastClock(began),
        retention: { collections: governed, batchSize: 3, mostShare: 1, pace: 'full', onStep },
      },
    },
  )
  process.stdout.write('ready\n')
  order = await line()
  const ended = line().then(() => process.exit(0))
  for (;;) {
    await governanceTick(site.payload, { force: true, only: ['retention'] })
    await Promise.race([pause(20), ended])
  }
}

work(process.argv[2] ?? '', process.argv[3] ?? '', Number(process.argv[4])).catch((error: unknown) => {
  process.stderr.write(String(error))
  process.exit(1)
})
