import { formBuilderPlugin } from '@payloadcms/plugin-form-builder'
import type { CollectionConfig } from 'payload'

import { posts, type Stand, stand, type StandOptions } from '../../helpers/boot.js'
import type { TestDatabase } from '../../helpers/databases.js'

// Apart from what tests fill in: processes that a test starts begin sooner without it.
export const surveys: CollectionConfig = {
  slug: 'surveys',
  access: { create: () => true, read: () => true },
  fields: [{ name: 'words', type: 'text' }],
}

/** A site with the form builder, as its documentation sets it up, and one collection of its own that collects. */
export const formSite = (database: TestDatabase, options: StandOptions = {}): Promise<Stand> =>
  stand(database, {
    collections: [posts, surveys],
    ...options,
    config: {
      ...options.config,
      plugins: [formBuilderPlugin({ fields: { payment: false, radio: true } as never })],
    },
    plugin: {
      intake: { perSource: 10_000, total: 10_000, minFillSeconds: 0 },
      // What is masked has a suite of its own.
      forms: { collections: { surveys: {} }, mask: false },
      ...options.plugin,
    },
  })
