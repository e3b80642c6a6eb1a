import type { BasePayload, CollectionSlug } from 'payload'

import { idFor, parseRef, type Ref } from '../kernel/ref.js'

/** Largest id of an integer column: above it the database would answer with an error, not with "none". */
const LARGEST = 2_147_483_647

/** The id as the database expects it; null when nothing there can have it. */
export const idIn = (payload: BasePayload, collection: string, id: string): null | number | string => {
  const found = payload.collections[collection as CollectionSlug] as
    undefined | { customIDType?: 'number' | 'text' }
  if (!found) return null
  const type = found.customIDType ?? payload.db.defaultIDType
  if (type === 'number') return /^\d{1,10}$/.test(id) && Number(id) <= LARGEST ? idFor(type, id) : null
  if (found.customIDType === 'text') return /^.{1,100}$/.test(id) ? id : null
  return /^([0-9a-f]{24}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.test(id) ? id : null
}

/** The id in a text reference, if it is one into that collection. */
export const idOfRef = (payload: BasePayload, collection: string, ref: Ref): null | number | string => {
  const parsed = parseRef(ref)
  return parsed.collection === collection ? idIn(payload, collection, parsed.id) : null
}
