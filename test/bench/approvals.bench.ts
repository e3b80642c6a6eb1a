import { createLocalReq, type PayloadRequest } from 'payload'

import { type Person, stand } from '../helpers/boot.js'
import { databases } from '../helpers/databases.js'
import { inboxes, shelf, stock } from './approvalInbox.js'
import { pages, writes } from './approvalWrites.js'
import { type Bench, type Measured, reporter } from './timing.js'

type Ratios = Record<
  'draftSave' | 'publish' | 'readPublished' | 'inboxDeepVsFirst' | 'inboxVsFind' | 'inboxVsShortFind',
  number
>

export const begin = async (database: ReturnType<typeof databases>[number]): Promise<Bench> => {
  const site = await stand(database, {
    collections: [pages('governed'), pages('ungoverned'), stock, shelf],
    plugin: {
      approvals: { collections: ['governed', 'stock'], locales: 'any' },
      // Measured here is one capability; the others have benchmarks of their own.
      moderation: false,
      notices: false,
      retention: false,
      incidents: false,
    },
  })
  const author = await site.person('author', ['content-creator'])
  const administrator = await site.person('administrator', ['administrator'])
  const req = async (person: Person): Promise<PayloadRequest> => {
    const user = {
      ...(await site.payload.findByID({ collection: 'users', id: person.id })),
      collection: 'users',
    }
    return createLocalReq({ user: user as never }, site.payload)
  }
  return { site, author, administrator, req }
}

/**
 * A governed and an ungoverned copy of one collection, both with as many versions per document, and the inbox over
 * 100,000 documents with 10,000 open reviews. Ratios of the median for saves, publications and reads, of the 95th
 * percentile for the inbox. Times are milliseconds.
 */
export async function bench({ small }: { small: boolean }): Promise<{ rows: Measured[]; summary: object }> {
  const rows: Measured[] = []
  const summary: Record<string, Ratios> = {}
  for (const database of databases()) {
    const report = reporter(rows, database.name)
    const one = await begin(database)
    try {
      const ratios = await writes(one, small, report)
      summary[database.name] = { ...ratios, ...(await inboxes(one, small, report)) }
    } finally {
      await one.site.stop()
    }
  }
  const [first] = Object.values(summary)
  // With one database its keys stand at the top, too.
  return { rows, summary: { ...(Object.keys(summary).length === 1 ? first : {}), databases: summary } }
}
