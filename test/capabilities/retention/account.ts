import { readdirSync } from 'node:fs'

import { digestOfDigests, recordDigest } from '../../../src/capabilities/retention/domain.js'
import { countRows, findRows } from '../../../src/platform/db.js'
import type { Stand } from '../../helpers/boot.js'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

export interface Account {
  overdueLeft: number
  orphans: number
  deletedTwice: number
  certificateMismatches: number
}
export const WHOLE: Account = { overdueLeft: 0, orphans: 0, deletedTwice: 0, certificateMismatches: 0 }

/** Transcripts that come in, and what the certificates must say of them in the end. */
export const bookkeeper = (site: Stand, folder: string, now: () => Date = () => site.clock.now()) => {
  const at = { payload: site.payload }
  const expected: string[] = []
  let made = 0

  /** One transcript with a version, a row in an array and, every other one, a file. @returns its id */
  const receive = async (words = 'private'): Promise<number | string> => {
    made += 1
    const file =
      made % 2 === 0
        ? undefined
        : await site.payload.create({
            collection: 'evidence' as never,
            data: { note: words } as never,
            file: { data: png, mimetype: 'image/png', name: `kill-${made}.png`, size: png.length },
          })
    // Never the same twice: SQLite gives ids of deleted rows to new ones.
    const createdAt = new Date(Date.parse('2026-04-05T12:00:00.000Z') + made * 1000).toISOString()
    const doc = (await site.payload.create({
      collection: 'transcripts' as never,
      data: { words, createdAt, parts: [{ line: words }], ...(file ? { scan: file.id } : {}) } as never,
    })) as { id: number | string }
    await site.payload.update({
      collection: 'transcripts' as never,
      id: doc.id,
      data: { words: `${words} again` } as never,
    })
    expected.push(recordDigest(site.payload.secret, `transcripts:${doc.id}`, createdAt))
    // Due from here on, in one write: a record that goes while Payload writes its version would leave that behind.
    await site.payload.db.updateOne({
      collection: 'transcripts',
      where: { id: { equals: doc.id } },
      data: { deleteAfter: createdAt },
    })
    return doc.id
  }

  /** What is left, and whether the certificates say what happened. */
  const account = async (): Promise<Account> => {
    const units = await findRows(at, 'gov-deletions', { state: { equals: 'certified' } }, { limit: 100_000 })
    const certificates = await findRows(at, 'gov-certificates', {}, { limit: 100_000 })
    const digests = units.flatMap((unit) => unit.digests as string[])
    const known = new Set(digests)
    const mismatched = certificates.filter((certificate) => {
      const mine = units.filter((unit) => unit.certificate === certificate.number)
      const theirs = mine.flatMap((unit) => unit.digests as string[])
      return certificate.rows !== theirs.length || certificate.digest !== digestOfDigests(theirs)
    }).length
    const missing = expected.filter((digest) => !known.has(digest)).length
    const open = await countRows(at, 'gov-deletions', {
      or: [{ state: { not_in: ['certified', 'void'] } }, { filesWaiting: { greater_than: 0 } }],
    })
    const evidence = await countRows(at, 'evidence', {})
    let versions = 0
    for (const collection of ['transcripts', 'evidence'])
      versions += (await site.payload.db.countVersions({ collection, where: {} })).totalDocs
    return {
      overdueLeft: await countRows(at, 'transcripts', {
        deleteAfter: { less_than_equal: now().toISOString() },
      }),
      orphans: versions + evidence + readdirSync(folder).length,
      deletedTwice: digests.length - known.size,
      certificateMismatches: mismatched + missing + open,
    }
  }

  return { receive, account }
}
