import { type CollectionConfig, type PayloadRequest } from 'payload'

import { append } from '../../src/capabilities/ledger/store.js'
import { verifyLedger } from '../../src/capabilities/ledger/verify.js'
import { governanceTick } from '../../src/index.js'
import { emit } from '../../src/platform/unit.js'
import { stand } from '../helpers/boot.js'
import { databases } from '../helpers/databases.js'
import { content, pages } from './approvalWrites.js'
import { quantile, round, timed } from './timing.js'

type Row = {
  database: string
  'write ms': number
  'with entry ms': number
  entryVsWrite: number
  'sealed/s': number
  'read/s': number
  'verified/s': number
  verifyVsRead: number
}

const robin = { kind: 'staff' as const, ref: 'users:1', name: 'Robin', roles: ['administrator'] }

const draft = (subject: string, now: Date) => ({
  action: 'approvals.published',
  subject,
  actor: robin,
  at: now,
  facts: { hash: 'a'.repeat(64), round: 1, step: 'approval', attested: ['both'] },
})

/** The same collection twice: of one, each write leaves an entry on the ledger, in the write's own transaction. */
const withEntries = (collection: CollectionConfig, now: () => Date): CollectionConfig => ({
  ...collection,
  hooks: {
    afterChange: [
      async ({ doc, req }: { doc: { id: number | string }; req: PayloadRequest }) => {
        await emit({ payload: req.payload, req }, { ledger: [draft(`${collection.slug}:${doc.id}`, now())] })
      },
    ],
  },
})

/**
 * What an entry costs beside the write that it accompanies, and how fast the chain is verified beside reading the
 * same entries in the same batches; each pair in turn, so that whatever slows one slows both.
 */
export async function bench({ small }: { small: boolean }): Promise<{ rows: Row[]; summary: object }> {
  const documents = small ? 5 : 20
  const rounds = small ? 4 : 15
  const entries = small ? 2000 : 10_000
  const passes = small ? 3 : 5
  const rows: Row[] = []
  for (const database of databases()) {
    const site = await stand(database, {
      collections: [pages('plain'), withEntries(pages('ledgered'), () => site.clock.now())],
      plugin: { approvals: false, moderation: false, notices: false, forms: false, retention: false },
    })
    const { payload } = site
    const seal = async (): Promise<void> => {
      for (;;) {
        const { ran } = await governanceTick(payload, { force: true, only: ['ledger-seal'] })
        const report = ran['ledger-seal']
        if (!report || report.error)
          throw new Error(`The sealer failed: ${report?.error ?? 'it did not run'}`)
        if (!report.left) return
      }
    }

    const slugs = ['plain', 'ledgered'] as const
    const times: Record<string, number[]> = { plain: [], ledgered: [] }
    const ids: Record<string, (number | string)[]> = { plain: [], ledgered: [] }
    let serial = 0
    for (let index = 0; index < documents; index += 1)
      for (const slug of slugs) {
        const made = await payload.create({
          collection: slug as never,
          data: content((serial += 1)) as never,
        })
        ids[slug]!.push(made.id)
      }
    for (let turn = 0; turn <= rounds; turn += 1)
      for (let index = 0; index < documents; index += 1)
        for (const slug of turn % 2 ? slugs : slugs.toReversed()) {
          const data = { ...content((serial += 1)), _status: 'published' }
          const took = await timed(() =>
            payload.update({
              collection: slug as never,
              id: ids[slug]![index]!,
              data: data as never,
              depth: 0,
            }),
          )
          // The first turn only warms up.
          if (turn > 0) times[slug]!.push(took)
        }
    const [plain, ledgered] = slugs.map((slug) => quantile(times[slug]!, 0.5)) as [number, number]

    for (let index = 0; index < entries; index += 1)
      await append(
        { payload },
        { ...draft(`plain:${index}`, site.clock.now()), key: `bench-${index}`, fresh: true },
      )
    const sealing = await timed(seal)
    const last = (await verifyLedger({ payload })).last
    const read = (): Promise<number> =>
      timed(async () => {
        for (let after = 0; after < last; after += 1000)
          await payload.db.find({
            collection: 'gov-ledger',
            where: {
              and: [{ sequence: { greater_than: after } }, { sequence: { less_than_equal: after + 1000 } }],
            },
            sort: 'sequence',
            limit: 2000,
            pagination: false,
          })
      })
    const verify = (): Promise<number> =>
      timed(async () => {
        const found = await verifyLedger({ payload })
        if (!found.ok || found.unsealed || found.count !== last)
          throw new Error(`The chain does not hold: ${JSON.stringify(found)}`)
      })
    const reading: number[] = []
    const verifying: number[] = []
    for (let pass = 0; pass <= passes; pass += 1) {
      const [one, other] = [await read(), await verify()]
      if (pass === 0) continue
      reading.push(one)
      verifying.push(other)
    }
    const [readMs, verifyMs] = [quantile(reading, 0.5), quantile(verifying, 0.5)]
    rows.push({
      database: database.name,
      'write ms': round(plain),
      'with entry ms': round(ledgered),
      entryVsWrite: round((ledgered - plain) / plain),
      'sealed/s': Math.round((entries * 1000) / sealing),
      'read/s': Math.round((last * 1000) / readMs),
      'verified/s': Math.round((last * 1000) / verifyMs),
      verifyVsRead: round(readMs / verifyMs),
    })
    await site.stop()
  }
  return {
    rows,
    summary: {
      entryVsWrite: Math.max(...rows.map((row) => row.entryVsWrite)),
      verifyVsRead: Math.min(...rows.map((row) => row.verifyVsRead)),
    },
  }
}
