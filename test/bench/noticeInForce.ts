import type { CollectionConfig } from 'payload'

import { noticeEditor } from '../../src/capabilities/notices/editor.js'
import { noticePort } from '../../src/capabilities/notices/store.js'
import { findRows, rawDb } from '../../src/platform/db.js'
import { promises, publishNotice, richText } from '../capabilities/notices/publishing.js'
import { type Stand, stand } from '../helpers/boot.js'
import type { TestDatabase } from '../helpers/databases.js'
import { quantile, type Report, round, timed } from './timing.js'

const VERSIONS = 1000
const SLUG = 'plain'

const language = (name: string): CollectionConfig['fields'][number] => ({
  name,
  type: 'group',
  fields: [
    { name: 'title', type: 'text' },
    { name: 'content', type: 'richText', editor: noticeEditor() },
    { name: 'changes', type: 'textarea' },
    { name: 'hash', type: 'text' },
  ],
})
/** What a site would keep its notice in by itself: the same texts, read by everybody by its id. */
const plain: CollectionConfig = {
  slug: SLUG,
  access: { read: () => true },
  fields: [
    { name: 'number', type: 'number' },
    { name: 'promises', type: 'json' },
    language('en'),
    language('fr'),
  ],
}

/** Some pages of text, as a notice has. */
const words = Array.from(
  { length: 20 },
  (_, i) =>
    `## Part ${i + 1}\n\n${'We write down as little as we can, and say why. '.repeat(8)}\n\n- one\n- two`,
).join('\n\n')

/** So many versions, all begun, below the seal: the last of them is in force. @returns a plain document's id */
const fill = async (site: Stand): Promise<number | string> => {
  const { payload } = site
  const officer = await site.person('officer', ['privacy-officer'])
  await publishNotice(site, officer, 'first')
  const [row] = await findRows({ payload }, 'gov-notice-versions', {})
  const { id: _id, createdAt: _created, updatedAt: _updated, ...first } = row!
  const text = (locale: string) => ({ ...first[locale], content: richText(words) })
  const start = new Date(first.inForceFrom as string).getTime()
  const db = rawDb(payload)
  let id: number | string = 0
  for (let number = 2; number <= VERSIONS; number += 1) {
    const en = text('en')
    const fr = text('fr')
    await db.create({
      collection: 'gov-notice-versions',
      data: {
        ...first,
        ...{ en, fr, number, sequence: number, place: `site:${number}`, approvalKey: `bench:${number}` },
        inForceFrom: new Date(start + number).toISOString(),
      },
    })
    const made = await db.create({ collection: SLUG, data: { number, promises, en, fr } })
    id = (made as unknown as { id: number | string }).id
  }
  site.clock.forward(3_600_000)
  return id
}

export interface NoticeRatios {
  /** Over REST: the whole notice in force as JSON, beside the same texts by id. */
  inForceVsFindByID: number
  /** The same at an address at which it was given before: made once, given again while nothing has changed. */
  givenAgainVsFindByID: number
  /** The same where the reader has it already and asks with its ETag. */
  revalidatedVsFindByID: number
  /** Without a request: which version is in force, beside `payload.findByID`. */
  portVsFindByID: number
}

/**
 * The notice in force among a thousand versions, and a plain `findByID` of the same texts, in turns, so that both meet
 * the same machine. Ratios of the medians.
 */
export const noticeInForce = async (
  database: TestDatabase,
  small: boolean,
  report: Report,
): Promise<NoticeRatios> => {
  const site = await stand(database, { collections: [plain] })
  try {
    const { payload } = site
    const id = await fill(site)
    const must = async (path: string, status: number, headers?: Record<string, string>): Promise<Headers> => {
      const answer = await site.rest('GET', path, { headers, unread: true })
      if (answer.status !== status) throw new Error(`${path}: ${answer.status} ${String(answer.bytes)}`)
      return answer.headers
    }
    const notice = '/info/notice?format=json'
    const tag = (await must(notice, 200)).get('etag')!
    const { number } = (await site.rest('GET', notice)).body as { number: number }
    if (number !== VERSIONS) throw new Error(`Version ${number} is in force.`)
    let asked = 0
    const ways = {
      'findByID, REST': () => must(`/${SLUG}/${id}`, 200),
      // Each time at an address that nobody asked at before: no answer that was given is given again.
      'notice in force, JSON': () => must(`${notice}&asked=${(asked += 1)}`, 200),
      'notice in force, JSON given again': () => must(notice, 200),
      'notice in force, ETag': () => must(notice, 304, { 'if-none-match': tag }),
      'notice in force, page': () => must('/info/notice', 200),
      'findByID, Local API': () => payload.findByID({ collection: SLUG as never, id }),
      'notice in force, port': () => noticePort.inForce({ payload }),
    }
    const times = Object.fromEntries(Object.keys(ways).map((name) => [name, [] as number[]]))
    const rounds = small ? 60 : 400
    for (let turn = -20; turn < rounds; turn += 1)
      for (const [name, way] of Object.entries(ways)) {
        const took = await timed(way)
        if (turn >= 0) times[name]!.push(took)
      }
    for (const [name, taken] of Object.entries(times)) report(name, taken)
    const ratio = (one: keyof typeof ways, other: keyof typeof ways): number =>
      round(quantile(times[one]!, 0.5) / quantile(times[other]!, 0.5))
    return {
      inForceVsFindByID: ratio('notice in force, JSON', 'findByID, REST'),
      givenAgainVsFindByID: ratio('notice in force, JSON given again', 'findByID, REST'),
      revalidatedVsFindByID: ratio('notice in force, ETag', 'findByID, REST'),
      portVsFindByID: ratio('notice in force, port', 'findByID, Local API'),
    }
  } finally {
    await site.stop()
  }
}
