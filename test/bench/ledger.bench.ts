import { append } from '../../src/capabilities/ledger/store.js'
import { verifyLedger } from '../../src/capabilities/ledger/verify.js'
import { governanceTick } from '../../src/index.js'
import { stand } from '../helpers/boot.js'
import { databases } from '../helpers/databases.js'

type Row = {
  database: string
  entries: number
  'plain rows/s': number
  'entries/s': number
  'sealed/s': number
  'verified/s': number
}

const perSecond = async (count: number, work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now()
  await work()
  return Math.round((count * 1000) / (performance.now() - began))
}

/** Entries written, sealed and verified per second, beside plain rows of the host written in the same run. */
export async function bench({ small }: { small: boolean }): Promise<{ rows: Row[]; summary: object }> {
  const entries = small ? 100 : 2000
  const rows: Row[] = []
  for (const database of databases()) {
    const site = await stand(database, {
      collections: [{ slug: 'plain', fields: [{ name: 'text', type: 'text' }] }],
    })
    const { payload } = site
    const each = async (write: (index: number) => Promise<unknown>): Promise<void> => {
      for (let index = 0; index < entries; index += 1) await write(index)
    }
    const actor = { kind: 'system' as const, roles: [] }
    const draft = { action: 'bench', actor, at: site.clock.now(), facts: {}, subject: 'plain:1' }
    const seal = async (): Promise<void> => {
      for (;;) {
        const { ran } = await governanceTick(payload, { force: true, only: ['ledger-seal'] })
        const report = ran['ledger-seal']
        if (!report || report.error)
          throw new Error(`The sealer failed: ${report?.error ?? 'it did not run'}`)
        if (!report.left) return
      }
    }
    await seal()
    const plain = await perSecond(entries, () =>
      each((index) => payload.db.create({ collection: 'plain', data: { text: `row ${index}` } })),
    )
    const written = await perSecond(entries, () =>
      each((index) => append({ payload }, { ...draft, key: `bench-${index}` } as never)),
    )
    const sealed = await perSecond(entries, seal)
    let count = 0
    const verified = await perSecond(entries, async () => {
      const found = await verifyLedger({ payload })
      if (!found.ok || found.unsealed) throw new Error(`The chain does not hold: ${JSON.stringify(found)}`)
      count = found.count
    })
    if (count < entries) throw new Error(`Only ${count} of ${entries} entries are in the chain.`)
    rows.push({
      database: database.name,
      entries,
      'plain rows/s': plain,
      'entries/s': written,
      'sealed/s': sealed,
      'verified/s': verified,
    })
    await site.stop()
  }
  return { rows, summary: {} }
}
