// A process of its own on the same database: once told to, it writes entries as fast as it can, says which are written,
// and seals in between, until it is killed.
import { once } from 'node:events'

/** Entries that are written at the same time. */
const AT_ONCE = 8
/** Rounds of writing between two of sealing. */
const ROUNDS = 10

const work = async (uri: string, name: string): Promise<void> => {
  // Without this, Node 20 sometimes ends silently while the editor's modules load.
  await import('lexical')
  const [{ governanceTick }, { append }, { sealer }, { adapterFor }, { stand }, { alone }] =
    await Promise.all([
      import('../../../src/index.js'),
      import('../../../src/capabilities/ledger/store.js'),
      import('../../../src/capabilities/ledger/seal.js'),
      import('../../helpers/databases.js'),
      import('../../helpers/boot.js'),
      import('../retention/site.js'),
    ])
  const { payload } = await stand(
    { name: 'sqlite', transactions: false, adapter: () => Promise.reject(new Error('not used')) },
    {
      on: { db: adapterFor(uri), uri, drop: async () => undefined },
      plugin: { ...alone, retention: false, now: () => new Date() },
    },
  )
  process.stdout.write('ready\n')
  await once(process.stdin, 'data')
  let made = 0
  const one = async (): Promise<void> => {
    made += 1
    const key = `${name}-${made}`
    await append(
      { payload },
      {
        key,
        action: 'test.done',
        subject: `posts:${made}`,
        actor: { kind: 'staff', ref: 'users:1', name: 'Robin', roles: [] },
        at: new Date(),
        facts: { made },
      },
    )
    process.stdout.write(`wrote ${key}\n`)
  }
  for (let round = 1; ; round += 1) {
    await Promise.all(Array.from({ length: AT_ONCE }, one))
    if (round % ROUNDS !== 0) continue
    // Every other process seals as if its lease still held: what keeps the chain whole is not the lease.
    if (Number(name.slice(1)) % 2 === 0) await governanceTick(payload, { force: true, only: ['ledger-seal'] })
    else await sealer.run({ payload, fence: async () => undefined, now: new Date() })
  }
}

work(process.argv[2] ?? '', process.argv[3] ?? '').catch((error: unknown) => {
  process.stderr.write(error instanceof Error ? String(error.stack) : String(error))
  process.exit(1)
})
