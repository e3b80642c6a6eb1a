import type { BasePayload } from 'payload'

import { indexPointer } from '../../platform/databases/index.js'
import type { Retention } from './context.js'
import { pointersTo } from './footprint.js'
import { mayNameUploads } from './uploads.js'

/**
 * Each batch asks who else shows its files. That is a question by the fields that may name them, over collections of
 * any size: where the schema gives these fields no index, they get one.
 */
export const indexPointers = async (payload: BasePayload, { rules }: Retention): Promise<void> => {
  const named = [...rules.values()].some((rule) => mayNameUploads({ payload }, rule))
  const targets = Object.values(payload.collections)
    .map(({ config }) => config)
    .filter(({ slug, upload }) => upload && (named || rules.has(slug)))
  for (const { slug } of targets)
    for (const { collection, path, polymorphic } of pointersTo(payload, slug))
      await indexPointer(payload, { collection, path: polymorphic ? `${path}.value` : path })
}
